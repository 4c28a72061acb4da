"""What becomes of requests in Jira: on the card, in its thread, and with whoever tells the customer."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from sandbox.jira.server import JiraServer
from sandbox.jira.site import BOT_EMAIL, BOT_TOKEN, a_site
from sandbox.slack.listener import Listener
from sandbox.slack.records import Message
from tests.journeys.team import ESCALATIONS, Team, Way, a_team, every_way, machine_now
from tests.journeys.tracking import Tracked

SECRET = "jira-and-baton"
NEVER = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass
class Clock:
    """The machine's time, moved on by hand."""

    ahead: timedelta = field(default=timedelta())

    def __call__(self) -> datetime:
        """Tell the time."""
        return machine_now() + self.ahead


@dataclass
class Stamps:
    """The machine's time, no millisecond of which is told twice: as if people took their time."""

    last: datetime = NEVER

    def __call__(self) -> datetime:
        """Tell the time."""
        self.last = max(machine_now(), self.last + timedelta(milliseconds=1))
        return self.last


@dataclass
class Followed(Tracked):
    """A team at work with a Jira, whose time can be moved on."""

    clock: Clock

    async def tracked_card(self) -> Message:
        """File a request that is the first issue in Jira by now; answer its card."""
        card = await self.team.card(await self.team.file())
        await self.ask(self.team.sato, card)
        await self.created()
        await self.team.says(card, "SUP-1")
        return card

    def thread(self, card: Message) -> list[str]:
        """What stands in the thread of a card about Jira, oldest first."""
        replies = self.team.slack.workspace.messages.thread(ESCALATIONS, card.ts)[1:]
        return [reply.all_text() for reply in replies if "SUP-" in reply.all_text() or "DEV-" in reply.all_text()]

    async def line(self, card: Message, count: int) -> str:
        """Wait until so many lines about Jira stand in the thread; answer the last."""
        await self.team.slack.settled(lambda _: len(self.thread(card)) >= count)
        assert len(self.thread(card)) == count
        return self.thread(card)[-1]

    def pass_by(self, **time: float) -> None:
        """Let time pass, and begin whatever is due."""
        self.clock.ahead += timedelta(**time)
        self.team.baton.scheduler.tick()

    async def sweep(self, **time: float) -> None:
        """Let time pass, and Jira be read from then on: not by a sweep that was under way before."""
        await self.team.knows(lambda work: work.sweeps.get().began_at is None)
        self.pass_by(**time)
        moment = self.clock() - timedelta(seconds=5)
        await self.team.knows(lambda work: (work.sweeps.get().swept_to or NEVER) >= moment)


@asynccontextmanager
async def a_followed_team(way: Way, *, has_hooks: bool) -> AsyncIterator[Followed]:
    """Start a team with a Jira, which tells of changes where it `has_hooks`."""
    jira, clock = JiraServer(a_site(Stamps()), secret=SECRET, retry_seconds=(0.1, 0.5, 1, 2)), Clock()
    await jira.start()
    login = {"jira_url": jira.url, "jira_user": BOT_EMAIL, "jira_token": BOT_TOKEN, "jira_project": "SUP"}
    async with a_team(way.url, way.transport, clock, **login, jira_webhook_secret=SECRET) as team:
        door = Listener(team.baton.web)
        await door.open()
        jira.reach(f"{door.url}/webhooks/jira" if has_hooks else None)
        yield Followed(team, jira, clock)
        await door.close()
    await jira.stop()


@pytest.fixture
async def followed(way: Way) -> AsyncIterator[Followed]:
    """A team whose Jira tells of changes."""
    async with a_followed_team(way, has_hooks=True) as working:
        yield working


@every_way
async def test_a_move_in_jira_is_on_the_card_and_in_its_thread_at_once(followed: Followed) -> None:
    card = await followed.tracked_card()
    assert "紐づけました" in await followed.line(card, 1)
    await followed.sweep(minutes=2)

    followed.jira.site.move("SUP-1", "進行中", by="acc-mori")
    assert "：未着手 → 進行中（森）" in await followed.line(card, 2)
    await followed.team.says(card, "進行中")
    assert "<@" not in followed.thread(card)[-1]


async def test_a_burst_is_one_more_line_told_from_first_to_last(followed: Followed) -> None:
    card, site = await followed.tracked_card(), followed.jira.site
    await followed.sweep(minutes=2)
    for status in ("進行中", "レビュー", "進行中", "レビュー"):
        site.move("SUP-1", status, by="acc-mori")
    site.comment("SUP-1", "電話 090-1234-5678 へ連絡済み")
    site.assign("SUP-1", "acc-mori")
    site.set_fix_version("SUP-1", "2026.12")
    await followed.jira.told()
    await followed.line(card, 2)
    followed.pass_by(minutes=1)

    told = await followed.line(card, 3)
    assert "進行中 → レビュー" in told
    assert "コメント 1 件（最新 Ben）" in told
    assert "●●●● へ連絡済み" in told
    assert "担当 森" in told
    assert "対応予定 2026.12" in told


@every_way
async def test_whoever_tells_the_customer_hears_of_the_end_and_of_a_new_beginning(followed: Followed) -> None:
    team, site = followed.team, followed.jira.site
    await followed.tracked_card()
    before = len(team.sato.dm())
    site.move("SUP-1", "完了", by="acc-mori")
    done = await team.told(team.sato, before + 1)
    assert "Jira の課題がすべて完了しました" in done.all_text()
    assert "株式会社青空商事" in done.all_text()
    assert "request.claim" in done.buttons

    assert (await team.press(team.sato, done, "request.claim")).acked
    site.move("SUP-1", "進行中", by="acc-mori")
    again = await team.told(team.sato, before + 2)
    assert "再開されました" in again.all_text()
    assert "request.resolve" in again.buttons
    site.move("SUP-1", "完了", by="acc-mori")
    await team.told(team.sato, before + 3)


async def test_what_is_deleted_or_moved_elsewhere_is_said_on_the_card(followed: Followed) -> None:
    card = await followed.tracked_card()
    await followed.sweep(minutes=2)
    followed.jira.site.move_issue("SUP-1", "DEV")
    assert "旧キー SUP-1" in await followed.line(card, 2)
    await followed.team.says(card, "DEV-1")
    await followed.sweep(minutes=2)
    followed.jira.site.delete("DEV-1")
    assert "Jira から削除されたか" in await followed.line(card, 3)


async def test_webhooks_that_come_late_twice_and_in_another_order_change_nothing(followed: Followed) -> None:
    card, hooks = await followed.tracked_card(), followed.jira.hooks
    await followed.jira.told()
    await followed.sweep(minutes=2)
    hooks.held = True
    before = len(hooks.deliveries)
    for status in ("進行中", "レビュー", "完了"):
        followed.jira.site.move("SUP-1", status, by="acc-mori")
    moves = hooks.deliveries[before:]
    for delivery in (*moves[::-1], *moves, *hooks.deliveries):
        while await hooks.deliver(delivery) == 503:
            pass
        assert delivery.statuses[-1] == 204
    await followed.team.says(card, "完了")
    followed.pass_by(minutes=2)
    told = await followed.line(card, 3)
    assert "完了" in told
    assert await hooks.send(hooks.deliveries[-1].body, {"X-Hub-Signature": "sha256=" + "0" * 64}) == 401


@every_way
async def test_without_webhooks_a_sweep_sees_the_same(way: Way) -> None:
    async with a_followed_team(way, has_hooks=False) as followed:
        card = await followed.tracked_card()
        followed.jira.site.move("SUP-1", "進行中", by="acc-mori")
        await followed.sweep(minutes=2)
        assert "：未着手 → 進行中" in await followed.line(card, 2)
        before = len(followed.team.sato.dm())
        followed.jira.site.move("SUP-1", "完了")
        await followed.sweep(minutes=2)
        assert "すべて完了しました" in (await followed.team.told(followed.team.sato, before + 1)).all_text()


async def test_while_jira_is_down_requests_go_on_and_nothing_is_lost(way: Way) -> None:
    async with a_followed_team(way, has_hooks=False) as followed:
        team: Team = followed.team
        card = await followed.tracked_card()
        await followed.sweep(minutes=2)
        await followed.jira.refuse()
        followed.jira.site.move("SUP-1", "完了")
        followed.pass_by(minutes=2)
        await team.knows(lambda work: work.sweeps.get().failing_since is not None)
        assert (await team.press(team.sato, card, "request.claim")).acked
        await team.says(card, "対応中")

        await followed.jira.listen()
        followed.pass_by(minutes=15)
        await team.says(card, "完了")
        await team.knows(lambda work: work.sweeps.get().failing_since is None)
