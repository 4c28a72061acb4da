"""Jira is read page by page, on from where it stopped, by one replica at a time, and gently."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from bot.delivery.jira_reading import Catalogue, Failure, Page, Reader
from bot.delivery.sweeper import Sweeper
from sandbox.jira.records import Issue as JiraIssue
from storage.vocabulary import Category, MoveField
from tests.delivery.readings import NOON, Reading, a_reading, linked, searches
from workflows.people.policy import Roles
from workflows.progress import sweeping
from workflows.progress.news import IssueGone, IssueNews


async def test_what_can_be_chosen_is_asked_once_an_hour_and_nothing_else_without_issues(reading: Reading) -> None:
    assert searches(await reading.sweep()) == []
    tracker = await reading.database.read(lambda work: work.sweeps.tracker())
    assert tracker is not None
    assert set(tracker.projects) == {"SUP", "DEV"}
    assert "Task" in tracker.issue_types
    assert "High" in tracker.priority_names
    assert await reading.sweep(minutes=59) == []
    assert await reading.sweep(minutes=1)


async def test_a_move_is_seen_within_a_minute_without_any_webhook(reading: Reading) -> None:
    issue = reading.site.create()
    await reading.link(issue)
    assert len(searches(await reading.sweep())) == 1
    reading.clock.now += timedelta(seconds=30)
    reading.site.move(issue.key, "完了", by="acc-mori")
    assert await reading.sweep(seconds=29) == []
    [query] = searches(await reading.sweep(seconds=1))
    assert query == f'project in ({issue.project_id}) AND updated >= "-11m" ORDER BY updated ASC'
    known = await reading.issue(issue)
    assert (known.status, known.category) == ("完了", Category.DONE)
    [move] = await reading.moves(issue)
    assert (move.before, move.after, move.since) == ("未着手", "完了", NOON)


async def test_what_the_search_shows_late_is_found_all_the_same(reading: Reading) -> None:
    issue = reading.site.create()
    await reading.link(issue)
    reading.site.index_lag = timedelta(minutes=2)
    reading.clock.now += timedelta(seconds=10)
    reading.site.move(issue.key, "進行中")
    for _ in range(4):
        await reading.sweep(minutes=1)
    assert (await reading.issue(issue)).status == "進行中"


async def test_a_week_of_silence_is_made_up_for(reading: Reading) -> None:
    issue = reading.site.create()
    await reading.link(issue)
    await reading.sweep()
    reading.clock.now += timedelta(days=1)
    reading.site.move(issue.key, "進行中")
    [query, *_] = searches(await reading.sweep(days=6))
    assert '"-10090m"' in query
    assert (await reading.issue(issue)).status == "進行中"


# ---- many


def many(reading: Reading, count: int) -> list[JiraIssue]:
    """So many issues in Jira, which all change after they were linked."""
    issues = [reading.site.create(summary=f"Export {number}") for number in range(count)]
    news = [
        IssueNews(one.id, one.key, one.project_id, "SUP", one.summary, "未着手", Category.TODO, one.updated)
        for one in issues
    ]
    reading.database.write_now(linked, news, reading.clock(), requests=count // 10)
    for issue in issues:
        reading.clock.now += timedelta(milliseconds=1)
        reading.site.move(issue.key, "進行中")
    return issues


async def test_a_thousand_issues_take_at_most_twelve_calls(sqlite_url: str) -> None:
    async with a_reading(sqlite_url) as reading:
        await reading.sweep()
        many(reading, 1_000)
        calls = await reading.sweep(minutes=1)
        assert len(calls) <= 12
        known = await reading.database.read(lambda work: work.issues.of_requests(range(1, 101)))
        assert [{issue.status for issue in issues} for issues in known.values()] == [{"進行中"}] * 100


@dataclass
class Stopping:
    """A reader that answers so many pages and then never again, as of a process that is killed."""

    reader: Reader
    pages: int
    asked: list[str | None] = field(default_factory=list)

    async def search(self, jql: str, token: str | None) -> Page | Failure:
        """Answer, until it does not."""
        if len(self.asked) == self.pages:
            raise asyncio.CancelledError
        self.asked.append(token)
        return await self.reader.search(jql, token)

    async def fetch(self, known_as: str) -> IssueNews | IssueGone | Failure:
        """Answer one issue."""
        return await self.reader.fetch(known_as)

    async def catalogue(self) -> Catalogue | Failure:
        """Answer what can be chosen."""
        return await self.reader.catalogue()


async def test_a_sweep_goes_on_where_another_process_has_stopped(reading: Reading) -> None:
    await reading.sweep()
    issues = many(reading, 350)
    reading.clock.now += timedelta(minutes=1)
    killed = Stopping(reading.client, 2)
    with pytest.raises(asyncio.CancelledError):
        await Sweeper(reading.database, killed, Roles(), reading.clock).run()
    assert (await reading.swept()).token is not None

    assert await reading.sweep(minutes=1) == []
    assert len(searches(await reading.sweep(minutes=1))) == 2
    assert (await reading.issue(issues[0])).status == (await reading.issue(issues[-1])).status == "進行中"
    assert (await reading.swept()).token is None


async def test_a_sweep_that_jira_stopped_for_long_misses_nothing_of_what_it_began_with(reading: Reading) -> None:
    """What `-11m` finds is another thing half an hour later: whatever the first search would have shown is found."""
    await reading.sweep()
    issues = many(reading, 150)
    reading.clock.now += timedelta(minutes=1)
    halted = Stopping(reading.client, 1)
    with pytest.raises(asyncio.CancelledError):
        await Sweeper(reading.database, halted, Roles(), reading.clock).run()
    await reading.sweep(minutes=30)
    assert (await reading.issue(issues[-1])).status == "進行中"


async def test_a_place_that_jira_knows_no_more_is_left_and_the_sweep_begins_again(reading: Reading) -> None:
    await reading.sweep()
    issues = many(reading, 150)
    under_way = await reading.database.write(sweeping.begin, reading.clock() + timedelta(minutes=1))
    assert under_way is not None
    await reading.database.write(lambda work: work.sweeps.keep(replace(under_way.sweep, token="nowhere")))
    assert len(searches(await reading.sweep(minutes=4))) == 3
    assert (await reading.issue(issues[-1])).status == "進行中"


async def test_two_replicas_ask_once(reading: Reading) -> None:
    issue = reading.site.create()
    await reading.link(issue)
    await reading.sweep()
    reading.clock.now += timedelta(minutes=1)
    before = len(reading.jira.calls)
    await asyncio.gather(*(reading.sweeper.run() for _ in range(4)))
    assert len(searches(reading.jira.calls[before:])) == 1


async def test_a_page_of_whoever_was_taken_over_from_is_not_kept(reading: Reading) -> None:
    issue = reading.site.create()
    await reading.link(issue)
    stalled = await reading.database.write(sweeping.begin, reading.clock())
    assert stalled is not None
    reading.clock.now += timedelta(minutes=3)
    await reading.sweep()
    news = await reading.client.fetch(issue.id)
    assert isinstance(news, IssueNews)
    old = replace(news, status="レビュー", updated_at=reading.clock())
    assert not await reading.database.write(sweeping.hear_some, stalled, [old], reading.clock())
    assert await reading.database.write(sweeping.turn_page, stalled, None, reading.clock()) is None
    assert (await reading.issue(issue)).status == "未着手"


# ---- gone, moved, lost


async def test_a_lost_project_keeps_nobody_from_the_others(reading: Reading) -> None:
    here, there = reading.site.create("SUP"), reading.site.create("DEV")
    await reading.link(here, there)
    await reading.sweep()
    reading.site.revoke("BROWSE_PROJECTS", project="DEV")
    reading.clock.now += timedelta(seconds=1)
    reading.site.move(here.key, "進行中")
    await reading.sweep(minutes=1)
    assert (await reading.issue(here)).status == "進行中"
    assert (await reading.issue(there)).gone_at is not None
    assert (await reading.swept()).failing_since is None
    assert len(searches(await reading.sweep(minutes=1))) == 1


async def test_a_renamed_project_is_read_on(reading: Reading) -> None:
    issue = reading.site.create()
    await reading.link(issue)
    await reading.sweep()
    reading.clock.now += timedelta(seconds=1)
    reading.site.rename_project("SUP", "CARE")
    reading.site.move(issue.key, "進行中")
    await reading.sweep(minutes=1)
    known = await reading.issue(issue)
    assert (known.issue_key, known.project, known.status) == ("CARE-1", "CARE", "進行中")


async def test_what_is_deleted_or_has_moved_away_is_found_within_a_day(reading: Reading) -> None:
    deleted, moved, same = (reading.site.create() for _ in range(3))
    await reading.link(deleted, moved, same)
    await reading.sweep()
    reading.clock.now += timedelta(seconds=1)
    reading.site.delete(deleted.id)
    reading.site.move_issue(moved.key, "DEV")
    assert len(await reading.sweep(minutes=1)) == 1
    assert len(await reading.sweep(days=1)) >= 3
    assert (await reading.issue(deleted)).gone_at is not None
    assert (await reading.issue(moved)).issue_key == "DEV-1"
    assert (await reading.issue(same)).gone_at is None
    assert MoveField.KEY in {move.field for move in await reading.moves(moved)}
    assert [move.field for move in await reading.moves(deleted)] == [MoveField.GONE]


async def test_what_is_shown_again_is_there_again(reading: Reading) -> None:
    issue, other = reading.site.create("DEV"), reading.site.create("SUP")
    await reading.link(issue, other)
    reading.site.revoke("BROWSE_PROJECTS", project="DEV")
    await reading.sweep()
    await reading.sweep(minutes=1)
    assert (await reading.issue(issue)).gone_at is not None
    reading.site.grant("BROWSE_PROJECTS", project="DEV")
    await reading.sweep(days=2)
    assert (await reading.issue(issue)).gone_at is None
