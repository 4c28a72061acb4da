"""What someone is to a request, read from the mirror and the accounts for the policy."""

from collections.abc import Collection
from dataclasses import dataclass, replace

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
    return standings_of(work, [request], click, desk)[request.key]


def standings_of(work: UnitOfWork, requests: Collection[Request], click: Click, desk: Desk) -> dict[str, Standing]:
    """Answer what whoever clicked is to each of `requests`, by its key: many cost as many statements as one."""
    if not requests:
        return {}
    accounts = work.accounts.among({each.account_id for each in requests})
    is_known, leads = is_active(work.people.get(click.by)), is_lead(work, desk.roles, click.by)
    to_all = Standing(click.by, is_known=is_known, is_lead=leads)
    added, seen = work.requests.added_to(click.by, [each.number for each in requests]), _seen(work, requests, click)
    return {
        each.key: replace(
            _acting(to_all, each, accounts.get(each.account_id)),
            is_follower=each.number in added,
            sees_card=each.key in seen,
        )
        for each in requests
    }


def _acting(whoever: Standing, request: Request, account: Account | None) -> Standing:
    """Say whether they act for the customer of a request; a list that has lost the customer names nobody."""
    manager, cover = (None, None) if account is None else (account.account_manager, account.cover)
    is_asked = whoever.user_id in {request.account_manager, manager}
    return replace(whoever, is_account_manager=is_asked, is_cover=whoever.user_id == cover)


def _seen(work: UnitOfWork, requests: Collection[Request], click: Click) -> frozenset[str]:
    """Answer the keys of those that are before their eyes; what is seen already is not asked for again."""
    seen: frozenset[str] = frozenset()
    for look in (_in_channels, _handed, _in_digests):
        seen |= look(work, [each for each in requests if each.key not in seen], click)
    return seen


def _in_channels(work: UnitOfWork, requests: Collection[Request], click: Click) -> frozenset[str]:
    """Answer the keys of those whose card stands in a channel of theirs, or where they clicked."""
    channels = _channels_of(requests)
    theirs = work.people.channels_of(click.by, channels - {click.seen_in}) | (channels & {click.seen_in})
    return frozenset(each.key for each in requests if each.channel in theirs)


def _handed(work: UnitOfWork, requests: Collection[Request], click: Click) -> frozenset[str]:
    """Answer the keys of those of which they have the copy of whoever is asked."""
    return work.posts.subjects_at(HandoffChanged.topic, click.by, [each.key for each in requests])


def _in_digests(work: UnitOfWork, requests: Collection[Request], click: Click) -> frozenset[str]:
    """Answer the keys of those that a digest shows where they clicked: only of channels that anyone may read."""
    channels = frozenset() if click.seen_in is None else _channels_of(requests)
    open_to_all = work.channels.public_among(channels)
    if not open_to_all or not work.editions.was_posted_in(str(click.seen_in)):
        return frozenset()
    return frozenset(each.key for each in requests if each.channel in open_to_all)


def _channels_of(requests: Collection[Request]) -> frozenset[str]:
    return frozenset(each.channel for each in requests if each.channel is not None)
