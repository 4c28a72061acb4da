"""Slack's side of a request's steps: buttons, the menu beside them, the forms that they open."""

from dataclasses import dataclass

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import ids
from bot.listeners.doors import DoorListeners
from bot.listeners.doorway import (
    Body,
    Doorway,
    carried,
    click_of,
    clicked_before,
    is_alone,
    is_from_home,
    is_home,
    is_in_modal,
    otherwise,
    receipt_of_click,
    receipt_of_form,
    step_of,
)
from bot.listeners.home import HomeListeners
from bot.listeners.steps import AT_ONCE, BY_FORM, FORMS, Step, StepForm
from bot.views import refusals
from bot.views.digest import list as listing
from bot.views.escalation import lookup, story
from bot.views.parts import Block
from bot.words import Words
from workflows.escalation import lookup as looking
from workflows.escalation import reading
from workflows.escalation.standing import Click
from workflows.refusals import Refusal, StepRefused


@dataclass(frozen=True, slots=True)
class RequestListeners:
    """Steps that people take on a card, in a DM, in words shown to them alone, or in Home."""

    doorway: Doorway
    home: HomeListeners
    doors: DoorListeners

    def register(self, app: AsyncApp) -> None:
        """Take each button, the menu, and each form of a request; the button `request.edit` is a door's."""
        for button in (*AT_ONCE, *FORMS, ids.REQUEST_TRAIL, ids.REQUEST_MORE):
            app.action(button)(self.choose)
        for callback_id in BY_FORM:
            app.view(callback_id)(self.submit)

    async def choose(self, ack: AsyncAck, body: Body) -> None:
        """Take the step that was clicked, or show its form; in the menu it is the same step."""
        step, click = step_of(body), click_of(body)
        if step in AT_ONCE:
            await self._take(ack, body, click, AT_ONCE[step])
        elif step in FORMS:
            await self._show_form(ack, body, click, FORMS[step])
        elif step == ids.REQUEST_EDIT:
            await self.doors.edit(ack, body)
        elif step == ids.REQUEST_TRAIL:
            await self._show_story(ack, body, click)
        else:
            raise StepRefused(Refusal.WRONG_TYPE, key=click.key[:32])

    async def submit(self, ack: AsyncAck, body: Body) -> None:
        """Commit, then ack: the form closes only once what was said is safe."""
        form, click, door = BY_FORM[body["view"]["callback_id"]], clicked_before(body), self.doorway
        given = form.read(body["view"])
        await door.database.once(receipt_of_form(body), form.take, click, given, door.desk, door.now())
        await ack()
        if is_from_home(body):
            await self.home.draw(click.by)

    async def _take(self, ack: AsyncAck, body: Body, click: Click, step: Step) -> None:
        door = self.doorway
        await door.database.once(receipt_of_click(body), step, click, door.desk, door.now())
        await ack()
        if is_home(body):
            await self.home.draw(click.by)
        elif is_alone(body):
            await self._redraw_alone(body, click)
        elif _is_in_digest(body, click):
            words = await door.readers.words_of(click.by)
            door.surface.respond(body["response_url"], listing.told_in_row(step_of(body), click.key, words))

    async def _redraw_alone(self, body: Body, click: Click) -> None:
        """Show the request as it is now: what someone looked up, nothing else keeps up to date."""
        door = self.doorway
        shown = await door.database.read(looking.shown, click, door.desk)
        words = await door.readers.words_of(click.by)
        door.surface.replace(body["response_url"], lookup.build(shown, words))

    async def _show_form(self, ack: AsyncAck, body: Body, click: Click, form: StepForm) -> None:
        """Show the form of a step, or say who has the request already, before anybody types."""
        shown = await self.doorway.database.read(form.load, click, self.doorway.desk)
        words = await self.doorway.readers.words_of(click.by)
        modal = form.build(shown, words) | {"private_metadata": carried(click, home=is_home(body))}
        self._show(body, modal, words)
        await ack()

    async def _show_story(self, ack: AsyncAck, body: Body, click: Click) -> None:
        told = await self.doorway.database.read(reading.story, click, self.doorway.desk)
        words = await self.doorway.readers.words_of(click.by)
        self._show(body, story.build(told, words), words)
        await ack()

    def _show(self, body: Body, modal: Block, words: Words) -> None:
        """Open a modal, or put it on top of the one that is open."""
        late = otherwise(body, refusals.expired(words))
        show = self.doorway.surface.push if is_in_modal(body) else self.doorway.surface.open
        show(body["trigger_id"], modal, otherwise=late)


def _is_in_digest(body: Body, click: Click) -> bool:
    """Say whether a step was taken in a digest, which stays as it is: its rows alone know of no step before."""
    is_offered = step_of(body) in {ids.REQUEST_CLAIM, ids.DIGEST_REMIND}
    return is_offered and click.seen_at is None and bool(body.get("response_url"))
