"""A phone system under load: one kept connection for each call, each post sent when it is due, answered or not."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import cast

from httptools import HttpResponseParser

from benchmarks.transcripts import LIVE, Segment

OK_UNTIL = 300
PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Posted:
    """What became of one segment: when it left (nanoseconds of `time.perf_counter_ns`), answered after how many."""

    segment: Segment
    at: int
    answered_after: int


class Refused(Exception):  # noqa: N818  what happened; it makes the whole run worthless
    """A segment was answered with anything but 2xx, or not at all."""


@dataclass(eq=False)
class Tally:
    """What was answered well; `done` once that is all that was `expected`."""

    expected: int
    posted: list[Posted] = field(default_factory=list)
    done: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, posted: Posted) -> None:
        """Count one more."""
        self.posted.append(posted)
        if len(self.posted) == self.expected:
            self.done.set()


@dataclass(eq=False)
class Line(asyncio.Protocol):
    """One kept connection; what is not answered yet, oldest first."""

    tally: Tally
    _due: list[tuple[Segment, int]] = field(default_factory=list)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection."""
        self._transport = cast("asyncio.Transport", transport)
        self._parser = HttpResponseParser(self)

    def send(self, segment: Segment) -> None:
        """Send one post."""
        self._due.append((segment, time.perf_counter_ns()))
        self._transport.write(segment.request)

    def data_received(self, data: bytes) -> None:
        """Feed the parser, which calls the method below."""
        self._parser.feed_data(data)

    def on_message_complete(self) -> None:
        """Count the answer, where it is a good one."""
        segment, at = self._due.pop(0)
        if self._parser.get_status_code() < OK_UNTIL:
            self.tally.add(Posted(segment, at, time.perf_counter_ns() - at))

    def hang_up(self) -> None:
        """Close the connection."""
        self._transport.close()


async def _tell(port: int, segments: Sequence[Segment]) -> list[Posted]:
    loop, tally = asyncio.get_running_loop(), Tally(len(segments))
    lines = [(await loop.create_connection(lambda: Line(tally), "127.0.0.1", port))[1] for _ in range(LIVE)]
    began = loop.time()
    for segment in segments:
        await asyncio.sleep(began + segment.due - loop.time())
        lines[segment.line].send(segment)
    with suppress(TimeoutError):
        await asyncio.wait_for(tally.done.wait(), PATIENCE)
    for line in lines:
        line.hang_up()
    if not tally.done.is_set():
        raise Refused(f"{tally.expected - len(tally.posted)} of {tally.expected} segments")
    return tally.posted


def tell(port: int, segments: Sequence[Segment]) -> list[Posted]:
    """Send every segment to 127.0.0.1:`port` when it is due; answer what became of each. Raises Refused."""
    return asyncio.run(_tell(port, segments))
