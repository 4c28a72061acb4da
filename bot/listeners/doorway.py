"""What stands behind every listener, and how Slack's payloads are read."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from slack_bolt.async_app import AsyncApp

from bot import ids
from bot.readers import Readers
from bot.surface import Otherwise, Surface
from bot.views.escalation import buttons
from bot.views.submitted import Submitted
from storage.database import Database
from workflows.digest.wall import Wall
from workflows.escalation.routing import Desk
from workflows.escalation.standing import Click
from workflows.whisper.floor import Floor
from workflows.whisper.holding import Press

Body = Mapping[str, Any]
Clock = Callable[[], datetime]


class Listeners(Protocol):
    """Whoever takes part of what Slack sends."""

    def register(self, app: AsyncApp) -> None:
        """Tell Bolt what to bring here."""


@dataclass(frozen=True, slots=True)
class Doorway:
    """The database, what one person looks at, each reader's language, the team's set-up, and the time.

    `desk` is how requests are set up, `floor` how calls are, `wall` how digests are.
    """

    database: Database
    surface: Surface
    readers: Readers
    desk: Desk
    floor: Floor
    wall: Wall
    now: Clock


def click_of(body: Body) -> Click:
    """Read which request was clicked, by whom; a message tells where, and what its card showed."""
    [action] = body["actions"]
    seen_at = buttons.seen_in_row(str(action.get("block_id") or ""))
    return Click(_pressed(body)[1], str(body["user"]["id"]), _seen_in(body), seen_at)


def press_of(body: Body) -> Press:
    """Read which button of a call or a whisper was pressed, by whom; a message tells where."""
    return Press(_pressed(body)[1], str(body["user"]["id"]), _seen_in(body))


def _seen_in(body: Body) -> str | None:
    """Answer the conversation in which Slack says that something was clicked; none in Home."""
    return body.get("container", {}).get("channel_id") or (body.get("channel") or {}).get("id")


def step_of(body: Body) -> str:
    """Read which step of a request, a call, a whisper or a digest was clicked, by its action id."""
    return _pressed(body)[0]


def _pressed(body: Body) -> tuple[str, str]:
    """Read a button, whose value is the key, or an option of the menu beside it, which names both."""
    [action] = body["actions"]
    if action.get("action_id") not in {ids.REQUEST_MORE, ids.DIGEST_MORE}:
        return str(action.get("action_id") or ""), str(action.get("value") or "")
    option = action.get("selected_option")
    return buttons.in_menu(str(option.get("value") or "") if isinstance(option, dict) else "")


def receipt_of_click(body: Body) -> str:
    """Answer the key under which a click is remembered: its trigger belongs to it alone."""
    return f"click:{body['trigger_id']}"


def receipt_of_form(body: Body) -> str:
    """Answer the key under which a submission is remembered: one view is submitted once."""
    return f"view:{body['view']['id']}"


def receipt_of_event(body: Body) -> str | None:
    """Answer the key under which an event is remembered: Slack repeats it under the same id; None without one."""
    event_id = body.get("event_id")
    return f"event:{event_id}" if event_id else None


def otherwise(body: Body, text: str) -> Otherwise | None:
    """Answer what to say where a form came too late, and where, if Slack gave a place to say it."""
    address = body.get("response_url")
    return Otherwise(address, text) if address else None


def is_home(body: Body) -> bool:
    """Say whether a click came from someone's Home."""
    return bool((body.get("view") or {}).get("type") == "home")


def is_alone(body: Body) -> bool:
    """Say whether a click came from words that only this person sees, and that only an answer to it can change."""
    return bool((body.get("container") or {}).get("is_ephemeral") and body.get("response_url"))


def is_in_modal(body: Body) -> bool:
    """Say whether a click came from an open modal: what it opens goes on top of that."""
    return bool((body.get("view") or {}).get("type") == "modal")


def carried(click: Click | Press, *, home: bool) -> str:
    """Write a click into a form's `private_metadata`, for when it is submitted; `home` where it was made there."""
    return json.dumps({"key": click.key, "seen_in": click.seen_in, "home": home})


def clicked_before(body: Body) -> Click:
    """Read the click that opened the submitted form; a forged one names no request, and is refused as such."""
    return Click(*_before(body))


def pressed_before(body: Body) -> Press:
    """Read the press that opened the submitted form; a forged one names no call, and is refused as such."""
    return Press(*_before(body))


def _before(body: Body) -> tuple[str, str, str | None]:
    """Answer what was clicked, by whom, and where."""
    kept = Submitted(body["view"]).carried
    return str(kept.get("key", "")), str(body["user"]["id"]), kept.get("seen_in")


def is_from_home(body: Body) -> bool:
    """Say whether the submitted form was opened in someone's Home."""
    return Submitted(body["view"]).carried.get("home") is True
