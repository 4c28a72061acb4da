"""Slack's side of setting Baton up: the form that Home offers an admin, and the test after it."""

from dataclasses import dataclass

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import ids
from bot.listeners.doorway import Body, Doorway, receipt_of_click, receipt_of_form
from bot.listeners.home import HomeListeners
from bot.listeners.people import Mirror
from bot.views import setup
from workflows.setup import reading, service


@dataclass(frozen=True, slots=True)
class SetupListeners:
    """Where cards go, and who leads; `mirror` meets whoever was chosen."""

    doorway: Doorway
    home: HomeListeners
    mirror: Mirror

    def register(self, app: AsyncApp) -> None:
        """Take Home's button, the form, and the test."""
        app.action(ids.SETUP_OPEN)(self.open_form)
        app.view(ids.SETUP_FORM)(self.choose)
        app.action(ids.SETUP_TEST)(self.test)

    async def open_form(self, ack: AsyncAck, body: Body) -> None:
        """Show what is set up, or who may do that."""
        by, door = str(body["user"]["id"]), self.doorway
        known = await door.database.read(reading.set_up, by, door.desk)
        door.surface.open(body["trigger_id"], setup.build(known, await door.readers.words_of(by)))
        await ack()

    async def choose(self, ack: AsyncAck, body: Body) -> None:
        """Commit, then say what comes next in the place of the form; Home shows it at once."""
        by, door, chosen = str(body["user"]["id"]), self.doorway, setup.read(body["view"])
        await door.database.once(receipt_of_form(body), service.choose, by, chosen, door.desk)
        for lead in sorted(chosen.leads):
            self.mirror.ask_for(lead)
        known = await door.database.read(reading.set_up, by, door.desk)
        words = await door.readers.words_of(by)
        await ack(response_action="update", view=setup.build_chosen(known, words))
        await self.home.draw(by)

    async def test(self, ack: AsyncAck, body: Body) -> None:
        """Send the test once for each click, and say where to look for it."""
        by, door = str(body["user"]["id"]), self.doorway
        await door.database.once(receipt_of_click(body), service.test, by, door.desk)
        known = await door.database.read(reading.set_up, by, door.desk)
        view = setup.build_chosen(known, await door.readers.words_of(by), is_tested=True)
        door.surface.update(body["view"]["id"], body["view"].get("hash"), view)
        await ack()
