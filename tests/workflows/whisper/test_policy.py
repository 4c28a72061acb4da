"""Who may do what in a call, role by role, and what becomes of a whisper by itself, second by second."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.calls import Call, Whisper
from storage.vocabulary import BATON, Tone, WhisperAnswer
from tests.workflows.whisper.team import AGENT, FAR, LEAD, NEAR, NOW, SECOND
from workflows.refusals import CallRefused, Refusal
from workflows.whisper import policy
from workflows.whisper.pace import Pace
from workflows.whisper.policy import Due, Standing

HOLDER = "U_HOLDER"
USUAL = Pace()
ROLES = {
    "agent": Standing(AGENT),
    "lead": Standing(LEAD, is_lead=True),
    "holder": Standing(HOLDER, sees_card=True),
    "near": Standing(NEAR, sees_card=True),
    "stranger": Standing(FAR),
}
LIVE = Call(None, AGENT, "A-1", None, "C_CALLS", NOW, NOW, number=12)
ASKED = replace(LIVE, help_asked_at=NOW, helps=1)
STAGES = {
    "quiet": LIVE,
    "asked": ASKED,
    "taken": replace(ASKED, help_by=HOLDER, help_taken_at=NOW),
    "over": replace(LIVE, ended_at=NOW),
    "not begun": replace(LIVE, started_at=None),
}
Check = Callable[[Call, Standing], None]
CHECKS: dict[str, Check] = {
    "whisper": policy.check_whisper,
    "take help": policy.check_take_help,
    "end": policy.check_end,
    "ask, lower, note": lambda call, standing: policy.check_own(call, standing.user_id),
}
ALLOWED = {
    ("whisper", "quiet"): "lead",
    ("whisper", "asked"): "lead",
    ("whisper", "taken"): "lead holder",
    ("take help", "asked"): "lead holder near",
    ("take help", "taken"): "holder",
    ("end", "quiet"): "agent lead",
    ("end", "asked"): "agent lead",
    ("end", "taken"): "agent lead",
    ("ask, lower, note", "quiet"): "agent",
    ("ask, lower, note", "asked"): "agent",
    ("ask, lower, note", "taken"): "agent",
}


@pytest.mark.parametrize(("check", "stage", "role"), list(product(CHECKS, STAGES, ROLES)))
def test_only_those_in_the_table_may_act(check: str, stage: str, role: str) -> None:
    if role in ALLOWED.get((check, stage), "").split():
        CHECKS[check](STAGES[stage], ROLES[role])
        return
    with pytest.raises(CallRefused):
        CHECKS[check](STAGES[stage], ROLES[role])


@pytest.mark.parametrize(
    ("check", "stage", "role", "code", "people"),
    [
        ("whisper", "quiet", "near", Refusal.COACHES_ONLY, ()),
        ("whisper", "taken", "near", Refusal.COACHES_ONLY, ()),
        ("whisper", "over", "lead", Refusal.CALL_ENDED, ()),
        ("take help", "taken", "near", Refusal.HELP_TAKEN, (HOLDER,)),
        ("take help", "taken", "lead", Refusal.HELP_TAKEN, (HOLDER,)),
        ("take help", "taken", "stranger", Refusal.NOT_IN_CALLS_CHANNEL, ()),
        ("take help", "quiet", "near", Refusal.NO_HELP_ASKED, ()),
        ("take help", "over", "near", Refusal.CALL_ENDED, ()),
        ("end", "quiet", "near", Refusal.NOT_YOUR_CALL, (AGENT,)),
        ("end", "over", "agent", Refusal.CALL_ENDED, ()),
        ("ask, lower, note", "quiet", "lead", Refusal.NOT_YOUR_CALL, (AGENT,)),
        ("ask, lower, note", "over", "agent", Refusal.CALL_ENDED, ()),
    ],
)
def test_a_no_names_its_reason_and_the_people_to_turn_to(
    check: str, stage: str, role: str, code: Refusal, people: tuple[str, ...]
) -> None:
    with pytest.raises(CallRefused) as refused:
        CHECKS[check](STAGES[stage], ROLES[role])
    assert (refused.value.code, refused.value.people) == (code, people)


def test_whoever_leads_may_begin_a_call_by_a_whisper_and_nobody_else() -> None:
    policy.check_coach(ROLES["lead"])
    for role in set(ROLES) - {"lead"}:
        with pytest.raises(CallRefused) as refused:
            policy.check_coach(ROLES[role])
        assert refused.value.code is Refusal.COACHES_ONLY


# ---- what happens by itself


def pace(resend: float, warn: float, expire: float) -> Pace:
    """Answer a pace in seconds."""
    return Pace(timedelta(seconds=resend), timedelta(seconds=warn), timedelta(seconds=expire))


def a_whisper(tone: Tone = Tone.STOP, by: str = LEAD, *, own_pace: Pace = USUAL, arrived: bool = True) -> Whisper:
    """Answer a whisper that was sent just now."""
    due_at = policy.first_due(tone, by, own_pace, NOW)
    sent = Whisper(12, AGENT, by, "確認します", tone, None, None, NOW, due_at, number=7)
    return replace(sent, delivered_at=NOW) if arrived else sent


def acted(whisper: Whisper, due: Due | None, own_pace: Pace, now: datetime) -> Whisper:
    """Answer a whisper to which `due` has happened, as the service leaves it."""
    later = policy.next_due(whisper, own_pace, now)
    match due:
        case Due.FOLD:
            return replace(whisper, folded_at=now, due_at=None)
        case Due.WARN:
            return replace(whisper, warned_at=now, due_at=later)
        case Due.RESEND:
            return replace(whisper, sendings=2, due_at=later)
        case None:
            return replace(whisper, due_at=later)


def life(whisper: Whisper, own_pace: Pace, looks: Iterable[float]) -> list[tuple[float, Due]]:
    """Answer what happens at which second to a whisper that nobody answers, where the clock looks at `looks`."""
    happened = []
    for second in looks:
        now = NOW + second * SECOND
        if whisper.due_at is None or whisper.due_at > now:
            continue
        due = policy.due_of(whisper, own_pace, now)
        whisper = acted(whisper, due, own_pace, now)
        assert whisper.due_at is None or whisper.due_at > now, "it would be looked at for ever"
        if due is not None:
            happened.append((second, due))
    return happened


EACH_SECOND = range(200)
LIVES: dict[str, tuple[Pace, Iterable[float], list[tuple[float, Due]]]] = {
    "as shipped": (USUAL, EACH_SECOND, [(15, Due.RESEND), (30, Due.WARN), (120, Due.FOLD)]),
    "sent again after its coach is told": (
        pace(60, 30, 120), EACH_SECOND, [(30, Due.WARN), (60, Due.RESEND), (120, Due.FOLD)]
    ),
    "the coach is told after the end": (pace(15, 180, 120), EACH_SECOND, [(15, Due.RESEND), (120, Due.FOLD)]),
    "sent again after the end": (pace(150, 30, 120), EACH_SECOND, [(30, Due.WARN), (120, Due.FOLD)]),
    "all at once": (pace(30, 30, 30), EACH_SECOND, [(30, Due.FOLD)]),
    "sent again and told at once": (pace(30, 30, 120), EACH_SECOND, [(30, Due.WARN), (120, Due.FOLD)]),
    "tiny": (pace(0.001, 0.002, 0.003), EACH_SECOND, [(1, Due.FOLD)]),
    "down over the first": (USUAL, [1, 20, 40, 130], [(20, Due.RESEND), (40, Due.WARN), (130, Due.FOLD)]),
    "down over two": (USUAL, [1, 40, 60, 130], [(40, Due.WARN), (130, Due.FOLD)]),
    "down over all": (USUAL, [1, 4000, 4001], [(4000, Due.FOLD)]),
    "down over two the other way": (pace(60, 30, 120), [70, 80, 130], [(70, Due.WARN), (130, Due.FOLD)]),
    "looked at between": (USUAL, [0, 7, 14.9, 15, 15, 29.9, 30, 119.9, 120, 500], [
        (15, Due.RESEND), (30, Due.WARN), (120, Due.FOLD),
    ]),
}  # fmt: skip


@pytest.mark.parametrize(("own_pace", "looks", "happens"), LIVES.values(), ids=LIVES.keys())
def test_what_happens_by_itself_happens_once_and_in_time(
    own_pace: Pace, looks: Iterable[float], happens: list[tuple[float, Due]]
) -> None:
    assert life(a_whisper(own_pace=own_pace), own_pace, looks) == happens


@pytest.mark.parametrize(
    "whisper",
    [
        a_whisper(Tone.INFO),
        a_whisper(Tone.INFO, arrived=False),
        a_whisper(Tone.STOP, BATON),
        a_whisper(Tone.DO_NOW, BATON),
    ],
    ids=["for information", "for information, on its way", "stop, of the book", "do now, of the book"],
)
def test_what_does_not_press_only_takes_no_more_room_after_a_while(whisper: Whisper) -> None:
    assert life(whisper, USUAL, EACH_SECOND) == [(120, Due.FOLD)]


@pytest.mark.parametrize("tone", [Tone.DO_NOW, Tone.STOP])
def test_what_is_still_on_its_way_is_not_sent_again_but_its_coach_is_told(tone: Tone) -> None:
    assert life(a_whisper(tone, arrived=False), USUAL, EACH_SECOND) == [(30, Due.WARN), (120, Due.FOLD)]


seconds = st.floats(0.001, 300)


paces = st.builds(pace, seconds, seconds, seconds)
moments = st.lists(st.floats(0, 400), max_size=12).map(sorted)


@given(own_pace=paces, looks=moments, arrived=st.booleans())
@settings(deadline=None)
def test_whatever_the_pace_and_whenever_the_clock_looks_nothing_happens_twice(
    *, own_pace: Pace, looks: list[float], arrived: bool
) -> None:
    happened = life(a_whisper(own_pace=own_pace, arrived=arrived), own_pace, looks)

    kinds = [due for _, due in happened]
    assert len(set(kinds)) == len(kinds)
    assert Due.FOLD not in kinds[:-1]
    assert (Due.FOLD in kinds) == any(second * SECOND >= own_pace.expire for second in looks)
    is_seen_unwarned = any(own_pace.warn <= second * SECOND < own_pace.expire for second in looks)
    assert (Due.WARN in kinds) == is_seen_unwarned
    assert arrived or Due.RESEND not in kinds


# ---- when the phrase book may speak


def shown(by: str, **changes: object) -> Whisper:
    """Answer a whisper that stands before an agent's eyes."""
    return replace(a_whisper(by=by), **changes)  # type: ignore[arg-type]  # named as the fields


ANSWERED = {"answer": WhisperAnswer.GOT_IT, "answered_at": NOW}


@pytest.mark.parametrize(
    ("showing", "count", "since", "may"),
    [
        ([], 0, None, True),
        ([], 1, 45, True),
        ([], 1, 44.9, False),
        ([], 2, 45, True),
        ([], 3, 3600, False),
        ([shown(BATON)], 1, 45, True),
        ([shown(LEAD)], 0, None, False),
        ([shown(LEAD, **ANSWERED)], 0, None, True),
        ([shown(LEAD, folded_at=NOW)], 0, None, True),
        ([shown(LEAD, failed="channel_not_found", due_at=None)], 0, None, True),
        ([shown(BATON), shown(LEAD)], 1, 45, False),
    ],
)
def test_the_phrase_book_speaks_seldom_and_never_over_a_person(
    *, showing: list[Whisper], count: int, since: float | None, may: bool
) -> None:
    latest = None if since is None else NOW - since * SECOND
    assert policy.may_advise(showing, count, latest, NOW) is may
