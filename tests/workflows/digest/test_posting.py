"""A digest is posted now, shown to one pair of eyes, asked for where somebody types; rests where Slack refuses."""

from dataclasses import replace
from datetime import date

import pytest

from storage.outbox import Notice
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import BATON, DigestKind, Locale, Order
from tests.workflows.digest.hanging import BOT, DAY, HOUR, MORNING, OPEN, WALL, Hanging, at, hang, rhythm
from tests.workflows.digest.room import CIRCLE, LOUNGE
from tests.workflows.escalation.team import AGENT, CHANNEL, LEAD, MANAGER, NOW, Team, someone
from workflows.digest import keeping, posting
from workflows.digest.delivered import undelivered
from workflows.digest.snapshot import Snapshot
from workflows.notices import DigestPage, DigestPosted, DigestSheet
from workflows.refusals import DeskRefused, Refusal

FRIDAY = at("2026-11-20 08:30")
TODAY = date(2026, 11, 20)


@pytest.fixture
def wall(team: Team) -> Hanging:
    """Answer a wall in a team with one request; all that was told of that is delivered."""
    wall = hang(team.database, team.now)
    wall.file()
    wall.delivered()
    return wall


def test_a_digest_that_is_posted_now_counts_as_the_last_one_and_leaves_the_slot_alone(wall: Hanging) -> None:
    digest = wall.save()
    wall.ask(posting.to_post, LEAD, digest.key)
    assert wall.delivered() == [("digest", LOUNGE), ("digest_sheet", LOUNGE)]
    wall.wait_until(FRIDAY)
    assert wall.kept() == [(LOUNGE, TODAY, None, False), (LOUNGE, TODAY, "17:30", False)]
    assert [said.since for said in wall.said()] == [None, NOW]


def test_what_did_not_fit_into_the_message_is_told_in_its_thread(wall: Hanging) -> None:
    digest = wall.save()
    composed = wall.database.read_now(posting.to_post, LEAD, digest.key, WALL, NOW)
    wall.database.write_now(posting.post, composed, 2)
    assert [topic for topic, _ in wall.owed()] == ["digest", "digest_page", "digest_page", "digest_sheet"]


def test_a_preview_goes_to_the_lead_alone_and_counts_for_nothing(wall: Hanging) -> None:
    digest = wall.save(**rhythm("Asia/Tokyo", "17:30"))
    wall.wait_until(FRIDAY + 5 * HOUR)
    edition = wall.ask(posting.to_preview, LEAD, digest.key)
    assert edition is not None
    assert edition.preview
    assert wall.owed() == [("digest", LEAD), ("digest_sheet", LEAD)]
    assert wall.said()[-1].reader is None
    wall.wait_until(FRIDAY + DAY)
    assert [said.skipped for said in wall.said()] == [(FRIDAY,), (FRIDAY,)]
    assert wall.said()[-1].since is None


def test_a_preview_of_a_morning_is_one_s_own(wall: Hanging) -> None:
    digest = wall.save(MORNING)
    wall.ask(posting.to_preview, LEAD, digest.key)
    [said] = wall.said()
    assert (said.reader, said.rows) == (LEAD, ())
    with pytest.raises(DeskRefused) as refused:
        wall.ask(posting.to_post, LEAD, digest.key)
    assert refused.value.code is Refusal.NOT_A_CHANNEL_HERE


# ---- `/digest now`


def test_where_none_hangs_anyone_gets_what_is_open(wall: Hanging) -> None:
    edition = wall.ask(posting.to_post_here, AGENT, LOUNGE)
    assert edition is not None
    assert (edition.digest, edition.place, edition.slot) == (None, LOUNGE, None)
    [said] = wall.said()
    assert (said.form.kind, said.form.locale, len(said.rows)) == (DigestKind.OPEN, Locale.JA, 1)


def test_where_one_hangs_it_is_that_one_and_rather_one_that_does_not_rest(wall: Hanging) -> None:
    resting, hanging = wall.save(OPEN), wall.save(OPEN, order=Order.OWNER)
    wall.keep(keeping.pause, resting)
    wall.ask(posting.to_post_here, AGENT, LOUNGE)
    wall.keep(keeping.pause, hanging)
    wall.ask(posting.to_post_here, AGENT, LOUNGE)
    assert [said.form.order for said in wall.said()] == [Order.OWNER, resting.order]


@pytest.mark.parametrize(
    ("by", "place", "code"),
    [
        (AGENT, CIRCLE, Refusal.NOT_INVITED),
        (AGENT, "D_AGENT", Refusal.NOT_A_CHANNEL_HERE),
        ("U_STRANGER", LOUNGE, Refusal.NOT_KNOWN_YET),
    ],
)
def test_elsewhere_and_for_strangers_nothing_is_posted(wall: Hanging, by: str, place: str, code: Refusal) -> None:
    with pytest.raises(DeskRefused) as refused:
        wall.ask(posting.to_post_here, by, place)
    assert refused.value.code is code
    assert wall.kept() == []


def test_a_private_channel_is_told_of_its_own_and_masks_nothing_of_that(wall: Hanging) -> None:
    wall.file(customer="A-3")
    wall.database.write_now(lambda work: work.people.join_channel(CIRCLE, BOT))
    for place in (LOUNGE, CIRCLE):
        wall.ask(posting.to_post_here, AGENT, place)
    open_to_all, private = wall.said()
    assert sorted(row.is_masked for row in open_to_all.rows) == [False, True]
    assert [row.is_masked for row in private.rows] == [False, False]


def test_a_digest_whose_zone_is_gone_is_not_composed(wall: Hanging) -> None:
    digest = wall.save()
    wall.database.write_now(lambda work: work.digests.change(digest, zone="Mars/Olympus"))
    for reading in (posting.to_post, posting.to_preview):
        with pytest.raises(DeskRefused) as refused:
            wall.ask(reading, LEAD, digest.key)
        assert refused.value.code is Refusal.INVALID_FORM
    edition = wall.ask(posting.to_post_here, AGENT, LOUNGE)
    assert edition is not None
    assert edition.digest is None


# ---- where Slack refuses


def refuse(wall: Hanging, error: str, notice: Notice | None = None) -> None:
    """Let Slack refuse for good what was posted last."""
    posted = notice or DigestPosted("edition-1", LOUNGE)
    wall.database.write_now(undelivered, posted, error, WALL.roles, wall.now)


@pytest.mark.parametrize("error", ["is_archived", "channel_not_found", "not_in_channel", "restricted_action"])
def test_a_digest_that_its_channel_refuses_rests_and_whoever_made_it_hears_why_once(wall: Hanging, error: str) -> None:
    digest = wall.save(**rhythm("Asia/Tokyo", "17:30"))
    wall.wait_until(FRIDAY)
    wall.delivered()
    refuse(wall, error)
    refuse(wall, error)

    paused = wall.digest(digest)
    assert (paused.paused_at, paused.paused_by, paused.trouble) == (FRIDAY, BATON, error)
    assert wall.owed() == [("digest_paused", LEAD)]
    wall.wait_until(FRIDAY + 3 * DAY)
    assert len(wall.kept()) == 1
    wall.keep(keeping.resume, digest)
    wall.wait_until(FRIDAY + 4 * DAY)
    assert [kept[1].day for kept in wall.kept()] == [20, 24]
    assert wall.digest(digest).trouble is None


def test_where_whoever_made_it_has_left_the_leads_hear(wall: Hanging) -> None:
    wall.wall = replace(WALL, roles=replace(WALL.roles, leads=frozenset({LEAD, MANAGER})))
    wall.save(made_by=MANAGER)
    wall.ask(posting.to_post, LEAD, "digest-1")
    wall.delivered()
    wall.database.write_now(lambda work: work.people.remember([replace(someone(MANAGER, deactivated=True), updated=9)]))
    refuse(wall, "is_archived")
    assert wall.owed() == [("digest_paused", LEAD)]


@pytest.mark.parametrize(
    ("notice", "error"),
    [
        (DigestPosted("edition-1", CHANNEL), "is_archived"),
        (DigestPosted("edition-9", LOUNGE), "is_archived"),
        (DigestPage("edition-1", LOUNGE, 1), "is_archived"),
        (DigestSheet("edition-1", LOUNGE), "missing_scope"),
        (DigestPosted("edition-1", LOUNGE), "token_revoked"),
    ],
)
def test_what_is_no_fault_of_its_channel_pauses_no_digest(wall: Hanging, notice: Notice, error: str) -> None:
    digest = wall.save()
    wall.wait_until(FRIDAY)
    refuse(wall, error, notice)
    assert wall.digest(digest).paused_at is None


def test_what_someone_asked_for_where_none_hangs_and_a_digest_that_is_gone_pause_nothing(wall: Hanging) -> None:
    digest = wall.save()
    wall.wait_until(FRIDAY)
    wall.delete(digest)
    refuse(wall, "is_archived")
    wall.ask(posting.to_post_here, AGENT, LOUNGE)
    wall.delivered()
    refuse(wall, "is_archived", DigestPosted("edition-2", LOUNGE))
    assert wall.owed() == []


def test_a_dm_that_reaches_nobody_pauses_nobody_else_s_morning(wall: Hanging) -> None:
    digest = wall.save(MORNING)
    wall.wait_until(at("2026-11-24 00:00"))
    refuse(wall, "user_disabled", DigestPosted("edition-1", MANAGER))
    assert wall.digest(digest).paused_at is None


def test_before_slack_has_told_of_any_channel_of_ours_each_may_be_one(wall: Hanging) -> None:
    def leave(work: UnitOfWork) -> None:
        for channel in (LOUNGE, CIRCLE):
            work.people.leave_channel(channel, BOT)

    wall.database.write_now(leave)
    assert wall.ask(posting.to_post_here, AGENT, CIRCLE) is not None


def leave(work: UnitOfWork, channel: str) -> None:
    """Let Baton be in a channel no more."""
    work.people.leave_channel(channel, BOT)


def test_what_anyone_asks_for_takes_nothing_from_the_digest_of_that_channel(wall: Hanging) -> None:
    wall.save()
    wall.wait_until(FRIDAY)
    wall.now += HOUR
    key = wall.file()
    wall.now += HOUR
    for _ in range(2):
        wall.ask(posting.to_post_here, AGENT, LOUNGE)
    wall.wait_until(FRIDAY + 4 * DAY)
    _, first, second, came = wall.said()
    assert (key in told(first), key in told(second), key in told(came)) == (True, False, True)


def told(said: Snapshot) -> set[str | None]:
    """The requests of which it says that something has changed."""
    return {change.key for change in said.changes}
