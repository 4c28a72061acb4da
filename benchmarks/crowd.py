"""A crowd: many people at once, each with one form over a connection of their own; none waits longer than Slack."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from benchmarks.load import Client, Tally

SLACK_WAITS: Final = 3.0
"""Seconds after which Slack shows the person an error (docs.slack.dev/interactivity/handling-user-interaction)."""


@dataclass(frozen=True, slots=True)
class Acked:
    """What each form saw, in their order: the seconds to its ack, None where none came while one waited."""

    after: tuple[float | None, ...]

    @property
    def forms(self) -> frozenset[int]:
        """Answer the places of those that were acked."""
        return frozenset(place for place, after in enumerate(self.after) if after is not None)


def file_at_once(port: int, requests: Sequence[bytes], waits: float = SLACK_WAITS) -> Acked:
    """Send all `requests` to 127.0.0.1:`port` at once; answer, after `waits` seconds, what was acked within them."""
    return asyncio.run(_file(port, requests, waits))


async def _file(port: int, requests: Sequence[bytes], waits: float) -> Acked:
    tallies = [Tally() for _ in requests]
    people = [await _person(port, request, tally) for request, tally in zip(requests, tallies, strict=True)]
    until = time.perf_counter() + waits
    for person in people:
        person.send()
    await asyncio.wait([person.done for person in people], timeout=waits)
    await asyncio.sleep(until - time.perf_counter())
    acked = Acked(tuple(_acked(tally) for tally in tallies))
    for person in people:
        person.hang_up()
    await asyncio.wait([person.done for person in people])
    return acked


async def _person(port: int, request: bytes, tally: Tally) -> Client:
    connecting = asyncio.get_running_loop().create_connection(lambda: Client(iter([request]), tally), "127.0.0.1", port)
    return (await connecting)[1]


def _acked(tally: Tally) -> float | None:
    return tally.latencies[0] if tally.latencies else None
