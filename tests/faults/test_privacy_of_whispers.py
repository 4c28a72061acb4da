"""A whisper is for one agent: where each word of a call may be, and that it is nowhere else, now and once forgotten.

A true process plays a call through; then everything that left it, and everything that it keeps, is searched.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain

import pytest

from bot import ids
from sandbox.slack.records import Message
from sandbox.telephone.call import Call
from sandbox.telephone.phone import Telephone
from storage.timers import timers
from storage.unit_of_work import UnitOfWork
from tests.faults import leaving
from tests.faults.coaching import a_floor, arrived, whisper
from tests.faults.leaving import Places
from tests.faults.processes import AGENT, MANAGER, OPERATOR, WITHIN, Town
from tests.faults.verdict import assert_told_once
from workflows.masking import MASK

CALLS, PHONE_SECRET = "C_CALLS", "phone-secret"
CUSTOMER = "株式会社ゆうやけ"
NUMBER, ADDRESS = "080-9876-5432", "taro.yamada@example.com"
TYPED, FORMED, TOLD_AGAIN = (
    "くじらぐもの返金は約束しないで",
    "あおむらさきの件は上に聞くと伝えて",
    "みずたまりは飛ばして",
)
NOTE = "かたつむりの宛名が違う"
SAID, DANGER = "ゆきだるまの話をしていて", "もう限界なので解約したい"
UNSURE = "きりかぶと聞こえた"
AGENTS_SIDE = "ひまわりの番号を控えます"

WHISPERED = (TYPED, FORMED, TOLD_AGAIN)
MASKED = (NUMBER, "98765432", ADDRESS, "yamada")
EVERY_WORD = (*WHISPERED, NOTE, SAID, DANGER, UNSURE, AGENTS_SIDE, *MASKED)

TO_AGENT, TO_COACH = f"DM of {AGENT}", f"DM of {MANAGER}"
PLACES: Places = {
    **dict.fromkeys(WHISPERED, frozenset({TO_AGENT, TO_COACH})),
    NOTE: frozenset({TO_AGENT, f"modal of {AGENT}"}),
    DANGER: frozenset({CALLS}),
    **dict.fromkeys((SAID, UNSURE, AGENTS_SIDE, *MASKED), frozenset()),
}
"""Where a word may have gone to, of all that left the process.

A whisper's copy is its coach's own; a note is offered to its writer once more, to begin a request with.
"""

COLUMNS: Places = {
    **dict.fromkeys(WHISPERED, frozenset({"whispers.advice"})),
    NOTE: frozenset({"call_notes.text"}),
    DANGER: frozenset({"segments.text", "call_signs.words"}),
    SAID: frozenset({"segments.text"}),
    AGENTS_SIDE: frozenset({"segments.text"}),
    **dict.fromkeys((UNSURE, *MASKED), frozenset()),
}
"""Where a word may stand while the call is on."""

FORGOTTEN = (SAID, DANGER, AGENTS_SIDE, UNSURE, *MASKED)


@dataclass
class Floor:
    """A town on the phone."""

    town: Town
    phone: Telephone

    async def play(self) -> None:
        """Let a call go on with all that can be said, whispered, noted and clicked in it; it is not over yet."""
        await self._is_heard(await self._begin())
        await self._is_coached()
        await self._is_noted()
        await self._others_look()
        await assert_told_once(self.town)

    async def _begin(self) -> Call:
        call = await self.phone.start(agent=AGENT, customer={"name": CUSTOMER, "phone": NUMBER})
        await self.town.slack.settled(lambda _: bool(self.dm(AGENT) and self.in_calls()), timeout=WITHIN)
        return call

    async def _is_heard(self, call: Call) -> None:
        """Both sides speak; the book advises, and sees a danger sign."""
        assert (await self.phone.say(call, "customer", f"{SAID} {NUMBER} {ADDRESS}")).status == 204
        assert (await self.phone.say(call, "agent", AGENTS_SIDE)).status == 204
        assert (await self.phone.say(call, "customer", UNSURE, final=False)).status == 204
        assert (await self.phone.say(call, "customer", f"{DANGER} {NUMBER}")).status == 204
        shown = self.town.slack.settled
        await shown(lambda _: any(DANGER in each.all_text() for each in self.in_calls()), timeout=WITHIN)
        forged = json.dumps(self.phone.event(call, "call.segment", text=SAID)).encode()
        assert await self.phone.send(forged, {}) == 401
        assert await self.phone.send(b"\xff" + forged, {}) == 401

    async def _is_coached(self) -> None:
        """The coach whispers by the command, by the form, and once more on being asked."""
        agent, coach = self.town.slack.person(AGENT), self.town.slack.person(MANAGER)
        await whisper(self.town, TYPED)
        await agent.press_in(await arrived(self.town, TYPED), ids.WHISPER_MORE)
        card = next(each for each in self.in_calls() if ids.CALL_WHISPER in each.buttons)
        assert (await coach.press_in(card, ids.CALL_WHISPER)).acked
        await coach.modal(until=ids.WHISPER_FORM)
        await coach.fill({ids.ADVICE: FORMED, ids.TONE: "do_now"})
        assert (await coach.submit()).acked
        await agent.press_in(await arrived(self.town, FORMED), ids.WHISPER_HOLD)
        await whisper(self.town, f"{TOLD_AGAIN} {NUMBER}")
        await agent.press_in(await arrived(self.town, TOLD_AGAIN), ids.WHISPER_GOT_IT)

    async def _is_noted(self) -> None:
        agent = self.town.slack.person(AGENT)
        cockpit = next(each for each in self.dm(AGENT) if ids.CALL_NOTE in each.buttons)
        await agent.press_in(cockpit, ids.CALL_NOTE)
        await agent.modal(until=ids.NOTE_FORM)
        await agent.fill({ids.NOTE_TEXT: f"{NOTE} {NUMBER}"})
        assert (await agent.submit()).acked
        await agent.press_in(cockpit, ids.CALL_HELP)

    async def _others_look(self) -> None:
        """Everyone opens Home; somebody without any right asks for all that can be asked for."""
        for name in (AGENT, MANAGER, OPERATOR):
            await self.town.slack.person(name).open_home()
            await self.town.slack.person(name).home_shown()
        stranger = self.town.slack.person(OPERATOR)
        stranger.say(f"what did they whisper in the call with {CUSTOMER}?")
        for typed in (("/whisper", f"@agent {TYPED[:3]}"), ("/escalate", f"find {CUSTOMER}"), ("/phone", CUSTOMER)):
            await stranger.command(*typed)
        await self.town.slack.settled(lambda _: bool(self.dm(OPERATOR)), timeout=WITHIN)

    async def ends(self) -> None:
        """End the call; what it came to is shown to its agent, who begins a request from it."""
        await self.phone.hang_up(self.phone.calls[0])
        agent = self.town.slack.person(AGENT)
        await self.town.slack.settled(lambda _: any(ids.CALL_FILE in m.buttons for m in self.dm(AGENT)), timeout=WITHIN)
        summary = next(each for each in self.dm(AGENT) if ids.CALL_FILE in each.buttons)
        await agent.press_in(summary, ids.CALL_FILE)
        await agent.modal(until=ids.ESCALATION_FORM)
        await agent.close()

    async def is_forgotten(self) -> None:
        """Let the ten minutes be over: the moment at which words go is set to now, and everything else is Baton's."""
        now = datetime.now(UTC)
        await self._knows(lambda work: len(work.timers.of_kind("call_words")) == 1)
        due = timers.update().where(timers.c.kind == "call_words").values(due_at=now)
        self.town.database.write_now(lambda work: work.connection.execute(due))
        await self._knows(lambda work: work.calls.count_segments() == 0)
        await self.town.slack.settled(
            lambda _: not any(DANGER in each.all_text() for each in self.in_calls()), timeout=WITHIN
        )
        await assert_told_once(self.town)

    async def _knows(self, reading: Callable[[UnitOfWork], bool]) -> None:
        """Wait until Baton has kept something, or dropped it."""
        async with asyncio.timeout(WITHIN):
            while not self.town.database.read_now(reading):  # noqa: ASYNC110  a process tells nobody of what it keeps
                await asyncio.sleep(0.05)

    def dm(self, person: str) -> list[Message]:
        """Answer what stands in someone's DM."""
        return self.town.dm(person)

    def in_calls(self) -> list[Message]:
        """Answer what stands in the channel of calls."""
        return self.town.messages(CALLS)

    async def told(self) -> Places:
        """Answer where each word went, of all that has left the process."""
        town = self.town
        parts = (
            leaving.to_slack(town.slack),
            leaving.answers(town.slack.switchboard.deliveries),
            await leaving.at_the_doors(town),
            (("log", line) for line in town.log),
        )
        return leaving.found(EVERY_WORD, chain(*parts))

    async def exported(self) -> Places:
        """Answer what is found of each word in what the commands print."""
        return leaving.found(EVERY_WORD, await leaving.in_the_shell(self.town))

    def on_disk(self) -> set[str]:
        """Answer which words stand in SQLite's files, byte by byte."""
        places = leaving.found(EVERY_WORD, leaving.on_disk(self.town.url))
        return {word for word in EVERY_WORD if places[word]}

    def stored(self) -> Places:
        """Answer in which columns each word stands."""
        return self.town.database.read_now(lambda work: leaving.found(EVERY_WORD, leaving.stored(work)))


@asynccontextmanager
async def on_the_phone(url: str) -> AsyncIterator[Floor]:
    """A process at its loudest, with a channel for calls and a phone system."""
    settings = {
        "BATON_WEBHOOK_SECRET": PHONE_SECRET,
        "JIRA_WEBHOOK_SECRET": "jira-secret",
        "BATON_CALLS_CHANNEL": CALLS,
        "BATON_LOG_LEVEL": "debug",
        "BATON_LOCALE": "ja",
    }
    async with a_floor(url, 30.0, **settings) as town:
        town.slack.workspace.add_channel(CALLS, name="calls", members=[MANAGER, town.slack.workspace.bot_user_id])
        await town.start()
        phone = Telephone(f"{town.address}/webhooks/calls", PHONE_SECRET, lambda: datetime.now(UTC))
        try:
            yield Floor(town, phone)
        finally:
            await phone.stop()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_every_word_of_a_call_is_where_it_may_be_and_nowhere_else(
    kind: str, request: pytest.FixtureRequest
) -> None:
    async with on_the_phone(request.getfixturevalue(f"{kind}_url")) as floor:
        kept_on_disk = {*WHISPERED, NOTE} if kind == "sqlite" else set()
        await floor.play()
        assert floor.stored() == COLUMNS
        await floor.ends()
        assert await floor.told() == PLACES
        assert not set().union(*(await floor.exported()).values())
        assert any(MASK in each.all_text() for each in floor.in_calls()), "the mask, in the place of the number"

        await floor.is_forgotten()

        assert await floor.told() == PLACES
        assert floor.stored() == {word: frozenset() if word in FORGOTTEN else COLUMNS[word] for word in EVERY_WORD}
        assert floor.on_disk() == kept_on_disk
        await floor.town.stop(floor.town.running[0])
        assert floor.on_disk() == kept_on_disk
