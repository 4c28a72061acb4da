"""Baton: this file alone wires it together, and reads the one wall clock."""

import gc

if __name__ == "__main__":
    gc.disable()  # what is loaded stays: looking through it for garbage, again and again, is a tenth of a start

import asyncio
import random
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property, partial
from importlib.util import find_spec
from pathlib import Path

from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette

from bot import console, dispatch, logs, serving, settings, team, web
from bot.beginning import as_soon_as_it_answers, together
from bot.console.shell import Shell
from bot.delivery.asking import Asker
from bot.delivery.carriers import Carriers
from bot.delivery.following import consequences
from bot.delivery.ledger import Ledger, this_process
from bot.delivery.outgoing import Renderers, show
from bot.delivery.people import Defaults, OtherTeam, PeopleMirror
from bot.delivery.presence import SlackPresence
from bot.delivery.relay import Relay
from bot.delivery.slack.messages import renderers
from bot.delivery.slack.poster import Poster
from bot.delivery.sweeper import Sweeper
from bot.digests import Digests, pages
from bot.errors import Errors
from bot.ground import Ground
from bot.health import Health
from bot.listeners.doorway import Doorway, Listeners
from bot.listeners.drafts import Keeper
from bot.listeners.everyone import everyone
from bot.metrics import watch_unit
from bot.moments import Moments
from bot.scheduler import Scheduler
from bot.scrape import Scrape
from bot.settings import Mode, Settings
from bot.socket import SocketDoor
from bot.surface import Surface
from bot.timetable import ticks
from bot.web import Life
from bot.webhooks.everyone import doors
from workflows.progress import setup as progress
from workflows.whisper import book

Clock = Callable[[], datetime]

DRAINING = 5.0
"""Seconds that deliveries in flight may take after the last requests: with what those and balancers take, under ten."""

log = logs.named("baton")


def machine_now() -> datetime:
    """Answer the machine's time, in aware UTC: the one wall clock."""
    return datetime.now(UTC)


@dataclass(eq=False)
class Baton(Ground):
    """Every part, made when it is first asked for, inside a running event loop; `web` is what the starter serves.

    Leases, back-off and signatures keep the machine's time, all else goes by `now`. `on_other_team` hears where the
    database turns out to be another Slack team's.
    """

    on_other_team: Callable[[OtherTeam], None]

    async def start(self) -> None:
        """Bring the database up to date, then work, whether Slack answers or not."""
        self.database.on_unit = watch_unit
        tracker = partial(progress.begin, tracker=team.tracker(self.settings), now=self.now())
        begun = partial(self.database.write, together(book.begin, tracker))
        await as_soon_as_it_answers(self.database.start, begun)
        await as_soon_as_it_answers(self.health.begin)
        await self.relay.start()
        await self.mirror.start()
        self.scheduler.start()
        if self.door is not None:
            await self.door.start()

    async def leave(self) -> None:
        """Let balancers turn to others."""
        await self.life.leave()

    async def stop(self) -> None:
        """Take nothing more, finish what is in hand, give the rest back."""
        self.scheduler.stop()
        await asyncio.gather(self._close_door(), self.mirror.stop(), self.relay.stop(DRAINING))
        await self.database.close()
        await self.session.close()
        if self.jira is not None:
            self.jira.close()

    async def _close_door(self) -> None:
        if self.door is not None:
            await self.door.stop()
        await asyncio.gather(self.keeper.drain(), self.surface.drain(), self.presence.drain())

    # ---- in, from Slack

    @cached_property
    def web(self) -> Starlette:
        """All doors that are HTTP; in Socket Mode Slack has none of them."""
        secret = self.settings.signing_secret if self.settings.mode is Mode.HTTP else None
        guard = None if secret is None else web.Guard(self.slack, secret.reveal().encode())
        others = doors(self.settings, self.database, self.floor, self.now)
        scrape = Scrape(self.database, self.health.checks, self.door)
        readiness = web.Readiness(self.health.checks)
        return web.build(guard, readiness, others, life=self.life, tell=scrape.tell)

    @cached_property
    def life(self) -> Life:
        """What tells balancers that we leave."""
        return Life()

    @cached_property
    def door(self) -> SocketDoor | None:
        """Slack's door to us in Socket Mode."""
        token = self.settings.app_token
        return None if token is None else SocketDoor(self.slack, token.reveal(), self.client)

    @cached_property
    def slack(self) -> AsyncApp:
        """Bolt with every listener."""
        app = dispatch.bolt(self.client, lambda: self.health.identity)
        Errors(self.surface, self.readers, self.keeper.rescue).register(app)
        for listeners in self.listeners:
            listeners.register(app)
        return app

    @cached_property
    def listeners(self) -> tuple[Listeners, ...]:
        """Who listens to what."""
        doorway = Doorway(self.database, self.surface, self.readers, self.desk, self.floor, self.wall, self.now)
        return everyone(doorway, self.mirror, self.keeper, self.presence)

    @cached_property
    def keeper(self) -> Keeper:
        """What is typed and not filed."""
        return Keeper(self.database, self.now)

    # ---- out

    @cached_property
    def relay(self) -> Relay:
        """What delivers."""
        lease = timedelta(seconds=self.settings.lease)
        ledger = Ledger(this_process(), lease, consequences(self.desk.roles, self.now), random.random)
        poster = Poster(self.client, min(self.settings.slack_timeout, self.settings.lease / 2))
        return Relay(self.database, ledger, Carriers(poster, self.jira), self.renderers, machine_now)

    @cached_property
    def renderers(self) -> Renderers:
        """What each notice looks like."""
        return renderers(self.words, self.desk.roles)

    @cached_property
    def surface(self) -> Surface:
        """What changes only what one person looks at."""
        return Surface(self.client, self.session)

    @cached_property
    def mirror(self) -> PeopleMirror:
        """Who is who."""
        asker = Asker(self.client, self.settings.slack_timeout)
        defaults = Defaults(self.words.locale, self.words.zone)
        return PeopleMirror(self.database, asker, self.desk.roles, defaults, self.on_other_team)

    @cached_property
    def presence(self) -> SlackPresence:
        """Who is there to read a whisper."""
        return SlackPresence(self.database, self.client, self.now, self.relay.first_gone)

    @cached_property
    def health(self) -> Health:
        """Whether Baton can work."""
        return Health(self.database, self.mirror, self.scheduler, self.door)

    @cached_property
    def scheduler(self) -> Scheduler:
        """The timetable."""
        all_ticks = ticks(self.database, self.mirror, self.moments, self.digests, self.sweeper)
        return Scheduler(all_ticks, self.clock, partial(self.database.write, self.relay.ledger.end_waits))

    @cached_property
    def sweeper(self) -> Sweeper | None:
        """What reads Jira, None where there is none."""
        return None if self.jira is None else Sweeper(self.database, self.jira, self.desk.roles, self.now)

    @cached_property
    def digests(self) -> Digests:
        """What posts itself."""
        return Digests(self.database, self.wall, self.presence.resting, self.now)

    @cached_property
    def moments(self) -> Moments:
        """What requests and calls do by themselves."""
        return Moments(self.database, self.desk, self.floor, self.now)


def _deplore(other: OtherTeam) -> None:
    log.error("other_team", reason=str(other))


def build(given: Settings, now: Clock, on_other_team: Callable[[OtherTeam], None] = _deplore) -> Baton:
    """Wire everything; raise BadSettings where a token or secret is missing."""
    _ = given.mode
    return Baton(given, now, machine_now, on_other_team)


@asynccontextmanager
async def open_mirror(given: Settings) -> AsyncIterator[PeopleMirror]:
    """Let a command ask Slack who is who, with nothing else at work; OtherTeam is raised where it is found."""
    baton = Baton(given, machine_now, machine_now, _refuse)
    await baton.database.start()
    try:
        yield baton.mirror
    finally:
        await baton.database.close()
        await baton.session.close()


def _refuse(other: OtherTeam) -> None:
    raise other


# ---- `python app.py run`, `python app.py demo`


async def _run(given: Settings) -> None:
    until = serving.told_to_stop()
    baton = build(given, machine_now, partial(serving.end_by, until))
    listening = serving.listen(given.host, given.port)
    async with serving.at_work(baton, listening) as address:
        log.info("listening", address=address, mode=given.mode.value)
        await until


async def _demo(port: int) -> None:
    """Run Baton beside a Slack of its own, whose page stands on `port` or on the next that is free."""
    from bot.console.manifest import read_manifest
    from sandbox import seed
    from sandbox.demo import Demo

    until = serving.told_to_stop()
    demo = Demo(Path("var"), read_manifest())
    given = settings.load(**demo.environment)
    past = build(given, machine_now)
    voice = seed.Voice(partial(show, past.renderers), pages, given.locale)
    workspace = seed.settle(past.database, demo.workspace, demo.clock(), voice)
    listening = serving.listen("127.0.0.1", 0)
    slack = await demo.open(workspace, f"{serving.address_of(listening)}/slack/events", port)
    found = settings.load(**demo.environment, **demo.found(slack))
    baton = build(found, demo.clock, partial(serving.end_by, until))
    try:
        async with serving.at_work(baton, listening):
            demo.clock.on_move(lambda _now: baton.scheduler.tick())
            print("\n".join(demo.welcome(slack, port)), flush=True)  # noqa: T201  for whoever typed the command
            await until
    finally:
        await slack.stop()


def _has_sandbox() -> bool:
    """Say whether there is a demo: a container has none."""
    return find_spec("sandbox") is not None


def run(shell: Shell) -> None:
    """Start Baton; where nothing connects it to a Slack, the demo."""
    if shell.settings.has_no_slack and _has_sandbox():
        demo(shell)
        return
    logs.configure(shell.settings.log_level)
    serving.in_event_loop(_run(shell.settings))


def demo(shell: Shell) -> None:
    """Try Baton with a Slack of its own, on this machine alone; tokens that are set stay unused."""
    if not _has_sandbox():
        raise settings.BadSettings("The demo is not in this image: it needs a checkout of Baton, and `make run`")
    logs.configure("warning")
    serving.in_event_loop(_demo(shell.settings.port))


if __name__ == "__main__":
    gc.freeze()
    gc.enable()
    console.main(Shell(machine_now, open_mirror), run, demo)
