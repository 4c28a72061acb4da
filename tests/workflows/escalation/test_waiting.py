"""What waits until a moment comes back by itself: once, and only if it still waits."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from storage.database import Database
from storage.vocabulary import BATON, Status, Verb
from tests.workflows.escalation.team import (
    AGENT,
    FAR,
    MANAGER,
    NEAR,
    NOW,
    TOMORROW,
    Act,
    Team,
    a_team,
    accepts,
    asks,
    claims,
    declines,
    hands_off,
    leaves,
    reopens,
    takes_over,
    waits,
    withdraws,
)
from workflows.escalation import service


def test_it_comes_back_when_its_moment_comes_and_not_before(team: Team) -> None:
    key = team.after(claims(MANAGER), waits(MANAGER))
    team.now = TOMORROW - timedelta(seconds=1)
    assert not team.database.read_now(service.is_any_due, team.now)
    assert (team.resume(), team.request(key).status) == (0, Status.WAITING)

    team.now = TOMORROW

    assert team.database.read_now(service.is_any_due, team.now)
    assert team.resume() == 1
    found = team.request(key)
    assert (found.status, found.owner, found.waiting_for, found.waiting_until) == (Status.DOING, MANAGER, None, None)
    assert (team.trail(key)[-1].by, team.resume()) == (BATON, 0)
    assert not team.database.read_now(service.is_any_due, team.now)


@pytest.mark.parametrize(
    "since",
    [
        (claims(MANAGER),),
        (takes_over(NEAR),),
        (asks(MANAGER),),
        (declines(MANAGER),),
        (withdraws(AGENT),),
        (withdraws(AGENT), reopens(AGENT)),
        (leaves(MANAGER),),
    ],
)
def test_what_waits_no_longer_is_left_alone(team: Team, since: tuple[Act, ...]) -> None:
    key = team.after(claims(MANAGER), waits(MANAGER), *since)
    before = team.request(key)
    team.now = TOMORROW

    assert team.resume() == 1

    assert (team.request(key), team.owed()) == (before, [])


@pytest.mark.parametrize("later", [timedelta(hours=-2), timedelta(hours=2)])
def test_the_last_moment_counts(team: Team, later: timedelta) -> None:
    key = team.after(claims(MANAGER), waits(MANAGER), waits(MANAGER, TOMORROW + later))
    for moment, status in ((-1, Status.WAITING), (0, Status.DOING)):
        team.now = TOMORROW + later + timedelta(seconds=moment)
        team.resume()
        assert team.request(key).status is status


def test_it_comes_back_to_whoever_has_it_then(team: Team) -> None:
    key = team.after(claims(MANAGER), waits(MANAGER), hands_off(MANAGER, FAR), accepts(FAR))
    team.now = TOMORROW
    team.resume()
    assert (team.request(key).owner, team.pings()) == (FAR, [("turn", FAR)])


def test_two_replicas_bring_each_back_once(postgresql_url: str) -> None:
    database = Database(postgresql_url, lambda: NOW)
    database.write_now(a_team)
    team = Team(database)
    keys = [team.after(claims(MANAGER), waits(MANAGER)) for _ in range(6)]
    team.now = TOMORROW

    with ThreadPoolExecutor(4) as replicas:
        list(replicas.map(lambda _: team.resume(), range(4)))

    for key in keys:
        assert [step.verb for step in team.trail(key)].count(Verb.RESUME) == 1
    assert not database.read_now(service.is_any_due, TOMORROW)
