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


def remember(work: UnitOfWork, people: Collection[Person]) -> frozenset[str]:
    """Keep each of `people` unless something newer is known; answer whom Slack must be asked for again."""
    return work.people.remember(people)


def believe(work: UnitOfWork, answer: Person, before: Person | None) -> bool:
    """Keep what Slack answered of someone; say whether that settles it.

    `before` is what was known when Slack was asked: the answer is newer than that, whatever their seconds say. It is
    not where something else was learnt since; then only another question tells.
    """
    if not work.people.remember([answer]):
        return True
    return before is not None and work.people.correct(before, answer)


def keep_group(work: UnitOfWork, group_id: str, members: Collection[str], before: Collection[str]) -> None:
    """Keep who belongs to a user group; `before` is who did, as far as was known, when Slack was asked."""
    work.people.replace_group(group_id, members, before)


def keep_channel(work: UnitOfWork, channel: str, members: Collection[str], before: Collection[str]) -> None:
    """Keep who is in a channel; `before` is who was, as far as was known, when Slack was asked."""
    work.people.replace_channel(channel, members, before)


def meet_channel(work: UnitOfWork, channel: str, *, is_private: bool) -> None:
    """Keep who may read a channel of Baton's: anyone in the workspace, or only its members."""
    work.channels.keep(channel, is_private=is_private)


def join_channel(work: UnitOfWork, channel: str, user_id: str) -> None:
    """Keep that someone came."""
    work.people.join_channel(channel, user_id)


def leave_channel(work: UnitOfWork, channel: str, user_id: str | None) -> None:
    """Keep that someone left; without `user_id` it is Baton itself, who then sees nobody there any more."""
    work.people.leave_channel(channel, user_id)
