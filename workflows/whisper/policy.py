"""Who may do what in a call, and what becomes of a whisper by itself: pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from storage.calls.records import Call, Whisper
from storage.vocabulary import BATON, Tone
from workflows.refusals import CallRefused, Refusal
from workflows.whisper.pace import Pace

MOST_ADVICE = 3
"""Entries of the phrase book that one call may show."""
APART = timedelta(seconds=45)
"""Time between two entries of the phrase book."""
LATE = timedelta(seconds=30)
"""What was said longer ago than this when we hear of it calls for no advice any more."""
LONGEST_ADVICE = 120
"""Characters of a whisper: one line, read at one glance."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What someone is to a call; `leads` are whom they may ask instead."""

    user_id: str
    is_lead: bool = False
    sees_card: bool = False
    leads: tuple[str, ...] = ()


def check_live(call: Call) -> None:
    """Raise CallRefused unless the call is on."""
    if not call.is_live:
        raise CallRefused(Refusal.CALL_ENDED)


def check_whisper(call: Call, standing: Standing) -> None:
    """Raise CallRefused unless they may whisper: leads, and whoever holds the help sign; nobody after the end."""
    check_live(call)
    check_coach(standing, call.help_by)


def check_coach(standing: Standing, holder: str | None = None) -> None:
    """Raise CallRefused unless they lead or are the `holder` of the help sign."""
    if not standing.is_lead and (holder is None or standing.user_id != holder):
        raise CallRefused(Refusal.COACHES_ONLY, people=standing.leads)


def check_own(call: Call, by: str) -> None:
    """Raise CallRefused unless it is the agent's own call, and on."""
    if by != call.agent:
        raise CallRefused(Refusal.NOT_YOUR_CALL, people=(call.agent,) if call.agent else ())
    check_live(call)


def check_end(call: Call, standing: Standing) -> None:
    """Raise CallRefused unless they may end the call: its agent, and leads."""
    if standing.user_id != call.agent and not standing.is_lead:
        raise CallRefused(Refusal.NOT_YOUR_CALL, people=(call.agent,) if call.agent else ())
    check_live(call)


def check_take_help(call: Call, standing: Standing) -> None:
    """Raise CallRefused unless they may take the help sign: the first of those who see the card, never the agent."""
    check_live(call)
    if standing.user_id == call.agent or not (standing.sees_card or standing.is_lead):
        raise CallRefused(Refusal.NOT_IN_CALLS_CHANNEL)
    if call.help_by is not None and call.help_by != standing.user_id:
        raise CallRefused(Refusal.HELP_TAKEN, people=(call.help_by,))
    if call.help_asked_at is None:
        raise CallRefused(Refusal.NO_HELP_ASKED)


class Due(StrEnum):
    """What happens by itself to a whisper that nobody has answered."""

    RESEND = "resend"
    WARN = "warn"
    FOLD = "fold"


def due_of(whisper: Whisper, pace: Pace, now: datetime) -> Due | None:
    """Answer what is to happen to an open whisper at `now`, None for nothing yet; of several missed, the most urgent.

    One that never reached its agent is not sent again: the first is still on its way. Nor is one whose coach was told
    before, unless that is the order in which it was set up.
    """
    age = now - whisper.sent_at
    if age >= pace.expire:
        return Due.FOLD
    if not presses(whisper):
        return None
    if age >= pace.warn and whisper.warned_at is None:
        return Due.WARN
    is_next = whisper.warned_at is None or pace.warn < pace.resend
    may_resend = whisper.sendings == 1 and whisper.delivered_at is not None and is_next
    return Due.RESEND if age >= pace.resend and may_resend else None


def first_due(tone: Tone, by: str, pace: Pace, now: datetime) -> datetime:
    """Answer when something is to happen by itself to a whisper that is sent `now`."""
    return now + (min(pace.resend, pace.warn, pace.expire) if _presses(tone, by) else pace.expire)


def next_due(whisper: Whisper, pace: Pace, now: datetime) -> datetime:
    """Answer when, after `now`, something is to happen to an open whisper by itself."""
    pressing = (pace.resend, pace.warn) if presses(whisper) else ()
    moments = (whisper.sent_at + after for after in (*pressing, pace.expire))
    return min((moment for moment in moments if moment > now), default=now)


def presses(whisper: Whisper) -> bool:
    """Say whether somebody waits for its answer: an entry of the phrase book has no coach."""
    return _presses(whisper.tone, whisper.by)


def _presses(tone: Tone, by: str) -> bool:
    return tone.is_pressing and by != BATON


def may_advise(showing: list[Whisper], shown: int, latest: datetime | None, now: datetime) -> bool:
    """Say whether the phrase book may show another entry: never over a person's whisper, never too many or too soon.

    `showing` are the whispers not folded, `shown` and `latest` tell of the entries shown in this call.
    """
    if shown >= MOST_ADVICE or (latest is not None and now - latest < APART):
        return False
    return not any(whisper.by != BATON and whisper.is_open for whisper in showing)
