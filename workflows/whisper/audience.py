"""Who is told what of a call, and where: pure answers, one notice for each message in each place."""

from collections.abc import Iterable, Iterator

from storage.calls.records import Call, Whisper
from storage.outbox import Notice
from storage.vocabulary import BATON
from workflows.notices import (
    CallChanged,
    CallSummed,
    CoachCalled,
    CockpitChanged,
    CopyChanged,
    DangerSeen,
    HelpAsked,
    Whispered,
    step_subject,
)


def of_note(call: Call) -> Iterator[Notice]:
    """Tell of what the agent wrote down: nobody else is shown it."""
    if call.agent is not None:
        yield CockpitChanged(call.key, call.agent)


def of_call(call: Call) -> Iterator[Notice]:
    """Tell of a call as it stands: its agent's cockpit, the card; a call that nobody may see tells nothing."""
    if call.agent is None or call.started_at is None:
        return
    yield CockpitChanged(call.key, call.agent)
    if call.channel is not None:
        yield CallChanged(call.key, call.channel)


def of_help(call: Call, leads: Iterable[str], ordinal: int | None = None) -> Iterator[Notice]:
    """Tell of a help sign, the latest or that of `ordinal`: in the calls channel, without one each of `leads`."""
    subject = step_subject(call.key, call.helps if ordinal is None else ordinal)
    return (HelpAsked(subject, place) for place in _coaches(call, leads))


def of_help_told(call: Call, places: Iterable[str]) -> Iterator[Notice]:
    """Tell of the latest help sign wherever it was told before, whoever leads by now."""
    return (HelpAsked(step_subject(call.key, call.helps), place) for place in sorted(places))


def of_danger(call: Call, leads: Iterable[str]) -> Iterator[Notice]:
    """Tell of the danger signs of a call."""
    return (DangerSeen(call.key, place) for place in _coaches(call, leads))


def of_danger_told(call: Call, places: Iterable[str]) -> Iterator[Notice]:
    """Tell of the danger signs of a call wherever they were told before, whoever leads by now."""
    return (DangerSeen(call.key, place) for place in sorted(places))


def of_end(call: Call) -> Iterator[Notice]:
    """Tell the agent what a call came to, once it is over."""
    if call.agent is not None and call.started_at is not None and not call.is_live:
        yield CallSummed(call.key, call.agent)


def of_whisper(whisper: Whisper) -> Iterator[Notice]:
    """Tell of a whisper as it stands: before its agent's eyes, and in its coach's copy."""
    yield Whispered(step_subject(whisper.key, whisper.sendings), whisper.agent)
    yield from of_copy(whisper)


def of_copy(whisper: Whisper) -> Iterator[Notice]:
    """Tell the coach how far a whisper has come; an entry of the phrase book has none."""
    if whisper.by != BATON:
        yield CopyChanged(whisper.key, whisper.by)


def of_resent(whisper: Whisper) -> Iterator[Notice]:
    """Tell of a whisper that is sent again: a new message, and the one before takes no more room."""
    yield Whispered(step_subject(whisper.key, whisper.sendings - 1), whisper.agent)
    yield from of_whisper(whisper)


def of_coach_called(whisper: Whisper, why: str) -> Iterator[Notice]:
    """Tell the coach that they must do more."""
    if whisper.by != BATON:
        yield CoachCalled(whisper.key, whisper.by, why)


def _coaches(call: Call, leads: Iterable[str]) -> Iterable[str]:
    return (call.channel,) if call.channel is not None else sorted(leads)
