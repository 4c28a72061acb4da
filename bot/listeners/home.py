"""Slack's side of Home: drawn when it is opened, and again after a step taken there."""

from dataclasses import dataclass
from datetime import datetime

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot.listeners.doorway import Body, Doorway
from bot.views import home
from bot.views.digest.home import Shown
from storage.unit_of_work import UnitOfWork
from workflows.digest import reading as digests
from workflows.escalation import reading
from workflows.escalation.views import HomeView
from workflows.whisper.reading import floor_of
from workflows.whisper.views import FloorView


@dataclass(frozen=True, slots=True)
class HomeListeners:
    """Each person's own day."""

    doorway: Doorway

    def register(self, app: AsyncApp) -> None:
        """Take the event of an opened Home."""
        app.event("app_home_opened")(self.open_home)

    async def open_home(self, event: Body, context: AsyncBoltContext) -> None:
        """Draw Home for whoever opened it; its Messages tab is Slack's own. Drawn twice it is the same: no receipt."""
        if event.get("tab", "home") == "home":
            await self.draw(str(context.user_id))

    async def draw(self, user_id: str) -> None:
        """Show `user_id` their day as it is now, calls, requests and digests as of one moment."""
        door, now = self.doorway, self.doorway.now()
        day, calls, shown = await door.database.read(self._day, user_id, now)
        words = await door.readers.words_of(user_id)
        door.surface.publish(user_id, home.build(day, calls, shown, words, now))

    def _day(self, work: UnitOfWork, user_id: str, now: datetime) -> tuple[HomeView, FloorView, Shown]:
        door = self.doorway
        shown = Shown(digests.of_home(work, user_id, door.wall), digests.morning_of(work, user_id))
        return reading.home(work, user_id, door.desk, now), floor_of(work, user_id, door.floor, now), shown
