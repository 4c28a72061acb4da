"""Slack's side of the phrase book: leads keep it, and everyone says whether they want its advice."""

from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import ids
from bot.listeners.doorway import Body, Doorway, receipt_of_click, receipt_of_form
from bot.listeners.home import HomeListeners
from bot.views import refusals
from bot.views.texts import Markup, say
from bot.views.whisper import book, phrase
from workflows.whisper import editing


@dataclass(frozen=True, slots=True)
class PhraseListeners:
    """Which words call for which advice."""

    doorway: Doorway
    home: HomeListeners

    def register(self, app: AsyncApp) -> None:
        """Take Home's buttons, the look-up, and the form of one entry."""
        app.action(ids.ADVICE_OFF)(self.switch)
        app.action(ids.ADVICE_ON)(self.switch)
        app.action(ids.PHRASE_OPEN)(self.open_list)
        app.options(ids.PHRASE_PICK)(self.suggest)
        for opening in (ids.PHRASE_PICK, ids.PHRASE_EDIT, ids.PHRASE_NEW):
            app.action(opening)(self.open_form)
        app.view(ids.PHRASE_FORM)(self.save)
        app.action(ids.PHRASE_DROP)(self.drop)

    async def switch(self, ack: AsyncAck, body: Body) -> None:
        """Commit, then ack; Home, where the switch stands, says so at once."""
        by, [action] = str(body["user"]["id"]), body["actions"]
        turn = editing.switch_off if action["action_id"] == ids.ADVICE_OFF else editing.switch_on
        await self.doorway.database.once(receipt_of_click(body), turn, by)
        await ack()
        await self.home.draw(by)

    async def open_list(self, ack: AsyncAck, body: Body) -> None:
        """Show the look-up and what fires most, or who keeps the book."""
        self.doorway.surface.open(body["trigger_id"], await self._list(str(body["user"]["id"])))
        await ack()

    async def suggest(self, ack: AsyncAck, payload: Body, body: Body) -> None:
        """Offer the entries of which a phrase or the advice fits what has been typed so far."""
        by, typed, door = str(body["user"]["id"]), str(payload.get("value") or ""), self.doorway
        found = await door.database.read(editing.found, by, typed, door.floor.roles)
        await ack(options=book.options(found, await door.readers.words_of(by)))

    async def open_form(self, ack: AsyncAck, body: Body) -> None:
        """Put the form of the entry that was picked, or of a new one, on top of the list."""
        by, [action], door = str(body["user"]["id"]), body["actions"], self.doorway
        words = await door.readers.words_of(by)
        chosen = phrase.picked(action)
        entry = await door.database.read(editing.to_edit, by, chosen, words.locale, door.floor.roles)
        door.surface.push(body["trigger_id"], phrase.build(entry, words))
        await ack()

    async def save(self, ack: AsyncAck, body: Body, view: dict[str, Any]) -> None:
        """Commit, then ack: the form closes once the book holds the entry, and the list below is drawn again."""
        by, door, entry = str(body["user"]["id"]), self.doorway, phrase.read(view)
        await door.database.once(receipt_of_form(body), editing.save, by, entry, door.floor.roles)
        await ack()
        words = await door.readers.words_of(by)
        await self._redraw_list(view, by, say(words, "phrase.saved", title=book.title(entry)))

    async def drop(self, ack: AsyncAck, body: Body) -> None:
        """Commit, then say so in the place of the form: Slack lets no button close one."""
        by, [action], door = str(body["user"]["id"]), body["actions"], self.doorway
        await door.database.once(receipt_of_click(body), editing.drop, by, phrase.picked(action), door.floor.roles)
        await ack()
        words, view = await door.readers.words_of(by), body["view"]
        dropped = Markup(words.say("phrase.dropped"))
        door.surface.update(view["id"], view.get("hash"), refusals.small_modal(dropped, words))
        await self._redraw_list(view, by, dropped)

    async def _list(self, by: str, news: Markup | None = None) -> dict[str, Any]:
        door = self.doorway
        listed = await door.database.read(editing.listed, by, door.floor.roles)
        return book.build(listed, await door.readers.words_of(by), news)

    async def _redraw_list(self, view: Body, by: str, news: Markup) -> None:
        root = view.get("root_view_id")
        if root and root != view["id"]:
            self.doorway.surface.update(root, None, await self._list(by, news))
