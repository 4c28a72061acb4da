"""A support team at work: Baton whole, a Slack, and the people in it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

import app
from bot import settings
from sandbox.slack import payloads
from sandbox.slack.listener import Listener
from sandbox.slack.parcels import Reply
from sandbox.slack.people import Person
from sandbox.slack.records import Message
from sandbox.slack.server import SlackServer
from sandbox.slack.workspace import Workspace
from storage.accounts import Account
from storage.unit_of_work import UnitOfWork

MANIFEST = yaml.safe_load((Path(__file__).parents[2] / "manifest.yml").read_text(encoding="utf-8"))
ORDINARY = ("sqlite-http", "postgresql-socket")
"""Each database and each door of Slack's once: enough for a story about what people see."""
every_way = pytest.mark.parametrize("way", [*ORDINARY, "sqlite-socket", "postgresql-http"], indirect=True)
"""For stories about doors, repeats and races: each database with each door."""
ESCALATIONS, CALLS = "C_ESC", "C_CALLS"
AOI, SATO, EMMA, COVER = "U_AOI", "U_SATO", "U_EMMA", "U_KATO"
PEOPLE = {
    AOI: ("青井 さくら", "ja-JP"),
    SATO: ("佐藤 健", "ja-JP"),
    EMMA: ("Emma Hughes", "en-US"),
    COVER: ("加藤 涼", "ja-JP"),
}
BLUE_SKY = Account("A-001", "株式会社青空商事", "アオゾラショウジ", SATO, COVER, plan="プレミアム")


@dataclass(frozen=True, slots=True)
class Way:
    """On which database Baton stands, and through which door Slack comes: `http` or `socket`."""

    url: str
    transport: str


@dataclass
class Team:
    """Baton at work, `slack` around it, and its people by name."""

    baton: app.Baton
    slack: SlackServer

    @property
    def aoi(self) -> Person:
        """An agent who reads Japanese."""
        return self.slack.person(AOI)

    @property
    def sato(self) -> Person:
        """The account manager of 青空商事."""
        return self.slack.person(SATO)

    @property
    def emma(self) -> Person:
        """A lead who reads English."""
        return self.slack.person(EMMA)

    @property
    def kato(self) -> Person:
        """The cover of 青空商事."""
        return self.slack.person(COVER)

    async def press(self, person: Person, message: Message, action: str) -> Reply:
        """Let `person` press a button of a request in `message`, or choose it in the menu beside the buttons."""
        if action in message.buttons:
            return await person.press_in(message, action)
        return await person.press_in(message, "request.more", f"{action}:{self.key_in(message)}")

    async def form(self, person: Person, message: Message, action: str, **inputs: object) -> Reply:
        """Let `person` open the form behind a button, fill it in and send it; it closes."""
        assert (await self.press(person, message, action)).acked
        await person.modal(until=f"{action.removeprefix('request.')}.form")
        await person.fill(inputs)
        return await person.submit()

    async def told(self, person: Person, count: int) -> Message:
        """Wait until Baton has written `count` messages to `person`; answer the latest."""
        await self.slack.settled(lambda _: len(person.dm()) >= count)
        assert len(person.dm()) == count
        return person.dm()[-1]

    async def forge(self, person: Person, message: Message, action: str, value: str) -> str:
        """Let `person` press a button that `message` does not offer, or no longer; answer the words they get alone."""
        button = {"block_id": "b", "type": "button", "action_id": action, "value": value}
        person.ephemerals.clear()
        click = payloads.click_in_message(button, person.id, message, self.slack.workspace)
        assert (await self.slack.switchboard.send("interactive", click)).acked
        return await self.refused(person)

    async def refused(self, person: Person) -> str:
        """Wait for the words that `person` alone sees where they clicked in vain."""
        await self.slack.settled(lambda _: bool(person.ephemerals))
        return person.ephemerals[-1].all_text()

    async def file(self, **inputs: str) -> str:
        """Let Aoi file through the shortcut's form; answer the request's key."""
        before = len(self.aoi.dm())
        await self.aoi.shortcut("escalate")
        await self.aoi.modal(until="escalation.form")
        await self.aoi.choose("customer", inputs.pop("customer", "A-001"), typed=inputs.pop("typed", "アオゾラ"))
        filled = {"request_type": "action", "urgency": "high", "summary": "請求書の再発行が三日止まっている"} | inputs
        await self.aoi.fill(**filled)
        reply = await self.aoi.submit()
        assert reply.acked
        assert reply.content == {}
        await self.slack.settled(lambda _: len(self.aoi.dm()) > before)
        return self.key_in(self.aoi.dm()[before])

    async def call(self, customer: str = "アオゾラ") -> tuple[Message, Message]:
        """Let Aoi start a call by the command; answer her cockpit and the card in the calls channel."""
        before, cards = len(self.aoi.dm()), len(self.emma.messages(CALLS))
        assert (await self.aoi.command("/phone", customer)).acked
        await self.slack.settled(lambda _: len(self.aoi.dm()) > before and len(self.emma.messages(CALLS)) > cards)
        return self.aoi.dm()[before], self.emma.messages(CALLS)[cards]

    async def card(self, key: str) -> Message:
        """Wait for the card of a request in the channel."""
        return await self.found(self.emma, ESCALATIONS, key)

    async def handoff(self, key: str) -> Message:
        """Wait for the account manager's copy of the card."""
        await self.slack.settled(lambda _: any(key in message.all_text() for message in self.sato.dm()))
        return next(message for message in self.sato.dm() if key in message.all_text())

    async def found(self, person: Person, channel: str, key: str) -> Message:
        """Wait until `person` sees a message about a request in `channel`."""
        await self.slack.settled(lambda _: any(key in message.all_text() for message in person.messages(channel)))
        return next(message for message in person.messages(channel) if key in message.all_text())

    async def says(self, message: Message, words: str) -> None:
        """Wait until `message`, as it is kept up to date, says `words`."""
        await self.slack.settled(lambda _: words in message.all_text())

    async def knows(self, reading: Callable[[UnitOfWork], bool]) -> None:
        """Wait until Baton has kept what an event told."""
        async with asyncio.timeout(10):
            while not self.baton.database.read_now(reading):  # noqa: ASYNC110  the mirror tells nobody
                await asyncio.sleep(0.02)

    @staticmethod
    def key_in(message: Message) -> str:
        """Read a request's key in a message."""
        text = message.all_text()
        start = text.index("R-1")
        return text[start : start + 6]


def a_workspace() -> Workspace:
    """青井, 佐藤, Emma and 加藤 with Baton in one channel, all but 青井 in another; Slack knows our manifest."""
    workspace = Workspace.new(
        team="T_TEAM", bot_token="xoxb-team", app_token="xapp-team", signing_secret="team-secret", manifest=MANIFEST
    )
    for user_id, (name, locale) in PEOPLE.items():
        workspace.add_person(user_id, name=name.split()[0], real_name=name, locale=locale, tz="Asia/Tokyo")
    workspace.add_channel(ESCALATIONS, name="escalations", members=[*PEOPLE, workspace.bot_user_id])
    workspace.add_channel(CALLS, name="calls", members=[SATO, EMMA, COVER, workspace.bot_user_id])
    return workspace


def a_customer(work: UnitOfWork) -> None:
    """List the one customer of these stories."""
    work.accounts.save([BLUE_SKY])


def machine_now() -> datetime:
    """Answer the machine's time."""
    return datetime.now(UTC)


@asynccontextmanager
async def a_team(
    database_url: str, transport: str, now: Callable[[], datetime] = machine_now, **changes: object
) -> AsyncIterator[Team]:
    """Start everything, `transport` being http or socket, `now` what the work goes by; end it as SIGTERM would."""
    slack = SlackServer(a_workspace())
    await slack.start()
    doors = {"app_token": "xapp-team"} if transport == "socket" else {"signing_secret": "team-secret"}
    chosen = {
        "bot_token": "xoxb-team",
        "slack_api_url": slack.api_url,
        "database_url": database_url,
        "escalation_channel": ESCALATIONS,
        "calls_channel": CALLS,
        "leads": EMMA,
        "locale": "ja",
        **doors,
    }
    baton = app.build(settings.load(None, **(chosen | changes)), now)
    baton.database.write_now(a_customer)
    await baton.start()
    door = Listener(baton.web)
    await door.open()
    slack.reach(f"{door.url}/slack/events" if transport == "http" else None)
    try:
        await ready(baton)
        yield Team(baton, slack)
    finally:
        await door.close()
        await baton.stop()
        await slack.stop()


async def ready(baton: app.Baton) -> None:
    """Wait until everything says that it is there."""
    async with asyncio.timeout(15):
        while not all([await check() for check in baton.health.checks.values()]):  # noqa: ASYNC110  as /readyz is asked
            await asyncio.sleep(0.01)
