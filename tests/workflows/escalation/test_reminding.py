"""Whoever has a request in hand is reminded of it, once an hour, by those whom it concerns."""

from datetime import timedelta

import pytest

from storage.digests import NewEdition
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import RequestType
from tests.workflows.escalation.team import (
    AGENT,
    CHANNEL,
    COVER,
    FAR,
    LEAD,
    MANAGER,
    NEAR,
    NOW,
    Act,
    Team,
    claims,
    declines,
    hands_off,
    resolves,
    waits,
)
from workflows.escalation import reminding
from workflows.escalation.standing import Click
from workflows.refusals import Refusal, Refused

HOUR = timedelta(hours=1)
LOUNGE = "C_LOUNGE"


def reminds(team: Team, by: str, key: str, seen_in: str | None = None) -> list[tuple[str, str]]:
    """Let somebody remind; answer who hears it ring."""
    team.database.write_now(reminding.remind, Click(key, by, seen_in), team.desk, team.now)
    return team.pings()


def refusal_of(team: Team, by: str, key: str) -> tuple[Refusal, tuple[str, ...], str | None]:
    """Answer why somebody may not remind, whom to turn to, and of what."""
    with pytest.raises(Refused) as refused:
        reminds(team, by, key)
    assert team.pings() == []
    return refused.value.code, refused.value.people, refused.value.key


@pytest.mark.parametrize("acts", [(claims(NEAR),), (claims(NEAR), waits(NEAR)), (claims(NEAR), hands_off(NEAR, FAR))])
def test_the_owner_hears_of_it(team: Team, acts: tuple[Act, ...]) -> None:
    assert reminds(team, AGENT, team.after(*acts)) == [("reminder", NEAR)]


@pytest.mark.parametrize("request_type", RequestType)
def test_while_nobody_has_it_whoever_is_asked_hears_of_it(team: Team, request_type: RequestType) -> None:
    assert reminds(team, AGENT, team.after(request_type=request_type)) == [("reminder", MANAGER)]


@pytest.mark.parametrize("by", [AGENT, MANAGER, COVER, LEAD])
def test_all_whom_it_concerns_may_remind(team: Team, by: str) -> None:
    assert reminds(team, by, team.after(claims(NEAR))) == [("reminder", NEAR)]


def test_so_may_whoever_has_the_card_before_their_eyes_and_nobody_else(team: Team) -> None:
    key = team.after(claims(MANAGER))
    assert refusal_of(team, FAR, key) == (Refusal.NOT_ALLOWED, (MANAGER,), key)
    assert refusal_of(team, "U_STRANGER", key) == (Refusal.NOT_ALLOWED, (MANAGER,), key)
    assert reminds(team, FAR, key, CHANNEL) == [("reminder", MANAGER)]


def test_once_an_hour_is_enough_whoever_asks(team: Team) -> None:
    key, other = team.after(claims(MANAGER)), team.after(claims(MANAGER))
    assert reminds(team, AGENT, key) == [("reminder", MANAGER)]
    team.now += HOUR - timedelta(seconds=1)
    assert refusal_of(team, LEAD, key) == (Refusal.REMINDED_ALREADY, (MANAGER,), key)
    assert reminds(team, LEAD, other) == [("reminder", MANAGER)]
    team.now += timedelta(seconds=1)
    assert reminds(team, LEAD, key) == [("reminder", MANAGER)]


def test_what_is_kept_of_reminders_is_forgotten_with_the_hour(team: Team) -> None:
    first = team.after(claims(MANAGER))
    reminds(team, AGENT, first)
    team.now += HOUR
    second = team.after(claims(MANAGER))
    reminds(team, AGENT, second)
    assert list(team.database.read_now(lambda work: work.timers.of_kind(reminding.REMINDED))) == [second]


def test_nobody_reminds_themselves(team: Team) -> None:
    owned, asked = team.after(claims(MANAGER)), team.after()
    for key in (owned, asked):
        assert refusal_of(team, MANAGER, key) == (Refusal.IN_YOUR_HANDS, (), key)


def test_where_nobody_has_it_there_is_nobody_to_remind(team: Team) -> None:
    unasked = team.after(customer="A-2")
    assert refusal_of(team, AGENT, unasked) == (Refusal.NOBODY_TO_REMIND, (), unasked)
    declined = team.after(declines(MANAGER), declines(COVER))
    assert refusal_of(team, AGENT, declined) == (Refusal.NOBODY_TO_REMIND, (), declined)
    left = team.after(claims(NEAR))
    team.lose(NEAR)
    assert refusal_of(team, AGENT, left) == (Refusal.NOBODY_TO_REMIND, (), left)


def test_of_what_is_done_or_never_was_nobody_is_reminded(team: Team) -> None:
    done = team.after(claims(MANAGER), resolves(MANAGER))
    assert refusal_of(team, AGENT, done) == (Refusal.ALREADY_DONE, (MANAGER,), done)
    for key in ("R-9999", "digest-1", ""):
        assert refusal_of(team, AGENT, key) == (Refusal.NO_SUCH_REQUEST, (), key)


def test_so_may_whoever_reads_it_in_a_digest_where_its_card_is_open_to_all(team: Team) -> None:
    key = team.after(claims(NEAR))
    team.database.write_now(posted_in, LOUNGE)
    assert refusal_of(team, FAR, key)[0] is Refusal.NOT_ALLOWED
    with pytest.raises(Refused):
        reminds(team, FAR, key, LOUNGE)
    team.database.write_now(lambda work: work.channels.keep(CHANNEL, is_private=False))
    assert reminds(team, FAR, key, LOUNGE) == [("reminder", NEAR)]


def posted_in(work: UnitOfWork, channel: str) -> None:
    """Post something of a digest in a channel."""
    work.editions.add(NewEdition(None, channel, NOW.date(), None, NOW, {}))
