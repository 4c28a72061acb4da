"""Leads keep digests, nobody else; what cannot work is refused at its input."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from storage.database import Database
from storage.digests import NewDigest
from storage.vocabulary import DigestKind, EmptyDay, HolidayRule, Locale, Order, Section, Weekday
from storage.workspace import Identity
from tests.workflows.digest.hanging import CLOSE, DAY, HOUR, MORNING, OPEN, WALL, Hanging, at, hang
from tests.workflows.digest.room import CIRCLE, LOUNGE, TOKYO, a_room
from tests.workflows.escalation.team import AGENT, LEAD, MANAGER, NOW, Team
from workflows.digest import keeping, posting, reading
from workflows.digest.presets import WORKED, ready_made
from workflows.digest.views import Editing
from workflows.refusals import DeskRefused, InvalidForm, Misfit, Refusal

FRIDAY = at("2026-11-20 08:30")


@pytest.fixture
def wall(team: Team) -> Hanging:
    """Answer a wall with nothing on it."""
    return hang(team.database, team.now)


@pytest.fixture
def sqlite_wall(sqlite_url: str) -> Hanging:
    """Answer the same for tables of rules, in which no query is of another kind than elsewhere."""
    database = Database(sqlite_url, lambda: NOW)
    database.write_now(a_room)
    return hang(database, NOW)


# ---- who may

KEEPING: dict[str, Callable[[Hanging, str], object]] = {
    "save": lambda wall, by: wall.save(CLOSE, made_by=by),
    "edit": lambda wall, by: wall.save(CLOSE, "digest-1", made_by=by),
    "pause": lambda wall, by: wall.database.write_now(keeping.pause, by, "digest-1", WALL, NOW),
    "resume": lambda wall, by: wall.database.write_now(keeping.resume, by, "digest-1", WALL, NOW),
    "delete": lambda wall, by: wall.database.write_now(keeping.delete, by, "digest-1", WALL),
    "listed": lambda wall, by: wall.database.read_now(reading.listed, by, WALL),
    "to_edit": lambda wall, by: wall.database.read_now(reading.to_edit, by, "digest-1", WALL),
    "to_make": lambda wall, by: wall.database.read_now(reading.to_make, replace(OPEN, made_by=by), WALL),
    "post": lambda wall, by: wall.database.read_now(posting.to_post, by, "digest-1", WALL, NOW),
    "preview": lambda wall, by: wall.database.read_now(posting.to_preview, by, "digest-1", WALL, NOW),
}


@pytest.mark.parametrize("act", KEEPING)
def test_only_leads_keep_digests(sqlite_wall: Hanging, act: str) -> None:
    sqlite_wall.save()
    for by in (AGENT, MANAGER, "U_STRANGER"):
        with pytest.raises(DeskRefused) as refused:
            KEEPING[act](sqlite_wall, by)
        assert (refused.value.code, refused.value.people) == (Refusal.LEADS_ONLY, (LEAD,))
    KEEPING[act](sqlite_wall, LEAD)


@pytest.mark.parametrize("key", ["digest-1", "digest-x", "R-1042", ""])
def test_a_digest_that_is_gone_or_never_was_is_refused(sqlite_wall: Hanging, key: str) -> None:
    writes = (keeping.pause, keeping.resume)
    reads = (posting.to_post, posting.to_preview)
    acts: list[Callable[[], object]] = [
        lambda: sqlite_wall.save(CLOSE, key),
        lambda: sqlite_wall.database.write_now(keeping.delete, LEAD, key, WALL),
        lambda: sqlite_wall.database.read_now(reading.to_edit, LEAD, key, WALL),
        *(lambda act=act: sqlite_wall.database.write_now(act, LEAD, key, WALL, NOW) for act in writes),
        *(lambda act=act: sqlite_wall.database.read_now(act, LEAD, key, WALL, NOW) for act in reads),
    ]
    for act in acts:
        with pytest.raises(DeskRefused) as refused:
            act()
        assert refused.value.code is Refusal.NO_SUCH_DIGEST


# ---- what is right


@pytest.mark.parametrize(
    ("changes", "misfits"),
    [
        ({"channel": None}, {"channel": Misfit.REQUIRED}),
        ({"channel": ""}, {"channel": Misfit.REQUIRED}),
        ({"channel": CIRCLE}, {"channel": Misfit.NOT_IN_CHANNEL}),
        ({"at": "25:00"}, {"at": Misfit.NOT_A_TIME}),
        ({"at": "9:00"}, {"at": Misfit.NOT_A_TIME}),
        ({"at": "09:00:30"}, {"at": Misfit.NOT_A_TIME}),
        ({"at": "09:00Z"}, {"at": Misfit.NOT_A_TIME}),
        ({"at": ""}, {"at": Misfit.NOT_A_TIME}),
        ({"days": ()}, {"days": Misfit.NO_DAYS}),
        ({"sections": ()}, {"sections": Misfit.NO_DAYS}),
        ({"zone": "Mars/Olympus"}, {"zone": Misfit.NOT_A_ZONE}),
        ({"zone": ""}, {"zone": Misfit.NOT_A_ZONE}),
        ({"zone": "../../etc/passwd"}, {"zone": Misfit.NOT_A_ZONE}),
        ({"at": "x", "days": ()}, {"at": Misfit.NOT_A_TIME, "days": Misfit.NO_DAYS}),
    ],
)
def test_what_cannot_work_is_refused_at_its_input(
    sqlite_wall: Hanging, changes: dict[str, Any], misfits: dict[str, Misfit]
) -> None:
    kept = sqlite_wall.save()
    for key in (None, kept.key):
        with pytest.raises(InvalidForm) as invalid:
            sqlite_wall.save(CLOSE, key, **changes)
        assert invalid.value.misfits == misfits
    assert sqlite_wall.database.read_now(lambda work: work.digests.all()) == [kept]


def test_before_slack_has_told_who_baton_is_no_channel_is_doubted(team: Team) -> None:
    assert Hanging(team.database, team.now).save(channel=CIRCLE).channel == CIRCLE


def test_several_hang_in_one_channel_and_a_morning_in_none(wall: Hanging) -> None:
    first, second = wall.save(OPEN), wall.save(CLOSE)
    morning = wall.save(MORNING, channel=CIRCLE, sections=(Section.JIRA, Section.DUE), days=(Weekday.SUN, Weekday.MON))
    assert (first.channel, second.channel) == (LOUNGE, LOUNGE)
    listed = wall.database.read_now(reading.listed, LEAD, WALL)
    assert [view.digest for view in listed.digests] == [first, second, morning]
    assert morning.channel is None
    assert (morning.sections, morning.days) == ((Section.DUE, Section.JIRA), (Weekday.MON, Weekday.SUN))


# ---- what a lead does


def test_an_edit_keeps_what_a_digest_is_for_and_who_made_it(wall: Hanging) -> None:
    digest = wall.save()
    leading = replace(WALL, roles=replace(WALL.roles, leads=frozenset({LEAD, MANAGER})))
    wall.wall = leading
    changed = wall.save(
        OPEN,
        digest.key,
        made_by=MANAGER,
        at="18:00",
        days=(Weekday.SAT,),
        zone="Europe/Paris",
        locale=Locale.EN,
        order=Order.OWNER,
        holidays=HolidayRule.NEXT,
        empty=EmptyDay.SILENT,
    )
    assert (changed.kind, changed.made_by) == (DigestKind.CLOSE, LEAD)
    assert changed == wall.digest(digest)
    assert (changed.at, changed.zone, changed.order, changed.sections) == (
        "18:00",
        "Europe/Paris",
        Order.OWNER,
        OPEN.sections,
    )
    assert wall.moments() == {digest.key: at("2026-11-21 17:00")}


def test_a_pause_and_a_resume_are_done_once(wall: Hanging) -> None:
    digest = wall.save()
    paused = wall.keep(keeping.pause, digest)
    assert (paused.paused_at, paused.paused_by, paused.trouble) == (NOW, LEAD, None)
    wall.now += HOUR
    assert wall.keep(keeping.pause, digest) == paused
    assert wall.save(key=digest.key, at="18:00").paused_at == NOW
    assert wall.moments() == {}
    resumed = wall.keep(keeping.resume, digest)
    assert resumed.paused_at is None
    assert wall.keep(keeping.resume, digest) == resumed
    assert wall.moments() == {digest.key: FRIDAY + HOUR / 2}


def test_what_is_deleted_comes_no_more_and_what_it_posted_stays(wall: Hanging) -> None:
    digest = wall.save()
    wall.wait_until(FRIDAY)
    wall.delete(digest)
    wall.wait_until(FRIDAY + 7 * DAY)
    assert len(wall.kept()) == 1
    assert wall.moments() == {}


# ---- what they see


def test_the_list_says_when_each_comes_next_and_came_last(wall: Hanging) -> None:
    digest, resting = wall.save(), wall.save(OPEN)
    wall.keep(keeping.pause, resting)
    wall.wait_until(FRIDAY)
    first, second = wall.database.read_now(reading.listed, LEAD, WALL).digests
    assert (first.digest, first.next_at, first.posted_at) == (digest, at("2026-11-24 08:30"), FRIDAY)
    assert first.made_by == "u_lead"
    assert (second.next_at, second.posted_at) == (None, None)
    assert wall.database.read_now(reading.of_home, LEAD, WALL) == wall.database.read_now(reading.listed, LEAD, WALL)
    assert wall.database.read_now(reading.of_home, AGENT, WALL) is None


def test_the_form_is_filled_with_what_is_there_or_with_what_is_ready_made(wall: Hanging) -> None:
    digest = wall.save()
    assert wall.database.read_now(reading.to_edit, LEAD, digest.key, WALL) == Editing(digest.key, digest)
    assert wall.database.read_now(reading.to_make, OPEN, WALL) == Editing(None, OPEN)


@pytest.mark.parametrize(
    ("kind", "at_time"), [(DigestKind.OPEN, "10:00"), (DigestKind.CLOSE, "17:30"), (DigestKind.MORNING, "09:00")]
)
def test_every_ready_made_one_can_be_kept_as_it_is(sqlite_wall: Hanging, kind: DigestKind, at_time: str) -> None:
    ready: NewDigest = ready_made(kind, LEAD, LOUNGE, Locale.EN, TOKYO)
    kept = sqlite_wall.save(ready)
    assert (kept.at, kept.days, kept.locale) == (at_time, WORKED, Locale.EN)
    assert list(kept.sections) == [section for section in Section if section in kept.sections]


@pytest.mark.parametrize("switch", [keeping.morning_off, keeping.morning_on])
def test_nobody_unknown_switches_anything(sqlite_wall: Hanging, switch: Callable[..., None]) -> None:
    sqlite_wall.database.write_now(lambda work: work.workspace.remember(Identity("T1", "B1", "U_BATON", None)))
    with pytest.raises(DeskRefused) as refused:
        sqlite_wall.database.write_now(switch, "U_STRANGER")
    assert refused.value.code is Refusal.NOT_KNOWN_YET
