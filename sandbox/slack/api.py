"""The Web API's door: token, scope, limit, fault, method, record."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from sandbox.slack.faults import Fault, Faults
from sandbox.slack.limits import Limits
from sandbox.slack.listener import CUT
from sandbox.slack.methods import METHODS, Method
from sandbox.slack.methods.request import Arguments
from sandbox.slack.methods.scopes import need
from sandbox.slack.records import Call
from sandbox.slack.refusals import JsonObject, SlackRefusal
from sandbox.slack.tasks import Tasks
from sandbox.slack.workspace import Workspace


class NoAnswer(Response):
    """A response that never comes; `cut` drops the connection at once, else the caller has to."""

    def __init__(self, *, cut: bool) -> None:
        """Choose between a cut connection and silence."""
        super().__init__()
        self._cut = cut

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Say nothing until the connection is gone."""
        del send
        if self._cut:
            scope[CUT]()
        while (await receive())["type"] != "http.disconnect":
            pass


class Api:
    """`POST /api/<method>` for one workspace."""

    def __init__(self, workspace: Workspace, faults: Faults, limits: Limits, tasks: Tasks) -> None:
        """Serve `workspace`; `tasks` carries what takes effect later."""
        self._workspace = workspace
        self._faults = faults
        self._limits = limits
        self._tasks = tasks
        self._strikes: dict[str, Callable[[Fault, Callable[[], Response]], Awaitable[Response]]] = {
            "delay": self._delay,
            "ratelimited": self._ratelimited,
            "server_error": self._server_error,
            "refuse": self._refuse,
            "hang": self._hang,
            "lost": self._lost,
            "late": self._late,
        }

    async def answer(self, request: Request) -> Response:
        """Answer one call, or let a fault have its way with it; every call is recorded, whatever became of it."""
        name = request.path_params["method"]
        values = await _values(request)
        token = request.headers.get("authorization", "").removeprefix("Bearer ") or values.get("token", "")
        arguments = Arguments({key: value for key, value in values.items() if key != "token"})

        def run() -> Response:
            return self._run(name, str(token), arguments)

        fault = self._faults.strike(name, arguments.text("channel"))
        if fault is None:
            return run()
        if fault.kind in {"ratelimited", "refuse", "hang"} or (fault.kind == "server_error" and not fault.effect):
            self._record(name, arguments, {"ok": False, "error": fault.error if fault.kind == "refuse" else fault.kind})
        return await self._strikes[fault.kind](fault, run)

    def _run(self, name: str, token: str, arguments: Arguments) -> Response:
        """Run the method and record what became of it."""
        try:
            method = self._allowed(name, token)
            self._limits.check(name, arguments.text("channel"))
            body = {"ok": True, **method.run(self._workspace, arguments)}
        except SlackRefusal as refusal:
            body = refusal.answer()
        self._record(name, arguments, body)
        headers = {"x-oauth-scopes": ",".join(self._workspace.app.scopes)}
        if body.get("error") == "ratelimited":
            return JSONResponse(body, 429, {**headers, "Retry-After": str(body["retry_after"])})
        return JSONResponse(body, headers=headers)

    def _allowed(self, name: str, token: str) -> Method:
        """The method, once the token and its scopes allow it."""
        app = self._workspace.app
        if name not in METHODS:
            raise SlackRefusal("unknown_method", req_method=name)
        method = METHODS[name]
        if not token:
            raise SlackRefusal("not_authed")
        if token not in {app.bot_token, app.app_token}:
            raise SlackRefusal("invalid_auth")
        if app.revoked:
            raise SlackRefusal("token_revoked")
        if token != (app.app_token if method.app_level else app.bot_token):
            raise SlackRefusal("not_allowed_token_type")
        if method.scope:
            need(self._workspace, method.scope)
        return method

    def _record(self, name: str, arguments: Arguments, body: JsonObject) -> None:
        call = Call(name, arguments.values, bool(body["ok"]), body.get("error"), time.time(), body)
        self._workspace.record(call)

    async def _delay(self, fault: Fault, run: Callable[[], Response]) -> Response:
        await asyncio.sleep(fault.seconds)
        return run()

    async def _ratelimited(self, fault: Fault, _run: Callable[[], Response]) -> Response:
        return JSONResponse({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": f"{fault.seconds:.0f}"})

    async def _server_error(self, fault: Fault, run: Callable[[], Response]) -> Response:
        if fault.effect:
            run()
        return Response("upstream error", fault.status, media_type="text/html")

    async def _refuse(self, fault: Fault, _run: Callable[[], Response]) -> Response:
        return JSONResponse({"ok": False, "error": fault.error})

    async def _hang(self, _fault: Fault, _run: Callable[[], Response]) -> Response:
        return NoAnswer(cut=False)

    async def _lost(self, _fault: Fault, run: Callable[[], Response]) -> Response:
        run()
        return NoAnswer(cut=True)

    async def _late(self, fault: Fault, run: Callable[[], Response]) -> Response:
        self._tasks.start(self._after(fault.seconds, run))
        return NoAnswer(cut=True)

    async def _after(self, seconds: float, run: Callable[[], Response]) -> None:
        await asyncio.sleep(seconds)
        run()


async def _values(request: Request) -> JsonObject:
    """The arguments from the query and from a form or JSON body."""
    values: JsonObject = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("application/json"):
        body = json.loads(await request.body() or b"{}")
        return {**values, **body} if isinstance(body, dict) else values
    return {**values, **dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))}
