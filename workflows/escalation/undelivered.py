"""What follows when a message could not be posted, or could after all: nobody waits for what never came."""

from storage.outbox import Notice
from storage.requests import Request
from storage.unit_of_work import UnitOfWork
from workflows.escalation import audience
from workflows.notices import (
    AnswerGiven,
    CardChanged,
    HandoffChanged,
    OfferMade,
    OutcomeReached,
    QuestionAsked,
    ReceiptChanged,
    TroubleMet,
    TurnPassed,
    request_of,
)
from workflows.people.policy import Roles
from workflows.people.reading import admins, leads


def undelivered(work: UnitOfWork, notice: Notice, error: str, roles: Roles) -> None:
    """Tell of a notice that Slack refused for good; `error` is Slack's word for why.

    The filer sees it in the receipt of a card; the leads are asked in the place of someone whom no DM reaches; the
    admins hear once of each lane in trouble. Trouble with telling of trouble ends here.
    """
    if isinstance(notice, TroubleMet):
        return
    request = work.requests.get(request_of(notice.subject))
    if request is not None:
        work.tell(_follow(work, notice, request, roles))
    if work.outbox.count_dead(notice.lane) == 1:
        work.tell(TroubleMet(notice.lane, admin, error, notice.topic) for admin in sorted(admins(work, roles)))


def mended(work: UnitOfWork, notice: Notice) -> None:
    """Tell the filer that a card was posted after all."""
    request = work.requests.get(request_of(notice.subject))
    if request is not None and isinstance(notice, CardChanged):
        work.tell([ReceiptChanged(request.key, request.filed_by)])


def _follow(work: UnitOfWork, notice: Notice, request: Request, roles: Roles) -> list[Notice]:
    match notice:
        case CardChanged():
            return [ReceiptChanged(request.key, request.filed_by)]
        case HandoffChanged():
            instead = audience.of_unreachable(request, sorted(leads(work, roles)))
            return [asked for asked in instead if not work.outbox.was_told(asked)]
        case OfferMade() | TurnPassed() | AnswerGiven() | QuestionAsked() | OutcomeReached():
            return list(audience.of_unreachable(request, sorted(leads(work, roles)), notice.place))
    return []
