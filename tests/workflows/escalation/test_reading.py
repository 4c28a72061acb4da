"""Who may read what: a request to whom it is something, a list as far as its reader may see, a story whole."""

import pytest

from storage.vocabulary import RequestType, Status, Verb
from tests.workflows.escalation.team import (
    AGENT,
    CHANNEL,
    COLLEAGUE,
    COVER,
    FAR,
    LEAD,
    MANAGER,
    NEAR,
    Act,
    Team,
    adds,
    claims,
    declines,
    hands_off,
    leaves,
    resolves,
    waits,
    withdraws,
)
from workflows.escalation import reading
from workflows.escalation.draft import Duplicate, Guard
from workflows.escalation.standing import Click
from workflows.refusals import Refusal, Refused


def test_a_request_is_shown_to_whom_it_is_something(team: Team) -> None:
    key = team.after(claims(NEAR), hands_off(NEAR, FAR))
    team.file(filed_by=COLLEAGUE, duplicate=Duplicate(Guard.ADD, key))

    for by in (AGENT, MANAGER, COVER, LEAD, NEAR, FAR):
        assert team.database.read_now(reading.shown, Click(key, by), team.desk).request.key == key
    with pytest.raises(Refused):
        team.database.read_now(reading.shown, Click(key, COLLEAGUE), team.desk)


@pytest.mark.parametrize("by", [FAR, COLLEAGUE, "U_NEVER_SEEN"])
def test_a_request_that_is_none_of_theirs_is_refused_with_whom_to_ask(team: Team, by: str) -> None:
    key = team.after(claims(NEAR))
    for read in (reading.shown, reading.story):
        with pytest.raises(Refused) as refused:
            team.database.read_now(read, Click(key, by), team.desk)
        assert (refused.value.code, refused.value.people) == (Refusal.NOT_ALLOWED, (MANAGER,))


def test_whoever_asks_in_the_channel_of_the_card_sees_it(team: Team) -> None:
    key = team.after()
    assert team.database.read_now(reading.shown, Click(key, FAR, seen_in=CHANNEL), team.desk).request.key == key


def test_what_is_in_work_is_found_latest_first_as_far_as_one_may_see(team: Team) -> None:
    first, second = team.after(), team.after(claims(NEAR), filed_by=COLLEAGUE)
    team.after(withdraws(AGENT))
    team.after(request_type=RequestType.FYI)

    by_lead = team.database.read_now(reading.found, "あおぞら", Click("", LEAD), team.desk)
    assert ([view.request.key for view in by_lead.views], by_lead.hidden) == ([second, first], 0)
    by_filer = team.database.read_now(reading.found, "青空", Click("", AGENT), team.desk)
    assert ([view.request.key for view in by_filer.views], by_filer.hidden) == ([first], 1)
    nothing = team.database.read_now(reading.found, "どこにもない", Click("", LEAD), team.desk)
    assert (nothing.accounts, nothing.views, nothing.hidden) == ((), (), 0)
    assert (by_lead.hiding, by_filer.hiding) == (frozenset(), frozenset({"A-1"}))


def test_the_form_names_only_what_its_reader_may_read(team: Team) -> None:
    mine, theirs = team.after(), team.after(filed_by=COLLEAGUE)

    facts = team.database.read_now(reading.account_facts, "A-1", AGENT, team.desk)

    assert facts is not None
    assert ([view.request.key for view in facts.open], facts.in_work) == ([theirs, mine], 2)
    assert facts.may_read == {mine}


def test_a_story_is_told_whole_in_order(team: Team) -> None:
    key = team.after(claims(MANAGER), waits(MANAGER), adds(AGENT), declines(MANAGER), claims(COVER), resolves(COVER))

    told = team.database.read_now(reading.story, Click(key, AGENT), team.desk)

    assert [step.verb for step in told.steps] == [
        Verb.FILE, Verb.CLAIM, Verb.WAIT, Verb.ADD, Verb.DECLINE, Verb.CLAIM, Verb.RESOLVE,
    ]  # fmt: skip
    assert (told.left_out, told.view.name_of(COVER)) == (0, COVER.lower())


def test_of_a_very_long_story_the_middle_is_left_out_and_counted(team: Team) -> None:
    key = team.after()
    for _ in range(reading.STORY + 4):
        adds(AGENT)(team, key)

    told = team.database.read_now(reading.story, Click(key, AGENT), team.desk)

    assert (len(told.steps), told.left_out) == (reading.STORY, 5)
    assert (told.steps[0].ordinal, told.steps[-1].ordinal) == (1, reading.STORY + 5)


def test_a_form_is_refused_before_anybody_types(team: Team) -> None:
    key = team.after(claims(MANAGER))
    with pytest.raises(Refused) as refused:
        team.database.read_now(reading.to_take, Click(key, NEAR), team.desk, Verb.WAIT)
    assert (refused.value.code, refused.value.people) == (Refusal.NOT_ALLOWED, (MANAGER,))
    view = team.database.read_now(reading.to_take, Click(key, MANAGER), team.desk, Verb.WAIT)
    assert view.request.key == key


@pytest.mark.parametrize(
    ("before", "by", "ends", "next_asked"),
    [
        ((), MANAGER, False, COVER),
        ((), COVER, False, None),
        ((declines(MANAGER),), COVER, False, None),
        ((leaves(COVER),), MANAGER, False, None),
        ((), LEAD, True, COVER),
    ],
)
def test_whoever_declines_knows_beforehand_what_becomes_of_it(
    team: Team, before: tuple[Act, ...], by: str, *, ends: bool, next_asked: str | None
) -> None:
    key = team.after(*before)
    told = team.database.read_now(reading.to_decline, Click(key, by), team.desk)
    assert (told.ends, told.next_asked) == (ends, next_asked and next_asked.lower())

    declines(by)(team, key)

    found = team.request(key)
    assert (found.status is Status.DONE) is ends
    assert ends or found.account_manager == next_asked
