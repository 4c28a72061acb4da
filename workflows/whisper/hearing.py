"""What the phone system tells: a call begins, something is said, it ends; late, twice or in any order.

Nothing of it is refused: what makes no sense is left alone, for nobody is there to read an answer.
"""

import hashlib
import re
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from storage.accounts import Account
from storage.calls import Call, NewCall, Segment
from storage.types import clean
from storage.unit_of_work import UnitOfWork
from storage.units import StorageFailed
from storage.vocabulary import Speaker
from workflows.masking import mask
from workflows.people.reading import is_active
from workflows.whisper import audience
from workflows.whisper.advising import OpenBook, advise
from workflows.whisper.floor import Floor, channel_of
from workflows.whisper.pace import SILENT_FOR, WORDS_KEPT_FOR
from workflows.whisper.service import SILENT, WORDS, announce, finish, touch

JUST_BEGUN = timedelta(minutes=5)
"""A call that was begun by hand so shortly before the phone rings is that very call, whoever was expected."""
TRIES = 3
"""Others may begin a call of the same agent in the same moment; each try sees what they did."""
_USER_ID = re.compile(r"[A-Z0-9_]{1,32}", re.ASCII)


class PhoneEventKind(StrEnum):
    """What a phone system tells, in its own words."""

    STARTED = "call.started"
    SEGMENT = "call.segment"
    ENDED = "call.ended"


@dataclass(frozen=True, slots=True)
class NamedAgent:
    """Whose phone it is, as far as the phone system knows."""

    slack_id: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class NamedCustomer:
    """Who is on the other end, as far as the phone system knows."""

    account_id: str | None = None
    phone: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class PhoneEvent:
    """One thing that happened in a call, `at` an aware instant; `final` and `text` belong to segments.

    `speaker` is agent or customer; `text` is as it was heard, nothing masked yet, and so stands in no log.
    """

    event_id: str
    kind: PhoneEventKind
    call_id: str
    at: datetime
    agent: NamedAgent = NamedAgent()
    customer: NamedCustomer = field(default=NamedCustomer(), repr=False)
    speaker: Speaker = Speaker.CUSTOMER
    final: bool = False
    text: str = field(default="", repr=False)

    @property
    def tells_nothing(self) -> bool:
        """Say whether there is nothing in it to keep: a first guess of the transcription, or silence."""
        return self.kind is PhoneEventKind.SEGMENT and not (self.final and self.text.strip())


def hear(work: UnitOfWork, event: PhoneEvent, book: OpenBook, floor: Floor, now: datetime) -> None:
    """Keep what the phone system tells, and do what follows. Raises StorageFailed where it should be told again."""
    event = replace(event, call_id=_kept_id(event.call_id))
    match event.kind:
        case PhoneEventKind.STARTED:
            _start(work, event, floor, now)
        case PhoneEventKind.SEGMENT if not event.tells_nothing:
            _listen(work, event, book, floor, now)
        case PhoneEventKind.ENDED:
            _end(work, event, now)


def _kept_id(call_id: str) -> str:
    """Answer the name of a call as it is kept: one that may hold a caller's number is replaced by its digest."""
    if mask(call_id) == call_id:
        return call_id
    return f"sha256:{hashlib.sha256(call_id.encode(errors='surrogatepass')).hexdigest()}"


# ---- a call begins


def _start(work: UnitOfWork, event: PhoneEvent, floor: Floor, now: datetime) -> None:
    """Begin the call, unless it is known to have begun, or to be over."""
    for _ in range(TRIES):
        known = work.calls.by_call_id(event.call_id)
        if known is not None and (known.started_at is not None or known.ended_at is not None):
            return
        if _is_begun(work, event, known, floor, now):
            return
    raise StorageFailed("others began calls of the same agent in the same moment")


def _is_begun(work: UnitOfWork, event: PhoneEvent, known: Call | None, floor: Floor, now: datetime) -> bool:
    """Begin the call in the place of whatever its agent is in; say no where another transaction was quicker."""
    agent = _agent_of(work, event.agent)
    live = None if agent is None else work.calls.live_of(agent, lock=True)
    if live is not None and live.call_id == event.call_id:
        return True  # the same start, told twice at once: the other was quicker between our two looks
    if live is not None and live.call_id is None and _is_the_same(work, live, event):
        _take_over(work, live, known, event, now)
        return True
    if live is not None and live.started_at is not None and event.at < live.started_at:
        return _is_kept_as_over(work, event, known, agent, now)
    if live is not None:
        finish(work, live, None, now)
    account_id, customer = _customer_of(work, event.customer)
    channel, started_at = channel_of(work, floor), min(event.at, now)
    new = NewCall(event.call_id, agent, account_id, customer, channel, started_at, now)
    begun = work.calls.begin(new) if known is None else _taken_in(work, known, new)
    if begun is not None:
        _announce(work, begun, floor, now)
    return begun is not None


def _is_the_same(work: UnitOfWork, live: Call, event: PhoneEvent) -> bool:
    """Say whether a call that was begun by hand is the one that rings: just begun, or with nobody else on the phone."""
    if live.started_at is None or event.at - live.started_at <= JUST_BEGUN:
        return True
    theirs, ours = _customer_of(work, event.customer), (live.account_id, live.customer)
    return theirs in {(None, None), ours}


def _is_kept_as_over(work: UnitOfWork, event: PhoneEvent, known: Call | None, agent: str | None, now: datetime) -> bool:
    """Keep a start that comes late as a call that is over: its agent has begun a later one since."""
    late = known or work.calls.begin(NewCall(event.call_id, agent, None, None, None, None, now))
    if late is not None:
        work.calls.change(late, ended_at=now)
    return late is not None


def _announce(work: UnitOfWork, call: Call, floor: Floor, now: datetime) -> None:
    """Show a call; that of somebody unknown is shown nowhere, but ends by itself, too, and its words with it."""
    if call.agent is not None:
        announce(work, call, floor, now)
    else:
        work.timers.set(SILENT, call.key, now + SILENT_FOR)


def _taken_in(work: UnitOfWork, known: Call, new: NewCall) -> Call:
    """Let a call of which only later events had come begin after all."""
    return work.calls.change(
        known,
        agent=new.agent,
        account_id=new.account_id,
        customer=new.customer,
        channel=new.channel,
        started_at=new.started_at,
        last_sign_at=new.last_sign_at,
    )


def _take_over(work: UnitOfWork, live: Call, known: Call | None, event: PhoneEvent, now: datetime) -> None:
    """Let a call that was begun by hand be the phone system's: it is the same phone. What the agent typed stays."""
    if known is not None:
        work.calls.change(known, call_id=None)
    account_id, customer = live.account_id, live.customer
    if account_id is None and customer is None:
        account_id, customer = _customer_of(work, event.customer)
    taken = work.calls.change(
        live, call_id=event.call_id, account_id=account_id, customer=customer, announced=True, last_sign_at=now
    )
    work.tell(audience.of_call(taken))


def _agent_of(work: UnitOfWork, named: NamedAgent) -> str | None:
    """Answer whose phone it is; None for anybody whom the mirror does not know, or who has left."""
    known = work.people.get(named.slack_id) if named.slack_id and _USER_ID.fullmatch(named.slack_id) else None
    if not is_active(known) and named.email:
        known = work.people.by_email(clean(named.email))
    return known.user_id if known is not None and is_active(known) else None


def _customer_of(work: UnitOfWork, named: NamedCustomer) -> tuple[str | None, str | None]:
    """Answer the account's id, else the name as it came; a number that belongs to nobody is not kept."""
    account = _account_of(work, named)
    if account is not None:
        return account.account_id, None
    return None, mask(clean(named.name or "").strip()) or None


def _account_of(work: UnitOfWork, named: NamedCustomer) -> Account | None:
    if named.account_id and (account := work.accounts.get(clean(named.account_id))) is not None:
        return account
    by_phone = work.accounts.called_from(named.phone) if named.phone else []
    if len(by_phone) == 1:
        return by_phone[0]
    name = clean(named.name or "").strip()
    by_name = (work.accounts.named(name) or work.accounts.read_as(name)) if name else []
    return by_name[0] if len(by_name) == 1 else None


# ---- something is said, and it ends


def _listen(work: UnitOfWork, event: PhoneEvent, book: OpenBook, floor: Floor, now: datetime) -> None:
    """Keep what was said while its call is on, and give advice; what comes after the end is not kept at all."""
    segment = Segment(event.at, event.speaker, mask(event.text))
    call = _call_of(work, event, now)
    if call.ended_at is not None or not _is_its_agent(work, call, event.agent):
        return
    if call.is_live and call.agent is not None:
        advise(work, call, segment, book, floor, now)
    work.calls.hear(call, segment)
    if call.started_at is None:
        work.timers.set_once(WORDS, call.key, now + WORDS_KEPT_FOR)
    touch(work, call, now)


def _end(work: UnitOfWork, event: PhoneEvent, now: datetime) -> None:
    """End the call; one of which nothing is known yet is over before it begins."""
    call = _call_of(work, event, now)
    if not _is_its_agent(work, call, event.agent):
        return
    if call.is_live:
        finish(work, call, None, now)
    elif call.ended_at is None:
        work.calls.change(call, ended_at=now)


def _call_of(work: UnitOfWork, event: PhoneEvent, now: datetime) -> Call:
    """Hold the call; one that never began is kept all the same, shown nowhere, so that its start can still come."""
    known = work.calls.by_call_id(event.call_id)
    if known is None:
        new = NewCall(event.call_id, _agent_of(work, event.agent), None, None, None, None, now)
        known = work.calls.begin(new) or work.calls.by_call_id(event.call_id)
    if known is None:
        raise StorageFailed("another transaction kept the same call and took it back")
    return known


def _is_its_agent(work: UnitOfWork, call: Call, named: NamedAgent) -> bool:
    """Say whether an event comes from the call's own phone; one that names nobody does."""
    if call.agent is None or named.slack_id == call.agent or named == NamedAgent():
        return True
    person = work.people.get(call.agent) if named.email else None
    return person is not None and (person.email or "").lower() == (named.email or "").strip().lower()
