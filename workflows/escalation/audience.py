"""Who is told what, and where: pure answers, one notice for each message in each place."""

from collections.abc import Iterable, Iterator

from storage.outbox import Notice
from storage.requests.records import Request
from storage.vocabulary import Verb
from workflows.notices import (
    AnswerGiven,
    CardChanged,
    HandoffChanged,
    LeadsAsked,
    OutcomeReached,
    ReceiptChanged,
    StepTaken,
)


def of_filed(request: Request, leads: Iterable[str]) -> tuple[Notice, ...]:
    """Tell of a new request: its card, one ping for whoever is asked, the filer's receipt.

    Without an account manager the leads are mentioned in the channel; without a channel, too, each of `leads` gets
    the handoff.
    """
    return (*_in_place(request), *_asked(request, leads))


def of_claimed(request: Request, by: str, handed: Iterable[str]) -> tuple[Notice, ...]:
    """Tell of a claim silently; `handed` are those who have the handoff in their DM."""
    return (*_in_place(request), *_handoffs(request, handed), *_line(request, Verb.CLAIM, by))


def of_answered(request: Request, by: str, handed: Iterable[str]) -> tuple[Notice, ...]:
    """Ask the filer whether the answer is enough; all else follows silently."""
    answer = AnswerGiven(answer_subject(request), request.filed_by)
    return (*_in_place(request), *_handoffs(request, handed), answer, *_line(request, Verb.ANSWER, by))


def of_finished(request: Request, verb: Verb, by: str, handed: Iterable[str]) -> tuple[Notice, ...]:
    """Tell the filer the outcome, and the account manager where someone else reached it."""
    told = {request.filed_by: None}
    if request.account_manager not in {None, by}:
        told[str(request.account_manager)] = None
    outcomes = (OutcomeReached(request.key, person) for person in told)
    silent = (*_in_place(request), *_handoffs(request, handed), *_answer(request))
    return (*silent, *outcomes, *_line(request, verb, by))


def of_unreachable(request: Request, leads: Iterable[str]) -> tuple[Notice, ...]:
    """Ask the leads in the place of someone whom no DM reaches."""
    return tuple(_leads(request, leads))


def answer_subject(request: Request) -> str:
    """Name the message of a request's latest answer: each answer is a message of its own."""
    return f"{request.key}/{request.answers}"


def _in_place(request: Request) -> Iterator[Notice]:
    if request.channel is not None:
        yield CardChanged(request.key, request.channel)
    yield ReceiptChanged(request.key, request.filed_by)


def _handoffs(request: Request, handed: Iterable[str]) -> Iterator[Notice]:
    asked = () if request.account_manager is None else (request.account_manager,)
    return (HandoffChanged(request.key, person) for person in dict.fromkeys((*asked, *handed)))


def _asked(request: Request, leads: Iterable[str]) -> Iterator[Notice]:
    return _handoffs(request, ()) if request.account_manager is not None else _leads(request, leads)


def _leads(request: Request, leads: Iterable[str]) -> Iterator[Notice]:
    if request.channel is not None:
        return iter((LeadsAsked(request.key, request.channel),))
    return (HandoffChanged(request.key, lead) for lead in leads if lead != request.account_manager)


def _answer(request: Request) -> Iterator[Notice]:
    if request.answers:
        yield AnswerGiven(answer_subject(request), request.filed_by)


def _line(request: Request, verb: Verb, by: str) -> Iterator[Notice]:
    if request.channel is not None:
        yield StepTaken(request.key, request.channel, verb, by)
