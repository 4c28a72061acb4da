"""The phone system tells what is said: advice for the agent, danger for the leads, and ten minutes later no word."""

import json
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from sandbox.slack.listener import Listener
from sandbox.slack.records import Message
from sandbox.telephone.call import Call
from sandbox.telephone.phone import Telephone
from storage.base import metadata
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import BATON
from tests.journeys.team import AOI, CALLS, EMMA, Team, a_team
from workflows.masking import MASK
from workflows.whisper.policy import APART, MOST_ADVICE

SECRET = "phone-secret"
NUMBER, ADDRESS = "080-9876-5432", "taro.yamada@example.com"
LEAVING, REFUND = "もう限界なので解約させてください", "それなら返金してもらえますよね"
WHISPER = "引き止めずに理由だけ伺ってください"
SAID = ("もう限界なので", "もらえますよね", "折り返しはこちら", NUMBER, "98765432", ADDRESS, "yamada")
"""What must be nowhere once the call is forgotten."""


@dataclass
class Clock:
    """What the work goes by: a test moves it."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def __call__(self) -> datetime:
        """Answer what time it is."""
        return self.now


@dataclass
class Floor:
    """A team on the phone, its phone system, and its clock."""

    team: Team
    phone: Telephone
    clock: Clock
    log: list[EventDict]

    async def rings(self, **customer: str) -> Call:
        """Let a customer ring Aoi; wait until she and the leads see it."""
        call = await self.phone.start(agent=AOI, customer=customer or {"account_id": "A-001"})
        await self.team.slack.settled(lambda _: bool(self.team.aoi.dm()) and bool(self.cards()))
        return call

    async def says(self, call: Call, text: str) -> None:
        """Let the customer say something; Baton has it once this returns."""
        assert (await self.phone.say(call, "customer", text)).status == 204

    async def passes(self, span: timedelta) -> None:
        """Let time pass, and what is due happen."""
        self.clock.now += span
        await self.team.baton.moments.press()

    async def advised(self) -> Message:
        """Wait until Aoi has before her eyes what the book said last."""
        text = self.advice()[-1]
        await self.team.slack.settled(lambda _: any(_says(message, (text,)) for message in self.team.aoi.dm()))
        return next(message for message in self.team.aoi.dm()[::-1] if text in message.all_text())

    async def shown(self, *words: str) -> Message:
        """Wait for the message to the leads that says all of `words`."""
        await self.team.slack.settled(lambda _: any(_says(message, words) for message in self.cards()))
        return next(message for message in self.cards() if _says(message, words))

    def cards(self) -> list[Message]:
        """Answer what stands in the calls channel."""
        return self.team.emma.messages(CALLS)

    def advice(self) -> list[str]:
        """Answer what the book has said, oldest first, whether shown already or not."""
        return self.team.baton.database.read_now(_advice)


def _says(message: Message, words: tuple[str, ...]) -> bool:
    return all(word in message.all_text() for word in words)


def _advice(work: UnitOfWork) -> list[str]:
    calls = list(work.calls.every())
    return [each.advice for call in calls for each in work.whispers.of_call(call) if each.by == BATON]


def everything_stored(work: UnitOfWork) -> str:
    """Answer all that stands in any table, as text."""
    rows = (work.connection.exec_driver_sql(f'SELECT * FROM "{name}"').fetchall() for name in metadata.tables)  # noqa: S608
    return json.dumps([[str(value) for value in row] for table in rows for row in table], ensure_ascii=False)


WAYS = [("http", "sqlite"), ("http", "postgresql"), ("socket", "sqlite")]


@asynccontextmanager
async def a_floor(url: str, way_in: str) -> AsyncIterator[Floor]:
    """A team whose phone system transcribes."""
    clock = Clock()
    with capture_logs() as log:
        async with a_team(url, way_in, clock, webhook_secret=SECRET) as team:
            door = Listener(team.baton.web)
            await door.open()
            phone = Telephone(f"{door.url}/webhooks/calls", SECRET, clock, retry_seconds=())
            yield Floor(team, phone, clock, log)
            await phone.stop()
            await door.close()


@pytest.fixture(params=WAYS, ids="-".join)
async def floor(request: pytest.FixtureRequest) -> AsyncIterator[Floor]:
    """The same on each database, and over each of Slack's doors."""
    way_in, kind = request.param
    async with a_floor(request.getfixturevalue(f"{kind}_url"), way_in) as floor:
        yield floor


@pytest.fixture
async def quick_floor(sqlite_url: str) -> AsyncIterator[Floor]:
    """The same once, where nothing depends on the database."""
    async with a_floor(sqlite_url, "http") as floor:
        yield floor


async def test_a_call_from_its_first_ring_to_what_it_came_to(floor: Floor) -> None:
    team = floor.team
    call = await floor.rings(phone="090-0000-0000", name="株式会社青空商事")
    [cockpit], [card] = team.aoi.dm(), floor.cards()
    assert "株式会社青空商事" in cockpit.all_text()
    assert "call.whisper" in card.buttons

    await floor.says(call, f"{LEAVING}。折り返しはこちら、{NUMBER} か {ADDRESS} へ")

    first = await floor.advised()
    assert first.buttons == ["whisper.got_it"]
    danger = await floor.shown("解約", "もう限界なので", MASK)
    assert f"<@{EMMA}>" in danger.all_text()
    assert (len(team.emma.pings), len(team.aoi.pings)) == (1, 2)
    assert (await team.aoi.press_in(first, "whisper.got_it")).acked

    await floor.phone.hang_up(call)

    await team.slack.settled(lambda _: any("call.file" in message.buttons for message in team.aoi.dm()))
    await team.slack.settled(lambda _: card.buttons == [] and cockpit.buttons == [])
    summary = next(message for message in team.aoi.dm() if "call.file" in message.buttons)
    assert "whisper.used" in str(summary.blocks)
    assert len(team.emma.pings) == 1


async def test_ten_minutes_after_its_end_nothing_that_was_said_is_anywhere(
    floor: Floor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    team = floor.team
    call = await floor.rings(name="株式会社うみ")
    await floor.says(call, f"{LEAVING}。折り返しはこちら、{NUMBER} か {ADDRESS} へ")
    await floor.says(call, REFUND)
    await floor.phone.say(call, "customer", f"折り返しはこちら {NUMBER}", final=False)
    danger = await floor.shown("解約", "もう限界なので")
    await whisper(team, floor)
    assert (await team.aoi.press_in(await advice_of(team), "whisper.got_it")).acked
    during = team.baton.database.read_now(everything_stored)
    assert [said for said in SAID if said in during] == ["もう限界なので", "もらえますよね", "折り返しはこちら"]
    await floor.phone.hang_up(call)
    await floor.says(call, f"{REFUND} {NUMBER}")
    forged = json.dumps(floor.phone.event(call, "call.segment", text=f"{REFUND} {NUMBER}")).encode()
    assert await floor.phone.send(forged, {}) == 401

    await floor.passes(timedelta(minutes=9))

    await team.slack.settled(lambda _: "もう限界なので" not in danger.all_text())
    assert "解約" in danger.all_text()
    stored = team.baton.database.read_now(everything_stored)
    assert [said for said in SAID if said in stored] == []
    messages = [message.all_text() + message.text for message in (*team.aoi.dm(), *team.emma.dm(), *floor.cards())]
    assert [said for said in SAID if said in "".join(messages)] == []
    logged = str(floor.log) + caplog.text
    assert "turned_away" in logged
    assert [said for said in (*SAID, WHISPER, "株式会社うみ") if said in logged] == []
    assert_kept_apart(team)


async def whisper(team: Team, floor: Floor) -> None:
    """Let Emma whisper from the card."""
    card = next(message for message in floor.cards() if "call.whisper" in message.buttons)
    assert (await team.emma.press_in(card, "call.whisper")).acked
    await team.emma.modal(until="whisper.form")
    await team.emma.fill(advice=WHISPER, tone="info")
    assert (await team.emma.submit()).content == {}


async def advice_of(team: Team) -> Message:
    """Wait for Emma's whisper in Aoi's conversation with Baton."""
    await team.slack.settled(lambda _: any(WHISPER in message.all_text() for message in team.aoi.dm()))
    return next(message for message in team.aoi.dm() if WHISPER in message.all_text())


def assert_kept_apart(team: Team) -> None:
    """See that no call to Slack ever held a number, nor one for a channel, or any metadata, a whisper."""
    for call in team.slack.workspace.calls:
        sent = json.dumps(call.args, ensure_ascii=False, default=str)
        assert not [secret for secret in (NUMBER, "98765432", ADDRESS) if secret in sent], call.method
        assert WHISPER not in str(call.args.get("metadata")), call.method
        assert WHISPER not in sent or call.args.get("channel", "D").startswith(("D", "U")), call.method


async def test_advice_is_shown_45_seconds_apart_at_most_3_times_and_never_over_a_person_s(quick_floor: Floor) -> None:
    floor, team = quick_floor, quick_floor.team
    call = await floor.rings()
    await floor.says(call, REFUND)
    first = await floor.advised()

    await floor.passes(APART - timedelta(seconds=1))
    await floor.says(call, LEAVING)
    assert len(floor.advice()) == 1

    await whisper(team, floor)
    advice = await advice_of(team)
    await team.slack.settled(lambda _: first.buttons == [])
    await floor.passes(timedelta(seconds=1))
    await floor.says(call, LEAVING)
    assert len(floor.advice()) == 1

    await team.aoi.press_in(advice, "whisper.got_it")
    await floor.says(call, LEAVING)
    await floor.advised()
    assert len(floor.advice()) == 2
    for _ in range(4):
        await floor.passes(APART)
        await floor.says(call, REFUND)
    assert len(floor.advice()) == MOST_ADVICE


async def test_another_s_phone_and_a_stranger_s_change_nothing_that_anyone_sees(quick_floor: Floor) -> None:
    floor, team = quick_floor, quick_floor.team
    call = await floor.rings()
    before = len(team.slack.workspace.calls)
    strange = await floor.phone.start(agent="nobody@example.com", customer={"name": "株式会社うみ"})
    await floor.says(strange, LEAVING)
    for fields in ({"agent": {"slack_id": EMMA}}, {"call_id": "c-never-started"}):
        event = floor.phone.event(call, "call.segment", speaker="customer", final=True, text=LEAVING, **fields)
        assert (await floor.phone.post(event)).status == 204
    ended = floor.phone.event(call, "call.ended", agent={"slack_id": EMMA})
    assert (await floor.phone.post(ended)).status == 204

    await floor.passes(timedelta(minutes=10))

    assert floor.advice() == []
    written = [each.method for each in team.slack.workspace.calls[before:] if each.method.startswith("chat.")]
    assert written == []
    assert team.baton.database.read_now(lambda work: work.calls.live_of(AOI)) is not None
    segments: Callable[[UnitOfWork], int] = lambda work: work.calls.count_segments()  # noqa: E731  read twice
    assert team.baton.database.read_now(segments) == 1
    await floor.phone.hang_up(strange)
    await floor.passes(timedelta(minutes=10))
    assert team.baton.database.read_now(segments) == 0
