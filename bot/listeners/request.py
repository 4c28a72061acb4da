"""Slack's side of a request's buttons: claim, read, answer, accept, resolve."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot import ids
from bot.listeners.doorway import (
    Body,
    Doorway,
    carried,
    click_of,
    clicked_before,
    is_home,
    otherwise,
    receipt_of_click,
    receipt_of_form,
)
from bot.listeners.home import HomeListeners
from bot.views import refusals
from bot.views.escalation import answer, resolve
from bot.words import Words
from storage.vocabulary import Verb
from workflows.escalation import reading, service
from workflows.escalation.views import RequestView

Step = Callable[..., object]
"""A service: (work, click, desk, now), with what a form gave after the click."""

Build = Callable[[RequestView, Words], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class RequestListeners:
    """Steps that people take on a card, in a DM or in Home."""

    doorway: Doorway
    home: HomeListeners

    def register(self, app: AsyncApp) -> None:
        """Take each button and each form of a request."""
        app.action(ids.REQUEST_CLAIM)(self.claim)
        app.action(ids.REQUEST_READ)(self.mark_read)
        app.action(ids.REQUEST_ACCEPT_ANSWER)(self.accept_answer)
        app.action(ids.REQUEST_ANSWER)(self.open_answer)
        app.view(ids.ANSWER_FORM)(self.answer)
        app.action(ids.REQUEST_RESOLVE)(self.open_resolve)
        app.view(ids.RESOLVE_FORM)(self.resolve)

    async def claim(self, ack: AsyncAck, body: Body) -> None:
        """The first click wins."""
        await self._step(ack, body, service.claim)

    async def mark_read(self, ack: AsyncAck, body: Body) -> None:
        """An `fyi` is finished when it has been read."""
        await self._step(ack, body, service.mark_read)

    async def accept_answer(self, ack: AsyncAck, body: Body) -> None:
        """A `consult` is finished when its filer takes the answer."""
        await self._step(ack, body, service.accept_answer)

    async def open_answer(self, ack: AsyncAck, body: Body) -> None:
        """Show the form of an answer, or who has the request already."""
        await self._open(ack, body, Verb.ANSWER, answer.build)

    async def answer(self, ack: AsyncAck, body: Body) -> None:
        """Commit, then ack: the form closes only once the answer is safe."""
        await self._submit(ack, body, service.answer, answer.read(body["view"]))

    async def open_resolve(self, ack: AsyncAck, body: Body) -> None:
        """Show the form of a result, or whose request it is."""
        await self._open(ack, body, Verb.RESOLVE, resolve.build)

    async def resolve(self, ack: AsyncAck, body: Body) -> None:
        """Commit, then ack: the form closes only once the result is safe."""
        await self._submit(ack, body, service.resolve, resolve.read(body["view"]))

    async def _step(self, ack: AsyncAck, body: Body, step: Step) -> None:
        click, door = click_of(body), self.doorway
        await door.database.once(receipt_of_click(body), step, click, door.desk, door.now())
        await ack()
        if is_home(body):
            await self.home.draw(click.by)

    async def _submit(self, ack: AsyncAck, body: Body, step: Step, given: object) -> None:
        click, door = clicked_before(body), self.doorway
        await door.database.once(receipt_of_form(body), step, click, given, door.desk, door.now())
        await ack()

    async def _open(self, ack: AsyncAck, body: Body, verb: Verb, build: Build) -> None:
        click = click_of(body)
        view = await self.doorway.database.read(reading.to_take, click, self.doorway.desk, verb)
        words = await self.doorway.readers.words_of(click.by)
        modal = build(view, words) | {"private_metadata": carried(click)}
        late = otherwise(body, refusals.expired(words))
        self.doorway.surface.open(body["trigger_id"], modal, otherwise=late)
        await ack()
