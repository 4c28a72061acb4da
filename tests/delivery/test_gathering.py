"""Lanes that share a unit of work: whoever waits is asked for together, and nobody suffers for another."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.delivery.gathering import Gathering


class Desk:
    """Doubles numbers, `most` at once; keeps what it was asked together, and cannot do with some of them."""

    def __init__(self, most: int = 32) -> None:
        self.asked: list[list[int]] = []
        self.begun, self.go_on = asyncio.Event(), asyncio.Event()
        self.go_on.set()
        self.gathering = Gathering(self.double, most)

    async def double(self, numbers: Sequence[int]) -> Sequence[int | Exception]:
        """Answer each, 0 with why not; raises for all where there is a negative one among them."""
        self.asked.append(list(numbers))
        self.begun.set()
        await self.go_on.wait()
        if min(numbers) < 0:
            raise ValueError(numbers)
        return [number * 2 if number else ZeroDivisionError() for number in numbers]

    async def ask(self, *numbers: int) -> list[int | BaseException]:
        """Ask for several in the same moment."""
        return await asyncio.gather(*map(self.gathering.ask, numbers), return_exceptions=True)


async def test_whoever_asks_in_the_same_moment_is_answered_together_and_each_for_their_own() -> None:
    desk = Desk()
    assert await desk.ask(1, 2, 3) == [2, 4, 6]
    assert desk.asked == [[1, 2, 3]]


async def test_whoever_comes_meanwhile_is_next() -> None:
    desk = Desk(most=2)
    desk.go_on.clear()
    first = asyncio.create_task(desk.ask(1, 2, 3))
    await desk.begun.wait()
    later = asyncio.create_task(desk.gathering.ask(4))
    await asyncio.sleep(0)
    desk.go_on.set()
    assert (await first, await later) == ([2, 4, 6], 8)
    assert desk.asked == [[1, 2], [3, 4]]


async def test_why_one_is_not_answered_is_told_to_that_one_alone() -> None:
    one, none, two = await Desk().ask(1, 0, 2)
    assert (one, two) == (2, 4)
    assert isinstance(none, ZeroDivisionError)


async def test_what_fails_for_all_is_asked_for_one_by_one_and_the_next_are_served_as_ever() -> None:
    desk = Desk()
    one, failing, two = await desk.ask(1, -1, 2)
    assert (one, two) == (2, 4)
    assert isinstance(failing, ValueError)
    assert desk.asked == [[1, -1, 2], [1], [-1], [2]]
    assert await desk.ask(3) == [6]


async def test_whoever_waits_no_more_keeps_nobody_from_an_answer() -> None:
    desk = Desk()
    desk.go_on.clear()
    gone = asyncio.create_task(desk.gathering.ask(1))
    waiting = asyncio.create_task(desk.gathering.ask(2))
    await desk.begun.wait()
    gone.cancel()
    desk.go_on.set()
    assert await waiting == 4
    assert await desk.ask(3) == [6]


async def test_one_that_failed_before_is_asked_for_alone() -> None:
    desk = Desk()
    assert await desk.gathering.alone(1) == 2
    with pytest.raises(ZeroDivisionError):
        await desk.gathering.alone(0)
