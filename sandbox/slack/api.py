"""The Web API's door: arguments, token, scope, limit, method, record."""

import time

from starlette.requests import Request
from starlette.responses import Response

from sandbox.slack.answers import AsciiJSON
from sandbox.slack.limits import Limits
from sandbox.slack.methods import METHODS, Method
from sandbox.slack.methods.request import Arguments
from sandbox.slack.methods.scopes import need
from sandbox.slack.records import Call
from sandbox.slack.refusals import JsonObject, SlackRefusal
from sandbox.slack.sent import read, with_warnings
from sandbox.slack.strikes import Strikes
from sandbox.slack.workspace import Workspace


class Api:
    """`POST /api/<method>` for one workspace."""

    def __init__(self, workspace: Workspace, strikes: Strikes, limits: Limits) -> None:
        """Serve `workspace`, within `limits`, as well as `strikes` let it."""
        self._workspace = workspace
        self._strikes = strikes
        self._limits = limits

    async def answer(self, request: Request) -> Response:
        """Answer one call; every call is recorded, whatever became of it."""
        name, began = request.path_params["method"], time.monotonic()
        try:
            sent = await read(request, writes=name not in METHODS or METHODS[name].writes)
        except SlackRefusal as refusal:
            return AsciiJSON(refusal.answer())
        token = request.headers.get("authorization", "").removeprefix("Bearer ") or str(sent.values.get("token", ""))
        arguments = Arguments({key: value for key, value in sent.values.items() if key != "token"})
        return await self._strikes.answer(
            name,
            self._workspace.aliases(arguments.text("channel") or arguments.text("channel_id")),
            lambda: self._run(name, token, arguments, began, sent.warnings),
            lambda error: self._record(name, arguments, {"ok": False, "error": error}, began),
        )

    def _run(self, name: str, token: str, arguments: Arguments, began: float, warnings: tuple[str, ...]) -> Response:
        """Run the method and record what became of it."""
        app = self._workspace.app
        headers = {"x-oauth-scopes": ",".join(app.scopes)}
        try:
            method = self._allowed(name, token)
            headers["x-accepted-oauth-scopes"] = ",".join(method.scopes)
            self._limits.check(name, arguments.text("channel"), outside_marketplace=app.outside_marketplace)
            body = {"ok": True, **method.run(self._workspace, arguments)}
        except SlackRefusal as refusal:
            body = refusal.answer()
        body = with_warnings(body, warnings)
        self._record(name, arguments, body, began)
        if body.get("error") == "ratelimited":
            return AsciiJSON(body, 429, {**headers, "Retry-After": str(body["retry_after"])})
        return AsciiJSON(body, headers=headers)

    def _allowed(self, name: str, token: str) -> Method:
        """The method, once the token and its scopes allow it."""
        if name not in METHODS:
            raise SlackRefusal("unknown_method", req_method=name)
        method = METHODS[name]
        if method.bearer != "anybody":
            self._check_token(token, method)
        if method.scopes:
            need(self._workspace, *method.scopes)
        return method

    def _check_token(self, token: str, method: Method) -> None:
        app = self._workspace.app
        if not token:
            raise SlackRefusal("not_authed")
        if token not in {app.bot_token, app.app_token}:
            raise SlackRefusal("invalid_auth")
        if app.revoked:
            raise SlackRefusal("token_revoked")
        if token != (app.app_token if method.bearer == "app" else app.bot_token):
            raise SlackRefusal("not_allowed_token_type")

    def _record(self, name: str, arguments: Arguments, body: JsonObject, began: float) -> None:
        seconds = time.monotonic() - began
        call = Call(name, arguments.values, bool(body["ok"]), body.get("error"), time.time(), body, seconds)
        self._workspace.record(call)
