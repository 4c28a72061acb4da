"""Slack's side of the open form: its look-up, what it reveals, its submission."""

from dataclasses import dataclass, replace

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import ids
from bot.listeners.doorway import Body, Doorway, is_from_home, receipt_of_form
from bot.listeners.drafts import Keeper
from bot.listeners.home import HomeListeners
from bot.views.escalation import form, form_customers, form_read, form_state
from bot.views.escalation.form_state import FormState
from bot.views.parts import Block
from workflows.escalation import drafting, filing, reading
from workflows.escalation.draft import Draft
from workflows.escalation.standing import Click


async def draw(door: Doorway, state: FormState, by: str) -> Block:
    """Draw the form as `by` sees it: with the facts of the customer that `state` has."""
    chosen = state.values.customer_id
    facts = None if chosen is None else await door.database.read(reading.account_facts, chosen, by, door.desk)
    return form.build(replace(state, facts=facts), await door.readers.words_of(by))


@dataclass(frozen=True, slots=True)
class EscalationListeners:
    """What happens in the form, from its first choice to its submission."""

    doorway: Doorway
    keeper: Keeper
    home: HomeListeners

    def register(self, app: AsyncApp) -> None:
        """Take the submission, and each input that changes what else the form shows."""
        app.view(ids.ESCALATION_FORM)(self.file_request)
        app.options(ids.CUSTOMER)(self.suggest_customers)
        app.action(ids.CUSTOMER)(self.show_facts)
        app.action(ids.URGENCY)(self.show_critical)
        app.action(ids.ESCALATION_MORE)(self.show_more)

    async def suggest_customers(self, ack: AsyncAck, payload: Body, body: Body) -> None:
        """Offer the customers that fit what has been typed so far."""
        typed = str(payload.get("value") or "")
        words = await self.doorway.readers.words_of(body["user"]["id"])
        found = await self.doorway.database.read(reading.suggestions, typed)
        await ack(options=form_customers.options(found, typed, words))

    async def show_facts(self, ack: AsyncAck, body: Body) -> None:
        """Show who owns the chosen customer; what is typed elsewhere in the form stays."""
        await self._redraw(body, form_read.state_of(body["view"]))
        await ack()

    async def show_critical(self, ack: AsyncAck, body: Body) -> None:
        """Ask what was promised where it is critical, and no longer where it is not; else there is nothing to draw."""
        state = form_read.state_of(body["view"])
        if form_state.is_critical(state.values) != form_read.asks_for_promise(body["view"]):
            await self._redraw(body, state)
        else:
            self.keeper.at_once(self.keeper.typed(body))
        await ack()

    async def show_more(self, ack: AsyncAck, body: Body) -> None:
        """Reveal the inputs that most requests do without."""
        await self._redraw(body, form_state.opened(form_read.state_of(body["view"])))
        await ack()

    async def file_request(self, ack: AsyncAck, body: Body) -> None:
        """Commit, then ack: the form closes only once the request, or what was changed of it, is safe."""
        by = str(body["user"]["id"])
        draft = form_read.read(body["view"], by, self.doorway.now())
        await self._commit(body, draft)
        self.keeper.forget((by, draft.draft_id or ""))
        await ack()
        if is_from_home(body):
            await self.home.draw(by)

    async def _commit(self, body: Body, draft: Draft) -> None:
        door, receipt = self.doorway, receipt_of_form(body)
        edited = form_read.edited(body["view"])
        if edited is None:
            await door.database.once(receipt, filing.file_request, draft, door.desk, door.now())
        else:
            click = Click(edited, draft.filed_by)
            await door.database.once(receipt, filing.edit, click, draft, door.desk, door.now())

    async def _redraw(self, body: Body, state: FormState) -> None:
        by, door = str(body["user"]["id"]), self.doorway
        self.keeper.at_once(form_state.kept_of(state, by, door.now()))
        if state.draft is not None:
            state = replace(state, source=await door.database.read(drafting.source_of, state.draft, by))
        view = await draw(door, state, by)
        door.surface.update(body["view"]["id"], body["view"].get("hash"), view)
