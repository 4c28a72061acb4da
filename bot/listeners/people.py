"""Slack's side of who is who: events keep the mirror, and whoever acts unknown is asked for."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Protocol

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.response import BoltResponse

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
class Meeting(AsyncMiddleware):
    """Asks for whoever acts and is not known yet; a class, for Bolt lays out thirty arguments for a function."""

    doorway: Doorway
    mirror: Mirror
    _known: set[str] = field(default_factory=set)

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,  # noqa: ARG002  as Bolt calls it
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002  the same
    ) -> BoltResponse:
        """Begin to ask; the step itself goes on at once."""
        user_id = req.context.user_id
        if user_id is not None and user_id not in self._known:
            await self._look(user_id)
        return await next()

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
        app.use(Meeting(self.doorway, self.mirror))
        for event in EVENTS:
            app.event(event)(self.keep)

    async def keep(self, event: Body, body: Body) -> None:
        """Keep what changed, once: Slack repeats what it is unsure of, and that may be over by then."""
        await self.mirror.apply(event, receipt_of_event(body))
