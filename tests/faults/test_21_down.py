"""Row 21: down over a digest's time, together, killed on the way, answers lost. One digest, marked late."""

from dataclasses import replace
from datetime import UTC, datetime

from sandbox.slack.records import Message
from sandbox.slack.workspace import Workspace
from storage.outbox import State, outbox
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import DigestKind, HolidayRule, Locale, RequestType, Urgency, Weekday
from tests.faults.processes import CHANNEL, MANAGER, WITHIN, Town, a_town
from tests.faults.replicas import DAY, HOUR, MINUTE, Replicas, two_replicas
from tests.faults.test_20_clocks import TOKYO, at
from tests.journeys.team import AOI, BLUE_SKY, EMMA, ESCALATIONS
from workflows.digest import keeping
from workflows.digest.presets import ready_made
from workflows.digest.wall import Wall
from workflows.escalation import filing
from workflows.escalation.draft import Draft
from workflows.escalation.routing import Desk
from workflows.people.policy import Roles

LATE, MISSED, CLOSE = "遅れて投稿しました", "投稿できなかった回", "終礼 ・"
MANY = 60
NOON, SLOT = at("2026-12-07 03:00"), at("2026-12-07 08:30")


async def test_what_comes_late_says_so_and_what_would_come_too_late_is_told_by_the_next(database_url: str) -> None:
    async with two_replicas(database_url, NOON) as replicas:
        await replicas.team.file()
        replicas.hang(TOKYO, "17:30")
        for moment in (SLOT + 90 * MINUTE, SLOT + DAY, SLOT + 2 * DAY + 5 * HOUR, SLOT + 3 * DAY + 3 * HOUR):
            replicas.clock.move_to(moment)
            await replicas.tick()
            await replicas.quiet()
        late, prompt, after = [message.all_text() for message in replicas.digests()]
        assert "17:30 の予定でしたが、19:00 に" in late
        assert LATE not in prompt
        assert MISSED not in late + prompt
        assert LATE in after
        assert MISSED in after
        assert [each.date().day for each in replicas.minutes()] == [7, 8, 10]
        replicas.assert_once()


# ---- on the way to Slack


def _much(work: UnitOfWork, now: datetime) -> None:
    """File more than a message has room for, of which nobody is told."""
    for number in range(MANY):
        summary = f"{number} 件目: 請求書の再発行が三日止まっていて、お客様が困っています"
        draft = Draft(BLUE_SKY.account_id, RequestType.ACTION, Urgency.HIGH, summary, filed_by=AOI)
        filing.file_request(work, draft, Desk(Roles(), ESCALATIONS), now)
    work.connection.execute(outbox.update().values(state=State.SENT))


def thread(replicas: Replicas) -> list[Message]:
    """Answer what stands below the one digest."""
    [digest] = replicas.digests()
    return [post for post in replicas.team.slack.workspace.posts(ESCALATIONS) if post.thread_ts == digest.ts]


async def test_of_a_digest_a_page_and_a_file_whose_answers_are_lost_none_comes_twice(database_url: str) -> None:
    async with two_replicas(database_url, NOON) as replicas:
        faults = replicas.team.slack.faults
        replicas.team.baton.database.write_now(_much, NOON)
        replicas.hang(TOKYO, "17:30")
        faults.add(kind="lost", method="chat.postMessage", channel=ESCALATIONS, times=2)
        faults.add(kind="lost", method="files.completeUploadExternal")
        faults.add(kind="ratelimited", method="files.getUploadURLExternal", seconds=2)
        await replicas.live(SLOT, SLOT - NOON)
        page, *_, sheet = thread(replicas)
        assert [fault.hits for fault in faults.rules] == [2, 1, 1]
        assert (page.files, len(sheet.files)) == ([], 1)
        assert len(replicas.team.slack.workspace.files) == 1
        replicas.assert_once()


async def test_a_slack_that_wants_to_be_left_alone_or_is_older_gets_it_once(sqlite_url: str) -> None:
    async with two_replicas(sqlite_url, NOON) as replicas:
        slack = replicas.team.slack
        slack.workspace.unknown_blocks = {"data_visualization", "data_table"}
        await replicas.team.file()
        await replicas.quiet()
        replicas.hang(TOKYO, "17:30")
        asked = len(slack.workspace.calls)
        slack.faults.add(kind="ratelimited", method="chat.postMessage", channel=ESCALATIONS, seconds=2)
        await replicas.live(SLOT, SLOT - NOON)
        posts = [call for call in slack.workspace.calls[asked:] if call.method == "chat.postMessage"]
        limited, refused, taken = posts
        assert refused.at - limited.at >= 2
        assert "data_table" in str(refused.args)
        assert "data_table" not in str(taken.args)
        replicas.assert_once()


async def test_a_channel_that_was_archived_pauses_it_and_one_dm_tells_so(postgresql_url: str) -> None:
    async with two_replicas(postgresql_url, NOON) as replicas:
        await replicas.team.file()
        await replicas.quiet()
        replicas.hang(TOKYO, "17:30")
        replicas.team.slack.workspace.archive(ESCALATIONS)
        await replicas.live(SLOT + 2 * DAY, SLOT - NOON)
        [told] = replicas.team.slack.person(EMMA).dm()
        assert "digest.resume" in told.buttons
        assert replicas.digests() == []


# ---- killed


def hang(town: Town) -> None:
    """Set a digest up two hours ago that was due an hour ago, in the time of the machine."""
    now = datetime.now(UTC)
    ready = ready_made(DigestKind.CLOSE, MANAGER, CHANNEL, Locale.JA, "UTC")
    daily = replace(ready, at=f"{now - HOUR:%H:%M}", days=tuple(Weekday), holidays=HolidayRule.POST)
    wall = Wall(Roles(leads=frozenset({MANAGER})), Locale.JA, "UTC")
    town.database.write_now(keeping.save, None, daily, wall, now - 2 * HOUR)


def posted(town: Town) -> list[Message]:
    """Answer the digests that stand in the channel."""
    return [message for message in town.messages(CHANNEL) if CLOSE in message.all_text()]


async def arrived(town: Town) -> None:
    """Wait until a digest stands there with its file; hold it to be the only one."""
    await town.slack.settled(_has_file, timeout=WITHIN)
    await town.come_to(State.SENT)
    [digest] = posted(town)
    [sheet] = [post for post in town.messages(CHANNEL) if post.files]
    assert sheet.thread_ts == digest.ts
    assert LATE in digest.all_text()


def _has_file(workspace: Workspace) -> bool:
    return any(post.files for post in workspace.posts(CHANNEL))


async def test_replicas_that_were_down_and_are_killed_before_the_post_post_it_once_late(postgresql_url: str) -> None:
    async with a_town(postgresql_url, lease=4.0, BATON_LEADS=MANAGER) as town:
        hang(town)
        town.slack.faults.add(kind="hang", method="chat.postMessage", channel=CHANNEL, times=None)
        replicas = [await town.start(), await town.start()]
        await town.called("chat.postMessage", CHANNEL)
        for replica in replicas:
            await town.kill(replica)
        town.slack.faults.clear()
        await town.start()
        await arrived(town)


async def test_killed_after_slack_took_the_post_or_the_file_it_is_found(sqlite_url: str) -> None:
    async with a_town(sqlite_url, BATON_LEADS=MANAGER) as town:
        hang(town)
        for method in ("chat.postMessage", "files.completeUploadExternal"):
            slow = town.slack.faults.add(kind="delay", method=method, channel=CHANNEL, seconds=0.5)
            process = await town.start()
            await town.struck(slow)
            await town.kill(process)
        await town.slack.settled(_has_file, timeout=WITHIN)
        await town.start()
        await arrived(town)
        assert len(town.asked_to_post(CHANNEL)) == 1
