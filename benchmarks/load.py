"""The load: so many clients, each on one kept connection, each sending its next request once it has its answer."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from httptools import HttpResponseParser

ACKS = frozenset({200, 204})
"""What Slack is answered, and the phone system."""
PATIENCE = 60.0
"""Seconds after which a round is given up."""


@dataclass(slots=True)
class Tally:
    """What came back: `latencies` of the acks in seconds, and how many answers were none."""

    latencies: list[float] = field(default_factory=list)
    refused: int = 0


class Client(asyncio.Protocol):
    """One kept connection; takes requests from the common heap until it is empty."""

    def __init__(self, requests: Iterator[bytes], tally: Tally) -> None:
        self._requests = requests
        self._tally = tally
        self._parser = HttpResponseParser(self)
        self._transport: asyncio.Transport | None = None
        self._sent_at = 0.0
        self._said_anything = False
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101  what asyncio's TCP hands over
        self._transport = transport

    def send(self) -> None:
        """Send the next request; hang up where there is none."""
        assert self._transport is not None  # noqa: S101  connected before the clock starts
        request = next(self._requests, None)
        if request is None:
            self._transport.close()
            return
        self._said_anything = False
        self._sent_at = time.perf_counter()
        self._transport.write(request)

    def hang_up(self) -> None:
        """Wait no longer."""
        if self._transport is not None:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """Feed the parser, which calls the two methods below."""
        self._parser.feed_data(data)

    def on_body(self, _body: bytes) -> None:
        """Note that the answer says something: an ack says nothing, a refusal of a form has words."""
        self._said_anything = True

    def on_message_complete(self) -> None:
        """Count the answer and go on."""
        took = time.perf_counter() - self._sent_at
        if self._parser.get_status_code() in ACKS and not self._said_anything:
            self._tally.latencies.append(took)
        else:
            self._tally.refused += 1
        self.send()

    def connection_lost(self, exc: Exception | None) -> None:
        """Be done; a connection that was cut while an answer was due counts as a refusal."""
        if exc is not None:
            self._tally.refused += 1
        if not self.done.done():
            self.done.set_result(None)


@dataclass(frozen=True, slots=True)
class Round:
    """One round against one server: `latencies` of the acks in seconds, sorted; `seconds` it took in all.

    `busy` is the share of those seconds in which the sender itself had the processor: near 1, it was the limit.
    """

    latencies: tuple[float, ...]
    refused: int
    seconds: float
    busy: float

    @property
    def rate(self) -> float:
        """Answer how many were acked a second."""
        return len(self.latencies) / self.seconds


async def _send(port: int, requests: Sequence[bytes], clients: int) -> Round:
    loop = asyncio.get_running_loop()
    heap, tally = iter(requests), Tally()
    connected = [
        (await loop.create_connection(lambda: Client(heap, tally), "127.0.0.1", port))[1] for _ in range(clients)
    ]
    began, worked = time.perf_counter(), time.process_time()
    for client in connected:
        client.send()
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*(client.done for client in connected))
    seconds = time.perf_counter() - began
    busy = (time.process_time() - worked) / seconds
    return Round(tuple(sorted(tally.latencies)), tally.refused, seconds, busy)


def send(port: int, requests: Sequence[bytes], clients: int) -> Round:
    """Send all `requests` to 127.0.0.1:`port` from `clients` connections; answer what came back."""
    return asyncio.run(_send(port, requests, clients))
