"""What a client may take of us before it has said what it wants: seconds, bytes, and one of our connections.

uvicorn waits for ever for a request that never ends, and keeps headers without end; here is what bounds both.
"""

import asyncio
import resource
from dataclasses import dataclass
from typing import Any, Final, cast

import structlog
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

SECONDS: Final = 10.0
"""For a whole request, from its first byte (or the connection's beginning) to its last; Slack needs milliseconds."""
LONGEST_HEAD: Final = 64 * 1024
"""Bytes of a request's head, and of whatever else but its body: chunks' sizes, trailers."""
MOST_CONNECTIONS: Final = 4096
SHARE_OF_FILES: Final = 2
"""Of the files that the process may open, doors take at most one in so many: the database and Slack need some, too."""

TOO_SLOW: Final = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
TOO_MUCH: Final = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"

log = structlog.get_logger("baton.web")


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a request may take to arrive, and how many connections may be open at once."""

    seconds: float = SECONDS
    connections: int = MOST_CONNECTIONS

    @classmethod
    def of_this_process(cls) -> "Patience":
        """Answer what fits the number of files that this process may open."""
        files, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        has_limit = 0 < files < SHARE_OF_FILES * MOST_CONNECTIONS
        return cls(connections=max(1, files // SHARE_OF_FILES) if has_limit else MOST_CONNECTIONS)


class PatientProtocol(HttpToolsProtocol):
    """One connection: uvicorn's own, until its patience ends; where there are too many, the slowest makes room."""

    def __init__(self, patience: Patience, **given: Any) -> None:  # noqa: ANN401  as uvicorn makes it
        super().__init__(**given)
        self.patience = patience
        self.since = self.loop.time()
        self._alarm: asyncio.TimerHandle | None = None
        self._is_whole = False
        self._around = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        """Begin to wait; where there is no more room, whoever is slowest goes."""
        super().connection_made(transport)
        self._begin_waiting()
        if len(self.connections) > self.patience.connections:
            self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        self._end_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, as long as all but the body is short."""
        if self._is_whole and self._is_idle:
            self._begin_waiting()
        self._around += len(data)
        super().data_received(data)
        if not self._is_whole and self._around > LONGEST_HEAD:
            self._turn_away(TOO_MUCH, 431)

    def on_message_begin(self) -> None:
        """Wait for the rest of a request, also of one that was sent before the last was answered."""
        if self._is_whole:
            self._begin_waiting()
        super().on_message_begin()

    def on_body(self, body: bytes) -> None:
        """Leave the body out of the count: the doors bound it, and chunks of a byte each are no body."""
        self._around = max(0, self._around - len(body))
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Wait no more: the request is there, and its answer may take its time."""
        self._is_whole, self._around = True, 0
        self._end_waiting()
        super().on_message_complete()

    def _begin_waiting(self) -> None:
        self._end_waiting()
        self._is_whole, self._around, self.since = False, 0, self.loop.time()
        self._alarm = self.loop.call_later(self.patience.seconds, self._turn_away, TOO_SLOW, 408)

    def _end_waiting(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    def _turn_away(self, words: bytes, status: int) -> None:
        """Say why, and hang up; a connection on which nothing was said, as balancers keep some, ends without a word."""
        if self._around and not self.transport.is_closing():
            log.info("turned_away", status=status)
            if self._is_idle or not self.cycle.response_started:
                self.transport.write(words)
        self.transport.close()

    def _make_room(self) -> None:
        """Hang up on whoever has been silent, or at one request, for longest; on the newcomer where all others work."""
        open_here = (each for each in self.connections if isinstance(each, PatientProtocol))
        log.info("made_room", connections=len(self.connections))
        min((each for each in open_here if not each.is_answered), key=lambda each: each.since).transport.abort()

    @property
    def _is_idle(self) -> bool:
        """Say whether no answer is owed; uvicorn types its `cycle` as if there always was one."""
        cycle = cast("RequestResponseCycle | None", self.cycle)
        return cycle is None or cycle.response_complete

    @property
    def is_answered(self) -> bool:
        """Say whether a whole request is here, and its answer not yet whole."""
        return self._is_whole and not self._is_idle
