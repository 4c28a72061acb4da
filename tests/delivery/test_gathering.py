"""Lanes that ask at the same moment share one unit of work, and nobody suffers for another."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.delivery.gathering import Gathering


class Clerk:
    """Answers numbers with their double; 13 spoils what it is asked with, 7 is refused by itself."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.may_answer = asyncio.Event()

    async def answer(self, numbers: Sequence[int]) -> list[int | Exception]:
        """Answer, once it may."""
        self.asked.append(list(numbers))
        await self.may_answer.wait()
        if 13 in numbers:
            raise LookupError
        return [KeyError(number) if number == 7 else 2 * number for number in numbers]


async def test_whoever_comes_while_others_are_answered_is_asked_for_together() -> None:
    clerk = Clerk()
    gathering = Gathering(clerk.answer, 3)
    first = [asyncio.create_task(gathering.ask(number)) for number in (1, 2)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    later = [asyncio.create_task(gathering.ask(number)) for number in (3, 4, 5, 6)]
    await asyncio.sleep(0)
    clerk.may_answer.set()
    assert await asyncio.gather(*first, *later) == [2, 4, 6, 8, 10, 12]
    assert clerk.asked == [[1, 2], [3, 4, 5], [6]]


async def test_one_that_fails_fails_alone() -> None:
    clerk = Clerk()
    clerk.may_answer.set()
    gathering = Gathering(clerk.answer, 8)
    answers = await asyncio.gather(*map(gathering.ask, (1, 13, 7)), return_exceptions=True)
    assert answers[0] == 2
    assert isinstance(answers[1], LookupError)
    assert isinstance(answers[2], KeyError)
    assert await gathering.ask(4) == 8


async def test_one_that_has_failed_before_is_asked_for_with_nobody_else() -> None:
    clerk = Clerk()
    clerk.may_answer.set()
    gathering = Gathering(clerk.answer, 8)
    with pytest.raises(KeyError):
        await gathering.alone(7)
    both = await asyncio.gather(gathering.ask(1), gathering.alone(2))
    assert list(both) == [2, 4]
    assert [2] in clerk.asked


async def test_whoever_has_left_is_told_nothing() -> None:
    clerk = Clerk()
    gathering = Gathering(clerk.answer, 8)
    gone, there = (asyncio.create_task(gathering.ask(number)) for number in (1, 2))
    await asyncio.sleep(0)
    gone.cancel()
    clerk.may_answer.set()
    assert await there == 4
