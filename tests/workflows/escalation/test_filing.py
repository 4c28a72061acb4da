"""How a request comes in, or is added to one that is there, and what its filer may still change of it."""

import pytest

from storage.requests import FileLink
from storage.vocabulary import RequestType, Status, Urgency, Verb
from tests.workflows.escalation.team import (
    AGENT,
    CHANNEL,
    COLLEAGUE,
    COVER,
    DRAFT,
    FAR,
    LATER,
    LEAD,
    MANAGER,
    NEAR,
    NO_CHANNEL,
    TOMORROW,
    Team,
    accepts,
    adds,
    claims,
    edits,
    hands_off,
    rates,
    resolves,
)
from workflows.escalation import reading
from workflows.escalation.draft import Duplicate, Guard
from workflows.refusals import InvalidForm, Misfit, Refusal, Refused

ACTION, CONSULT, FYI = RequestType
FILE = FileLink("F1", "請求書.pdf", "https://example.slack.com/files/F1")
OTHER_FILE = FileLink("F2", "画面.png", "https://example.slack.com/files/F2")


def test_filing_asks_the_account_manager_and_gives_a_receipt(team: Team) -> None:
    key = team.file(promised="折り返しお電話", next_contact_at=LATER, said_by="山田")

    found = team.request(key)
    assert key == "R-1001"
    assert (found.status, found.account_manager, found.channel) == (Status.TODO, MANAGER, CHANNEL)
    assert (found.agent_urgency, found.manager_urgency, found.steps) == (Urgency.HIGH, None, 1)
    assert (found.promised, found.next_contact_at, found.said_by) == ("折り返しお電話", LATER, "山田")
    assert team.owed() == [("card", key, CHANNEL), ("receipt", key, AGENT), ("handoff", key, MANAGER)]


@pytest.mark.parametrize(
    ("gone", "chosen", "asked"),
    [
        ((), None, MANAGER),
        ((), FAR, FAR),
        ((FAR,), FAR, MANAGER),
        ((MANAGER,), None, COVER),
        ((MANAGER, COVER), None, None),
    ],
)
def test_the_first_who_is_there_is_asked(
    team: Team, gone: tuple[str, ...], chosen: str | None, asked: str | None
) -> None:
    team.lose(*gone)
    assert team.request(team.file(account_manager=chosen)).account_manager == asked


def test_the_form_names_whoever_would_be_asked(team: Team) -> None:
    team.lose(MANAGER)
    facts = team.database.read_now(reading.account_facts, "A-1", AGENT, team.desk)
    assert facts is not None
    assert facts.account_manager == COVER.lower()


def test_an_unknown_customer_is_added_once_and_the_leads_are_asked(team: Team) -> None:
    first = team.file(customer="new:あかね商会")
    second = team.file(customer="new:アカネ商会 ")

    views = [team.database.read_now(reading.request, key) for key in (first, second)]
    assert {view.account.name for view in views} == {"あかね商会"}
    assert ("leads_asked", first, CHANNEL) in team.owed()


def test_without_a_channel_each_lead_gets_the_handoff(team: Team) -> None:
    team.desk = NO_CHANNEL
    key = team.file(customer="A-2")
    assert team.owed() == [("receipt", key, AGENT), ("handoff", key, LEAD)]


def test_a_customer_that_has_vanished_keeps_the_form_open(team: Team) -> None:
    with pytest.raises(InvalidForm) as invalid:
        team.file(customer="A-404")
    assert invalid.value.misfits == {"customer": Misfit.NO_SUCH_ACCOUNT}


def test_an_fyi_does_not_count_as_work(team: Team) -> None:
    team.file(request_type=FYI)
    facts = team.database.read_now(reading.account_facts, "A-1", AGENT, team.desk)
    assert facts is not None
    assert (facts.in_work, facts.open) == (0, ())


# ---- the duplicate guard


def test_what_is_added_brings_its_words_its_files_and_its_promise_and_says_that_it_is_more_heated(team: Team) -> None:
    key = team.after(claims(MANAGER), files=(FILE,))

    same = team.file(
        filed_by=COLLEAGUE,
        summary="また催促がありました",
        customer_words="弁護士に相談します",
        urgency=Urgency.CRITICAL,
        files=(OTHER_FILE,),
        promised="本日中に連絡",
        next_contact_at=TOMORROW,
        duplicate=Duplicate(Guard.ADD, key),
    )

    found = team.request(key)
    assert same == key
    assert (found.files, found.promised, found.next_contact_at) == ((FILE, OTHER_FILE), "本日中に連絡", TOMORROW)
    assert (found.urgency, found.agent_urgency) == (Urgency.HIGH, Urgency.HIGH)
    assert (found.status, found.owner, found.filed_by, found.summary) == (Status.DOING, MANAGER, AGENT, DRAFT.summary)
    last = team.trail(key)[-1]
    assert (last.verb, last.by, last.about) == (Verb.ADD, COLLEAGUE, "critical")
    assert last.words == "また催促がありました\n弁護士に相談します\n本日中に連絡"


def test_what_is_added_calmly_does_not_calm_the_request(team: Team) -> None:
    key = team.after()
    team.file(filed_by=COLLEAGUE, urgency=Urgency.LOW, duplicate=Duplicate(Guard.ADD, key))
    assert team.request(key).urgency is Urgency.HIGH
    assert team.trail(key)[-1].about is None


def test_whoever_added_may_add_again_and_read_it_and_nothing_more(team: Team) -> None:
    key = team.after()
    with pytest.raises(Refused):
        adds(COLLEAGUE)(team, key)
    team.file(filed_by=COLLEAGUE, duplicate=Duplicate(Guard.ADD, key))

    adds(COLLEAGUE)(team, key)

    assert [step.verb for step in team.trail(key)] == [Verb.FILE, Verb.ADD, Verb.ADD]
    with pytest.raises(Refused) as refused:
        edits(COLLEAGUE)(team, key)
    assert (refused.value.code, refused.value.people) == (Refusal.NOT_ALLOWED, (AGENT,))


def test_one_that_is_linked_is_filed_and_both_know(team: Team) -> None:
    first = team.after(claims(MANAGER))

    second = team.file(duplicate=Duplicate(Guard.LINK, first))

    assert team.database.read_now(reading.request, second).linked_to == first
    last = team.trail(first)[-1]
    assert (last.verb, last.about, last.to_status) == (Verb.LINK, second, Status.DOING)
    assert team.request(second).status is Status.TODO


@pytest.mark.parametrize("guard", Guard)
@pytest.mark.parametrize("which", ["done", "another customer's", "none"])
def test_what_is_not_in_work_for_that_customer_keeps_the_form_open(team: Team, guard: Guard, which: str) -> None:
    keys = {
        "done": team.after(claims(MANAGER), resolves(MANAGER)),
        "another customer's": team.after(customer="A-2"),
        "none": "R-9999",
    }

    with pytest.raises(InvalidForm) as invalid:
        team.file(duplicate=Duplicate(guard, keys[which]))

    assert invalid.value.misfits == {"duplicate": Misfit.NO_LONGER_OPEN}
    assert team.owed() == []


# ---- editing


def test_an_edit_keeps_what_stood_there_before(team: Team) -> None:
    key = team.after()
    edits(
        AGENT,
        request_type=CONSULT,
        summary="別の請求書",
        details="十月分",
        urgency=Urgency.CRITICAL,
        promised="折り返し",
        next_contact_at=TOMORROW,
        files=(FILE,),
    )(team, key)

    found = team.request(key)
    assert (found.request_type, found.summary, found.details) == (CONSULT, "別の請求書", "十月分")
    assert (found.urgency, found.agent_urgency, found.files) == (Urgency.CRITICAL, Urgency.CRITICAL, (FILE,))
    assert (team.trail(key)[-1].words or "").split("\n") == [
        "request_type: action",
        f"summary: {DRAFT.summary}",
        "details: —",
        "urgency: high",
        "promised: —",
        "next_contact_at: —",
    ]


def test_an_edit_that_does_not_touch_the_urgency_leaves_the_manager_s_rating(team: Team) -> None:
    key = team.after(rates(MANAGER, Urgency.LOW))

    edits(AGENT, urgency=Urgency.LOW, summary="別の請求書")(team, key)

    found = team.request(key)
    assert (found.urgency, found.agent_urgency, found.manager_urgency) == (Urgency.LOW, Urgency.HIGH, Urgency.LOW)


def test_an_edit_opened_before_somebody_else_changed_the_urgency_leaves_that_as_it_is_now(team: Team) -> None:
    key = team.after(rates(MANAGER, Urgency.CRITICAL))

    edits(AGENT, urgency=Urgency.HIGH, urgency_before=Urgency.HIGH, summary="別の請求書")(team, key)

    found = team.request(key)
    assert (found.urgency, found.agent_urgency, found.summary) == (Urgency.CRITICAL, Urgency.HIGH, "別の請求書")

    edits(AGENT, urgency=Urgency.LOW, urgency_before=Urgency.HIGH)(team, key)

    found = team.request(key)
    assert (found.urgency, found.agent_urgency) == (Urgency.LOW, Urgency.LOW)


@pytest.mark.parametrize(
    ("changes", "misfits"),
    [({"customer": "A-2"}, {"customer": Misfit.FIXED}), ({"request_type": FYI}, {"request_type": Misfit.FIXED})],
)
def test_some_things_cannot_be_edited_once_somebody_has_it(
    team: Team, changes: dict[str, object], misfits: dict[str, Misfit]
) -> None:
    key = team.after(claims(MANAGER))
    with pytest.raises(InvalidForm) as invalid:
        edits(AGENT, **changes)(team, key)
    assert invalid.value.misfits == misfits


def test_what_turns_into_an_fyi_is_no_longer_offered_to_anyone(team: Team) -> None:
    key = team.after(hands_off(MANAGER, NEAR))

    edits(AGENT, request_type=FYI)(team, key)

    assert team.request(key).offered_to is None
    assert ("offer", f"{key}/2", NEAR) in team.owed()
    with pytest.raises(Refused):
        accepts(NEAR)(team, key)
