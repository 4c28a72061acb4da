"""Slack's side of filing: the doors to the form, its customer look-up, its submission."""

from dataclasses import dataclass, replace
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import ids
from bot.listeners.doorway import Body, Doorway, otherwise, receipt_of_form
from bot.views import refusals
from bot.views.escalation import form
from bot.views.escalation.form import FormState
from workflows.escalation import filing, reading


@dataclass(frozen=True, slots=True)
class EscalationListeners:
    """How a request comes in."""

    doorway: Doorway

    def register(self, app: AsyncApp) -> None:
        """Take the command, the global shortcut, Home's button, and all that happens in the form."""
        app.view(ids.ESCALATION_FORM)(self.file_request)
        app.command(ids.ESCALATE_COMMAND)(self.open_by_command)
        app.shortcut(ids.ESCALATE_SHORTCUT)(self.open_by_click)
        app.action(ids.ESCALATION_OPEN)(self.open_by_click)
        app.options(ids.CUSTOMER)(self.suggest_customers)
        app.action(ids.CUSTOMER)(self.show_facts)
        app.action(ids.ESCALATION_MORE)(self.show_more)

    async def open_by_command(self, ack: AsyncAck, command: Body) -> None:
        """Open the whole form in one call; what was typed after the command is in it."""
        words = await self.doorway.readers.words_of(command["user_id"])
        typed = command.get("text") or ""
        state = form.prefilled(typed)
        late = otherwise(command, refusals.expired(words, typed))
        self.doorway.surface.open(command["trigger_id"], form.build(state, words), otherwise=late)
        await ack()

    async def open_by_click(self, ack: AsyncAck, body: Body) -> None:
        """Open the empty form."""
        words = await self.doorway.readers.words_of(body["user"]["id"])
        self.doorway.surface.open(body["trigger_id"], form.build(FormState(), words))
        await ack()

    async def suggest_customers(self, ack: AsyncAck, payload: Body, body: Body) -> None:
        """Offer the customers that fit what has been typed so far."""
        typed = str(payload.get("value") or "")
        words = await self.doorway.readers.words_of(body["user"]["id"])
        found = await self.doorway.database.read(reading.suggestions, typed)
        await ack(options=form.options(found, typed, words))

    async def show_facts(self, ack: AsyncAck, body: Body) -> None:
        """Show who owns the chosen customer; what is typed elsewhere in the form stays."""
        await self._redraw(body, form.state_of(body["view"]))
        await ack()

    async def show_more(self, ack: AsyncAck, body: Body) -> None:
        """Reveal the inputs that most requests do without."""
        await self._redraw(body, form.opened(form.state_of(body["view"])))
        await ack()

    async def file_request(self, ack: AsyncAck, body: Body, view: dict[str, Any]) -> None:
        """Commit, then ack: the form closes only once the request is safe."""
        draft = form.read(view, by=body["user"]["id"])
        door = self.doorway
        await door.database.once(receipt_of_form(body), filing.file_request, draft, door.desk, door.now())
        await ack()

    async def _redraw(self, body: Body, state: FormState) -> None:
        chosen = state.values.customer_id
        by, door = str(body["user"]["id"]), self.doorway
        facts = None if chosen is None else await door.database.read(reading.account_facts, chosen, by, door.desk)
        words = await door.readers.words_of(by)
        view = form.build(replace(state, facts=facts), words)
        self.doorway.surface.update(body["view"]["id"], body["view"].get("hash"), view)
