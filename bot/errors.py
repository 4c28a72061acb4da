"""Bolt's one error handler: every no in words where the person clicked, every fault an apology that can be traced.

A refusal is ordinary and told as it is. A fault is logged once, with a reference id that the person is shown, too;
what they said never reaches the log. An event that failed answers 500, so that Slack sends it again.
"""

import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import structlog
from prometheus_client import Counter
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse

from bot.readers import Readers
from bot.surface import Surface
from bot.views import refusals
from bot.words import Words
from workflows.refusals import InvalidForm, Refused

CLEAR_LETTERS = "23456789ACDEFHJKLMNPQRTUVWXY"
"""For reference ids: nothing that sounds or looks like something else over the phone."""

log = structlog.get_logger("baton.errors")
refused_total = Counter("baton_refused", "What Baton said no to, by code.", ["code"])
faults_total = Counter("baton_faults", "What went wrong inside, by the kind of error.", ["error"])


class Place(StrEnum):
    """Where a person was when something was refused, or that nobody was there."""

    COMMAND = "command"
    FORM = "form"
    MODAL = "modal"
    HOME = "home"
    MESSAGE = "message"
    SHORTCUT = "shortcut"
    SUGGESTION = "suggestion"
    EVENT = "event"


def place_of(body: Mapping[str, Any]) -> Place:
    """Tell from a payload where it came from."""
    kind = body.get("type")
    if kind == "block_actions":
        return _place_of_click(body)
    if kind in {"shortcut", "message_action"}:
        return Place.MESSAGE if body.get("response_url") else Place.SHORTCUT
    known = {"view_submission": Place.FORM, "block_suggestion": Place.SUGGESTION}
    return known.get(str(kind), Place.COMMAND if "command" in body else Place.EVENT)


def _place_of_click(body: Mapping[str, Any]) -> Place:
    view = body.get("view")
    if not view:
        return Place.MESSAGE
    return Place.HOME if view.get("type") == "home" else Place.MODAL


Rescue = Callable[[Mapping[str, Any]], Awaitable[bool]]
"""Keeps what was typed into a form whose submission failed; says whether it did."""


@dataclass(frozen=True, slots=True)
class Errors:
    """Answers whatever a listener raises, in place of its ack."""

    surface: Surface
    readers: Readers
    rescue: Rescue | None = None

    def register(self, app: AsyncApp) -> None:
        """Become Bolt's handler of errors, in listeners and before them."""
        app.error(self.answer)

    async def answer(self, error: Exception, request: AsyncBoltRequest) -> BoltResponse:
        """Answer what Slack is to get, 200 wherever a person is to read it: in Socket Mode all else is no ack."""
        if isinstance(error, BoltUnhandledRequestError):
            return BoltResponse(status=200)
        place = place_of(request.body)
        reference = None if isinstance(error, Refused) else _report(error, place)
        if place is Place.EVENT:
            return BoltResponse(status=200 if reference is None else 500)
        if place is Place.SUGGESTION:
            return BoltResponse(status=200, body={"options": []})
        words = await self.readers.words_of(request.context.user_id)
        if isinstance(error, Refused):
            _note(error, place, request.context.user_id)
            if isinstance(error, InvalidForm) and place is Place.FORM:
                return _at_fields(refusals.misfits(error, words))
            return self._say(refusals.say(error, words), place, request.body, words)
        is_kept = await self._rescued(place, request.body)
        return self._say(refusals.apology(str(reference), words, is_kept=is_kept), place, request.body, words)

    async def _rescued(self, place: Place, body: Mapping[str, Any]) -> bool:
        return place is Place.FORM and self.rescue is not None and await self.rescue(body)

    def _say(self, text: str, place: Place, body: Mapping[str, Any], words: Words) -> BoltResponse:
        """Show `text` at `place`: in the ack itself where Slack can, else by a call that nobody waits for."""
        if place is Place.COMMAND:
            return BoltResponse(status=200, body={"response_type": "ephemeral", "text": text})
        if place is Place.FORM:
            return _on_top(text, body["view"], words)
        if place is Place.MESSAGE and body.get("response_url"):
            self.surface.respond(body["response_url"], text)
        elif body.get("trigger_id"):
            show: Callable[..., None] = self.surface.push if place is Place.MODAL else self.surface.open
            show(body["trigger_id"], refusals.small_modal(text, words))
        return BoltResponse(status=200)


def _report(error: Exception, place: Place) -> str:
    """Log a fault once; answer the reference by which the person can name it."""
    reference = "".join(secrets.choice(CLEAR_LETTERS) for _ in range(4))
    faults_total.labels(type(error).__name__).inc()
    log.error("fault", reference=reference, place=place.value, exc_info=error)
    return reference


def _note(refused: Refused, place: Place, by: str | None) -> None:
    refused_total.labels(refused.code.value).inc()
    log.info("refused", code=refused.code.value, place=place.value, by=by, key=refused.key)


def _at_fields(wrong: Mapping[str, str]) -> BoltResponse:
    return BoltResponse(status=200, body={"response_action": "errors", "errors": dict(wrong)})


def _on_top(text: str, view: Mapping[str, Any], words: Words) -> BoltResponse:
    """Push a small modal, so that what was typed stays below; at its first input where three are open already."""
    if _is_third(view):
        first = next(block["block_id"] for block in view["blocks"] if block["type"] == "input")
        return _at_fields({first: text})
    pushed = {"response_action": "push", "view": refusals.small_modal(text, words)}
    return BoltResponse(status=200, body=pushed)


def _is_third(view: Mapping[str, Any]) -> bool:
    below = view.get("previous_view_id")
    return below is not None and below != view.get("root_view_id")
