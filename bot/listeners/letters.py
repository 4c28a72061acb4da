"""Slack's side of dead letters: admins see what could not be posted, and try it again."""

from dataclasses import dataclass

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import ids
from bot.listeners.doorway import Body, Doorway, otherwise, receipt_of_click, step_of
from bot.listeners.home import HomeListeners
from bot.views import letters, refusals
from workflows.letters import reading, service


@dataclass(frozen=True, slots=True)
class LetterListeners:
    """The list, opened in Home or below the message that tells of trouble, and its buttons."""

    doorway: Doorway
    home: HomeListeners

    def register(self, app: AsyncApp) -> None:
        """Take the button that opens the list, and those in it."""
        app.action(ids.LETTERS_OPEN)(self.open_list)
        app.action(ids.LETTERS_RETRY)(self.retry)
        app.action(ids.LETTERS_RETRY_ALL)(self.retry)

    async def open_list(self, ack: AsyncAck, body: Body) -> None:
        """Show what could not be posted, or who may see it."""
        by, door = str(body["user"]["id"]), self.doorway
        listed = await door.database.read(reading.listed, by, door.desk.roles)
        words = await door.readers.words_of(by)
        view = letters.build(listed, words)
        door.surface.open(body["trigger_id"], view, otherwise=otherwise(body, refusals.expired(words)))
        await ack()

    async def retry(self, ack: AsyncAck, body: Body) -> None:
        """Commit, then ack; the list, and Home, say at once what is left."""
        by = str(body["user"]["id"])
        retried = await self._retry(body, by)
        await ack()
        await self._redraw(body, by, retried=retried is not False)
        await self.home.draw(by)

    async def _retry(self, body: Body, by: str) -> bool | None:
        """Owe anew once for each click; answer whether anything was left to owe, None for a click that came twice."""
        door, receipt, [action] = self.doorway, receipt_of_click(body), body["actions"]
        if step_of(body) == ids.LETTERS_RETRY_ALL:
            return await door.database.once(receipt, service.retry_all, by, door.desk.roles)
        return await door.database.once(receipt, service.retry, by, letters.number_in(action), door.desk.roles)

    async def _redraw(self, body: Body, by: str, *, retried: bool) -> None:
        view, door = body.get("view") or {}, self.doorway
        if view.get("callback_id") == ids.LETTERS_LIST:
            listed = await door.database.read(reading.listed, by, door.desk.roles)
            redrawn = letters.build(listed, await door.readers.words_of(by), retried=retried)
            door.surface.update(view["id"], view.get("hash"), redrawn)
