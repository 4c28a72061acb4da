"""What someone is to a request, read from the mirror and the accounts for the policy."""

from dataclasses import dataclass

from storage.accounts import Account
from storage.requests import Request
from storage.unit_of_work import UnitOfWork
from workflows.escalation.policy import Situation, Standing
from workflows.escalation.routing import Desk
from workflows.notices import HandoffChanged
from workflows.people.reading import is_active, is_lead


@dataclass(frozen=True, slots=True)
class Click:
    """Someone takes a step.

    `seen_in` is the conversation in which Slack says they clicked, `seen_at` the ordinal of the last step that the
    card before their eyes knew of; None where nobody can tell.
    """

    key: str
    by: str
    seen_in: str | None = None
    seen_at: int | None = None


def situation_of(request: Request) -> Situation:
    """Answer what rights and order depend on of `request`."""
    return Situation(
        key=request.key,
        request_type=request.request_type,
        status=request.status,
        owner=request.owner,
        filed_by=request.filed_by,
        waiting_for=request.waiting_for,
        offered_to=request.offered_to,
        entitled=(request.account_manager,) if request.account_manager else (),
        finished_by=request.finished_by,
        declined_by=request.declined_by,
    )


def standing_of(work: UnitOfWork, request: Request, click: Click, desk: Desk) -> Standing:
    """Answer what whoever clicked is to `request`."""
    account = work.accounts.get(request.account_id) or Account(request.account_id, request.account_id)
    return Standing(
        user_id=click.by,
        is_known=is_active(work.people.get(click.by)),
        is_account_manager=click.by in {request.account_manager, account.account_manager},
        is_cover=click.by == account.cover,
        is_lead=is_lead(work, desk.roles, click.by),
        is_follower=click.by in work.requests.followers(request.key),
        sees_card=_sees_card(work, request, click),
    )


def _sees_card(work: UnitOfWork, request: Request, click: Click) -> bool:
    """Say whether it is before their eyes: its card in its channel, a digest's row, or the copy of whoever is asked."""
    channel = request.channel
    if channel is not None and (click.seen_in == channel or work.people.is_in_channel(channel, click.by)):
        return True
    if click.by in work.posts.places_of(HandoffChanged.topic, request.key):
        return True
    return channel is not None and _sees_row(work, channel, click.seen_in)


def _sees_row(work: UnitOfWork, channel: str, seen_in: str | None) -> bool:
    """Say whether a digest in `seen_in` shows what stands in `channel`: only where anyone may read that."""
    is_open = seen_in is not None and channel in work.channels.public_among([channel])
    return is_open and work.editions.was_posted_in(str(seen_in))
