"""Leads keep the phrase book in Slack: what they write answers the next sentence, unless an agent wants no advice."""

from collections.abc import AsyncIterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from sandbox.slack import payloads
from sandbox.slack.listener import Listener
from sandbox.slack.view import View
from sandbox.telephone.call import Call
from sandbox.telephone.phone import Telephone
from storage.phrases import Counted
from tests.journeys.team import AOI, CALLS, EMMA, Team, Way, a_team

SECRET = "phone-secret"
ADVICE = "楽譜の在庫を先にお伝えください"
ENTRY = {"any": "パルティータ\nフーガの技法", "advice": ADVICE, "tone": "do_now", "danger": "yes", "locale": "ja"}


@dataclass
class Line:
    """The phone system of a team, as far as these stories need one."""

    team: Team
    phone: Telephone

    async def call(self) -> Call:
        """Let a customer ring Aoi."""
        before = len(self.team.aoi.dm())
        call = await self.phone.start(agent=AOI, customer={"account_id": "A-001"})
        await self.team.slack.settled(lambda _: len(self.team.aoi.dm()) > before)
        return call

    async def said(self, call: Call, text: str) -> None:
        """Let the customer say something, and the phone system tell it."""
        answer = await self.phone.say(call, "customer", text)
        assert answer.status == 204

    @property
    def advised(self) -> list[str]:
        """What of our entry's advice Aoi has before her eyes, or had: not what is summed up of it after a call."""
        told = (message for message in self.team.aoi.dm() if "whisper.used" not in message.buttons)
        return [message.all_text() for message in told if ADVICE[:8] in message.all_text()]


@pytest.fixture
async def line(way: Way) -> AsyncIterator[Line]:
    """A team whose phone system transcribes, over each of Slack's transports."""
    async with a_team(way.url, way.transport, webhook_secret=SECRET) as team:
        door = Listener(team.baton.web)
        await door.open()
        phone = Telephone(f"{door.url}/webhooks/calls", secret=SECRET, now=lambda: datetime.now(UTC), retry_seconds=())
        yield Line(team, phone)
        await phone.stop()
        await door.close()


async def the_book(team: Team) -> View:
    """Let Emma open the phrase book from her Home."""
    await team.emma.open_home()
    await team.emma.home_shown(until=lambda view: "Phrase Book" in view.text())
    await team.emma.press_home("phrase.open")
    return await team.emma.modal(until="phrase.list")


async def add(team: Team, **inputs: str) -> View:
    """Let Emma add an entry; answer the list as it is then."""
    await the_book(team)
    await team.emma.press("phrase.new")
    await team.emma.modal(until="phrase.form")
    await team.emma.fill(ENTRY | inputs)
    assert (await team.emma.submit()).content == {}
    return await team.emma.modal(until=lambda view: "Saved" in view.text())


def entry(team: Team) -> Counted | None:
    """Answer the entry of these stories as the database has it."""
    book = team.baton.database.read_now(lambda work: work.phrases.all())
    return next((each for each in book if "パルティータ" in each.phrase.any or "カノン" in each.phrase.any), None)


def entry_id(team: Team) -> str:
    """Answer under which id the book keeps the entry of these stories."""
    counted = entry(team)
    assert counted is not None
    return counted.phrase.phrase_id


async def test_what_a_lead_writes_answers_the_next_sentence(line: Line) -> None:
    team = line.team
    assert "パルティータ / フーガの技法" in (await add(team)).text()
    first = await line.call()
    await line.said(first, "ﾊﾟﾙﾃｨｰﾀの楽譜はありますか")
    await team.slack.settled(lambda _: len(line.advised) == 1)
    await line.phone.hang_up(first)

    await team.emma.choose("phrase.pick", entry_id(team), typed="ふーがの")
    form = await team.emma.modal(until="phrase.form")
    assert "fired 1, nobody has rated it yet" in form.text()
    await team.emma.fill(any="カノン")
    assert (await team.emma.submit()).content == {}
    second = await line.call()
    await line.said(second, "パルティータはもう結構です")
    await line.said(second, "カノンをお願いします")

    await team.slack.settled(lambda _: len(line.advised) == 2)
    counted = entry(team)
    assert counted is not None
    assert counted.fired == 2


async def test_an_entry_that_is_dropped_is_silent(line: Line) -> None:
    team = line.team
    await add(team)
    await team.emma.choose("phrase.pick", entry_id(team), typed="在庫")
    await team.emma.modal(until="phrase.form")

    await team.emma.press("phrase.drop", entry_id(team))

    await team.emma.modal(until=lambda view: "no longer in the phrase book" in view.text())
    call = await line.call()
    await line.said(call, "パルティータの楽譜はありますか")
    assert entry(team) is None
    assert team.baton.database.read_now(lambda work: work.whispers.advice_in(work.calls.live()[0]))[0] == 0


async def test_what_is_wrong_with_an_entry_is_told_at_its_field_with_the_count(line: Line) -> None:
    team = line.team
    await the_book(team)
    await team.emma.press("phrase.new")
    form = await team.emma.modal(until="phrase.form")
    await team.emma.fill(ENTRY | {"any": "", "advice": "長" * 128, "within": "0"})

    await team.emma.submit()

    assert set(form.errors) == {"any", "advice", "within"}
    assert "128" in form.errors["advice"]
    assert entry(team) is None


async def test_whoever_does_not_lead_is_told_who_does(line: Line) -> None:
    team = line.team
    await the_book(team)
    await team.emma.press("phrase.new")
    form = await team.emma.modal(until="phrase.form")
    await team.emma.fill(ENTRY)
    await team.aoi.open_home()
    home = await team.aoi.home_shown()
    assert "phrase.open" not in str(home.blocks)
    click = {"type": "button", "action_id": "phrase.open", "block_id": "b"}

    await team.slack.switchboard.send("interactive", payloads.click_in_view(click, home, team.slack.workspace))
    forged = deepcopy(payloads.submission(form, team.slack.workspace))
    forged["user"]["id"] = AOI
    reply = await team.slack.switchboard.send("interactive", forged)

    assert f"<@{EMMA}>" in (await team.aoi.modal()).text()
    assert f"<@{EMMA}>" in str(reply.content)
    assert entry(team) is None


async def test_whoever_switched_advice_off_gets_none_until_they_want_it_again(line: Line) -> None:
    team = line.team
    await add(team)
    await team.aoi.open_home()
    await team.aoi.home_shown(until=lambda view: "助言が届きます" in view.text())
    await team.aoi.press_home("advice.off")
    await team.aoi.home_shown(until=lambda view: "助言は止めています" in view.text())
    call = await line.call()

    await line.said(call, "パルティータの楽譜はありますか")

    await team.slack.settled(lambda _: any("パルティータ" in each.all_text() for each in team.emma.messages(CALLS)))
    assert line.advised == []
    await team.aoi.open_home()
    await team.aoi.home_shown(until=lambda view: "通話中" in view.text())
    await team.aoi.press_home("advice.on")
    await team.aoi.home_shown(until=lambda view: "助言を止める" in view.text())
    await line.said(call, "フーガの技法はどうですか")
    await team.slack.settled(lambda _: len(line.advised) == 1)
