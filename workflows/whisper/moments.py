"""What happens to calls by themselves: a sign goes back, a call is long, silent, forgotten. One replica does each."""

from collections.abc import Callable, Mapping
from datetime import datetime

from storage.calls import Call, Sign
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import BATON, SignKind
from workflows.people.reading import is_active, leads
from workflows.whisper import audience
from workflows.whisper.floor import Floor
from workflows.whisper.pace import SILENT_FOR
from workflows.whisper.service import HELP, LONG, SILENT, WORDS, finish, give_back, tell_danger_again

MOST_AT_ONCE = 50
Moment = Callable[[UnitOfWork, Call, Floor, datetime], None]


def is_any_due(work: UnitOfWork, now: datetime) -> bool:
    """Say whether a moment of any call has come."""
    return work.timers.are_any_due(MOMENTS, now)


def act_due(work: UnitOfWork, floor: Floor, now: datetime) -> int:
    """Do what is due; answer how much there was.

    The call is held before its moment is taken, as everyone holds it who sets one: so nobody waits crosswise. One
    that somebody is at is left to the next look.
    """
    count = 0
    for kind, act in MOMENTS.items():
        for key in work.timers.due(kind, now, MOST_AT_ONCE):
            call = work.calls.get_free(key)
            if call is not None and work.timers.take(kind, key, now):
                count += 1
                act(work, call, floor, now)
    return count


def is_anyone_gone(work: UnitOfWork) -> bool:
    """Say whether a call is on whose agent has left the workspace."""
    return bool(_abandoned(work))


def end_abandoned(work: UnitOfWork, now: datetime) -> None:
    """End the calls of agents who have left: nobody is there to be helped."""
    for call in _abandoned(work):
        held = work.calls.get(call.key, lock=True)
        if held is not None and held.is_live:
            finish(work, held, BATON, now)


def _abandoned(work: UnitOfWork) -> list[Call]:
    """Answer the live calls whose agent is known to have left."""
    live = work.calls.live()
    people = work.people.among({str(call.agent) for call in live})
    return [call for call in live if call.agent in people and not is_active(people[call.agent])]


def _give_back(work: UnitOfWork, call: Call, floor: Floor, now: datetime) -> None:  # noqa: ARG001  as every moment
    """Ask anew for help where whoever took the sign has whispered nothing since."""
    since = call.help_taken_at
    if since is None or not call.is_live:
        return
    if not any(each.by == call.help_by and each.sent_at >= since for each in work.whispers.of_call(call)):
        give_back(work, call, floor)


def _note_length(work: UnitOfWork, call: Call, floor: Floor, now: datetime) -> None:
    """Count a call that is on for long as a danger sign."""
    if call.is_live:
        work.calls.sign(call, Sign(now, SignKind.LONG))
        work.tell((*audience.of_call(call), *audience.of_danger(call, leads(work, floor.roles))))


def _end_silent(work: UnitOfWork, call: Call, floor: Floor, now: datetime) -> None:  # noqa: ARG001  as every moment
    """End a call of which nobody has heard for two hours; look again later at one that somebody has."""
    if not call.is_live:
        return
    silent_at = call.last_sign_at + SILENT_FOR
    if silent_at > now:
        work.timers.set(SILENT, call.key, silent_at)
    else:
        finish(work, call, BATON, now)


def _forget_words(work: UnitOfWork, call: Call, floor: Floor, now: datetime) -> None:  # noqa: ARG001  as every moment
    """Drop what was said, on the screens, too; a call that is on after all drops it after its end."""
    if call.is_live:
        return
    work.calls.forget_words(call)
    work.tell(audience.of_call(call))
    tell_danger_again(work, call)


MOMENTS: Mapping[str, Moment] = {SILENT: _end_silent, HELP: _give_back, LONG: _note_length, WORDS: _forget_words}
"""Silence first: nobody is asked to help in a call that turns out to be over."""
