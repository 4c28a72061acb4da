"""What each step of a request changes, what its trail keeps of it, and what it refuses."""

from datetime import datetime, timedelta

import pytest

from storage.requests import Request
from storage.vocabulary import CustomerState, Ending, Outcome, RequestType, Status, Urgency, Verb, Waiting
from tests.workflows.escalation.team import (
    AGENT,
    CHANNEL,
    COVER,
    FAR,
    LATER,
    LEAD,
    MANAGER,
    NEAR,
    NOW,
    TOMORROW,
    Act,
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
from workflows.escalation import reading, service
from workflows.escalation.standing import Click
from workflows.refusals import InvalidForm, Misfit, Refusal, Refused

ACTION, CONSULT, FYI = RequestType
TODO, DOING, WAITING, DONE = Status
Row = tuple[RequestType, tuple[Act, ...], Act, tuple[object, ...]]

STEPS: dict[str, Row] = {
    "claim": (ACTION, (), claims(MANAGER), (Verb.CLAIM, TODO, DOING, None, None)),
    "take over": (ACTION, (claims(MANAGER),), takes_over(COVER), (Verb.TAKE_OVER, DOING, DOING, None, None)),
    "read": (FYI, (), reads(COVER), (Verb.READ, TODO, DONE, None, None)),
    "answer": (CONSULT, (), answers(NEAR), (Verb.ANSWER, TODO, WAITING, "はい、可能です。", None)),
    "accept answer": (CONSULT, (answers(NEAR),), accepts_answer(LEAD), (Verb.ACCEPT_ANSWER, WAITING, DONE, None, None)),
    "ask again": (
        CONSULT, (answers(NEAR),), asks_again(AGENT), (Verb.ASK_AGAIN, WAITING, DOING, "いつからですか。", None)
    ),
    "ask": (ACTION, (claims(NEAR),), asks(NEAR), (Verb.ASK, DOING, WAITING, "どの請求書ですか。", None)),
    "reply": (ACTION, (claims(NEAR), asks(NEAR)), replies(AGENT), (Verb.REPLY, WAITING, DOING, "十月分です。", None)),
    "wait": (
        ACTION, (claims(NEAR),), waits(NEAR), (Verb.WAIT, DOING, WAITING, "見積り待ち", TOMORROW.isoformat())
    ),
    "resume": (ACTION, (claims(NEAR), waits(NEAR)), resumes, (Verb.RESUME, WAITING, DOING, None, None)),
    "hand off": (ACTION, (), hands_off(MANAGER, NEAR), (Verb.HAND_OFF, TODO, TODO, "お願いします", NEAR)),
    "accept": (ACTION, (hands_off(MANAGER, NEAR),), accepts(NEAR), (Verb.ACCEPT, TODO, DOING, None, None)),
    "accept what waits": (
        ACTION, (claims(MANAGER), waits(MANAGER), hands_off(MANAGER, NEAR)), accepts(NEAR),
        (Verb.ACCEPT, WAITING, WAITING, None, None),
    ),
    "return": (ACTION, (hands_off(MANAGER, NEAR),), returns(NEAR), (Verb.RETURN, TODO, TODO, "手一杯です", None)),
    "decline": (ACTION, (claims(NEAR),), declines(NEAR), (Verb.DECLINE, DOING, TODO, "担当外です", None)),
    "end by declining": (ACTION, (claims(NEAR),), declines(LEAD), (Verb.DECLINE, DOING, DONE, "担当外です", None)),
    "resolve": (ACTION, (claims(NEAR),), resolves(NEAR), (Verb.RESOLVE, DOING, DONE, "本日 16 時に届きます。", None)),
    "withdraw": (FYI, (), withdraws(AGENT), (Verb.WITHDRAW, TODO, DONE, "解決しました", None)),
    "reopen": (
        ACTION, (claims(NEAR), resolves(NEAR)), reopens(AGENT), (Verb.REOPEN, DONE, DOING, "まだ届きません", None)
    ),
    "reopen what nobody had": (FYI, (reads(LEAD),), reopens(AGENT), (Verb.REOPEN, DONE, TODO, "まだ届きません", None)),
    "add": (ACTION, (), adds(AGENT), (Verb.ADD, TODO, TODO, "電話でも催促がありました", None)),
    "edit": (
        ACTION, (), edits(AGENT, summary="別の請求書"),
        (Verb.EDIT, TODO, TODO, "summary: 請求書の再発行が三日止まっている", None),
    ),
    "urgency": (ACTION, (), rates(LEAD, Urgency.LOW), (Verb.URGENCY, TODO, TODO, "社長が出てきました", "low")),
}  # fmt: skip


@pytest.mark.parametrize(("request_type", "before", "act", "step"), STEPS.values(), ids=STEPS.keys())
def test_every_step_leaves_its_line_in_the_trail(
    team: Team, request_type: RequestType, before: tuple[Act, ...], act: Act, step: tuple[object, ...]
) -> None:
    key = team.after(*before, request_type=request_type)

    act(team, key)

    *_, last = trail = team.trail(key)
    assert (last.verb, last.from_status, last.to_status, last.words, last.about) == step
    assert [each.ordinal for each in trail] == list(range(1, len(before) + 3))
    assert team.request(key).steps == len(trail)
    assert team.request(key).status is last.to_status


def in_short(request: Request) -> tuple[object, ...]:
    """Answer whose a request is and what it waits for."""
    return request.status, request.owner, request.waiting_for, request.waiting_until, request.offered_to


OFFERED = (claims(MANAGER), hands_off(MANAGER, FAR))
ASKED = (claims(MANAGER), asks(MANAGER), hands_off(MANAGER, FAR))
RESTING = (claims(MANAGER), waits(MANAGER), hands_off(MANAGER, FAR))


@pytest.mark.parametrize("before", [OFFERED, ASKED, RESTING])
@pytest.mark.parametrize(
    ("act", "after"),
    [
        (takes_over(NEAR), (DOING, NEAR, None, None, None)),
        (declines(MANAGER), (TODO, None, None, None, None)),
        (declines(LEAD), (DONE, MANAGER, None, None, None)),
        (resolves(MANAGER), (DONE, MANAGER, None, None, None)),
        (withdraws(AGENT), (DONE, MANAGER, None, None, None)),
    ],
)
def test_whoever_settles_a_request_clears_what_it_waited_for_and_whom_it_was_offered_to(
    team: Team, before: tuple[Act, ...], act: Act, after: tuple[object, ...]
) -> None:
    key = team.after(*before)

    act(team, key)

    found = team.request(key)
    assert in_short(found) == after
    assert (found.question, found.waiting_step, found.offered_by, found.offered_step) == (None, None, None, None)


def test_an_answer_to_what_nobody_has_claims_it_and_clears_an_offer(team: Team) -> None:
    key = team.after(hands_off(MANAGER, FAR), request_type=CONSULT)

    answers(NEAR)(team, key)

    assert in_short(team.request(key)) == (WAITING, NEAR, Waiting.ACCEPTANCE, None, None)
    with pytest.raises(Refused) as refused:
        accepts(FAR)(team, key)
    assert (refused.value.code, refused.value.people) == (Refusal.OFFER_GONE, (NEAR,))


def test_an_offer_stands_while_its_owner_asks_and_waits(team: Team) -> None:
    key = team.after(claims(MANAGER), hands_off(MANAGER, FAR), asks(MANAGER), replies(AGENT), waits(MANAGER))

    accepts(FAR)(team, key)

    assert in_short(team.request(key)) == (WAITING, FAR, Waiting.UNTIL, TOMORROW, None)


def test_a_question_stays_with_the_request_until_it_is_answered(team: Team) -> None:
    key = team.after(claims(NEAR), asks(NEAR))
    assert (team.request(key).question, team.request(key).waiting_step) == ("どの請求書ですか。", 3)

    replies(AGENT)(team, key)

    assert in_short(team.request(key)) == (DOING, NEAR, None, None, None)
    assert team.request(key).question is None


def test_messages_are_about_their_own_step_and_an_old_one_is_updated_when_it_is_over(team: Team) -> None:
    key = team.after(answers(MANAGER), request_type=CONSULT)

    answers(MANAGER)(team, key)

    about = [(subject, place) for topic, subject, place in team.owed() if topic == "answer"]
    assert about == [(f"{key}/2", AGENT), (f"{key}/3", AGENT)]
    first, second = (team.database.read_now(reading.step, subject) for subject, _ in about)
    assert (first.is_open, second.is_open) == (False, True)


def test_an_offer_that_is_made_to_someone_else_is_taken_from_the_first(team: Team) -> None:
    key = team.after(claims(MANAGER), hands_off(MANAGER, FAR))

    hands_off(MANAGER, NEAR)(team, key)

    offers = [(subject, place) for topic, subject, place in team.owed() if topic == "offer"]
    assert offers == [(f"{key}/3", FAR), (f"{key}/4", NEAR)]


def test_each_side_s_rating_stands_beside_the_other_s(team: Team) -> None:
    key = team.after(rates(MANAGER, Urgency.LOW))
    found = team.request(key)
    assert (found.urgency, found.agent_urgency, found.manager_urgency) == (Urgency.LOW, Urgency.HIGH, Urgency.LOW)

    for by, urgency in ((AGENT, Urgency.CRITICAL), (LEAD, Urgency.MEDIUM)):
        rates(by, urgency)(team, key)

    found = team.request(key)
    assert (found.urgency, found.agent_urgency, found.manager_urgency) == (
        Urgency.MEDIUM, Urgency.CRITICAL, Urgency.LOW
    )  # fmt: skip


def test_an_owner_keeps_the_time_of_their_claim_and_a_new_one_begins_theirs(team: Team) -> None:
    key = team.after(claims(MANAGER), waits(MANAGER))
    team.now = LATER

    claims(MANAGER)(team, key)
    assert team.request(key).claimed_at == NOW
    takes_over(NEAR)(team, key)
    assert team.request(key).claimed_at == LATER


def test_what_was_resolved_keeps_its_outcome_and_the_customer_s_state(team: Team) -> None:
    found = team.request(team.after(claims(NEAR), resolves(NEAR)))

    reached = (found.ending, found.outcome, found.customer_state, found.finished_by)
    assert reached == (Ending.RESOLVED, Outcome.DONE, CustomerState.STAYING, NEAR)


def test_another_end_says_nothing_of_the_outcome_before(team: Team) -> None:
    key = team.after(claims(NEAR), resolves(NEAR), reopens(AGENT), withdraws(AGENT))

    found = team.request(key)
    assert (found.ending, found.outcome, found.customer_state, found.result) == (Ending.WITHDRAWN, None, None, None)


@pytest.mark.parametrize(
    ("before", "act", "code", "people"),
    [
        ((claims(MANAGER),), claims(NEAR), Refusal.ALREADY_CLAIMED, (MANAGER,)),
        ((claims(MANAGER), waits(MANAGER)), claims(NEAR), Refusal.ALREADY_CLAIMED, (MANAGER,)),
        ((claims(MANAGER), takes_over(NEAR)), takes_over(NEAR), Refusal.ALREADY_HAPPENED, ()),
        ((claims(MANAGER), resolves(MANAGER)), resolves(LEAD), Refusal.ALREADY_DONE, (MANAGER,)),
        ((claims(MANAGER), withdraws(AGENT)), waits(MANAGER), Refusal.ALREADY_DONE, (AGENT,)),
        ((claims(MANAGER), asks(MANAGER), replies(AGENT)), replies(AGENT), Refusal.WRONG_STATUS, (MANAGER,)),
        ((hands_off(MANAGER, FAR), claims(NEAR)), accepts(FAR), Refusal.OFFER_GONE, (NEAR,)),
        ((hands_off(MANAGER, FAR), hands_off(MANAGER, NEAR)), accepts(FAR), Refusal.NOT_ALLOWED, (NEAR,)),
        ((withdraws(AGENT), reopens(AGENT)), reopens(AGENT), Refusal.WRONG_STATUS, ()),
    ],
)
def test_whoever_comes_second_is_told_who_was_first(
    team: Team, before: tuple[Act, ...], act: Act, code: Refusal, people: tuple[str, ...]
) -> None:
    key = team.after(*before)
    with pytest.raises(Refused) as refused:
        act(team, key)
    assert (refused.value.code, refused.value.people) == (code, people)
    assert team.owed() == []


def test_whoever_sees_the_card_may_claim_it_and_nobody_else(team: Team) -> None:
    key = team.file()

    with pytest.raises(Refused) as refused:
        team.database.write_now(service.claim, Click(key, FAR, seen_in="D_OTHER"), team.desk, LATER)
    assert (refused.value.code, refused.value.people) == (Refusal.NOT_ALLOWED, (MANAGER,))
    assert team.database.write_now(service.claim, Click(key, FAR, seen_in=CHANNEL), team.desk, LATER).owner == FAR


def test_whoever_has_a_copy_of_the_card_may_come_back_to_it(team: Team) -> None:
    """The account manager of the form's choice declined, and thinks again: the card still stands in their DM."""
    key = team.after(declines(FAR), account_manager=FAR)

    claims(FAR)(team, key)

    assert team.request(key).owner == FAR


@pytest.mark.parametrize("until", [NOW, NOW - timedelta(seconds=1)])
def test_nothing_waits_for_a_moment_that_has_passed(team: Team, until: datetime) -> None:
    key = team.after(claims(MANAGER))
    with pytest.raises(InvalidForm) as invalid:
        waits(MANAGER, until)(team, key)
    assert invalid.value.misfits == {"until": Misfit.IN_THE_PAST}
    with pytest.raises(Refused) as refused:
        waits(NEAR, until)(team, key)
    assert refused.value.code is Refusal.NOT_ALLOWED
