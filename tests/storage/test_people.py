"""The mirror: who somebody is, by what one knows of them."""

import pytest

from storage.database import Database
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Locale
from tests.storage.clocks import machine_clock
from tests.storage.records import person
from tests.storage.statements import MORE_THAN_ONE_TAKES, as_released
from workflows.people import service

AIKO = person("U1", "Aiko Tanaka", email="Aiko@Example.com")
BEN = person("U2", "Ben", locale=Locale.EN, is_admin=True)
GONE = person("U3", "Ben", deactivated=True, is_admin=True, email="gone@example.com")
ROBOT = person("U4", "Robot", is_bot=True, is_admin=True, email="robot@example.com")


@pytest.fixture
def mirrored(database_url: str) -> Database:
    """A database that knows four people."""
    database = Database(database_url, machine_clock)
    assert not database.read_now(lambda work: work.people.are_known())
    database.write_now(lambda work: work.people.remember([AIKO, BEN, GONE, ROBOT]))
    return database


def test_people_are_found_by_id_mail_and_name(mirrored: Database) -> None:
    assert mirrored.read_now(lambda work: work.people.get("U1")) == AIKO
    assert mirrored.read_now(lambda work: work.people.get("U404")) is None
    assert mirrored.read_now(lambda work: work.people.among(["U1", "U2", "U404"])) == {"U1": AIKO, "U2": BEN}
    assert mirrored.read_now(lambda work: work.people.by_email(" aiko@example.COM ")) == AIKO
    assert mirrored.read_now(lambda work: work.people.by_email("nobody@example.com")) is None
    assert mirrored.read_now(lambda work: work.people.by_name("Ben")) == [BEN]
    assert mirrored.read_now(lambda work: work.people.are_known())


def test_some_are_found_among_more_than_one_statement_takes(mirrored: Database) -> None:
    asked = {f"U{number}" for number in range(2, MORE_THAN_ONE_TAKES)}

    def look(work: UnitOfWork) -> dict[str, Person]:
        as_released(work)
        return work.people.among(asked)

    assert mirrored.read_now(look) == {"U2": BEN, "U3": GONE, "U4": ROBOT}


@pytest.mark.parametrize("inactive", [GONE, ROBOT])
def test_whoever_left_and_whatever_is_a_bot_is_found_by_id_alone(mirrored: Database, inactive: Person) -> None:
    assert mirrored.read_now(lambda work: work.people.by_email(str(inactive.email))) is None
    assert inactive not in mirrored.read_now(lambda work: work.people.by_name(inactive.name))
    assert mirrored.read_now(lambda work: work.people.get(inactive.user_id)) == inactive


def test_a_mail_address_is_that_of_whoever_is_active(mirrored: Database) -> None:
    successor = person("U5", "Chie", email="gone@example.com")

    mirrored.write_now(lambda work: work.people.remember([successor]))

    assert mirrored.read_now(lambda work: work.people.by_email("gone@example.com")) == successor


def test_only_active_people_administer(mirrored: Database) -> None:
    assert mirrored.read_now(lambda work: work.people.workspace_admins()) == {"U2"}


def test_the_zones_are_those_of_whoever_is_active(mirrored: Database) -> None:
    away = [person("U5", zone="America/New_York"), person("U6", zone="Europe/Paris", deactivated=True)]
    mirrored.write_now(lambda work: work.people.remember(away))
    assert mirrored.read_now(lambda work: work.people.zones()) == {"Asia/Tokyo", "America/New_York"}


def test_what_is_newer_replaces_what_was_known(mirrored: Database) -> None:
    renamed = person("U1", "Aiko Sato", zone="Europe/Berlin", deactivated=True, updated=1)

    assert not mirrored.write_now(lambda work: work.people.remember([renamed]))

    assert mirrored.read_now(lambda work: work.people.get("U1")) == renamed


def test_what_is_older_never_replaces_what_is_newer(mirrored: Database) -> None:
    newer, older = person("U1", deactivated=True, updated=2), person("U1", updated=1)

    for each in (newer, older):
        assert not mirrored.write_now(service.remember, [each])

    assert mirrored.read_now(lambda work: work.people.get("U1")) == newer


@pytest.mark.parametrize("updated", [7, 0])
def test_what_may_be_older_is_left_and_told(mirrored: Database, updated: int) -> None:
    known, other = person("U1", deactivated=True, updated=7), person("U1", updated=updated)
    mirrored.write_now(lambda work: work.people.remember([known]))

    assert mirrored.write_now(lambda work: work.people.remember([other, BEN])) == {"U1"}

    assert mirrored.read_now(lambda work: work.people.get("U1")) == known


def test_what_no_database_can_keep_is_no_doubt(mirrored: Database) -> None:
    odd = person("U5", "A\0\ud800", email="\0@example.com")

    assert not any(mirrored.write_now(lambda work: work.people.remember([odd])) for _ in range(2))


def test_an_answer_counts_unless_something_else_was_learnt_since_the_question(mirrored: Database) -> None:
    gone = person("U1", deactivated=True)
    assert mirrored.write_now(service.believe, gone, AIKO)
    assert mirrored.read_now(lambda work: work.people.get("U1")) == gone

    assert not mirrored.write_now(service.believe, person("U1", "Chie"), AIKO)
    assert not mirrored.write_now(service.believe, person("U1", "Chie"), None)
    assert mirrored.read_now(lambda work: work.people.get("U1")) == gone


def test_groups_are_replaced_as_a_whole(mirrored: Database) -> None:
    mirrored.write_now(lambda work: work.people.replace_group("S1", ["U1", "U2", "U2"]))
    mirrored.write_now(lambda work: work.people.replace_group("S2", ["U3"]))
    assert mirrored.read_now(lambda work: work.people.members_of(["S1", "S2"])) == {"U1", "U2", "U3"}

    mirrored.write_now(lambda work: work.people.replace_group("S1", []))

    assert mirrored.read_now(lambda work: work.people.members_of(["S1", "S2"])) == {"U3"}
    assert mirrored.read_now(lambda work: work.people.members_of([])) == frozenset()


def members(work: UnitOfWork, channel: str) -> set[str]:
    """Answer who of the first three is in a channel."""
    return {user_id for user_id in ("U1", "U2", "U3") if work.people.is_in_channel(channel, user_id)}


def test_people_come_into_channels_and_go(mirrored: Database) -> None:
    def are_in(channel: str) -> set[str]:
        return mirrored.read_now(members, channel)

    mirrored.write_now(lambda work: work.people.replace_channel("C1", ["U1", "U2"]))
    mirrored.write_now(lambda work: work.people.join_channel("C1", "U3"))
    mirrored.write_now(lambda work: work.people.join_channel("C1", "U3"))
    mirrored.write_now(lambda work: work.people.leave_channel("C1", "U1"))
    assert are_in("C1") == {"U2", "U3"}
    assert are_in("C2") == set()
    assert mirrored.read_now(lambda work: work.people.channels_of("U2", ["C1", "C2"])) == {"C1"}
    assert mirrored.read_now(lambda work: work.people.channels_of("U1", ["C1", "C2"])) == frozenset()
    assert mirrored.read_now(lambda work: work.people.channels_of("U2", [])) == frozenset()

    mirrored.write_now(lambda work: work.people.leave_channel("C1"))

    assert are_in("C1") == set()


def test_a_look_leaves_what_was_told_since_it_began(mirrored: Database) -> None:
    mirrored.write_now(lambda work: work.people.replace_channel("C1", ["U1", "U2"]))
    before = mirrored.read_now(lambda work: work.people.in_channel("C1"))
    mirrored.write_now(lambda work: work.people.leave_channel("C1", "U1"))
    mirrored.write_now(lambda work: work.people.join_channel("C1", "U3"))

    mirrored.write_now(lambda work: work.people.replace_channel("C1", ["U1", "U2", "U4"], before))

    assert mirrored.read_now(lambda work: work.people.in_channel("C1")) == {"U2", "U3", "U4"}


def test_groups_are_answered_with_their_members(mirrored: Database) -> None:
    mirrored.write_now(lambda work: work.people.replace_group("S1", ["U1", "U2"]))
    mirrored.write_now(lambda work: work.people.replace_group("S2", ["U3"]))
    assert mirrored.read_now(lambda work: work.people.groups()) == {"S1": {"U1", "U2"}, "S2": {"U3"}}
