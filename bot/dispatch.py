"""Bolt as Baton uses it: it finds the listener for what Slack sent, and asks Slack nothing on the way in."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from workflows.people.service import Identity

Whoami = Callable[[], Identity]


class Kind(StrEnum):
    """What Slack sends, as far as listeners of one kind never take another."""

    COMMAND = "command"
    SHORTCUT = "shortcut"
    ACTION = "action"
    VIEW = "view"
    SUGGESTION = "suggestion"
    EVENT = "event"


KINDS: Mapping[object, Kind] = {
    "shortcut": Kind.SHORTCUT,
    "message_action": Kind.SHORTCUT,
    "block_actions": Kind.ACTION,
    "view_submission": Kind.VIEW,
    "view_closed": Kind.VIEW,
    "block_suggestion": Kind.SUGGESTION,
}
"""By the `type` of a payload; a command has none, an event is whatever is left."""


def kind_of(payload: Mapping[str, Any]) -> Kind:
    """Tell from a payload whose listeners it is for."""
    return KINDS.get(payload.get("type"), Kind.COMMAND if "command" in payload else Kind.EVENT)


def _among(kind: Kind, method: str) -> Callable[..., Any]:
    """Make a method of Bolt that registers with the Bolt of one kind."""

    def register(self: "Bolt", *names: object, **more: object) -> object:
        return getattr(self.others[kind], method)(*names, **more)

    return register


class Bolt(AsyncApp):
    """One Bolt for each kind of payload: it asks its listeners one by one, and a click need not ask those of forms.

    It takes the events itself.
    """

    def __init__(self, client: AsyncWebClient, whoami: Whoami) -> None:
        super().__init__(**_settings(client, whoami))
        kinds = set(Kind) - {Kind.EVENT}
        self.others: dict[Kind, AsyncApp] = {kind: AsyncApp(**_settings(client, whoami)) for kind in kinds}

    command: Any = _among(Kind.COMMAND, "command")
    shortcut: Any = _among(Kind.SHORTCUT, "shortcut")
    action: Any = _among(Kind.ACTION, "action")
    view: Any = _among(Kind.VIEW, "view")
    view_closed: Any = _among(Kind.VIEW, "view_closed")
    options: Any = _among(Kind.SUGGESTION, "options")

    def use(self, *args: Any) -> Any:  # noqa: ANN401  as Bolt has it
        """Let a middleware see whatever comes."""
        for each in self.others.values():
            each.use(*args)
        return super().use(*args)

    def error(self, func: Any) -> Any:  # noqa: ANN401  as Bolt has it
        """Let `func` answer whatever a listener raises."""
        for each in self.others.values():
            each.error(func)
        return super().error(func)

    async def async_dispatch(self, req: AsyncBoltRequest) -> BoltResponse:
        """Bring a payload to the listeners of its kind."""
        kind = kind_of(req.body)
        if kind is Kind.EVENT:
            return await super().async_dispatch(req)
        return await self.others[kind].async_dispatch(req)


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
