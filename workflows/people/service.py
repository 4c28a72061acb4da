"""Keep the mirror of Slack's people as Slack tells it."""

from collections.abc import Collection

from storage.people import Person
from storage.unit_of_work import UnitOfWork
from storage.workspace import Identity

__all__ = ["Identity", "OtherTeam", "Person"]


class OtherTeam(Exception):  # noqa: N818  what was found, in the words of the operator's line
    """The database belongs to another Slack team than the token; both ids are named."""

    def __init__(self, ours: str, theirs: str) -> None:
        """Keep the database's team and the token's."""
        super().__init__(f"this database belongs to Slack team {ours}, the token to {theirs}")


def recognise(work: UnitOfWork, identity: Identity) -> None:
    """Keep who Baton is in Slack, or raise OtherTeam."""
    known = work.workspace.identity().team_id
    if known is not None and known != identity.team_id:
        raise OtherTeam(known, str(identity.team_id))
    work.workspace.remember(identity)


def remember(work: UnitOfWork, people: Collection[Person]) -> None:
    """Keep each of `people` as they are now."""
    work.people.remember(people)


def keep_group(work: UnitOfWork, group_id: str, members: Collection[str]) -> None:
    """Keep who belongs to a user group now."""
    work.people.replace_group(group_id, members)


def keep_channel(work: UnitOfWork, channel: str, members: Collection[str]) -> None:
    """Keep who is in a channel now."""
    work.people.replace_channel(channel, members)


def join_channel(work: UnitOfWork, channel: str, user_id: str) -> None:
    """Keep that someone came."""
    work.people.join_channel(channel, user_id)


def leave_channel(work: UnitOfWork, channel: str, user_id: str | None) -> None:
    """Keep that someone left; without `user_id` it is Baton itself, who then sees nobody there any more."""
    work.people.leave_channel(channel, user_id)
