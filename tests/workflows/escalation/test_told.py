"""Who is told, and how many pings each step makes: CONTRACT.md, "Who is told", row by row. Quiet is a feature."""

from collections import Counter

import pytest

from storage.vocabulary import RequestType, Urgency
from tests.workflows.escalation.team import (
    AGENT,
    CHANNEL,
    COLLEAGUE,
    COVER,
    DESK,
    LEAD,
    MANAGER,
    NEAR,
    NO_CHANNEL,
    Act,
    Ping,
    Team,
    accepts,
    accepts_answer,
    adds,
    answers,
    asks,
    asks_again,
    claims,
    declines,
    edits,
    hands_off,
    leaves,
    rates,
    reads,
    reopens,
    replies,
    resolves,
    resumes,
    returns,
    takes_over,
    waits,
    withdraws,
)
from workflows.escalation.draft import Duplicate, Guard

ACTION, CONSULT, FYI = RequestType
Row = tuple[RequestType, tuple[Act, ...], Act, list[Ping]]

NOBODY: list[Ping] = []
IN_PLACE = [("card", CHANNEL), ("receipt", AGENT), ("handoff", MANAGER), ("step", CHANNEL)]
ROWS: dict[str, Row] = {
    "claim": (ACTION, (), claims(MANAGER), NOBODY),
    "claim by someone in the channel": (ACTION, (), claims(NEAR), NOBODY),
    "back to work": (ACTION, (claims(MANAGER), waits(MANAGER)), claims(MANAGER), NOBODY),
    "take over": (ACTION, (claims(MANAGER),), takes_over(COVER), NOBODY),
    "read by the account manager": (FYI, (), reads(MANAGER), [("outcome", AGENT)]),
    "read by the cover": (FYI, (), reads(COVER), [("outcome", AGENT), ("outcome", MANAGER)]),
    "answer": (CONSULT, (), answers(MANAGER), [("answer", AGENT)]),
    "answer anew": (CONSULT, (answers(MANAGER),), answers(MANAGER), [("answer", AGENT)]),
    "accept the answer": (
        CONSULT, (answers(MANAGER),), accepts_answer(AGENT), [("outcome", AGENT), ("outcome", MANAGER)]
    ),
    "ask again": (CONSULT, (answers(MANAGER),), asks_again(AGENT), [("turn", MANAGER)]),
    "ask": (ACTION, (claims(MANAGER),), asks(MANAGER), [("question", AGENT)]),
    "reply": (ACTION, (claims(MANAGER), asks(MANAGER)), replies(AGENT), [("turn", MANAGER)]),
    "wait": (ACTION, (claims(MANAGER),), waits(MANAGER), NOBODY),
    "resume": (ACTION, (claims(NEAR), waits(NEAR)), resumes, [("turn", NEAR)]),
    "hand off": (ACTION, (claims(MANAGER),), hands_off(MANAGER, NEAR), [("offer", NEAR)]),
    "hand off to someone else": (
        ACTION, (claims(MANAGER), hands_off(MANAGER, NEAR)), hands_off(MANAGER, COVER), [("offer", COVER)]
    ),
    "hand off once more": (
        ACTION, (claims(MANAGER), hands_off(MANAGER, NEAR)), hands_off(MANAGER, NEAR), [("offer", NEAR)]
    ),
    "accept": (ACTION, (claims(MANAGER), hands_off(MANAGER, NEAR)), accepts(NEAR), NOBODY),
    "return": (ACTION, (claims(MANAGER), hands_off(LEAD, NEAR)), returns(NEAR), [("turn", LEAD)]),
    "decline by the account manager": (ACTION, (), declines(MANAGER), [("handoff", COVER), ("turn", AGENT)]),
    "decline by the cover, then": (
        ACTION, (declines(MANAGER),), declines(COVER), [("leads_asked", CHANNEL), ("turn", AGENT)]
    ),
    "decline by another owner": (
        ACTION, (claims(NEAR),), declines(NEAR), [("handoff", COVER), ("turn", AGENT), ("turn", MANAGER)]
    ),
    "decline by a lead": (
        ACTION, (claims(NEAR),), declines(LEAD), [("outcome", AGENT), ("outcome", MANAGER), ("outcome", NEAR)]
    ),
    "decline over the owner's head": (
        ACTION, (claims(NEAR),), declines(MANAGER), [("handoff", COVER), ("turn", AGENT), ("turn", NEAR)]
    ),
    "decline, and the cover has the card already": (
        ACTION, (declines(MANAGER), claims(NEAR)), declines(NEAR), [("turn", AGENT), ("turn", COVER)]
    ),
    "resolve by the account manager": (ACTION, (claims(MANAGER),), resolves(MANAGER), [("outcome", AGENT)]),
    "resolve by another owner": (
        ACTION, (claims(NEAR),), resolves(NEAR), [("outcome", AGENT), ("outcome", MANAGER)]
    ),
    "withdraw what nobody has": (ACTION, (), withdraws(AGENT), [("outcome", AGENT), ("outcome", MANAGER)]),
    "withdraw what somebody has": (
        ACTION, (claims(NEAR),), withdraws(AGENT), [("outcome", AGENT), ("outcome", MANAGER), ("outcome", NEAR)]
    ),
    "reopen with its owner": (
        ACTION, (claims(NEAR), resolves(NEAR)), reopens(AGENT), [("turn", AGENT), ("turn", MANAGER), ("turn", NEAR)]
    ),
    "reopen by its owner": (
        ACTION, (claims(NEAR), resolves(NEAR)), reopens(NEAR), [("turn", AGENT), ("turn", MANAGER)]
    ),
    "reopen what nobody had": (ACTION, (withdraws(AGENT),), reopens(AGENT), [("turn", AGENT), ("turn", MANAGER)]),
    "edit": (ACTION, (), edits(AGENT, summary="別の請求書"), NOBODY),
    "add": (ACTION, (), adds(AGENT), NOBODY),
    "urgency": (ACTION, (), rates(MANAGER, Urgency.CRITICAL), NOBODY),
    "the account manager left": (ACTION, (), leaves(MANAGER), [("handoff", COVER)]),
    "the account manager left, and somebody has it": (ACTION, (claims(NEAR),), leaves(MANAGER), NOBODY),
    "the owner left": (ACTION, (claims(NEAR),), leaves(NEAR), [("turn", MANAGER)]),
    "the owner left, who was the account manager": (ACTION, (claims(MANAGER),), leaves(MANAGER), [("handoff", COVER)]),
    "whom it was offered left": (ACTION, (hands_off(COVER, NEAR),), leaves(NEAR), [("turn", COVER)]),
}  # fmt: skip


@pytest.mark.parametrize(("request_type", "before", "act", "pings"), ROWS.values(), ids=ROWS.keys())
def test_a_step_pings_those_who_must_know_and_updates_the_rest_in_place(
    team: Team, request_type: RequestType, before: tuple[Act, ...], act: Act, pings: list[Ping]
) -> None:
    key = team.after(*before, request_type=request_type)

    act(team, key)

    told = Counter((topic, place) for topic, _, place in team.owed())
    assert {told[row] for row in IN_PLACE} == {1}
    assert sorted(team.pings()) == sorted(pings)


def test_a_filing_pings_whoever_is_asked_and_gives_a_receipt(team: Team) -> None:
    team.file()
    assert team.pings() == [("receipt", AGENT), ("handoff", MANAGER)]


def test_a_filing_for_a_customer_with_nobody_mentions_the_leads_once(team: Team) -> None:
    key = team.file(customer="A-2")
    assert team.pings() == [("receipt", AGENT), ("leads_asked", CHANNEL)]

    adds(AGENT)(team, key)
    assert team.pings() == []


def test_without_a_channel_each_lead_is_asked_by_dm(team: Team) -> None:
    team.desk = NO_CHANNEL
    key = team.file(customer="A-2")
    assert team.pings() == [("receipt", AGENT), ("handoff", LEAD)]

    claims(LEAD)(team, key)
    assert team.pings() == []


def test_without_a_channel_the_leads_are_asked_by_dm_when_everyone_has_declined(team: Team) -> None:
    team.desk = NO_CHANNEL
    key = team.after(declines(MANAGER))

    declines(COVER)(team, key)

    assert sorted(team.pings()) == [("handoff", LEAD), ("turn", AGENT)]


def test_nobody_is_pinged_about_what_they_did_themselves(team: Team) -> None:
    own = team.after(claims(MANAGER), asks(MANAGER), filed_by=MANAGER)

    replies(MANAGER)(team, own)

    assert team.pings() == []


def test_one_who_added_gets_a_receipt_and_the_outcome_and_nothing_between(team: Team) -> None:
    key = team.after(claims(MANAGER))

    team.file(filed_by=COLLEAGUE, duplicate=Duplicate(Guard.ADD, key))
    assert team.pings() == [("receipt", COLLEAGUE)]
    for act in (asks(MANAGER), replies(AGENT), waits(MANAGER), declines(MANAGER)):
        act(team, key)
        assert COLLEAGUE not in {place for _, place in team.pings()}
    claims(COVER)(team, key)
    resolves(COVER)(team, key)
    assert ("outcome", COLLEAGUE) in team.pings()


def test_a_link_pings_nobody_beyond_the_new_filing(team: Team) -> None:
    first = team.after(claims(MANAGER))

    team.file(filed_by=COLLEAGUE, duplicate=Duplicate(Guard.LINK, first))

    assert team.pings() == [("receipt", COLLEAGUE), ("handoff", MANAGER)]


def test_an_ordinary_escalation_is_one_ping_for_the_manager_and_two_for_the_filer(team: Team) -> None:
    assert team.desk == DESK
    key = team.file()
    pings = team.pings()
    for act in (claims(MANAGER), resolves(MANAGER)):
        act(team, key)
        pings += team.pings()

    assert Counter(place for _, place in pings) == {MANAGER: 1, AGENT: 2}
