"""Bolt as Baton uses it: it finds the listener for what Slack sent by its id, and asks Slack nothing on the way in.

Bolt itself asks listeners one by one, lays out thirty arguments for each, and makes a client for each payload.
"""

from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum
from inspect import signature
from operator import attrgetter
from time import perf_counter
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest, AsyncListener
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.metrics import ACKS
from workflows.people.service import Identity

ACKED = 200
Whoami = Callable[[], Identity]
Look = Callable[[AsyncBoltRequest], Awaitable[None]]
Function = Callable[..., Awaitable[None]]
Payload = Mapping[str, Any]


class Kind(StrEnum):
    """What Slack sends, as far as listeners of one kind never take another."""

    COMMAND = "command"
    SHORTCUT = "shortcut"
    ACTION = "action"
    VIEW = "view"
    VIEW_CLOSED = "view_closed"
    SUGGESTION = "suggestion"
    EVENT = "event"


KINDS: Mapping[object, Kind] = {
    "shortcut": Kind.SHORTCUT,
    "message_action": Kind.SHORTCUT,
    "block_actions": Kind.ACTION,
    "view_submission": Kind.VIEW,
    "view_closed": Kind.VIEW_CLOSED,
    "block_suggestion": Kind.SUGGESTION,
}
"""By the `type` of a payload; a command has none, an event is whatever is left."""

IDS: Mapping[Kind, Callable[[Payload], object]] = {
    Kind.COMMAND: lambda payload: payload.get("command"),
    Kind.SHORTCUT: lambda payload: payload.get("callback_id"),
    Kind.ACTION: lambda payload: payload.get("actions", [{}])[0].get("action_id"),
    Kind.VIEW: lambda payload: payload.get("view", {}).get("callback_id"),
    Kind.VIEW_CLOSED: lambda payload: payload.get("view", {}).get("callback_id"),
    Kind.SUGGESTION: lambda payload: payload.get("action_id"),
    Kind.EVENT: lambda payload: payload.get("event", {}).get("type"),
}
"""Where a payload says which listener of its kind it is for."""

GIVEN: Mapping[str, Callable[[AsyncBoltRequest], object]] = {
    "ack": attrgetter("context.ack"),
    "context": attrgetter("context"),
    "event": lambda request: request.body["event"],
    "view": lambda request: request.body["view"],
    **dict.fromkeys(("body", "payload", "command", "shortcut"), attrgetter("body")),
}
"""What a listener may ask for, by the name of its argument, as Bolt calls it."""

OURS_TOO = frozenset({"member_joined_channel", "member_left_channel"})
"""Events that are brought to listeners even where Baton itself caused them."""


def kind_of(payload: Payload) -> Kind:
    """Tell from a payload whose listeners it is for."""
    return KINDS.get(payload.get("type"), Kind.COMMAND if "command" in payload else Kind.EVENT)


class Listener(AsyncListener):
    """Gives a function what it asks for by name, and nothing else, once all of `looks` have seen the payload."""

    lazy_functions = ()

    def __init__(self, kind: Kind, function: Function, looks: list[Look]) -> None:
        self.auto_acknowledgement = kind is Kind.EVENT
        self._function = function
        self._looks = looks
        self._given = {name: GIVEN[name] for name in signature(function).parameters}

    async def run_ack_function(self, *, request: AsyncBoltRequest, response: BoltResponse) -> None:  # noqa: ARG002  as Bolt calls it
        """Call the function."""
        for look in self._looks:
            await look(request)
        await self._function(**{name: given(request) for name, given in self._given.items()})


def _for(kind: Kind) -> Any:  # noqa: ANN401  one signature for what Bolt types one by one
    """Make the method that registers listeners of one kind."""

    def register(self: "Bolt", name: str) -> Callable[[Function], Function]:
        return lambda function: self.listen(kind, name, function)

    return register


class Bolt(AsyncApp):
    """Bolt with one listener for each id, at the same cost however many there are; only strings are ids."""

    def __init__(self, client: AsyncWebClient, whoami: Whoami) -> None:
        super().__init__(**_settings(client, whoami))
        self._whoami = whoami
        self._listening: dict[tuple[Kind, object], Listener] = {}
        self._looks: list[Look] = []

    command = _for(Kind.COMMAND)
    shortcut = _for(Kind.SHORTCUT)
    action = _for(Kind.ACTION)
    view = _for(Kind.VIEW)
    view_closed = _for(Kind.VIEW_CLOSED)
    options = _for(Kind.SUGGESTION)
    event = _for(Kind.EVENT)

    def listen(self, kind: Kind, name: str, function: Function) -> Function:
        """Bring what is called `name` to `function`; raises ValueError where somebody listens to it already."""
        if (kind, name) in self._listening:
            raise ValueError(f"two listeners to the {kind} {name}")
        self._listening[kind, name] = Listener(kind, function, self._looks)
        return function

    def use(self, look: Any) -> Any:  # noqa: ANN401  as Bolt has it
        """Let `look` see whatever is brought to a listener, before it is."""
        self._looks.append(look)

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """Bring a payload to its listener, and count how long the ack took."""
        kind, outcome, began = kind_of(req.body), "failed", perf_counter()
        try:
            answer = await self._bring(kind, req)
            outcome = "acked" if answer.status == ACKED else "failed"
            return answer
        finally:
            ACKS.labels(kind, outcome).observe(perf_counter() - began)

    async def _bring(self, kind: Kind, req: AsyncBoltRequest) -> BoltResponse:
        """Ask the one listener; Bolt answers Slack's own checks, and what nobody listens to."""
        listener = self._listening.get((kind, IDS[kind](req.body)))
        known = self._whoami()
        if listener is None:
            return await super().async_dispatch(req)
        if kind is Kind.EVENT and _is_ours(req, known):
            return BoltResponse(status=200)
        req.context["bot_user_id"] = known.bot_user_id
        run = self.listener_runner.run
        answer = await run(request=req, response=None, listener_name="", listener=listener)  # type: ignore[arg-type]
        return answer or BoltResponse(status=404)  # it has not acked


def _is_ours(request: AsyncBoltRequest, known: Identity) -> bool:
    """Say whether Baton itself caused an event: it answers itself nothing."""
    event = request.body["event"]
    by, ours = {request.context.user_id, event.get("bot_id")}, {known.bot_user_id, known.bot_id}
    return event["type"] not in OURS_TOO and not by.isdisjoint(ours - {None})


def bolt(client: AsyncWebClient, whoami: Whoami) -> AsyncApp:
    """Make Bolt without listeners: it answers once they have, and leaves signatures to the guard.

    `whoami` says who Baton is in Slack, as far as known: by `bot_id` and `bot_user_id` Bolt drops our own events.
    """
    return Bolt(client, whoami)


def _settings(client: AsyncWebClient, whoami: Whoami) -> dict[str, Any]:
    async def authorize() -> AuthorizeResult:
        known = whoami()
        return AuthorizeResult(
            enterprise_id=None,
            team_id=known.team_id,
            bot_id=known.bot_id,
            bot_user_id=known.bot_user_id,
            bot_token=client.token,
        )

    return {
        "name": "slack_bolt.baton",  # also the name of its logger, whose level Bolt sets
        "client": client,
        "authorize": authorize,
        "signing_secret": "",
        "request_verification_enabled": False,
        "process_before_response": True,
        "raise_error_for_unhandled_request": True,
        "attaching_function_token_enabled": False,
        "attaching_conversation_kwargs_enabled": False,
    }
