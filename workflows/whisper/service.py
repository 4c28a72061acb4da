"""What people do around a call: begin it, ask for help, take a sign, write down, end. Never commits, never calls out.

Whispering stands in `whispering`, what the phone system tells in `hearing`, what happens by itself in `moments`.
"""

from dataclasses import dataclass
from datetime import datetime

from storage.calls import Call, NewCall, Note, Whisper
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import NEW_CUSTOMER
from workflows.masking import mask
from workflows.notices import DangerSeen, HelpAsked, step_subject
from workflows.people.reading import leads
from workflows.refusals import CallRefused, InvalidForm, Misfit, Refusal
from workflows.whisper import audience, policy
from workflows.whisper.floor import Floor, channel_of
from workflows.whisper.holding import Press, check_known, coach_of, hold, standing_of
from workflows.whisper.pace import HELP_HELD_FOR, SILENT_FOR, TOUCHED_EVERY, WORDS_KEPT_FOR

HELP, LONG, SILENT, WORDS = "call_help", "call_long", "call_silent", "call_words"
"""The kinds of timers of a call: its sign goes back, it is long, nobody hears of it, its words are forgotten."""


@dataclass(frozen=True, slots=True)
class Start:
    """A call to begin: `customer` is an account's id or `new:<typed name>`, None for one that nobody knows yet.

    `replaces` is the live call that the agent has been asked about, and that ends by this.
    """

    agent: str
    customer: str | None
    replaces: str | None = None


def start(work: UnitOfWork, given: Start, floor: Floor, now: datetime) -> Call:
    """Begin a call; raises CallRefused where its agent is in another than the one that it replaces."""
    check_known(work, given.agent)
    live = work.calls.live_of(given.agent, lock=True)
    if live is not None and live.key != given.replaces:
        raise CallRefused(Refusal.ALREADY_ON_CALL)
    if live is not None:
        finish(work, live, given.agent, now)
    account_id, customer = _customer(work, given.customer)
    new = NewCall(None, given.agent, account_id, customer, channel_of(work, floor), now, now)
    begun = work.calls.begin(new)
    if begun is None:
        raise CallRefused(Refusal.ALREADY_ON_CALL)
    announce(work, begun, floor, now)
    return begun


def start_unannounced(work: UnitOfWork, agent: str, floor: Floor, now: datetime) -> Call:
    """Begin the call of an agent who was in none and of whose customer nobody has said anything.

    Where it was begun in the same moment, that one is answered, held. Raises CallRefused where it is over already.
    """
    begun = work.calls.begin(NewCall(None, agent, None, None, channel_of(work, floor), now, now, announced=False))
    if begun is not None:
        announce(work, begun, floor, now)
        return begun
    live = work.calls.live_of(agent, lock=True)
    if live is None:
        raise CallRefused(Refusal.CALL_ENDED)
    return live


def _customer(work: UnitOfWork, given: str | None) -> tuple[str | None, str | None]:
    """Answer the account's id, or the name as it came, masked; raises InvalidForm for an account that is gone."""
    if given is None:
        return None, None
    if given.startswith(NEW_CUSTOMER):
        return None, mask(given.removeprefix(NEW_CUSTOMER))
    if work.accounts.get(given) is None:
        raise InvalidForm({"customer": Misfit.NO_SUCH_ACCOUNT})
    return given, None


def announce(work: UnitOfWork, call: Call, floor: Floor, now: datetime) -> None:
    """Show a call that has begun, and set the moments at which something happens to it by itself."""
    work.timers.set(SILENT, call.key, now + SILENT_FOR)
    work.timers.set(LONG, call.key, (call.started_at or now) + floor.pace.long_call)
    work.tell(audience.of_call(call))


def touch(work: UnitOfWork, call: Call, now: datetime) -> None:
    """Remember, to the minute, that somebody has heard of a call."""
    if now - call.last_sign_at >= TOUCHED_EVERY:
        work.calls.change(call, last_sign_at=now)


def raise_help(work: UnitOfWork, press: Press, floor: Floor, now: datetime) -> Call:
    """Let the agent ask for help; a sign that is up stays as it is. Raises CallRefused."""
    call = hold(work, press)
    policy.check_own(call, press.by)
    if call.help_asked_at is not None:
        return call
    asked = work.calls.change(
        call, help_asked_at=now, help_by=None, help_taken_at=None, helps=call.helps + 1, last_sign_at=now
    )
    work.calls.raise_sign(asked, now)
    _tell_help(work, asked, floor)
    return asked


def lower_help(work: UnitOfWork, press: Press, floor: Floor, now: datetime) -> Call:
    """Let the agent do without help. Raises CallRefused."""
    call = hold(work, press)
    policy.check_own(call, press.by)
    lowered = work.calls.change(call, help_asked_at=None, help_by=None, help_taken_at=None, last_sign_at=now)
    _tell_help(work, lowered, floor)
    return lowered


def take_help(work: UnitOfWork, press: Press, floor: Floor, now: datetime) -> Call:
    """Take a help sign: the first holds it, anyone later learns who. Raises CallRefused."""
    call = hold(work, press)
    policy.check_take_help(call, standing_of(work, call, press, floor))
    if call.help_by == press.by:
        return call
    taken = work.calls.change(call, help_by=press.by, help_taken_at=now, last_sign_at=now)
    work.calls.take_sign(taken, press.by, now)
    work.timers.set(HELP, call.key, now + HELP_HELD_FOR)
    _tell_help(work, taken, floor)
    return taken


def give_back(work: UnitOfWork, call: Call, floor: Floor) -> Call:
    """Ask anew for help that somebody took and did not give; since when is kept, so that it is still the longest."""
    asked = work.calls.change(call, help_by=None, help_taken_at=None, helps=call.helps + 1)
    work.calls.take_sign(asked, None, None)
    work.tell(audience.of_help(asked, leads(work, floor.roles), call.helps))
    _tell_help(work, asked, floor)
    return asked


def _tell_help(work: UnitOfWork, call: Call, floor: Floor) -> None:
    if call.helps:
        work.tell((*audience.of_call(call), *audience.of_help(call, leads(work, floor.roles))))


def note(work: UnitOfWork, press: Press, text: str, now: datetime) -> Call:
    """Keep what the agent writes down, numbers and addresses masked. Raises CallRefused."""
    call = hold(work, press)
    policy.check_own(call, press.by)
    work.calls.note(call, Note(now, mask(text)))
    noted = work.calls.change(call, last_sign_at=now)
    work.tell(audience.of_note(noted))
    return noted


def end(work: UnitOfWork, press: Press, floor: Floor, now: datetime) -> Call:
    """End a call; raises CallRefused for whoever is neither its agent nor a lead, and where it is over."""
    call = hold(work, press)
    policy.check_end(call, coach_of(work, press.by, floor))
    return finish(work, call, press.by, now)


def finish(work: UnitOfWork, call: Call, by: str | None, now: datetime) -> Call:
    """End a live call: nothing is open any more, its agent gets what it came to, its words are forgotten soon."""
    over = work.calls.change(call, ended_at=now, ended_by=by, help_asked_at=None, help_by=None, help_taken_at=None)
    for whisper in work.whispers.showing_in(call):
        fold(work, whisper, now)
    work.tell(copy for whisper in work.whispers.of_call(over) for copy in audience.of_copy(whisper))
    work.timers.set(WORDS, call.key, now + WORDS_KEPT_FOR)
    work.tell((*audience.of_call(over), *audience.of_end(over)))
    work.tell(audience.of_help_told(over, work.posts.places_of(HelpAsked.topic, step_subject(over.key, over.helps))))
    tell_danger_again(work, over)
    return over


def tell_danger_again(work: UnitOfWork, call: Call) -> None:
    """Tell of danger as it stands now in every place that has heard of it."""
    work.tell(audience.of_danger_told(call, work.posts.places_of(DangerSeen.topic, call.key)))


def fold(work: UnitOfWork, whisper: Whisper, now: datetime) -> None:
    """Let a whisper take no more room; an answer that was given stays to be read."""
    folded = work.whispers.change(whisper, folded_at=now, due_at=None)
    work.tell(audience.of_whisper(folded) if folded.failed is None else audience.of_copy(folded))
