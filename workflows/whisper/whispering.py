"""Advice to an agent on the phone, and what comes back: sent, answered, sent again, folded, found useful."""

from dataclasses import dataclass, replace
from datetime import datetime

from storage.calls import Call, NewWhisper, Whisper
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Helped, Tone, WhisperAnswer
from workflows.masking import mask
from workflows.people.reading import is_active
from workflows.refusals import CallRefused, InvalidForm, Length, Misfit, Refusal
from workflows.whisper import audience, policy
from workflows.whisper.floor import Floor
from workflows.whisper.holding import Press, check_known, coach_of, hold, hold_whisper
from workflows.whisper.policy import LONGEST_ADVICE, Due
from workflows.whisper.service import fold, start_unannounced, touch

CALLING = frozenset({WhisperAnswer.MORE, WhisperAnswer.HOLD, WhisperAnswer.TAKE_OVER})
"""Answers after which the coach must do more."""
MOST_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Advice:
    """What is to be whispered: one line, how it is meant, where to read more; `phrase_id` where the book says it."""

    text: str
    tone: Tone
    link: str | None = None
    phrase_id: str | None = None


def whisper(work: UnitOfWork, press: Press, advice: Advice, floor: Floor, now: datetime) -> Whisper:
    """Whisper to the agent of a call; raises CallRefused, or InvalidForm for advice that is too long."""
    call = hold(work, press)
    policy.check_whisper(call, coach_of(work, press.by, floor))
    return _coach(work, call, press.by, advice, floor, now)


def whisper_to(work: UnitOfWork, agent: str, by: str, advice: Advice, floor: Floor, now: datetime) -> Whisper:
    """Whisper to an agent by name; without a live call one begins, unannounced. Raises as `whisper` does."""
    call = call_of(work, agent, by, floor, lock=True)
    _check_length(advice)
    return _coach(work, call or start_unannounced(work, agent, floor, now), by, advice, floor, now)


def call_of(work: UnitOfWork, agent: str, by: str, floor: Floor, *, lock: bool = False) -> Call | None:
    """Answer the call, if any, of an agent to whom `by` may whisper by name; raises CallRefused for whom they may not.

    `lock` holds it until the commit.
    """
    work.people.among({by, agent})
    check_known(work, by)
    check_reachable(work, agent)
    call = work.calls.live_of(agent, lock=lock)
    policy.check_coach(coach_of(work, by, floor), None if call is None else call.help_by)
    return call


def check_reachable(work: UnitOfWork, agent: str) -> None:
    """Raise CallRefused for an agent whom the mirror does not know, or who has left."""
    if not is_active(work.people.get(agent)):
        raise CallRefused(Refusal.NO_SUCH_AGENT)


def _check_length(advice: Advice) -> None:
    if len(advice.text) > LONGEST_ADVICE:
        raise InvalidForm({"advice": Misfit.TOO_LONG}, {"advice": Length(len(advice.text), LONGEST_ADVICE)})


def _coach(work: UnitOfWork, call: Call, by: str, advice: Advice, floor: Floor, now: datetime) -> Whisper:
    check_reachable(work, str(call.agent))
    _check_length(advice)
    return send(work, call, by, replace(advice, text=mask(advice.text)), floor, now)


def send(work: UnitOfWork, call: Call, by: str, advice: Advice, floor: Floor, now: datetime) -> Whisper:
    """Put `advice` before the eyes of an agent, then fold whatever was there. `by` is a coach, or BATON."""
    showing = work.whispers.showing_in(call)
    due_at = policy.first_due(advice.tone, by, floor.pace, now)
    new = NewWhisper(
        call.number, str(call.agent), by, advice.text, advice.tone, advice.link, advice.phrase_id, now, due_at
    )
    sent = work.whispers.send(new, call)
    touch(work, call, now)
    work.tell(audience.of_whisper(sent), is_first=True)
    for shown in showing:
        fold(work, shown, now)
    return sent


def answer(work: UnitOfWork, press: Press, given: WhisperAnswer, now: datetime) -> Whisper:
    """Keep what the agent answers, once; raises CallRefused for anybody else, and for what is over."""
    call, whisper = hold_whisper(work, press)
    if press.by != whisper.agent:
        raise CallRefused(Refusal.NOT_YOUR_CALL, people=(whisper.agent,))
    if whisper.answer is not None:
        raise CallRefused(Refusal.ALREADY_ANSWERED)
    if whisper.folded_at is not None:
        raise CallRefused(Refusal.WHISPER_FOLDED)
    answered = work.whispers.change(whisper, answer=given, answered_at=now, due_at=None)
    touch(work, call, now)
    work.tell(audience.of_whisper(answered))
    if given in CALLING:
        work.tell(audience.of_coach_called(answered, given.value))
    return answered


def rate(work: UnitOfWork, press: Press, helped: Helped) -> Whisper:
    """Keep what a whisper was worth to its agent; the phrase book counts it. Raises CallRefused for anybody else."""
    call, whisper = hold_whisper(work, press)
    if press.by != whisper.agent:
        raise CallRefused(Refusal.NOT_YOUR_CALL, people=(whisper.agent,))
    if whisper.helped is helped:
        return whisper
    if whisper.phrase_id is not None:
        work.phrases.count_helped(whisper.phrase_id, helped, whisper.helped)
    rated = work.whispers.change(whisper, helped=helped)
    work.tell((*audience.of_end(call), *audience.of_copy(rated)))
    return rated


def caution(work: UnitOfWork, key: str, found: str) -> None:
    """Warn the coach of what stands between a whisper and its agent: `dnd` or `away`, as Slack says."""
    whisper = work.whispers.get(key, lock=True)
    if whisper is not None and whisper.caution != found:
        work.tell(audience.of_copy(work.whispers.change(whisper, caution=found)))


def is_any_due(work: UnitOfWork, now: datetime) -> bool:
    """Say whether something is to happen to a whisper by itself."""
    return work.whispers.is_any_due(now)


def act_due(work: UnitOfWork, floor: Floor, now: datetime) -> int:
    """Do to whispers what is due, and answer how many there were; those that another replica has are left to it."""
    due = work.whispers.hold_due(now, MOST_AT_ONCE)
    for whisper in due:
        _act(work, whisper, floor, now)
    return len(due)


def _act(work: UnitOfWork, whisper: Whisper, floor: Floor, now: datetime) -> None:
    pace = floor.pace
    match policy.due_of(whisper, pace, now):
        case Due.FOLD:
            is_known = whisper.warned_at is not None or not policy.presses(whisper)
            fold(work, whisper if is_known else _warn(work, whisper, None, now), now)
        case Due.WARN:
            _warn(work, whisper, policy.next_due(whisper, pace, now), now)
        case Due.RESEND:
            again = work.whispers.change(whisper, sendings=2, due_at=policy.next_due(whisper, pace, now))
            work.tell(audience.of_resent(again))
        case None:
            work.whispers.change(whisper, due_at=policy.next_due(whisper, pace, now))


def _warn(work: UnitOfWork, whisper: Whisper, due_at: datetime | None, now: datetime) -> Whisper:
    """Tell the coach that nobody answers; something else is to happen at `due_at`."""
    warned = work.whispers.change(whisper, warned_at=now, due_at=due_at)
    work.tell((*audience.of_copy(warned), *audience.of_coach_called(warned, "unanswered")))
    return warned
