"""What follows when a message could not be posted, or could after all: nobody waits for what never came."""

from storage.outbox import Notice
from storage.requests import Request
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Status
from workflows.escalation import audience
from workflows.notices import (
    AnswerGiven,
    CardChanged,
    HandoffChanged,
    HelpOffered,
    IssueLinked,
    IssueWanted,
    OfferMade,
    OutcomeReached,
    ProgressMade,
    QuestionAsked,
    ReceiptChanged,
    SetupTested,
    TroubleMet,
    TurnPassed,
    ordinal_of,
    request_of,
)
from workflows.people.policy import Roles
from workflows.people.reading import admins, leads


def undelivered(work: UnitOfWork, notice: Notice, error: str, roles: Roles) -> None:
    """Tell of a notice that Slack refused for good; `error` is Slack's word for why.

    The filer sees it in the receipt of a card; the leads are asked in the place of someone whom no DM reaches; the
    admins hear once of each place in trouble, and whoever tests one hears each time. Trouble with telling of trouble
    ends here, and help that cannot be given troubles nobody: whoever asked sees that no answer came, most often
    because Baton is not in their channel. What Jira refuses is told to whoever asked it.
    """
    if isinstance(notice, TroubleMet | HelpOffered | IssueWanted | IssueLinked):
        return
    request = work.requests.get(request_of(notice.subject))
    if request is not None:
        work.tell(_follow(work, notice, request, roles))
    work.tell(TroubleMet(notice.place, admin, error, notice.topic) for admin in _deploring(work, notice, roles))


def _deploring(work: UnitOfWork, notice: Notice, roles: Roles) -> list[str]:
    """Answer who hears that a place is in trouble: an admin who tests it, each time; all of them, once."""
    if work.outbox.count_dead(notice.place, besides=HelpOffered.topic) == 1:
        return sorted(admins(work, roles))
    return [notice.by] if isinstance(notice, SetupTested) else []


def mended(work: UnitOfWork, notice: Notice) -> None:
    """Tell the filer that a card was posted after all."""
    request = work.requests.get(request_of(notice.subject))
    if request is not None and isinstance(notice, CardChanged):
        work.tell([ReceiptChanged(request.key, request.filed_by)])


def _follow(work: UnitOfWork, notice: Notice, request: Request, roles: Roles) -> list[Notice]:
    if isinstance(notice, CardChanged):
        return [ReceiptChanged(request.key, request.filed_by)]
    if not _must_arrive(notice, request):
        return []
    instead = audience.of_unreachable(request, sorted(leads(work, roles)), notice.place)
    if isinstance(notice, HandoffChanged):
        asked = [leads_asked for leads_asked in instead if not work.outbox.was_told(leads_asked)]
        return [*asked, ReceiptChanged(request.key, request.filed_by)]
    return list(instead)


def _must_arrive(notice: Notice, request: Request) -> bool:
    """Say whether somebody would wait for it in vain: not for a change to a message about what is over."""
    match notice:
        case HandoffChanged():
            return request.owner is None and request.status is not Status.DONE
        case OfferMade():
            return ordinal_of(notice.subject) == request.offered_step
        case AnswerGiven() | QuestionAsked():
            return ordinal_of(notice.subject) == request.waiting_step
        case TurnPassed() | OutcomeReached() | ProgressMade():
            return True
    return False
