"""Slack's side of who is who: events keep the mirror, and whoever acts unknown is asked for."""

from dataclasses import dataclass, field
from typing import Protocol

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest

from bot.listeners.doorway import Body, Doorway, receipt_of_event
from workflows.people import reading

EVENTS = (
    "user_change",
    "team_join",
    "subteam_members_changed",
    "member_joined_channel",
    "member_left_channel",
    "channel_left",
    "group_left",
    "channel_unarchive",
    "group_unarchive",
)


class Mirror(Protocol):
    """What keeps the people as Slack knows them."""

    async def apply(self, event: Body, receipt: str | None = None) -> None:
        """Keep what an event says of people, groups and channels; nothing where `receipt` is there already."""

    def ask_for(self, user_id: str) -> None:
        """Ask Slack who someone is, in the background."""


@dataclass(frozen=True)
class Meeting:
    """Asks for whoever acts and is not known yet."""

    doorway: Doorway
    mirror: Mirror
    _known: set[str] = field(default_factory=set)

    async def meet(self, request: AsyncBoltRequest) -> None:
        """Begin to ask; the step itself goes on at once."""
        user_id = request.context.user_id
        if user_id is not None and user_id not in self._known:
            await self._look(user_id)

    async def _look(self, user_id: str) -> None:
        if await self.doorway.database.read(reading.person, user_id) is None:
            self.mirror.ask_for(user_id)
        else:
            self._known.add(user_id)


@dataclass(frozen=True, slots=True)
class PeopleListeners:
    """People, user groups and the members of channels."""

    doorway: Doorway
    mirror: Mirror

    def register(self, app: AsyncApp) -> None:
        """Take each event that changes who is who, and look at everyone who acts."""
        app.use(Meeting(self.doorway, self.mirror).meet)
        for event in EVENTS:
            app.event(event)(self.keep)

    async def keep(self, event: Body, body: Body) -> None:
        """Keep what changed, once: Slack repeats what it is unsure of, and that may be over by then."""
        await self.mirror.apply(event, receipt_of_event(body))
