"""Slack's side of the list of customers: leads look one up in Home, and edit it."""

from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import ids
from bot.listeners.doorway import Body, Doorway, receipt_of_form
from bot.listeners.people import Mirror
from bot.views import account
from bot.views.escalation import form_customers
from workflows.accounts import reading, service
from workflows.escalation.reading import suggestions


@dataclass(frozen=True, slots=True)
class AccountListeners:
    """Who stands for each customer; `mirror` meets whoever was named."""

    doorway: Doorway
    mirror: Mirror

    def register(self, app: AsyncApp) -> None:
        """Take Home's button, the look-up, and the form of one customer."""
        app.action(ids.ACCOUNT_OPEN)(self.open_list)
        app.options(ids.ACCOUNT_PICK)(self.suggest)
        app.action(ids.ACCOUNT_PICK)(self.open_form)
        app.action(ids.ACCOUNT_EDIT)(self.open_form)
        app.view(ids.ACCOUNT_FORM)(self.edit)

    async def open_list(self, ack: AsyncAck, body: Body) -> None:
        """Show the look-up and whom nobody stands for, or who may change that."""
        self.doorway.surface.open(body["trigger_id"], await self._list(str(body["user"]["id"])))
        await ack()

    async def suggest(self, ack: AsyncAck, payload: Body, body: Body) -> None:
        """Offer the customers that fit what has been typed so far, and a new one of that name."""
        typed = str(payload.get("value") or "")
        words = await self.doorway.readers.words_of(body["user"]["id"])
        found = await self.doorway.database.read(suggestions, typed)
        await ack(options=form_customers.options(found, typed, words))

    async def open_form(self, ack: AsyncAck, body: Body) -> None:
        """Put the form of the customer that was picked on top of the list."""
        by, door = str(body["user"]["id"]), self.doorway
        [action] = body["actions"]
        found = await door.database.read(reading.to_edit, by, account.picked(action), door.desk.roles)
        door.surface.push(body["trigger_id"], account.build(found, await door.readers.words_of(by)))
        await ack()

    async def edit(self, ack: AsyncAck, body: Body, view: dict[str, Any]) -> None:
        """Commit, then ack: the form closes once the list holds it, and the list below is drawn again."""
        by, door, edited = str(body["user"]["id"]), self.doorway, account.read(view)
        await door.database.once(receipt_of_form(body), service.edit, by, edited, door.desk.roles)
        await ack()
        for person in filter(None, (edited.account_manager, edited.cover)):
            self.mirror.ask_for(person)
        root = view.get("root_view_id")
        if root and root != view["id"]:
            door.surface.update(root, None, await self._list(by))

    async def _list(self, by: str) -> dict[str, Any]:
        door = self.doorway
        found = await door.database.read(reading.unattended, by, door.desk.roles)
        return account.build_list(found, await door.readers.words_of(by))
