"""How Baton is set up, for admins."""

from dataclasses import dataclass
from typing import Protocol

from storage.setup import Chosen
from storage.unit_of_work import UnitOfWork
from workflows.people.policy import Roles
from workflows.people.reading import check_administers


class Desk(Protocol):
    """What the environment sets; everything else is an admin's to choose."""

    @property
    def roles(self) -> Roles:
        """Who leads and who administers."""

    @property
    def channel(self) -> str | None:
        """Where cards go."""

    @property
    def calls_channel(self) -> str | None:
        """Where calls are shown."""


@dataclass(frozen=True, slots=True)
class SetUp:
    """How Baton is set up: `chosen` in Slack; `fixed` names what the environment sets, which comes before it.

    `absent` are those of its channels in which Baton is not, and so cannot post.
    """

    chosen: Chosen
    fixed: Chosen
    absent: tuple[str, ...] = ()

    @property
    def channel(self) -> str | None:
        """Answer where cards go, or None while that is open."""
        return self.fixed.escalation_channel or self.chosen.escalation_channel

    @property
    def calls_channel(self) -> str | None:
        """Answer where calls are shown, or None while that is open."""
        return self.fixed.calls_channel or self.chosen.calls_channel

    @property
    def channels(self) -> tuple[str, ...]:
        """Answer every channel that Baton is to post in."""
        both = (self.channel, self.calls_channel)
        return tuple(dict.fromkeys(channel for channel in both if channel is not None))


def set_up(work: UnitOfWork, by: str, desk: Desk) -> SetUp:
    """Answer how Baton is set up; raises DeskRefused for whoever does not administer."""
    check_administers(work, by, desk.roles)
    fixed = Chosen(desk.channel, desk.calls_channel, desk.roles.leads)
    known = SetUp(work.setup.chosen(), fixed)
    return SetUp(known.chosen, fixed, tuple(_absent(work, known)))


def _absent(work: UnitOfWork, known: SetUp) -> list[str]:
    """Answer where Baton is not; nothing while Slack has not told who Baton is."""
    bot = work.workspace.identity().bot_user_id
    return [] if bot is None else [each for each in known.channels if not work.people.is_in_channel(each, bot)]
