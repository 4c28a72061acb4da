"""What a digest tells of calls: how many there were, and who helped in them, also of those that are over."""

from datetime import datetime

import pytest

from storage.database import Database
from storage.vocabulary import Helped
from tests.workflows.digest.room import DIGEST, posted_now
from tests.workflows.whisper.team import (
    AGENT,
    COLLEAGUE,
    HOUR,
    LEAD,
    MINUTE,
    NOW,
    SECOND,
    SENIOR,
    Team,
    a_team,
    answers,
    ends,
    lowers,
    raises,
    rates,
    takes,
    whispers,
)
from workflows.digest.composing import compose
from workflows.digest.snapshot import Help


@pytest.fixture
def team(database_url: str) -> Team:
    """Answer a team that is on the phone, on each kind of database."""
    database = Database(database_url, lambda: NOW)
    database.write_now(a_team)
    return Team(database)


def help_of(team: Team, at: datetime | None = None) -> Help:
    """Answer what a digest tells of calls now."""
    return team.database.read_now(compose, DIGEST, at or team.now).help


def test_help_is_told_of_calls_that_are_over(team: Team) -> None:
    team.after(raises(), takes(LEAD), whispers(LEAD), answers(), ends(), rates(Helped.USED))
    team.after(raises(), takes(SENIOR), whispers(SENIOR), whispers(LEAD), ends())
    team.after(raises(), takes(LEAD), lowers(), raises())
    assert help_of(team, team.now + SECOND) == Help(3, 3, 1, 4, (("u_lead", 2), ("u_senior", 1)))


def test_help_is_told_once(team: Team) -> None:
    key = team.after(raises())
    team.now += MINUTE
    team.database.write_now(posted_now, team.now)
    team.now += MINUTE
    takes(LEAD)(team, key)
    ends()(team, key)
    team.start(COLLEAGUE)

    assert help_of(team) == Help(1, 0, 0, 0, (("u_lead", 1),))
    team.database.write_now(posted_now, team.now)
    team.now += HOUR
    assert help_of(team) == Help()


def test_a_sign_that_was_taken_and_given_back_is_nobodys(team: Team) -> None:
    key = team.after(raises(), takes(LEAD))
    team.wait(10 * MINUTE)
    assert team.call(key).help_by is None
    assert help_of(team) == Help(1, 0, 0, 1)


def test_what_the_phrase_book_says_is_nobodys_help(team: Team) -> None:
    key = team.after()
    advice = team.whisper(LEAD, key)
    team.database.write_now(lambda work: work.connection.exec_driver_sql("UPDATE whispers SET \"by\" = 'baton'"))
    assert advice.agent == AGENT
    assert help_of(team, team.now + SECOND).whispers == 0
