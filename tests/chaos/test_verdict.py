"""The verdict can fail: each promise, broken in a record by hand, is found, and nothing else with it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sandbox.slack.records import Call
from storage.outbox import State
from storage.requests import Step
from storage.vocabulary import Status, Verb
from tests.chaos.record import Answered, Filed, Form, Posted, Record, Said, Shown, Trouble, Whispered
from tests.chaos.verdict import violations
from tests.faults.order import POST, Owed

NOON = datetime(2026, 12, 7, 12, tzinfo=UTC)
AT = NOON.timestamp()
LONG = timedelta(minutes=1)


def owed(number: int, **changes: object) -> Owed:
    """One settled notice among others of its lane."""
    told = Owed(number, "C_ESC", "step", "R-1", "C_ESC", f"k{number}", State.SENT, NOON, NOON + LONG)
    return replace(told, **changes)  # type: ignore[arg-type]


def posted(number: int, after: float) -> Posted:
    """The message of a notice, so many seconds after noon."""
    return Posted("C_ESC", f"{AT + after:.6f}", f"k{number}", "words about R-1")


def refused(number: int, error: str) -> Call:
    """A post of a notice that Slack did not take, or did not answer."""
    metadata = {"event_payload": {"key": f"k{number}"}}
    return Call(POST, {"channel": "C_ESC", "metadata": metadata}, ok=False, error=error, at=AT + 0.5)


def step(ordinal: int, verb: Verb, by: str, to: Status, about: str | None = None) -> Step:
    """One step of a request that the manager has in hand."""
    return Step(1, ordinal, NOON, by, verb, None, to, "words", about, owner="U_MANAGER")


FILED = Filed(
    "R-1",
    filed_by="U_AGENT",
    account_manager="U_MANAGER",
    channel="C_ESC",
    steps=(
        step(1, Verb.FILE, "U_AGENT", Status.TODO),
        step(2, Verb.ASK, "U_MANAGER", Status.WAITING),
        step(3, Verb.REPLY, "U_AGENT", Status.DOING),
        step(4, Verb.HAND_OFF, "U_MANAGER", Status.DOING, about="U_LEAD"),
        step(5, Verb.RETURN, "U_LEAD", Status.DOING),
        step(6, Verb.RESOLVE, "U_MANAGER", Status.DONE),
        step(7, Verb.REOPEN, "U_AGENT", Status.DOING),
        step(8, Verb.ANSWER, "U_MANAGER", Status.WAITING),
        step(9, Verb.ACCEPT_ANSWER, "U_AGENT", Status.DONE),
    ),
)
TOLD = (
    ("card", "R-1", "C_ESC"),
    ("receipt", "R-1", "U_AGENT"),
    ("handoff", "R-1", "U_MANAGER"),
    ("question", "R-1/2", "U_AGENT"),
    ("turn", "R-1/3", "U_MANAGER"),
    ("offer", "R-1/4", "U_LEAD"),
    ("turn", "R-1/5", "U_MANAGER"),
    ("outcome", "R-1/6", "U_AGENT"),
    ("turn", "R-1/7", "U_AGENT"),
    ("turn", "R-1/7", "U_MANAGER"),
    ("answer", "R-1/8", "U_AGENT"),
    ("outcome", "R-1/9", "U_AGENT"),
    ("outcome", "R-1/9", "U_MANAGER"),
    *[("step", "R-1", "C_ESC")] * 6,
)
"""What its people and its thread must have heard of it, besides its first two lines."""


def told(number: int, topic: str, subject: str, place: str) -> Owed:
    """A settled notice of one of those."""
    return owed(number, lane=place, topic=topic, subject=subject, place=place)


WELL = Record(
    forms=(Form("V1", "escalation.form", "Export fails", is_acked=True), Form("V2", "ask.form", None, is_acked=False)),
    receipts=frozenset({"view:V1"}),
    summaries=("Export fails",),
    requests=(FILED,),
    cards=frozenset({"R-1"}),
    owed=(
        owed(1),
        owed(2, tried_at=NOON + timedelta(seconds=5)),
        *(told(number, *what) for number, what in enumerate(TOLD, 11)),
    ),
    posted=(posted(1, 1), posted(2, 6), *(posted(number, number + 10) for number, _ in enumerate(TOLD, 11))),
    shown=(Shown("card of R-1", "To do", "To do"),),
    whispers=(Whispered("sasayaki-lead-1", frozenset({"D_AGENT"})),),
    calls_told=frozenset({"call-1"}),
    calls=frozenset({"call-1"}),
    labels=("baton-1",),
    wishes=("baton-1",),
    answers=(Answered("view_submission", "interactive", 200, AT, 0.1),),
    log=(Said('{"event": "listening"}', "info", "listening", AT),),
    troubles=(Trouble("kill", AT + 100, AT + 102),),
)


def test_of_a_baton_that_keeps_its_word_there_is_nothing_to_say() -> None:
    assert violations(WELL) == []


BROKEN = {
    "acked but not stored": {"receipts": frozenset()},
    "no such request": {"summaries": ()},
    "filed 2 times": {"summaries": ("Export fails", "Export fails")},
    "the call call-1": {"calls": frozenset()},
    "unknown at the end": {"owed": (*WELL.owed, owed(3, state=State.UNKNOWN))},
    "dead at the end": {"owed": (*WELL.owed, owed(3, state=State.DEAD, error="is_archived"))},
    "settled but not in Slack": {"posted": WELL.posted[:-1]},
    "without a card": {"cards": frozenset()},
    "posted 2 times": {"posted": (*WELL.posted, posted(2, 7))},
    "2 times (1 deleted since)": {"posted": (*WELL.posted, replace(posted(2, 7), is_deleted=True))},
    "behind a younger one": {"posted": (posted(1, 6), posted(2, 1), *WELL.posted[2:])},
    "gone from Slack": {"shown": (Shown("card of R-1", None, "To do"),)},
    "shows what is no more": {"shown": (Shown("card of R-1", "To do", "In work"),)},
    "leaked": {"posted": (*WELL.posted, Posted("C_ESC", "9.0", None, "sasayaki-lead-1: hold on"))},
    "2 Jira issues": {"labels": ("baton-1", "baton-1")},
    "without a Jira issue": {"labels": ()},
    "not answered": {"answers": (Answered("view_submission", "interactive", None, AT, 3.0),)},
    "turned away with 404": {"answers": (Answered("/escalate", "command", 404, AT + 101, 0.1),)},
    "answered 500": {"answers": (Answered("/escalate", "command", 500, AT + 101, 0.1),)},
    "what people said": {"log": (Said('{"error": "kotoba-agent-1: the export"}', "info", "fault", AT),)},
    "in the log": {"log": (Said('{"event": "fault"}', "error", "fault", AT),)},
    "ended with 1": {"failures": ("told to stop, a process ended with 1",)},
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_promise_is_found(broken: str) -> None:
    [found] = violations(replace(WELL, **BROKEN[broken]))  # type: ignore[arg-type]
    assert broken in found


@pytest.mark.parametrize(("error", "may_stand_behind"), [("no_answer", True), ("ratelimited", False)])
def test_what_was_lost_may_be_overtaken_but_not_what_had_to_wait(error: str, *, may_stand_behind: bool) -> None:
    standing = (posted(1, 19), posted(2, 6), *WELL.posted[2:])
    record = replace(WELL, slack_calls=(refused(1, error),), posted=standing)
    assert (violations(record) == []) is may_stand_behind


def test_what_was_lost_hides_nothing_that_was_overtaken_before_it() -> None:
    """The second was lost, and may stand last; that the third came before the first, it does not excuse."""
    notices = (owed(1, subject="R-1"), owed(2, subject="R-2"), owed(3, subject="R-3"))
    standing = (posted(1, 6), posted(2, 19), posted(3, 1))
    calls = (refused(2, "no_answer"),)
    record = replace(WELL, requests=(), owed=notices, slack_calls=calls, posted=standing)
    [found] = violations(record)
    assert "number=1," in found


@pytest.mark.parametrize(
    ("seconds", "is_deleted", "is_excused"), [(6.0, True, True), (0.1, True, False), (6.0, False, False)]
)
def test_a_double_is_excused_where_slack_posted_late_what_it_was_asked_for(
    seconds: float, *, is_deleted: bool, is_excused: bool
) -> None:
    """Only what took its time by then, and was deleted since, may have come later than any look for it."""
    double = replace(posted(2, 9), is_deleted=is_deleted)
    late = replace(refused(2, ""), ok=True, error=None, at=AT + 9, seconds=seconds)
    troubles = (Trouble("slack_posts_late", AT + 9 - seconds, AT + 5),)
    record = replace(WELL, posted=(*WELL.posted, double), slack_calls=(late,), troubles=troubles)
    assert (violations(record) == []) is is_excused


@pytest.mark.parametrize("number", range(11, 11 + len(TOLD)))
def test_what_somebody_must_be_told_and_was_never_owed_is_found(number: int) -> None:
    kept = tuple(notice for notice in WELL.owed if notice.number != number)
    [found] = violations(replace(WELL, owed=kept))
    assert found.startswith("never told:")


def test_where_nobody_owns_a_customer_the_leads_are_asked() -> None:
    unowned = replace(FILED, account_manager=None, steps=FILED.steps[:1])
    assert [found.partition(",")[0] for found in violations(replace(WELL, requests=(unowned,)))] == [
        "never told: R-1 has nobody to ask"
    ]


def test_whoever_declines_leaves_the_filer_with_a_word() -> None:
    declined = replace(FILED, steps=(*FILED.steps[:1], step(2, Verb.DECLINE, "U_MANAGER", Status.TODO)))
    [found] = violations(replace(WELL, requests=(declined,)))
    assert "turn of R-1/2 for U_AGENT" in found


def test_what_a_trouble_explains_is_not_held_against_baton() -> None:
    answers = (
        Answered("view_submission", "interactive", None, AT + 101, 3.0),
        Answered("app_mention", "event", 500, AT + 101, 0.1),
    )
    log = (Said('{"event": "fault"}', "error", "fault", AT + 101),)
    assert violations(replace(WELL, answers=answers, log=log)) == []
