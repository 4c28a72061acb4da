"""Slack's side of digests: leads set them up, post, pause and delete them; anyone asks for one where they are."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import ids
from bot.listeners.doorway import (
    Body,
    Doorway,
    click_of,
    is_in_modal,
    otherwise,
    receipt_of_click,
    receipt_of_form,
    step_of,
)
from bot.listeners.home import HomeListeners
from bot.views import refusals
from bot.views.digest import form, page
from bot.views.digest import list as listing
from bot.views.texts import Markup
from bot.words import Words
from workflows.digest import keeping, posting, presets, reading
from workflows.digest.posting import Composed
from workflows.digest.views import Digest, DigestsView, Editing
from workflows.escalation.standing import Click
from workflows.refusals import DeskRefused, Refusal

CHANGED: Final[Mapping[str, Callable[..., Digest]]] = {
    ids.DIGEST_PAUSE: keeping.pause,
    ids.DIGEST_RESUME: keeping.resume,
}
"""What a button changes, by its id: (work, by, key, wall, now)."""

COMPOSED: Final[Mapping[str, Callable[..., Composed]]] = {
    ids.DIGEST_POST_NOW: posting.to_post,
    ids.DIGEST_PREVIEW: posting.to_preview,
}
"""What a button posts, by its id: (work, by, key, wall, now)."""

News = Callable[[DigestsView, Words], Markup | None]
"""Says what was done, given every digest as it is then."""


@dataclass(frozen=True, slots=True)
class DigestListeners:
    """Which digests post themselves, and what their buttons do."""

    doorway: Doorway
    home: HomeListeners

    def register(self, app: AsyncApp) -> None:
        """Take the command, the form, and the buttons of the list, of Home, and below a digest that paused itself."""
        app.command(ids.DIGEST_COMMAND)(self.answer)
        app.action(ids.DIGEST_OPEN)(self.open_list)
        app.action(ids.DIGEST_NEW)(self.open_new)
        for button in (*CHANGED, *COMPOSED, ids.DIGEST_EDIT, ids.DIGEST_DELETE, ids.DIGEST_MORE):
            app.action(button)(self.choose)
        app.view(ids.DIGEST_FORM)(self.save)
        app.action(ids.MORNING_OFF)(self.switch)
        app.action(ids.MORNING_ON)(self.switch)

    # ---- ways in

    async def answer(self, ack: AsyncAck, command: Body) -> None:
        """Post what is open where `now` was typed; else show the list, or who may see it."""
        by, channel, door = str(command["user_id"]), str(command["channel_id"]), self.doorway
        if listing.is_now(str(command.get("text") or "")):
            composed = await door.database.read(posting.to_post_here, by, channel, door.wall, door.now())
            await self._post(receipt_of_click(command), composed)
        else:
            await self._show_list(command, by, channel)
        await ack()

    async def open_list(self, ack: AsyncAck, body: Body) -> None:
        """Show the list, or who may see it."""
        await self._show_list(body, str(body["user"]["id"]), None)
        await ack()

    async def _show_list(self, body: Body, by: str, channel: str | None) -> None:
        door = self.doorway
        listed = await door.database.read(reading.listed, by, door.wall)
        words = await door.readers.words_of(by)
        view = listing.build(listed, words, door.now(), channel=channel)
        door.surface.open(body["trigger_id"], view, otherwise=otherwise(body, refusals.expired(words)))

    async def open_new(self, ack: AsyncAck, body: Body) -> None:
        """Show the form of a new digest, ready-made, for the channel in which the list was asked for."""
        click, door = click_of(body), self.doorway
        channel = listing.channel_of(body.get("view") or {}) or door.desk.channel
        ready = presets.ready_made(form.kind_of(click.key), click.by, channel, door.wall.locale, door.wall.zone)
        await self._show_form(body, await door.database.read(reading.to_make, ready, door.wall), click.by)
        await ack()

    async def _show_form(self, body: Body, editing: Editing, by: str) -> None:
        door = self.doorway
        words = await door.readers.words_of(by)
        view = form.build(editing, words, (words.zone, door.wall.zone))
        show = door.surface.push if is_in_modal(body) else door.surface.open
        show(body["trigger_id"], view, otherwise=otherwise(body, refusals.expired(words)))

    # ---- what is done

    async def save(self, ack: AsyncAck, body: Body, view: dict[str, Any]) -> None:
        """Commit, then ack: the form closes once the digest is safe; the list below, and Home, tell when it comes."""
        by, door, draft = str(body["user"]["id"]), self.doorway, form.read(view, str(body["user"]["id"]))
        receipt, key = receipt_of_form(body), form.key_of(view)
        kept = await door.database.once(receipt, keeping.save, key, draft, door.wall, door.now())
        await ack()
        if kept is not None:
            await self._redraw_list(view, by, _told(kept.key, listing.SAVED), kept.channel)
        await self.home.draw(by)

    async def choose(self, ack: AsyncAck, body: Body) -> None:
        """Do what was clicked, in the menu as by a button, and say there what came of it."""
        step, click, door = step_of(body), click_of(body), self.doorway
        if step == ids.DIGEST_EDIT:
            editing = await door.database.read(reading.to_edit, click.by, click.key, door.wall)
            await self._show_form(body, editing, click.by)
            await ack()
            return
        news = await self._take(body, step, click)
        await ack()
        await self._tell(body, click.by, news, is_seen_in_home=step not in COMPOSED)

    async def _take(self, body: Body, step: str, click: Click) -> News:
        """Do it once for each click; answer what to say of it."""
        door, receipt = self.doorway, receipt_of_click(body)
        asked = (click.by, click.key, door.wall)
        if step == ids.DIGEST_DELETE:
            deleted = await door.database.once(receipt, keeping.delete, *asked)
            return lambda _, words: None if deleted is None else listing.told_of_deleted(deleted, words)
        if step in CHANGED:
            await door.database.once(receipt, CHANGED[step], *asked, door.now())
        elif step in COMPOSED:
            await self._post(receipt, await door.database.read(COMPOSED[step], *asked, door.now()))
        else:
            raise DeskRefused(Refusal.NO_SUCH_DIGEST)
        return _told(click.key, step)

    async def _post(self, receipt: str, composed: Composed) -> None:
        form_of_it = composed.snapshot.form
        words = Words(form_of_it.locale, form_of_it.zone)
        pages = await asyncio.to_thread(page.pages, composed.snapshot, words)
        await self.doorway.database.once(receipt, posting.post, composed, pages)

    async def switch(self, ack: AsyncAck, body: Body) -> None:
        """Commit, then ack; Home, where the switch stands, says so at once."""
        step, by = step_of(body), str(body["user"]["id"])
        turn = keeping.morning_off if step == ids.MORNING_OFF else keeping.morning_on
        await self.doorway.database.once(receipt_of_click(body), turn, by)
        await ack()
        await self.home.draw(by)

    # ---- where it is told

    async def _tell(self, body: Body, by: str, news: News, *, is_seen_in_home: bool) -> None:
        """Say what was done where it was clicked: in the list, in the place of the form, in Home, or to them alone."""
        door, view = self.doorway, body.get("view")
        words = await door.readers.words_of(by)
        listed = await door.database.read(reading.listed, by, door.wall)
        said = news(listed, words)
        if view is None:
            self._respond(body, said)
        elif view.get("callback_id") == ids.DIGEST_LIST:
            redrawn = listing.build(listed, words, door.now(), said, listing.channel_of(view))
            door.surface.update(view["id"], view.get("hash"), redrawn)
        elif said is not None and is_in_modal(body):
            door.surface.update(view["id"], view.get("hash"), refusals.small_modal(said, words))
            await self._redraw_list(view, by, news, None)
        elif said is not None and not is_seen_in_home:
            door.surface.open(body["trigger_id"], refusals.small_modal(said, words))
        await self.home.draw(by)

    def _respond(self, body: Body, said: Markup | None) -> None:
        if said is not None and body.get("response_url"):
            self.doorway.surface.respond(body["response_url"], said)

    async def _redraw_list(self, view: Body, by: str, news: News, channel: str | None) -> None:
        """Draw the list below a form anew; nothing where the form stands alone."""
        root, door = view.get("root_view_id"), self.doorway
        if root and root != view["id"]:
            listed = await door.database.read(reading.listed, by, door.wall)
            words = await door.readers.words_of(by)
            door.surface.update(root, None, listing.build(listed, words, door.now(), news(listed, words), channel))


def _told(key: str, step: str) -> News:
    return lambda listed, words: listing.told(listed, key, step.removeprefix("digest."), words)
