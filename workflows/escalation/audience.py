"""Who is told what, and where: pure answers, one notice for each message in each place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from storage.outbox import Notice
from storage.requests.records import Request
from storage.vocabulary import Status, Verb, Waiting
from workflows.notices import (
    AnswerGiven,
    CardChanged,
    HandoffChanged,
    LeadsAsked,
    OfferMade,
    OutcomeReached,
    QuestionAsked,
    ReceiptChanged,
    StepTaken,
    TurnPassed,
    step_subject,
)

_ENDS = frozenset({Verb.READ, Verb.ACCEPT_ANSWER, Verb.RESOLVE, Verb.WITHDRAW, Verb.DECLINE})


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom messages about a request have reached: the DMs with a copy of its card, and those who added to it.

    `leads` are asked by DM where nobody else is there to ask and no channel is configured.
    """

    handed: frozenset[str] = frozenset()
    followers: frozenset[str] = frozenset()
    leads: frozenset[str] = frozenset()


def of_filed(request: Request, leads: Iterable[str]) -> tuple[Notice, ...]:
    """Tell of a new request: its card, one ping for whoever is asked, the filer's receipt.

    Without an account manager the leads are mentioned in the channel; without a channel, too, each of `leads` gets
    the handoff.
    """
    reach = Reach(leads=frozenset(leads))
    return (*_in_place(request, reach), *_asked(request, reach))


def of_step(before: Request, after: Request, verb: Verb, by: str, reach: Reach) -> tuple[Notice, ...]:
    """Tell of a step that `by` took: what is there is updated in place, and only who must know gets a message."""
    return (
        *_in_place(after, reach),
        *_handoffs(after, reach),
        *_settled(before, after),
        *_said(before, after, verb, by, reach),
        *_line(after, verb, by),
    )


def of_unreachable(request: Request, leads: Iterable[str], missing: str | None = None) -> tuple[Notice, ...]:
    """Ask the leads in the place of someone whom no DM reaches."""
    return tuple(_leads(request, leads, missing))


def _in_place(request: Request, reach: Reach) -> Iterator[Notice]:
    if request.channel is not None:
        yield CardChanged(request.key, request.channel)
    for person in dict.fromkeys((request.filed_by, *sorted(reach.followers))):
        yield ReceiptChanged(request.key, person)


def _handoffs(request: Request, reach: Reach) -> Iterator[Notice]:
    """Update every copy of the card; whoever is asked gets one, as long as nobody has taken the request up."""
    manager = request.account_manager
    asked = () if manager is None or not _is_nobodys(request) else (manager,)
    return (HandoffChanged(request.key, person) for person in dict.fromkeys((*asked, *sorted(reach.handed))))


def _is_nobodys(request: Request) -> bool:
    return request.owner is None and request.status is not Status.DONE


def _settled(before: Request, after: Request) -> Iterator[Notice]:
    """Take the buttons from what no longer waits for anyone: an answer, a question, an offer."""
    if before.waiting_step is not None and before.waiting_step != after.waiting_step:
        waited = AnswerGiven if before.waiting_for is Waiting.ACCEPTANCE else QuestionAsked
        if before.waiting_for is not Waiting.UNTIL:
            yield waited(step_subject(before.key, before.waiting_step), before.filed_by)
    if before.offered_to is not None and before.offered_step != after.offered_step:
        yield OfferMade(step_subject(before.key, before.offered_step or 0), before.offered_to)


def _said(before: Request, after: Request, verb: Verb, by: str, reach: Reach) -> Iterator[Notice]:
    """Tell those who must act, or learn an outcome: these are all the pings there are."""
    step = step_subject(after.key, after.steps)
    if after.status is Status.DONE and verb in _ENDS:
        yield from (OutcomeReached(step, person) for person in _concerned(after, verb, by, reach))
        return
    match verb:
        case Verb.DECLINE | Verb.MOVE | Verb.REOPEN:
            yield from _turned(before, after, verb, by, reach)
        case Verb.ANSWER:
            yield AnswerGiven(step, after.filed_by)
        case Verb.ASK:
            yield QuestionAsked(step, after.filed_by)
        case Verb.HAND_OFF:
            yield OfferMade(step, str(after.offered_to))
        case Verb.RETURN:
            yield TurnPassed(step, str(before.offered_by))
        case Verb.REPLY | Verb.ASK_AGAIN | Verb.RESUME if after.owner != by:
            yield TurnPassed(step, str(after.owner))


def _concerned(request: Request, verb: Verb, by: str, reach: Reach) -> Iterable[str]:
    """Answer who learns an end or a new beginning: the filer's side, and the account's where someone else did it."""
    acting = (request.account_manager, None if verb is Verb.ACCEPT_ANSWER else request.owner)
    others = (person for person in acting if person not in {None, by})
    return dict.fromkeys(str(person) for person in (request.filed_by, *sorted(reach.followers), *others))


def _turned(before: Request, after: Request, verb: Verb, by: str, reach: Reach) -> Iterator[Notice]:
    """Tell of a request that has lost its owner, or begins again, and ask whoever is next.

    Who is asked has one ping: the handoff itself, or, where they have had it before, a word of its own.
    """
    told = dict.fromkeys(_learning(before, after, verb, by, reach))
    asked, is_asked_anew = after.account_manager, _is_asked_anew(before, after, verb)
    if is_asked_anew and asked is not None and asked not in reach.handed:
        told.pop(asked, None)
    elif is_asked_anew and asked not in {None, by}:
        told[str(asked)] = None
    yield from (TurnPassed(step_subject(after.key, after.steps), person) for person in told)
    if is_asked_anew and asked is None:
        yield from _leads(after, reach.leads)


def _learning(before: Request, after: Request, verb: Verb, by: str, reach: Reach) -> Iterable[str]:
    """Answer who must know of the turn, whoever is asked now: of an offer that is gone with someone, who made it."""
    match verb:
        case Verb.REOPEN:
            return _concerned(after, verb, by, reach)
        case Verb.DECLINE:
            others = (person for person in (before.account_manager, before.owner) if person not in {None, by})
            return (before.filed_by, *map(str, others))
    is_offer_gone = before.offered_to is not None and after.offered_to is None
    return (str(before.offered_by),) if is_offer_gone and not _is_asked_anew(before, after, verb) else ()


def _is_asked_anew(before: Request, after: Request, verb: Verb) -> bool:
    """Say whether nobody has the request any more, or somebody else is asked for it: a mere offer may have gone."""
    asked = (before.owner, before.account_manager) != (after.owner, after.account_manager)
    return _is_nobodys(after) and (asked or verb is not Verb.MOVE)


def _asked(request: Request, reach: Reach) -> Iterator[Notice]:
    return _handoffs(request, reach) if request.account_manager is not None else _leads(request, reach.leads)


def _leads(request: Request, leads: Iterable[str], missing: str | None = None) -> Iterator[Notice]:
    if request.channel is not None:
        return iter((LeadsAsked(request.key, request.channel, missing),))
    return (HandoffChanged(request.key, lead) for lead in sorted(leads) if lead != request.account_manager)


def _line(request: Request, verb: Verb, by: str) -> Iterator[Notice]:
    if request.channel is not None:
        yield StepTaken(request.key, request.channel, verb, by, request.steps)
