"""What Slack sends the app when a person acts (docs.slack.dev/reference/interaction-payloads)."""

import time

from sandbox.slack.forms import Part
from sandbox.slack.records import Channel, Message
from sandbox.slack.refusals import JsonObject
from sandbox.slack.shapes import message_json, view_json
from sandbox.slack.view import Values, View, merged
from sandbox.slack.workspace import Workspace


def stamp() -> str:
    """An `action_ts`."""
    return f"{time.time():.6f}"


def frame(kind: str, user: str, workspace: Workspace) -> JsonObject:
    """What every interaction says of team, app and person."""
    app, member = workspace.app, workspace.member(user)
    person = {"id": user, "username": member.name, "name": member.name, "team_id": app.team}
    return {
        "type": kind,
        "team": {"id": app.team, "domain": app.domain},
        "user": person,
        "api_app_id": app.app_id,
        "token": app.verification_token,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def command(name: str, text: str, user: str, channel: Channel, workspace: Workspace) -> dict[str, str]:
    """The form fields of a slash command."""
    app = workspace.app
    return {
        "token": app.verification_token,
        "team_id": app.team,
        "team_domain": app.domain,
        "channel_id": channel.id,
        "channel_name": channel.name,
        "user_id": user,
        "user_name": workspace.member(user).name,
        "command": name,
        "text": text,
        "api_app_id": app.app_id,
        "is_enterprise_install": "false",
        "response_url": workspace.response_urls.give(user, channel.id),
        "trigger_id": workspace.triggers.give(user),
    }


def shortcut(callback_id: str, user: str, workspace: Workspace) -> JsonObject:
    """A global shortcut."""
    trigger = {"callback_id": callback_id, "trigger_id": workspace.triggers.give(user), "action_ts": stamp()}
    return {**frame("shortcut", user, workspace), **trigger}


def message_shortcut(callback_id: str, user: str, message: Message, workspace: Workspace) -> JsonObject:
    """A shortcut from a message's menu."""
    return {
        **frame("message_action", user, workspace),
        **_place(message.channel, workspace),
        "callback_id": callback_id,
        "trigger_id": workspace.triggers.give(user),
        "action_ts": stamp(),
        "message_ts": message.ts,
        "message": message_json(message, workspace),
        "response_url": workspace.response_urls.give(user, message.channel, message.ts),
    }


def click_in_message(action: JsonObject, user: str, message: Message, workspace: Workspace) -> JsonObject:
    """A `block_actions` in a message or an attachment of it; of an ephemeral one the app gets no content."""
    attachment = _attachment(message, action)
    return {
        **frame("block_actions", user, workspace),
        **_place(message.channel, workspace),
        **_seen(message, attachment, workspace),
        "container": _container(message, attachment),
        "trigger_id": workspace.triggers.give(user),
        "state": {"values": _entered(message, action)},
        "response_url": workspace.response_urls.give(user, message.channel, message.ts),
        "actions": [{**action, "action_ts": stamp()}],
    }


def click_in_view(action: JsonObject, view: View, workspace: Workspace) -> JsonObject:
    """A `block_actions` in a modal or Home."""
    origin = view.id if view.source["type"] == "modal" else None
    return {
        **frame("block_actions", view.user, workspace),
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": workspace.triggers.give(view.user, origin),
        "view": view_json(view, workspace.app),
        "actions": [{**action, "action_ts": stamp()}],
    }


def suggestion(part: Part, typed: str, user: str, shown: View | Message, workspace: Workspace) -> JsonObject:
    """A `block_suggestion`: what `user` typed into an external select, a `part` of a view or a message."""
    block, element = part
    about = {"action_id": element["action_id"], "block_id": block["block_id"], "value": typed}
    return {**frame("block_suggestion", user, workspace), **about, **_around(shown, workspace)}


def _around(shown: View | Message, workspace: Workspace) -> JsonObject:
    """Where an external select stands."""
    if isinstance(shown, View):
        return {"container": {"type": "view", "view_id": shown.id}, "view": view_json(shown, workspace.app)}
    place = {"type": "message", "message_ts": shown.ts, "channel_id": shown.channel, "is_ephemeral": shown.ephemeral}
    message = {} if shown.ephemeral else {"message": message_json(shown, workspace)}
    return {"container": place, **_place(shown.channel, workspace), **message}


def submission(view: View, workspace: Workspace) -> JsonObject:
    """A `view_submission`."""
    return {
        **frame("view_submission", view.user, workspace),
        "trigger_id": workspace.triggers.give(view.user, view.id),
        "view": view_json(view, workspace.app),
        "response_urls": [],
    }


def closed(view: View, workspace: Workspace, *, cleared: bool) -> JsonObject:
    """A `view_closed`; what was typed is not told."""
    shape = {**view_json(view, workspace.app), "state": {"values": {}}}
    return {**frame("view_closed", view.user, workspace), "view": shape, "is_cleared": cleared}


def _attachment(message: Message, action: JsonObject) -> JsonObject | None:
    """The attachment in which somebody acted; None where it was the message itself."""
    if any(block["block_id"] == action["block_id"] for block in message.blocks):
        return None
    holds = (
        one for one in message.attachments for block in one.get("blocks", []) if block["block_id"] == action["block_id"]
    )
    return next(holds, None)


def _seen(message: Message, attachment: JsonObject | None, workspace: Workspace) -> JsonObject:
    """What the app gets of the message: all of its own, only its own part of somebody else's."""
    if attachment and attachment.get("is_app_unfurl"):
        return {"app_unfurl": attachment}
    return {} if message.ephemeral else {"message": message_json(message, workspace)}


def _container(message: Message, attachment: JsonObject | None) -> JsonObject:
    place = {"type": "message", "message_ts": message.ts, "channel_id": message.channel}
    thread = {"thread_ts": message.thread_ts} if message.thread_ts else {}
    shown = {**place, **thread, "is_ephemeral": message.ephemeral}
    if attachment is None:
        return shown
    unfurl = {"is_app_unfurl": bool(attachment.get("is_app_unfurl"))}
    if unfurl["is_app_unfurl"]:
        unfurl["app_unfurl_url"] = attachment["app_unfurl_url"]
    return {**shown, "type": "message_attachment", "attachment_id": attachment["id"], **unfurl}


def _entered(message: Message, action: JsonObject) -> Values:
    """The state of a message's elements: as they were posted, but for the one in which somebody acted."""
    values = merged(message.parts, {})
    beside = values.get(action["block_id"], {})
    if action["action_id"] in beside:
        beside[action["action_id"]] = {name: action[name] for name in action.keys() - {"block_id", "action_id"}}
    return values


def _place(channel_id: str, workspace: Workspace) -> JsonObject:
    channel = workspace.channel(channel_id)
    name = "privategroup" if channel.kind == "private" else channel.name
    return {"channel": {"id": channel.id, "name": name}}
