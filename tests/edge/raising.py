"""A Bolt whose every listener raises what a test hands it, behind our true doors, guard and error handler."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import yaml
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.dispatch import bolt
from bot.errors import Errors
from bot.readers import Readers
from bot.socket import SocketDoor
from bot.surface import Surface
from bot.web import Guard, Readiness, build
from sandbox.slack.listener import Listener
from sandbox.slack.people import Person
from sandbox.slack.server import SlackServer
from sandbox.slack.workspace import Workspace
from storage import people
from storage.database import Database
from storage.vocabulary import Locale
from workflows.people.service import Identity

CHANNEL = "C_ESC"
MANIFEST = Path(__file__).parents[2] / "manifest.yml"
Body = dict[str, Any]


def plain(text: str) -> Body:
    return {"type": "plain_text", "text": text}


def button(action_id: str) -> Body:
    return {"type": "actions", "elements": [{"type": "button", "action_id": action_id, "text": plain(action_id)}]}


def form(callback_id: str = "form") -> Body:
    customer = {"type": "external_select", "action_id": "customer", "min_query_length": 1}
    summary = {"type": "plain_text_input", "action_id": "summary"}
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain("Form"),
        "submit": plain("Send"),
        "blocks": [
            {"type": "input", "block_id": "summary", "label": plain("Summary"), "element": summary},
            {
                "type": "input",
                "block_id": "customer",
                "optional": True,
                "label": plain("Customer"),
                "element": customer,
            },
            button("press"),
            button("deeper"),
        ],
    }


HOME = {"type": "home", "blocks": [button("press")]}


@dataclass
class Raising:
    """What the next listener raises; None lets it pass."""

    slack: SlackServer
    surface: Surface
    error: Exception | None = None
    seen: list[str] = field(default_factory=list)

    @property
    def aoi(self) -> Person:
        """The agent, who reads Japanese."""
        return self.slack.person("U_AOI")

    def register(self, bolt: AsyncApp) -> None:
        """Listen to one of each kind."""
        bolt.command("/escalate")(self.opened)
        bolt.shortcut("escalate")(self.opened)
        bolt.view("form")(self.passed)
        bolt.action("press")(self.passed)
        bolt.action("deeper")(self.deeper)
        bolt.options("customer")(self.passed)
        bolt.event("app_home_opened")(self.home)

    async def opened(self, ack: AsyncAck, body: Body) -> None:
        """Open the form."""
        self.passes(body)
        self.surface.open(body["trigger_id"], form())
        await ack()

    async def deeper(self, ack: AsyncAck, body: Body) -> None:
        """Put another form on top."""
        self.surface.push(body["trigger_id"], form())
        await ack()

    async def passed(self, ack: AsyncAck, body: Body) -> None:
        """Ack."""
        self.passes(body)
        await ack()

    async def home(self, event: Body, body: Body) -> None:
        """Draw Home."""
        self.surface.publish(event["user"], HOME)
        self.passes(body)

    def passes(self, body: Body) -> None:
        """Note what came; raise what is to be raised."""
        self.seen.append(str(body.get("type") or "command"))
        if self.error is not None:
            raise self.error


def identity() -> Identity:
    return Identity("T_TEST", "B_BATON", "U_BATON")


def a_workspace() -> Workspace:
    manifest = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    workspace = Workspace.new(
        team="T_TEST", bot_token="xoxb-test", app_token="xapp-test", signing_secret="secret", manifest=manifest
    )
    workspace.add_person("U_AOI", name="aoi", real_name="青井", locale="ja-JP")
    workspace.add_channel(CHANNEL, name="escalations", members=["U_AOI", workspace.bot_user_id])
    return workspace


AOI = people.Person("U_AOI", "aoi", None, Locale.JA, "Asia/Tokyo", is_admin=False, is_bot=False, deactivated=False)


@asynccontextmanager
async def raising(way_in: str, database_file: Path) -> AsyncIterator[Raising]:
    """Everything true but the listeners; `way_in` is http or socket."""
    slack = SlackServer(a_workspace())
    await slack.start()
    database = Database(f"sqlite:///{database_file}", lambda: datetime.now(UTC))
    await database.start()
    await database.write(lambda work: work.people.remember([AOI]))
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient("xoxb-test", base_url=slack.api_url, session=session, retry_handlers=[])
        surface = Surface(client, session)
        listeners = Raising(slack, surface)
        slack_app = bolt(client, identity)
        Errors(surface, Readers(database, Locale.EN, "Asia/Tokyo")).register(slack_app)
        listeners.register(slack_app)
        async with through(way_in, slack_app, slack, client):
            yield listeners
        await surface.drain()
    await database.close()
    await slack.stop()


@asynccontextmanager
async def through(way_in: str, bolt: AsyncApp, slack: SlackServer, client: AsyncWebClient) -> AsyncIterator[None]:
    """Let Slack reach `bolt` over one of the two doors."""
    if way_in == "http":
        listener = Listener(build(Guard(bolt, b"secret"), Readiness({})))
        await listener.open()
        slack.reach(f"{listener.url}/slack/events")
        yield
        await listener.close()
        return
    door = SocketDoor(bolt, "xapp-test", client)
    await door.start()
    await slack.settled(lambda _ws: bool(slack.sockets.connections))
    yield
    await door.stop()
