"""What a call or a delivery is about, in the names that people know."""

import json
from collections.abc import Iterator
from typing import Any

from sandbox.page.reader import Reader
from sandbox.slack.parcels import Delivery
from sandbox.slack.records import Call
from sandbox.slack.refusals import JsonObject


def about_of(what: Call | Delivery, reader: Reader) -> Iterator[str]:
    """Which form or button, where, whom, and the first line of what is said; some of them empty."""
    if isinstance(what, Call):
        yield _callback(what.args)
        yield from _place(what.args, reader)
        yield str(what.args.get("text") or "").partition("\n")[0]
        return
    payload = what.parcel.payload
    if what.parcel.kind == "event":
        yield str(payload["event"].get("subtype", ""))
        yield from _place(payload["event"], reader)
        return
    yield str(payload.get("text", "")) if what.parcel.kind == "command" else _pressed(payload)
    yield from _place(payload, reader)


def _callback(args: JsonObject) -> str:
    """The name of the form that a call opens or changes; views come as JSON, or as text of it."""
    view = args.get("view")
    if isinstance(view, str):
        try:
            view = json.loads(view)
        except ValueError:
            return ""
    return str(view.get("callback_id", "")) if isinstance(view, dict) else ""


def _pressed(payload: JsonObject) -> str:
    """What was pressed, else the form or shortcut by its id."""
    acted = [str(action.get("action_id", "")) for action in payload.get("actions", [])]
    if "action_id" in payload:
        acted = [str(payload["action_id"])]
    return " ".join(acted) or str(payload.get("callback_id") or payload.get("view", {}).get("callback_id", ""))


def _place(said: JsonObject, reader: Reader) -> Iterator[str]:
    channel = _identity(said.get("channel") or said.get("channel_id") or said.get("item"))
    user = _identity(said.get("user") or said.get("user_id"))
    yield _channel(channel, reader)
    yield reader.name(user) if user else ""


def _channel(identity: str, reader: Reader) -> str:
    channel = reader.workspace.channels.get(identity)
    if channel is None:
        return reader.name(identity) if identity else ""
    if not channel.is_im:
        return f"#{channel.name}"
    return " ".join(["DM", *(reader.name(one) for one in channel.members if one != reader.workspace.bot_user_id)])


def _identity(named: Any) -> str:  # noqa: ANN401 - an id, or what has one
    if isinstance(named, dict):
        return str(named.get("id") or named.get("channel") or "")
    return str(named or "")
