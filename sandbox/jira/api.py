"""The REST API's door: login, address, body, record."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.jira.asked import Answer, Asked, Endpoint
from sandbox.jira.endpoints import ENDPOINTS
from sandbox.jira.records import Person
from sandbox.jira.refusals import JiraRefusal
from sandbox.jira.shapes import Shapes
from sandbox.jira.site import Site
from sandbox.jira.strikes import Strikes
from sandbox.slack.refusals import JsonObject

REST = ("2", "3", "latest")


@dataclass(frozen=True, slots=True)
class Call:
    """One call: `path` comes after /rest/api/N/; `effect` is False for what a fault kept from being done."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    body: JsonObject
    status: int
    answer: object
    at: float
    effect: bool = True


@dataclass(frozen=True, slots=True)
class _Knock:
    """What came in, read once."""

    method: str
    rest: str
    path: str
    query: Mapping[str, list[str]]
    raw: bytes
    json: bool
    login: str | None

    def body(self) -> JsonObject:
        """The JSON object that was sent, or an empty one; JiraRefusal (400, 415) for anything else."""
        if not self.raw:
            return {}
        if not self.json:
            raise JiraRefusal(415, "Content-Type must be application/json.")
        try:
            body = json.loads(self.raw)
        except ValueError:
            body = None
        if not isinstance(body, dict):
            raise JiraRefusal(400, "Invalid request payload. Refer to the REST API documentation and try again.")
        return body


class Api:
    """`/rest/api/N/…` of one site; every call is kept in `calls`, whatever became of it."""

    def __init__(self, site: Site, strikes: Strikes, base: Callable[[], str], on_call: Callable[[], None]) -> None:
        """Serve `site` at `base()` as well as `strikes` let it; `on_call` hears of every call."""
        self._site = site
        self._strikes = strikes
        self._base = base
        self._on_call = on_call
        self.calls: list[Call] = []

    async def answer(self, request: Request) -> Response:
        """Answer one call."""
        query = {name: request.query_params.getlist(name) for name in request.query_params}
        knock = _Knock(
            request.method,
            request.path_params["rest"],
            request.path_params["path"],
            query,
            await request.body(),
            request.headers.get("content-type", "").startswith("application/json"),
            request.headers.get("authorization"),
        )
        return await self._strikes.answer(
            knock.method,
            knock.path,
            lambda: self._run(knock),
            lambda status: self._record(knock, Answer(None, status), effect=False),
        )

    def _run(self, knock: _Knock) -> Response:
        try:
            answer = self._found(knock)
        except JiraRefusal as refusal:
            answer = Answer(refusal.body, refusal.status)
        self._record(knock, answer)
        if answer.body is None:
            return Response(status_code=answer.status)
        return JSONResponse(answer.body, answer.status)

    def _found(self, knock: _Knock) -> Answer:
        caller = self._caller(knock.login)
        endpoint, parts = _endpoint(knock)
        if caller is None and not endpoint.open:
            raise JiraRefusal(401, "Client must be authenticated to access this resource.")
        zone = caller.zone if caller else "UTC"
        rest = "3" if knock.rest == "3" else "2"
        asked = Asked(self._site, Shapes(self._site, self._base(), zone, rest), caller, parts, knock.query)
        return endpoint.run(replace(asked, body=knock.body()))

    def _caller(self, login: str | None) -> Person | None:
        """Who logs in by e-mail and token; None where nobody tries. JiraRefusal (401) for a wrong login."""
        if login is None:
            return None
        scheme, _, secret = login.partition(" ")
        try:
            email, _, token = base64.b64decode(secret, validate=True).decode().partition(":")
        except ValueError:
            email = token = ""
        for person in self._site.people.values():
            if scheme == "Basic" and token and (person.email, person.token) == (email, token):
                return person
        raise JiraRefusal(401, "Client must be authenticated to access this resource.")

    def _record(self, knock: _Knock, answer: Answer, *, effect: bool = True) -> None:
        try:
            body = knock.body()
        except JiraRefusal:
            body = {}
        at = self._site.now().timestamp()
        self.calls.append(Call(knock.method, knock.path, knock.query, body, answer.status, answer.body, at, effect))
        self._on_call()


def _endpoint(knock: _Knock) -> tuple[Endpoint, dict[str, str]]:
    """What serves the address; JiraRefusal (404, 405), also for texts where `latest` or v2 is asked for them."""
    fits = [(one, parts) for one in ENDPOINTS if (parts := _parts(one.path, knock.path)) is not None]
    literal = [one for one in fits if not one[1]] or fits
    if knock.rest not in REST or not literal:
        raise JiraRefusal(404, f"No endpoint {knock.path} in version {knock.rest} of the sandbox's API.")
    endpoint, parts = next((one for one in literal if one[0].method == knock.method), (None, {}))
    if endpoint is None:
        raise JiraRefusal(405, f"{knock.method} is not allowed here.")
    if knock.rest != "3" and not endpoint.plain:
        raise JiraRefusal(404, "The sandbox serves what holds texts in version 3 only.")
    return endpoint, parts


def _parts(template: str, path: str) -> dict[str, str] | None:
    """The named parts of `path`, if it is of the form of `template`."""
    wanted, given = template.split("/"), path.split("/")
    if len(wanted) != len(given):
        return None
    named = {want.strip("{}"): have for want, have in zip(wanted, given, strict=True) if want.startswith("{")}
    fits = all(want.startswith("{") or want == have for want, have in zip(wanted, given, strict=True))
    return named if fits and all(named.values()) else None
