"""What is done twice, or by two at once: the second is told, and nothing happens twice."""

import pytest

from tests.workflows.escalation.team import AGENT, LEAD, MANAGER, NEAR, Team, claims, declines, edits
from workflows.escalation import service
from workflows.escalation.standing import Click
from workflows.refusals import Refusal, Refused


def test_of_two_who_take_over_what_they_saw_with_a_third_only_the_first_does(team: Team) -> None:
    key = team.after(claims(MANAGER))
    seen = team.request(key).steps
    team.take(service.take_over, NEAR, key)

    with pytest.raises(Refused) as refused:
        team.database.write_now(service.take_over, Click(key, LEAD, seen_at=seen), team.desk, team.now)

    assert (refused.value.code, refused.value.people) == (Refusal.ALREADY_CLAIMED, (NEAR,))
    team.database.write_now(service.take_over, Click(key, LEAD, seen_at=seen + 1), team.desk, team.now)
    assert team.request(key).owner == LEAD


def test_nobody_declines_twice_unless_they_took_it_up_again(team: Team) -> None:
    key = team.after(declines(MANAGER))
    with pytest.raises(Refused) as refused:
        declines(MANAGER)(team, key)
    assert refused.value.code is Refusal.ALREADY_HAPPENED
    claims(MANAGER)(team, key)
    declines(MANAGER)(team, key)
    assert team.request(key).owner is None


def test_an_edit_that_changes_nothing_is_no_step(team: Team) -> None:
    key = team.after()
    edits(AGENT)(team, key)
    before = team.trail(key)
    edits(AGENT)(team, key)
    assert team.trail(key) == before
