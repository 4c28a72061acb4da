"""Who Baton is, who leads, who administers, and who is really there, read from the mirror."""

from collections.abc import Collection

from storage.people import Person
from storage.unit_of_work import UnitOfWork
from storage.workspace import Identity
from workflows.people.policy import Roles, groups_in, people_in
from workflows.refusals import DeskRefused, Refusal

MOST_NAMED = 5
"""Of a workspace with many admins so many are named to someone who is none."""


def identity(work: UnitOfWork) -> Identity:
    """Answer who Baton is in Slack, as the database remembers; empty before Slack has told."""
    return work.workspace.identity()


def left_behind(work: UnitOfWork) -> tuple[Identity, bool]:
    """Answer who Baton is, and whether the mirror has met anyone yet: all that a start must know of the last run."""
    return identity(work), work.people.are_known()


def person(work: UnitOfWork, user_id: str) -> Person | None:
    """Answer someone as the mirror knows them, or None."""
    return work.people.get(user_id)


def in_channel(work: UnitOfWork, channel: str) -> frozenset[str]:
    """Answer everyone whom the mirror has in a channel."""
    return work.people.in_channel(channel)


def groups(work: UnitOfWork) -> dict[str, frozenset[str]]:
    """Answer everyone whom the mirror has in each user group."""
    return work.people.groups()


def names_of(work: UnitOfWork, user_ids: Collection[str]) -> dict[str, str]:
    """Answer the plain names of those of `user_ids` whom the mirror knows."""
    return {user_id: known.name for user_id, known in work.people.among(user_ids).items()}


def admins(work: UnitOfWork, roles: Roles) -> frozenset[str]:
    """Answer the people who administer: those configured, else the workspace's admins."""
    return _expanded(work, roles.admins) if roles.admins else work.people.workspace_admins()


def leads(work: UnitOfWork, roles: Roles) -> frozenset[str]:
    """Answer the people who lead: those configured, else those an admin chose in Slack, else the admins."""
    named = _named_leads(work, roles)
    return _expanded(work, named) if named else admins(work, roles)


def _named_leads(work: UnitOfWork, roles: Roles) -> frozenset[str]:
    return roles.leads or work.setup.chosen().leads


def leads_to_mention(work: UnitOfWork, roles: Roles) -> tuple[str, ...]:
    """Answer the fewest ids that ping every lead: user groups as groups, people by themselves."""
    return tuple(sorted(_named_leads(work, roles) or roles.admins or work.people.workspace_admins()))


def is_lead(work: UnitOfWork, roles: Roles, user_id: str) -> bool:
    """Say whether someone leads."""
    return user_id in leads(work, roles)


def is_admin(work: UnitOfWork, roles: Roles, user_id: str) -> bool:
    """Say whether someone administers."""
    return user_id in admins(work, roles)


def check_administers(work: UnitOfWork, by: str, roles: Roles) -> None:
    """Raise DeskRefused unless `by` administers."""
    entitled = sorted(admins(work, roles))
    if by not in entitled:
        raise DeskRefused(Refusal.ADMINS_ONLY, people=tuple(entitled[:MOST_NAMED]))


def may_be_asked(work: UnitOfWork, user_id: str) -> bool:
    """Say whether someone can be asked: whoever the mirror has not met may well be there."""
    person = work.people.get(user_id)
    return person is None or is_active(person)


def is_active(person: Person | None) -> bool:
    """Say whether someone is known and can still be reached."""
    return person is not None and not person.deactivated and not person.is_bot


def _expanded(work: UnitOfWork, identifiers: frozenset[str]) -> frozenset[str]:
    return people_in(identifiers) | work.people.members_of(groups_in(identifiers))
