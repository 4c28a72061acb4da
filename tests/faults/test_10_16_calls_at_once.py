"""Rows 10 and 16 around calls, on two replicas: all at once, again and out of order; each is told once."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from itertools import cycle

from sandbox.slack.parcels import Reply
from sandbox.telephone.phone import Telephone
from storage.calls import Call
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import BATON
from tests.faults.coaching import a_floor
from tests.faults.processes import MANAGER, OPERATOR, Town
from tests.faults.verdict import assert_told_once
from tests.postgresql import crossed

SECRET = "phone-secret"
AGENTS, COACHES = ("U_ONE", "U_TWO", "U_THREE"), (MANAGER, OPERATOR)
LEAVING = "解約したい"
ROUNDS = 3
QUICK = {"BATON_WHISPER_RESEND": "1", "BATON_WHISPER_WARN": "1", "BATON_WHISPER_EXPIRE": "2"}
"""Seconds: whispers are folded while others are sent."""


class Storm:
    """Everything that can happen around calls, through one replica and the other in turn."""

    def __init__(self, town: Town, doors: list[str]) -> None:
        self.town, self._doors = town, cycle(doors)
        posts = [door.replace("/slack/events", "/webhooks/calls") for door in doors]
        self.phones = [Telephone(post, SECRET, lambda: datetime.now(UTC)) for post in posts]
        self.said: list[str] = []
        self.replies: list[Reply] = []

    async def _through_next(self, act: Callable[[], Awaitable[Reply]]) -> None:
        self.town.slack.reach(next(self._doors))
        self.replies.append(await act())

    def whispers(self, turn: int) -> Iterator[Awaitable[None]]:
        """Every coach whispers to every agent."""
        for coach in map(self.town.slack.person, COACHES):
            for agent in AGENTS:
                self.said.append(f"{turn} {coach.id} {agent}")
                yield self._through_next(partial(coach.command, "/whisper", f"@{agent.lower()} {self.said[-1]}"))

    def taps(self) -> Iterator[Awaitable[None]]:
        """Every agent answers what they have before their eyes, and asks for help."""
        for agent in map(self.town.slack.person, AGENTS):
            for message in agent.dm():
                for button in {"whisper.got_it", "call.help"} & set(message.buttons):
                    yield self._through_next(partial(agent.press_in, message, button))

    async def blow(self) -> None:
        """Let all of it happen at once, a few times."""
        calls = [await self.phones[0].start(agent, {"name": agent}) for agent in AGENTS]
        for turn in range(ROUNDS):
            said = [phone.say(call, "customer", LEAVING) for call in calls for phone in self.phones]
            await asyncio.gather(*self.whispers(turn), *self.taps(), *said)
        await asyncio.gather(*(self.phones[1].hang_up(call) for call in calls))


@asynccontextmanager
async def two_replicas(url: str) -> AsyncIterator[Storm]:
    """Two processes on one PostgreSQL, two leads, three agents, and a phone system at each."""
    async with a_floor(url, 30.0, BATON_WEBHOOK_SECRET=SECRET, **QUICK) as town:
        town.settings["BATON_LEADS"] = " ".join(COACHES)
        for agent in AGENTS:
            town.slack.workspace.add_person(agent, name=agent.lower(), real_name=agent)
        storm = Storm(town, [await town.door(), await town.door()])
        try:
            yield storm
        finally:
            for phone in storm.phones:
                await phone.stop()


def whispered(work: UnitOfWork) -> list[str]:
    """Answer what people whispered."""
    every = [each for call in work.calls.every() for each in work.whispers.of_call(call)]
    return sorted(each.advice for each in every if each.by != BATON)


def every_call(work: UnitOfWork) -> list[Call]:
    """Answer every call there has been."""
    return list(work.calls.every())


async def test_whatever_happens_at_once_each_is_told_once_and_nobody_waits_crosswise(postgresql_url: str) -> None:
    async with two_replicas(postgresql_url) as storm:
        await storm.blow()
        read = storm.town.database.read_now
        assert [reply for reply in storm.replies if not reply.acked] == []
        assert [call.trouble for phone in storm.phones for call in phone.calls] == [None] * len(AGENTS)
        assert read(whispered) == sorted(storm.said)
        await assert_told_once(storm.town)
        assert read(crossed) == 0
        assert [call.is_live for call in read(every_call)] == [False] * len(AGENTS)


async def test_events_that_come_four_times_and_out_of_order_have_one_effect(postgresql_url: str) -> None:
    async with two_replicas(postgresql_url) as storm:
        phone, read = storm.phones[0], storm.town.database.read_now
        call = await phone.start(AGENTS[0], {"name": "Blue"}, call_id="c-1")
        said = phone.event(call, "call.segment", speaker="customer", final=True, text=LEAVING)
        other = phone.event(call, "call.segment", speaker="agent", final=True, text="はい", call_id="c-2")
        ended, started = (phone.event(call, kind, call_id="c-2") for kind in ("call.ended", "call.started"))
        for events in ([said], [ended], [other, said], [started, ended]):
            posts = [phone.post(event) for event in events for phone in (*storm.phones, *storm.phones)]
            assert {answer.status for answer in await asyncio.gather(*posts)} == {204}
        first, second = sorted(read(every_call), key=lambda call: str(call.call_id))
        assert first.is_live
        assert (second.is_live, second.started_at) == (False, None)
        assert read(lambda work: (work.calls.count_segments(), len(work.calls.signs_of(first)))) == (1, 1)
        assert len(read(lambda work: work.whispers.of_call(first))) == 1
        await assert_told_once(storm.town)
