"""Slack's side of whispers: by a call's button or by name, with a form or without; and what the agent answers."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Protocol

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import ids
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
from bot.views.plain import mentioned, plain
from bot.views.submitted import as_line
from bot.views.whisper import whisper_form
from bot.views.whisper.whisper_form import Whispering
from storage.vocabulary import Helped, Tone, WhisperAnswer
from workflows.people.reading import names_of
from workflows.refusals import CallRefused, Refusal
from workflows.whisper import reading, whispering
from workflows.whisper.policy import LONGEST_ADVICE
from workflows.whisper.whispering import Advice

ANSWERS: Final[Mapping[str, WhisperAnswer]] = {
    ids.WHISPER_GOT_IT: WhisperAnswer.GOT_IT,
    ids.WHISPER_MORE: WhisperAnswer.MORE,
    ids.WHISPER_HOLD: WhisperAnswer.HOLD,
    ids.WHISPER_TAKE_OVER: WhisperAnswer.TAKE_OVER,
}
RATINGS: Final[Mapping[str, Helped]] = {
    ids.WHISPER_USED: Helped.USED,
    ids.WHISPER_NOT_USED: Helped.NOT_USED,
    ids.WHISPER_TOO_LATE: Helped.TOO_LATE,
}


class Presence(Protocol):
    """What knows whether a person is there to read."""

    async def caution_of(self, user_id: str) -> str | None:
        """Ask Slack what stands between a whisper and someone: `dnd`, `away`; None for nothing, or no answer."""

    def look_after(self, key: str, user_id: str) -> None:
        """Warn the coach of a whisper that was sent, in the background."""


@dataclass(frozen=True, slots=True)
class WhisperListeners:
    """Advice to an agent on the phone, and what comes back."""

    doorway: Doorway
    home: HomeListeners
    presence: Presence

    def register(self, app: AsyncApp) -> None:
        """Take the answers, the form and the button that opens it, the command, and what a whisper was worth."""
        for button in ANSWERS:
            app.action(button)(self.answer)
        app.view(ids.WHISPER_FORM)(self.send)
        app.action(ids.CALL_WHISPER)(self.open_form)
        app.command(ids.WHISPER_COMMAND)(self.send_by_command)
        for button in RATINGS:
            app.action(button)(self.rate)

    async def answer(self, ack: AsyncAck, body: Body) -> None:
        """Keep what the agent taps."""
        press, door = press_of(body), self.doorway
        await door.database.once(receipt_of_click(body), whispering.answer, press, ANSWERS[step_of(body)], door.now())
        await ack()

    async def rate(self, ack: AsyncAck, body: Body) -> None:
        """Keep what a whisper was worth."""
        door = self.doorway
        await door.database.once(receipt_of_click(body), whispering.rate, press_of(body), RATINGS[step_of(body)])
        await ack()

    async def send(self, ack: AsyncAck, body: Body) -> None:
        """Commit, then ack, then look whether the agent is there to read it."""
        advice, agent, door = whisper_form.read(body["view"]), whisper_form.agent_in(body["view"]), self.doorway
        press, receipt = pressed_before(body), receipt_of_form(body)
        if agent is None:
            sent = await door.database.once(receipt, whispering.whisper, press, advice, door.floor, door.now())
        else:
            to = (agent, press.by, advice)
            sent = await door.database.once(receipt, whispering.whisper_to, *to, door.floor, door.now())
        await ack()
        if sent is not None:
            self.presence.look_after(sent.key, sent.agent)
        if is_from_home(body):
            await self.home.draw(press.by)

    async def open_form(self, ack: AsyncAck, body: Body) -> None:
        """Show the form, or say why not before anybody types."""
        press, door = press_of(body), self.doorway
        agent = await door.database.read(reading.to_whisper, press, door.floor)
        await self._open(body, press.by, Whispering(agent), carried(press, home=is_home(body)))
        await ack()

    async def send_by_command(self, ack: AsyncAck, command: Body) -> None:
        """Whisper what was typed after a name; where nothing was, or too much, show the form with all of it."""
        by, door = str(command["user_id"]), self.doorway
        agent, rest = whisper_form.addressed(str(command.get("text") or ""))
        if agent is None:
            raise CallRefused(Refusal.NOBODY_NAMED)
        typed = as_line(plain(rest, await door.database.read(names_of, mentioned(rest))))
        if 0 < len(typed) <= LONGEST_ADVICE:
            await self._send_now(ack, command, agent, Advice(typed, Tone.INFO))
            return
        shown = Whispering(await door.database.read(reading.to_whisper_to, agent, by, door.floor), typed)
        await self._open(command, by, shown)
        await ack()

    async def _send_now(self, ack: AsyncAck, command: Body, agent: str, advice: Advice) -> None:
        by, door = str(command["user_id"]), self.doorway
        to = (agent, by, advice)
        receipt = receipt_of_click(command)
        sent = await door.database.once(receipt, whispering.whisper_to, *to, door.floor, door.now())
        words = await door.readers.words_of(by)
        await ack(text=whisper_form.on_its_way(agent, words), response_type="ephemeral")
        if sent is not None:
            self.presence.look_after(sent.key, agent)

    async def _open(self, body: Body, by: str, shown: Whispering, kept: str | None = None) -> None:
        """Open the form at once; `kept` is the click that it carries in the place of a name."""
        words = await self.doorway.readers.words_of(by)
        late = otherwise(body, refusals.expired(words, shown.typed))
        carrying = {} if kept is None else {"private_metadata": kept}

        async def warn(opened: Mapping[str, Any]) -> None:
            """Show in the open form what stands between it and its agent."""
            found = await self.presence.caution_of(shown.agent.user_id)
            if found is not None:
                warned = whisper_form.build(replace(shown, caution=found), words) | carrying
                self.doorway.surface.amend(opened["id"], opened.get("hash"), warned)

        form = whisper_form.build(shown, words) | carrying
        self.doorway.surface.open(body["trigger_id"], form, otherwise=late, then=warn)
