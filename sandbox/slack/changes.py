"""Telling whoever waits that something in the workspace changed."""

import asyncio
from collections.abc import AsyncIterator, Callable

EVERYONE = "*"


class Changes:
    """A broadcast: `announce` wakes every `wait` and feeds every `follow`."""

    def __init__(self) -> None:
        """Begin with nobody waiting."""
        self._waiting: set[asyncio.Future[None]] = set()
        self._followers: dict[asyncio.Queue[str], str] = {}

    def announce(self, person: str = EVERYONE) -> None:
        """Say that what `person` (or everyone) sees may have changed."""
        waiting, self._waiting = self._waiting, set()
        for future in waiting:
            if not future.done():
                future.set_result(None)
        for queue, follower in self._followers.items():
            if person in {EVERYONE, follower} and queue.empty():
                queue.put_nowait(person)

    async def wait(self, condition: Callable[[], bool], timeout: float | None) -> None:  # noqa: ASYNC109 - a promise to tests
        """Return as soon as `condition` holds; TimeoutError after `timeout` seconds of machine time, None: never."""
        async with asyncio.timeout(timeout):
            while not condition():
                future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
                self._waiting.add(future)
                await future

    async def follow(self, person: str) -> AsyncIterator[str]:
        """Yield once for every burst of changes that `person` may see."""
        queue: asyncio.Queue[str] = asyncio.Queue()
        self._followers[queue] = person
        try:
            while True:
                yield await queue.get()
        finally:
            del self._followers[queue]
