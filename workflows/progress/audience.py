"""Who is told of progress in Jira, and where: pure answers, one notice for each message in each place."""

from collections.abc import Iterable, Iterator

from storage.issues.records import Issue
from storage.outbox import Notice
from storage.requests.records import Request
from storage.vocabulary import Category
from workflows.notices import CardChanged, HandoffChanged, IssueMoved, ProgressMade, ReceiptChanged

DONE, REOPENED = "done", "reopened"


def in_place(request: Request, handed: Iterable[str], followers: Iterable[str]) -> Iterator[Notice]:
    """Update the card of a request, the copies that people have in their DMs, and the receipts: nobody is pinged."""
    if request.channel is not None:
        yield CardChanged(request.key, request.channel)
    for person in dict.fromkeys((request.filed_by, *sorted(followers))):
        yield ReceiptChanged(request.key, person)
    yield from (HandoffChanged(request.key, person) for person in sorted(handed))


def of_moves(request: Request, after: int, upto: int, linked: str | None = None) -> Iterator[Notice]:
    """Tell in the thread of a card what happened behind position `after`, up to `upto`, or which issue is its own."""
    if request.channel is not None:
        yield IssueMoved(request.key, request.channel, after, upto, linked)


def of_progress(request: Request, why: str, *, besides: str | None = None) -> Iterator[Notice]:
    """Tell whoever tells the customer, unless they are the one who did it: the owner, else the account manager."""
    person = request.owner or request.account_manager
    if person is not None and person != besides:
        yield ProgressMade(request.key, person, why)


def are_done(issues: Iterable[Issue]) -> bool | None:
    """Say whether all issues that Jira still has are done; None where it has none of them."""
    there = [issue for issue in issues if issue.gone_at is None]
    return all(issue.category is Category.DONE for issue in there) if there else None
