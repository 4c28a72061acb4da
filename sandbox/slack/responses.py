"""`response_url`: what the app answers later to something that a person did."""

import json
import time

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from sandbox.slack.answers import AsciiJSON
from sandbox.slack.messages import with_ids
from sandbox.slack.methods.content import POST_LENGTH, Content, content
from sandbox.slack.methods.request import Arguments
from sandbox.slack.records import Call, Message
from sandbox.slack.refusals import JsonObject, SlackRefusal
from sandbox.slack.strikes import Strikes
from sandbox.slack.triggers import ResponseUrl
from sandbox.slack.workspace import Workspace

METHOD = "response_url"


class Responses:
    """`POST /response/<id>` for one workspace; faults know it as the method `response_url`."""

    def __init__(self, workspace: Workspace, strikes: Strikes) -> None:
        """Serve `workspace` as well as `strikes` let it."""
        self._workspace = workspace
        self._strikes = strikes

    async def respond(self, request: Request) -> Response:
        """Answer "ok", or 404 with Slack's word for why not; every answer is recorded as a call."""
        identity, raw = request.path_params["identity"], await request.body()
        return await self._strikes.answer(
            METHOD, set(), lambda: self._run(identity, raw), lambda error: self._record({}, error)
        )

    def _run(self, identity: str, raw: bytes) -> Response:
        body: JsonObject = {}
        try:
            body = json.loads(raw)
            leave = self._workspace.response_urls.use(identity)
            apply(body, leave, self._workspace)
        except SlackRefusal as refusal:
            self._record(body, refusal.code)
            return AsciiJSON(refusal.answer(), 404)
        except ValueError:
            self._record(body, "invalid_payload")
            return AsciiJSON({"ok": False, "error": "invalid_payload"}, 400)
        self._record(body, None)
        return PlainTextResponse("ok")

    def _record(self, body: JsonObject, error: str | None) -> None:
        self._workspace.record(Call(METHOD, body, error is None, error, time.time()))


def apply(body: JsonObject, leave: ResponseUrl, workspace: Workspace) -> None:
    """Do what `body` asks where `leave` allows it: delete, replace, or say something new."""
    original = _original(leave, workspace)
    if body.get("delete_original") and original:
        _remove(original, leave, workspace)
        return
    said = content(workspace, Arguments(body), POST_LENGTH)
    if body.get("replace_original") and original:
        _replace(original, said, leave, workspace)
    else:
        say(body, said, leave, workspace)


def say(body: JsonObject, said: Content, leave: ResponseUrl, workspace: Workspace) -> None:
    """Say something new: to the person alone, or to the channel where `response_type` is `in_channel`."""
    thread_ts = body.get("thread_ts")
    if body.get("response_type") == "in_channel":
        workspace.messages.add(said.posted(workspace, workspace.channel(leave.channel).id, thread_ts))
    else:
        workspace.show_ephemeral(leave.user, leave.channel, said.text, said.blocks, thread_ts, said.attachments)


def _original(leave: ResponseUrl, workspace: Workspace) -> Message | None:
    """The message that was clicked; what a person wrote is no app's to replace."""
    shown = [*workspace.window(leave.user).ephemerals, *workspace.messages.in_channel(leave.channel)]
    return next((message for message in shown if message.ts == leave.ts and message.bot_id), None)


def _remove(original: Message, leave: ResponseUrl, workspace: Workspace) -> None:
    if original.ephemeral:
        workspace.window(leave.user).ephemerals.remove(original)
        workspace.changes.announce(leave.user)
    else:
        workspace.messages.delete(original)


def _replace(original: Message, said: Content, leave: ResponseUrl, workspace: Workspace) -> None:
    if original.ephemeral:
        original.text, original.blocks = said.text, with_ids(said.blocks)
        original.attachments = said.attachments or []
        workspace.changes.announce(leave.user)
    else:
        workspace.messages.change(original, said.text, said.blocks or [], attachments=said.attachments or [])
