"""`response_url`: what the app answers later to something that a person did."""

import json

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from sandbox.slack.methods.chat import POST_LENGTH, words
from sandbox.slack.methods.request import Arguments
from sandbox.slack.records import Message
from sandbox.slack.refusals import JsonObject, SlackRefusal
from sandbox.slack.triggers import ResponseUrl
from sandbox.slack.workspace import Workspace


async def respond(request: Request) -> Response:
    """Serve `POST /response/<id>`: "ok", or 404 with Slack's word for why not."""
    workspace: Workspace = request.app.state.workspace
    try:
        leave = workspace.response_urls.use(request.path_params["identity"])
        body = json.loads(await request.body())
        apply(body if isinstance(body, dict) else {}, leave, workspace)
    except SlackRefusal as refusal:
        return JSONResponse(refusal.answer(), 404)
    except ValueError:
        return JSONResponse({"ok": False, "error": "invalid_payload"}, 400)
    return PlainTextResponse("ok")


def apply(body: JsonObject, leave: ResponseUrl, workspace: Workspace) -> None:
    """Do what `body` asks where `leave` allows it: delete, replace, or say something new."""
    original = _original(leave, workspace)
    if body.get("delete_original") and original:
        _remove(original, leave, workspace)
        return
    text, blocks = words(Arguments(body), POST_LENGTH)
    if body.get("replace_original") and original:
        _replace(original, text, blocks or [], leave, workspace)
    else:
        say(body, text, blocks or [], leave, workspace)


def say(body: JsonObject, text: str, blocks: list[JsonObject], leave: ResponseUrl, workspace: Workspace) -> None:
    """Say something new: to the person alone, or to the channel where `response_type` is `in_channel`."""
    if body.get("response_type") == "in_channel":
        channel = workspace.channel(leave.channel)
        workspace.messages.post(channel, workspace.bot_user_id, text, blocks=blocks, thread_ts=body.get("thread_ts"))
    else:
        workspace.show_ephemeral(leave.user, leave.channel, text, blocks)


def _original(leave: ResponseUrl, workspace: Workspace) -> Message | None:
    shown = [*workspace.window(leave.user).ephemerals, *workspace.messages.in_channel(leave.channel)]
    return next((message for message in shown if message.ts == leave.ts), None)


def _remove(original: Message, leave: ResponseUrl, workspace: Workspace) -> None:
    if original.ephemeral:
        workspace.window(leave.user).ephemerals.remove(original)
        workspace.changes.announce(leave.user)
    else:
        workspace.messages.delete(original)


def _replace(original: Message, text: str, blocks: list[JsonObject], leave: ResponseUrl, workspace: Workspace) -> None:
    if original.ephemeral:
        original.text, original.blocks = text, blocks
        workspace.changes.announce(leave.user)
    else:
        workspace.messages.change(original, text, blocks)
