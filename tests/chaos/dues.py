"""Who must have been told what: the contract's "Who is told", in its own words and from the trail alone.

Nothing is asked of the workflows that tell: what they forget is to be seen here. Everybody can be reached by DM, and
nobody leaves, so that none of what the contract has for that is told.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from storage.requests import Step
from storage.vocabulary import Status, Verb
from tests.chaos.record import Filed

ENDS = frozenset({Verb.READ, Verb.ACCEPT_ANSWER, Verb.RESOLVE, Verb.WITHDRAW, Verb.DECLINE})
"""The steps by which a request may be done."""
BACK = frozenset({Verb.REPLY, Verb.ASK_AGAIN, Verb.RESUME})
"""The steps after which it is the owner's turn again."""
ASKING_ANEW = frozenset({Verb.DECLINE, Verb.REOPEN})
"""The steps with which somebody else may be asked."""


@dataclass(frozen=True, slots=True)
class Due:
    """What somebody must have been told, so many times at least, and why.

    It need not have been where they were told `unless`: whoever is asked has one ping, not two.
    """

    why: str
    topic: str
    subject: str
    place: str
    times: int = 1
    unless: tuple[str, str, str] | None = None


def dues(request: Filed) -> Iterator[Due]:
    """Answer all that somebody must have been told of a request, up to its last step."""
    yield from _of_filing(request)
    yield from _lines(request)
    for step in request.steps:
        subject = f"{request.key}/{step.ordinal}"
        yield from _of_turn(request, step, subject)
        if step.verb in ENDS and step.to_status is Status.DONE:
            yield Due("whoever filed it learns its end", "outcome", subject, request.filed_by)
            yield from _beside(request, step, "outcome", subject)


def _of_filing(request: Filed) -> Iterator[Due]:
    """The card; the account manager by DM, or else one mention of the leads; the filer's receipt."""
    key, manager = request.key, request.account_manager
    yield Due(f"{key} has a receipt", "receipt", key, request.filed_by)
    if request.channel is not None:
        yield Due(f"{key} has a card", "card", key, request.channel)
        if manager is None:
            yield Due(f"{key} has nobody to ask", "leads_asked", key, request.channel)
    if manager not in {None, request.filed_by}:
        yield Due(f"{key} asks its account manager", "handoff", key, str(manager))


def _lines(request: Filed) -> Iterator[Due]:
    """One line in the thread of the card for each step but the first."""
    if request.channel is not None and len(request.steps) > 1:
        lines = len(request.steps) - 1
        yield Due(f"{request.key} has {lines} lines in its thread", "step", request.key, request.channel, lines)


def _of_turn(request: Filed, step: Step, subject: str) -> Iterator[Due]:
    """Something must be done by someone, or a turn was taken that they must know: that person, by DM."""
    filer, owner = request.filed_by, step.owner
    match step.verb:
        case Verb.ASK:
            yield Due("a question waits for whoever filed it", "question", subject, filer)
        case Verb.ANSWER:
            yield Due("an answer waits for whoever filed it", "answer", subject, filer)
        case Verb.HAND_OFF:
            yield Due("someone is asked to take it over", "offer", subject, str(step.about))
        case Verb.RETURN:
            yield Due("whoever offered it has it back", "turn", subject, _offered_by(request, step))
        case verb if verb in BACK and owner not in {None, step.by}:
            yield Due("its owner goes on", "turn", subject, str(owner))
        case Verb.DECLINE | Verb.REOPEN if step.to_status is not Status.DONE:
            asked = None if owner is not None else ("handoff", request.key, filer)
            yield Due(f"whoever filed it learns of the {step.verb}", "turn", subject, filer, unless=asked)
            if owner is not None:
                yield from _beside(request, step, "turn", subject)


def _beside(request: Filed, step: Step, topic: str, subject: str) -> Iterator[Due]:
    """The account manager, too, where someone else did it: who that was then, only a later asking would hide."""
    manager, is_theirs = request.account_manager, step.by == request.account_manager
    is_asked_since = any(later.ordinal > step.ordinal and later.verb in ASKING_ANEW for later in request.steps)
    if manager is not None and not is_theirs and not is_asked_since:
        yield Due("the account manager learns what others did", topic, subject, manager)


def _offered_by(request: Filed, step: Step) -> str:
    """Answer who made the offer that `step` returns: the latest before it."""
    made = [each for each in request.steps if each.verb is Verb.HAND_OFF and each.ordinal < step.ordinal]
    return made[-1].by
