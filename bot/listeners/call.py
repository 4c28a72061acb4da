"""Slack's side of a call: it starts by a command, a shortcut or Home; its agent and colleagues press its buttons."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import ids
from bot.listeners.doors import DoorListeners
from bot.listeners.doorway import (
    Body,
    Doorway,
    carried,
    is_from_home,
    is_home,
    otherwise,
    press_of,
    pressed_before,
    receipt_of_click,
    receipt_of_form,
    step_of,
)
from bot.listeners.home import HomeListeners
from bot.views import refusals
from bot.views.texts import one_line
from bot.views.whisper import call_form, filing, note
from bot.words import Words
from workflows.whisper import reading, service
from workflows.whisper.service import Start
from workflows.whisper.views import Starting

AT_ONCE: Final[Mapping[str, Callable[..., object]]] = {
    ids.CALL_HELP: service.raise_help,
    ids.CALL_LOWER: service.lower_help,
    ids.CALL_END: service.end,
    ids.CALL_TAKE_HELP: service.take_help,
}
"""What a button does without a form, by its id: (work, press, floor, now)."""


@dataclass(frozen=True, slots=True)
class CallListeners:
    """A call from its start to the request that is made of it."""

    doorway: Doorway
    home: HomeListeners
    doors: DoorListeners

    def register(self, app: AsyncApp) -> None:
        """Take each button, the ways to start, and the two forms."""
        for button in AT_ONCE:
            app.action(button)(self.act)
        app.command(ids.PHONE_COMMAND)(self.start_by_command)
        app.shortcut(ids.START_CALL_SHORTCUT)(self.open_start)
        app.action(ids.CALL_START)(self.open_start)
        app.view(ids.CALL_FORM)(self.start)
        app.action(ids.CALL_NOTE)(self.open_note)
        app.view(ids.NOTE_FORM)(self.write_down)
        app.action(ids.CALL_FILE)(self.file)

    async def act(self, ack: AsyncAck, body: Body) -> None:
        """Do what was pressed: raise a help sign or take one, lower it, end the call."""
        press, door = press_of(body), self.doorway
        await door.database.once(receipt_of_click(body), AT_ONCE[step_of(body)], press, door.floor, door.now())
        await ack()
        if is_home(body):
            await self.home.draw(press.by)

    # ---- it starts

    async def start_by_command(self, ack: AsyncAck, command: Body) -> None:
        """Start at once where exactly one customer fits and no call is on; else show the form that asks."""
        by, door = str(command["user_id"]), self.doorway
        found = await door.database.read(reading.to_start, by, one_line(str(command.get("text") or "")))
        words = await door.readers.words_of(by)
        if found.account is None or found.live is not None:
            self._ask(command, found, words)
            await ack()
            return
        given = Start(by, found.account.account_id)
        await door.database.once(receipt_of_click(command), service.start, given, door.floor, door.now())
        await ack(text=call_form.started(found.account.name, words), response_type="ephemeral")

    async def open_start(self, ack: AsyncAck, body: Body) -> None:
        """Ask who the customer is."""
        by = str(body["user"]["id"])
        found = await self.doorway.database.read(reading.to_start, by, "")
        self._ask(body, found, await self.doorway.readers.words_of(by))
        await ack()

    def _ask(self, body: Body, found: Starting, words: Words) -> None:
        late = otherwise(body, refusals.expired(words, found.typed))
        form = call_form.build(found, words, home=is_home(body))
        self.doorway.surface.open(body["trigger_id"], form, otherwise=late)

    async def start(self, ack: AsyncAck, body: Body) -> None:
        """Commit, then ack: the form closes only once the call is on."""
        by, door = str(body["user"]["id"]), self.doorway
        given = call_form.read(body["view"], by)
        await door.database.once(receipt_of_form(body), service.start, given, door.floor, door.now())
        await ack()
        await self._redraw(body)

    # ---- what is written down

    async def open_note(self, ack: AsyncAck, body: Body) -> None:
        """Show the form of a note, or say why not before anybody types."""
        press, door = press_of(body), self.doorway
        await door.database.read(reading.to_note, press)
        words = await door.readers.words_of(press.by)
        form = note.build(words) | {"private_metadata": carried(press, home=is_home(body))}
        door.surface.open(body["trigger_id"], form, otherwise=otherwise(body, refusals.expired(words)))
        await ack()

    async def write_down(self, ack: AsyncAck, body: Body) -> None:
        """Commit, then ack."""
        written, door = note.read(body["view"]), self.doorway
        await door.database.once(receipt_of_form(body), service.note, pressed_before(body), written, door.now())
        await ack()
        await self._redraw(body)

    async def file(self, ack: AsyncAck, body: Body) -> None:
        """Open the form of a request with what is known of the call; a draft keeps it first."""
        press, door = press_of(body), self.doorway
        view = await door.database.read(reading.to_file, press)
        state = filing.prefilled(view, await door.readers.words_of(press.by))
        await self.doors.begin(body, press.by, state)
        await ack()

    async def _redraw(self, body: Body) -> None:
        if is_from_home(body):
            await self.home.draw(str(body["user"]["id"]))
