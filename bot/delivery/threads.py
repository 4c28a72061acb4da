"""A few threads for a library that blocks: none of them ever holds up the event loop, or the end of the process."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


PATIENCE = 1.0
"""Seconds for which a thread is waited for."""


class Busy(Exception):  # noqa: N818  what was found, not a fault
    """Every thread is at work, and has been for as long as one was waited for: nothing was begun."""


class Threads:
    """At most `count` threads at a time, called `name`.

    They are daemons: a call that hangs ends with the process, which the standard executors would wait for.
    """

    def __init__(self, name: str, count: int) -> None:
        self._name = name
        self._free = asyncio.Semaphore(count)

    async def run(self, work: Callable[[], T], within: float) -> T:
        """Run `work` beside the event loop; answer, or raise, what it does.

        Raises Busy where no thread is free in time, and TimeoutError where `work` takes longer than `within` so many
        seconds: it goes on to its own end, and nobody hears of it.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                await self._free.acquire()
        except TimeoutError:
            raise Busy from None
        async with asyncio.timeout(within):
            return await asyncio.wrap_future(self._begin(work))

    def _begin(self, work: Callable[[], T]) -> Future[T]:
        """Start a thread, whose place is free again once `work` has ended, whoever still waits for it."""
        loop, promised = asyncio.get_running_loop(), Future[T]()
        promised.set_running_or_notify_cancel()
        promised.add_done_callback(lambda _: self._release(loop))
        Thread(target=_keep, args=(promised, work), name=self._name, daemon=True).start()
        return promised

    def _release(self, loop: asyncio.AbstractEventLoop) -> None:
        with suppress(RuntimeError):  # the loop is closed: nobody waits for a place any more
            loop.call_soon_threadsafe(self._free.release)


def _keep(promised: Future[T], work: Callable[[], T]) -> None:
    """Keep the promise, with whatever `work` comes to."""
    try:
        result = work()
    except BaseException as error:  # noqa: BLE001  it is raised where it is waited for
        promised.set_exception(error)
    else:
        promised.set_result(result)
