"""Each one's own morning: in their own zone and words, what is theirs, and never into their rest."""

from dataclasses import replace
from datetime import date

import pytest

from storage.digests import Digest
from storage.people import Person
from storage.vocabulary import Locale, RequestType
from tests.workflows.digest.hanging import DAY, HOUR, MINUTE, MORNING, NEW_YORK, SECOND, Hanging, at, hang
from tests.workflows.escalation.team import AGENT, COVER, LEAD, MANAGER, Team, claims, someone
from workflows.digest import keeping, morning, reading, slots
from workflows.digest.keeping import morning_off, morning_on
from workflows.digest.views import MorningView

TUESDAY = at("2026-11-24 00:00")
"""09:00 in Tokyo; the Monday before is a holiday there, and none in New York."""
TOKYO_MORNING = "digest-1@Asia/Tokyo"


@pytest.fixture
def wall(team: Team) -> Hanging:
    """Answer a wall, on a Friday, with a request that asks its account manager."""
    wall = hang(team.database, team.now)
    wall.file()
    return wall


@pytest.fixture
def digest(wall: Hanging) -> Digest:
    """Answer the morning digest of this wall."""
    return wall.save(MORNING)


def in_new_york(user_id: str, zone: str = NEW_YORK) -> Person:
    return replace(someone(user_id), locale=Locale.EN, zone=zone, updated=2)


def meet(wall: Hanging, *people: Person) -> None:
    wall.database.write_now(lambda work: work.people.remember(people))


def places(wall: Hanging) -> list[str]:
    return [place for place, _, _, is_skipped in wall.kept() if not is_skipped]


def test_whoever_has_something_on_their_plate_hears_of_it_and_nobody_else(wall: Hanging, digest: Digest) -> None:
    wall.wait_until(TUESDAY - SECOND)
    assert wall.kept() == []
    wall.wait_until(TUESDAY)
    assert wall.kept(digest) == [(MANAGER, date(2026, 11, 24), "09:00", False)]
    assert [place for topic, place in wall.owed() if topic == "digest"] == [MANAGER]
    [said] = wall.said()
    assert said.reader == MANAGER
    assert [row.key for row in said.rows] == ["R-1001"]
    wall.wait_until(TUESDAY + DAY)
    assert places(wall) == [MANAGER, MANAGER]


def test_it_tells_each_only_their_own(wall: Hanging, digest: Digest) -> None:
    own = Team(wall.database, now=wall.now).after(claims(MANAGER), customer="A-1")
    other = Team(wall.database, now=wall.now).after(claims(COVER), customer="A-2", account_manager=COVER)
    wall.wait_until(TUESDAY)
    told = {said.reader: {row.key for row in said.rows} for said in wall.said(digest)}
    assert told == {MANAGER: {"R-1001", own}, COVER: {other}}


def test_everybody_s_comes_at_their_own_nine_o_clock(wall: Hanging) -> None:
    meet(wall, in_new_york(MANAGER))
    digest = wall.save(MORNING)
    assert wall.moments() == {f"{digest.key}@Asia/Tokyo": TUESDAY, f"{digest.key}@{NEW_YORK}": at("2026-11-20 14:00")}
    wall.wait_until(at("2026-11-20 14:00"))
    [said] = wall.said()
    assert (said.form.zone, said.form.locale) == (NEW_YORK, Locale.EN)
    wall.wait_until(TUESDAY)
    assert len(wall.said()) == 1


def test_a_zone_into_which_someone_comes_gets_its_mornings_and_one_that_all_have_left_loses_them(
    wall: Hanging, digest: Digest
) -> None:
    meet(wall, in_new_york(MANAGER))
    assert wall.database.read_now(slots.is_any_unset)
    wall.database.write_now(slots.set_missing, wall.wall, wall.now)
    assert set(wall.moments()) == {f"{digest.key}@Asia/Tokyo", f"{digest.key}@{NEW_YORK}"}
    meet(wall, replace(someone(MANAGER), updated=3))
    wall.wait_until(at("2026-11-20 14:00"))
    assert set(wall.moments()) == {f"{digest.key}@Asia/Tokyo"}


def test_someone_in_a_zone_that_nobody_knows_goes_by_the_digest_s(wall: Hanging, digest: Digest) -> None:
    meet(wall, in_new_york(MANAGER, "Mars/Olympus"))
    wall.wait_until(TUESDAY)
    [said] = wall.said(digest)
    assert (said.reader, said.form.zone) == (MANAGER, "Asia/Tokyo")


def test_whoever_wants_none_or_has_left_gets_none(wall: Hanging, digest: Digest) -> None:
    wall.file(account_manager=LEAD)
    wall.file(account_manager=COVER)
    wall.database.write_now(morning_off, MANAGER)
    meet(wall, replace(someone(LEAD, deactivated=True), updated=2))
    wall.wait_until(TUESDAY)
    assert places(wall) == [COVER]

    wall.database.write_now(morning_on, MANAGER)
    wall.wait_until(TUESDAY + DAY)
    assert places(wall) == [COVER, COVER, MANAGER]
    assert len(wall.said(digest)) == 3


def test_what_is_only_to_be_known_wakes_nobody(team: Team) -> None:
    wall = hang(team.database, team.now)
    wall.file(request_type=RequestType.FYI)
    wall.save(MORNING)
    wall.wait_until(TUESDAY)
    assert wall.kept() == []
    assert wall.owed() == [owed for owed in wall.owed() if owed[0] != "digest"]


# ---- rest


def test_whoever_rests_hears_when_the_rest_is_over(wall: Hanging, digest: Digest) -> None:
    wall.resting = {MANAGER: TUESDAY + 90 * MINUTE}
    wall.wait_until(TUESDAY)
    assert wall.kept() == []
    assert wall.moments()[f"{TOKYO_MORNING}@{MANAGER}"] == TUESDAY + 90 * MINUTE
    wall.resting = {MANAGER: TUESDAY + 2 * HOUR}
    wall.wait_until(TUESDAY + 90 * MINUTE)
    assert wall.kept() == []
    wall.resting = {}
    wall.wait_until(TUESDAY + 2 * HOUR)
    assert wall.kept(digest) == [(MANAGER, date(2026, 11, 24), "09:00", False)]
    assert wall.moments() == {TOKYO_MORNING: TUESDAY + DAY}


def test_whoever_rests_too_long_hears_of_it_the_next_day(wall: Hanging, digest: Digest) -> None:
    wall.resting = {MANAGER: TUESDAY + 4 * HOUR}
    wall.wait_until(TUESDAY)
    assert wall.kept(digest) == [(MANAGER, date(2026, 11, 24), "09:00", True)]
    wall.resting = {}
    wall.wait_until(TUESDAY + DAY)
    [said] = wall.said()
    assert said.skipped == (TUESDAY,)


def test_who_switches_it_off_while_they_rest_hears_nothing(wall: Hanging, digest: Digest) -> None:
    wall.resting = {MANAGER: TUESDAY + HOUR}
    wall.wait_until(TUESDAY)
    wall.database.write_now(morning_off, MANAGER)
    wall.resting = {}
    wall.wait_until(TUESDAY + HOUR)
    assert wall.kept(digest) == []
    assert wall.moments() == {TOKYO_MORNING: TUESDAY + DAY}


# ---- missed


def test_a_morning_that_was_missed_comes_late_and_older_ones_are_told_of(wall: Hanging, digest: Digest) -> None:
    wall.wait_until(TUESDAY + DAY + HOUR)
    assert wall.kept(digest) == [
        (MANAGER, date(2026, 11, 24), "09:00", True),
        (MANAGER, date(2026, 11, 25), "09:00", False),
    ]
    [said] = wall.said()
    assert (said.late_for, said.skipped) == (TUESDAY + DAY, (TUESDAY,))


def test_a_whole_morning_that_comes_too_late_is_told_of_the_next_day(wall: Hanging, digest: Digest) -> None:
    wall.wait_until(TUESDAY + 5 * HOUR)
    assert wall.kept(digest) == [(MANAGER, date(2026, 11, 24), "09:00", True)]
    wall.wait_until(TUESDAY + DAY)
    assert wall.said()[0].skipped == (TUESDAY,)


def test_mornings_that_were_cut_short_go_on_with_those_who_have_had_none(wall: Hanging, digest: Digest) -> None:
    wall.file(account_manager=COVER)
    wall.now = TUESDAY
    [subject] = wall.database.read_now(slots.due, wall.now)
    found = wall.database.read_now(morning.look, subject, wall.now)
    assert found is not None
    first = wall.database.read_now(morning.compose_for, found, found.people[0], wall.wall)
    assert first is not None
    wall.database.write_now(morning.keep, found, first, 0)

    wall.tick()

    assert sorted(places(wall)) == [COVER, MANAGER]
    assert len(wall.said(digest)) == 2


# ---- the switch, and the list


def test_one_s_own_switch_stands_where_there_is_a_morning_digest(wall: Hanging) -> None:
    assert wall.database.read_now(reading.morning_of, AGENT) == MorningView(is_set_up=False, is_off=False)
    digest = wall.save(MORNING)
    wall.database.write_now(morning_off, AGENT)
    assert wall.database.read_now(reading.morning_of, AGENT) == MorningView(is_set_up=True, is_off=True)
    wall.keep(keeping.pause, digest)
    assert not wall.database.read_now(reading.morning_of, AGENT).is_set_up


def test_a_rest_of_the_whole_digest_ends_what_was_put_off(wall: Hanging, digest: Digest) -> None:
    wall.resting = {MANAGER: TUESDAY + HOUR}
    wall.wait_until(TUESDAY)
    wall.keep(keeping.pause, digest)
    assert wall.moments() == {}
    wall.keep(keeping.resume, digest)
    assert set(wall.moments()) == {TOKYO_MORNING}


def test_a_morning_whose_zone_is_gone_pauses_itself(wall: Hanging, digest: Digest) -> None:
    meet(wall, in_new_york(MANAGER, "Mars/Olympus"))
    wall.database.write_now(lambda work: work.digests.change(digest, zone="Mars/Olympus"))
    wall.wait_until(TUESDAY)
    wall.database.write_now(slots.set_missing, wall.wall, wall.now)
    assert wall.digest(digest).trouble == keeping.NO_ZONE
