"""What every act in a call begins with: the call, held until the commit, and what someone is to it."""

from dataclasses import dataclass, replace

from storage.calls import Call, Whisper
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import call_key
from workflows.people.reading import is_active, is_lead, leads_to_mention
from workflows.refusals import CallRefused, Refusal
from workflows.whisper.floor import Floor
from workflows.whisper.policy import Standing


@dataclass(frozen=True, slots=True)
class Press:
    """Someone presses a button of a call or a whisper; `seen_in` is the conversation in which Slack says they did."""

    key: str
    by: str
    seen_in: str | None = None


def hold(work: UnitOfWork, press: Press) -> Call:
    """Hold a call that has begun until the commit; raises as `find` does."""
    return find(work, press, lock=True)


def find(work: UnitOfWork, press: Press, *, lock: bool = False) -> Call:
    """Answer a call that has begun; raises CallRefused where there is none, or whoever pressed is unknown."""
    call = work.calls.get(press.key, lock=lock)
    if call is None or call.started_at is None or call.agent is None:
        raise CallRefused(Refusal.NO_SUCH_CALL)
    work.people.among({press.by, call.agent})
    check_known(work, press.by)
    return call


def hold_whisper(work: UnitOfWork, press: Press) -> tuple[Call, Whisper]:
    """Hold a whisper and its call, the call first; raises CallRefused where there is none."""
    found = work.whispers.get(press.key)
    if found is None:
        raise CallRefused(Refusal.NO_SUCH_CALL)
    call = hold(work, Press(call_key(found.call), press.by, press.seen_in))
    whisper = work.whispers.get(press.key, lock=True)
    if whisper is None:
        raise CallRefused(Refusal.NO_SUCH_CALL)
    return call, whisper


def check_known(work: UnitOfWork, by: str) -> None:
    """Raise CallRefused for whom the mirror does not know, or who has left."""
    if not is_active(work.people.get(by)):
        raise CallRefused(Refusal.NOT_KNOWN_YET)


def standing_of(work: UnitOfWork, call: Call, press: Press, floor: Floor) -> Standing:
    """Answer what whoever pressed is to a call, the calls channel asked."""
    return replace(coach_of(work, press.by, floor), sees_card=_is_in_calls_channel(work, call.channel, press))


def _is_in_calls_channel(work: UnitOfWork, channel: str | None, press: Press) -> bool:
    """Say whether whoever pressed belongs to the channel: who only looks into it does not.

    Where the mirror knows of nobody there, to have pressed there must do.
    """
    if channel is None or work.people.is_in_channel(channel, press.by):
        return channel is not None
    return press.seen_in == channel and not work.people.knows_channel(channel)


def coach_of(work: UnitOfWork, by: str, floor: Floor) -> Standing:
    """Answer what someone is to every call; who does not lead learns who does."""
    leads = is_lead(work, floor.roles, by)
    return Standing(by, leads, leads=() if leads else leads_to_mention(work, floor.roles))
