"""What several lanes ask of the database in the same moment: one unit of work for all of them."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


@dataclass(eq=False)
class Gathering(Generic[T, R]):
    """Asks for whoever waits at once, and for whoever comes meanwhile as soon as that is answered.

    `act` answers each of up to `most` things, or for one of them why not; what it raises, it raises for all: then
    each is asked for by itself, so that nobody suffers for another.
    """

    act: Callable[[Sequence[T]], Awaitable[Sequence[R | Exception]]]
    most: int
    _waiting: list[tuple[T, asyncio.Future[R]]] = field(default_factory=list)
    _asking: asyncio.Task[None] | None = None

    async def ask(self, thing: T) -> R:
        """Answer for one thing, as soon as there is its turn."""
        future: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((thing, future))
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask())
        return await future

    async def alone(self, thing: T) -> R:
        """The same for one that has failed before: with nobody else."""
        [answer] = await self.act([thing])
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def _ask(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting[: self.most], self._waiting[self.most :]
            await self._answer(group)
        self._asking = None

    async def _answer(self, group: Sequence[tuple[T, asyncio.Future[R]]]) -> None:
        try:
            answers = await self.act([thing for thing, _ in group])
        except Exception as error:  # noqa: BLE001  whose it is, shows when each is asked for by itself
            await self._part(group, error)
            return
        for (_, future), answer in zip(group, answers, strict=True):
            _settle(future, answer)

    async def _part(self, group: Sequence[tuple[T, asyncio.Future[R]]], error: Exception) -> None:
        if len(group) == 1:
            _settle(group[0][1], error)
            return
        await asyncio.gather(*(self._answer([each]) for each in group))


def _settle(future: asyncio.Future[R], answer: R | Exception) -> None:
    if future.done():
        return
    if isinstance(answer, Exception):
        future.set_exception(answer)
    else:
        future.set_result(answer)
