"""Jira's door: `POST /webhooks/jira`, signed; what happens to issues of ours is stored before it is answered.

https://developer.atlassian.com/cloud/jira/platform/webhooks/
"""

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot import issue_shapes as shapes
from bot.webhooks.body import Headers, TurnedAway, answer_at_door, bounded_body, headers_of
from storage.database import Database, StorageFailed
from storage.vocabulary import MoveField
from workflows.progress.hearing import hear, is_ours
from workflows.progress.news import Happening, IssueGone, IssueNews

PATH = "/webhooks/jira"
SIGNATURE, IDENTIFIER = b"x-hub-signature", b"x-atlassian-webhook-identifier"
FARTHEST = timedelta(days=1)
"""How far ahead of us something may have happened: what is said of a later time would outlast the truth."""
_SHAPE = re.compile(rb"sha256=([0-9a-f]{64})")
_MOVES: Mapping[str, MoveField] = {
    "status": MoveField.STATUS,
    "assignee": MoveField.ASSIGNEE,
    "fixversion": MoveField.FIX_VERSION,
    "key": MoveField.KEY,
}
"""The fields of a changelog that people are told of, by the names that Jira has for them there, without spaces."""
News = IssueNews | IssueGone

log = structlog.get_logger("baton.jira")


@dataclass(frozen=True, slots=True)
class JiraDoor:
    """Takes what Jira signed with `secret`; `now` is what the work goes by."""

    database: Database
    now: Callable[[], datetime]
    secret: bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 204 once all is stored, else 413, 401, 400, or 503: then Jira sends the same again."""
        await answer_at_door(self._taken, scope, receive, send)

    async def _taken(self, request: Request) -> Response:
        body, headers = await bounded_body(request), headers_of(request)
        check_signature(self.secret, headers, body)
        now = self.now()
        news = news_in(body, now)
        if news is None:
            return Response(status_code=204)
        return await self._stored(news, _receipt_of(headers, body), now)

    async def _stored(self, news: News, receipt: str, now: datetime) -> Response:
        """Keep what concerns us; of an issue that belongs to no request, not even that we heard of it."""
        try:
            if await self.database.read(is_ours, news):
                await self.database.once(receipt, hear, news, now)
        except StorageFailed as failure:
            log.warning("not_stored", exc_info=failure)
            return _again()
        except Exception:  # whatever it is, Jira can only try again
            log.exception("fault")
            return _again()
        return Response(status_code=204)


def _again() -> Response:
    return Response(status_code=503, headers={"retry-after": "1"})


def check_signature(secret: bytes, headers: Headers, body: bytes) -> None:
    """Raise TurnedAway(401) unless `secret` signed these very bytes, in one header of the one shape."""
    values = headers.get(SIGNATURE, [])
    signed = _SHAPE.fullmatch(values[0]) if len(values) == 1 else None
    digest = hmac.new(secret, body, hashlib.sha256).hexdigest().encode()
    if signed is None or not hmac.compare_digest(digest, signed[1]):
        raise TurnedAway(401)


def _receipt_of(headers: Headers, body: bytes) -> str:
    """Name the webhook among receipts: by what Jira calls it, which is the same on every try, else by all it says."""
    name = b"".join(headers.get(IDENTIFIER, [])) or body
    return f"jira:{hashlib.sha256(name).hexdigest()}"


# ---- what a body says


def news_in(body: bytes, now: datetime) -> News | None:
    """Read what happened; None for what tells nothing of issues. Raises TurnedAway(400) for what cannot be read."""
    try:
        event = shapes.mapping(json.loads(body.decode()))
        news = _news(shapes.text(event.get("webhookEvent")), event)
    except (ValueError, RecursionError):
        raise TurnedAway(400) from None
    if news is not None and _latest(news) > now + FARTHEST:
        raise TurnedAway(400)
    return news


def _latest(news: News) -> datetime:
    return news.at if isinstance(news, IssueGone) else news.updated_at


def _news(kind: str, event: Mapping[str, object]) -> News | None:
    match kind:
        case "jira:issue_created" | "jira:issue_updated":
            return _changed(event)
        case "comment_created":
            return _commented(event)
        case "jira:issue_deleted":
            issue = shapes.mapping(event.get("issue"))
            return IssueGone(shapes.identity(issue.get("id")), shapes.key_of(issue), _told_at(event))
    return None


def _changed(event: Mapping[str, object]) -> IssueNews:
    """Read an issue as it is after a change, with what its changelog says, at the moment that Jira gives the issue."""
    at = shapes.instant(shapes.fields_of(event.get("issue")).get("updated"))
    return shapes.news_of(event.get("issue"), _happenings(event, at))


def _happenings(event: Mapping[str, object], at: datetime) -> Iterator[Happening]:
    if event.get("changelog") is None:
        return
    by, entries = shapes.name_of(event.get("user"), "displayName"), shapes.mapping(event["changelog"]).get("items")
    if not isinstance(entries, list):
        raise ValueError("no list")  # noqa: TRY004  one error for all that is wrong
    for entry in map(shapes.mapping, entries):
        field = _MOVES.get(shapes.text(entry.get("field")).replace(" ", "").lower())
        if field is not None:
            yield Happening(field, _words(entry.get("fromString")), _words(entry.get("toString")), at, by)


def _words(value: object) -> str | None:
    """Answer a value in Jira's words; an empty one is none."""
    return None if value is None or value == "" else shapes.text(value)


def _commented(event: Mapping[str, object]) -> IssueNews | None:
    """Read a comment; one that is for some role or group in Jira alone is not for a channel."""
    comment = shapes.mapping(event.get("comment"))
    if comment.get("visibility") is not None:
        return None
    at, by = shapes.instant(comment.get("created")), shapes.name_of(comment.get("author"), "displayName")
    said = Happening(MoveField.COMMENT, None, shapes.plain_text(comment.get("body")), at, by)
    return shapes.news_in_passing(event.get("issue"), at, (said,))


def _told_at(event: Mapping[str, object]) -> datetime:
    """Answer when Jira told it: milliseconds since 1970."""
    told = event.get("timestamp")
    if not isinstance(told, int) or isinstance(told, bool):
        raise ValueError("no timestamp")  # noqa: TRY004  one error for all that is wrong
    try:
        return datetime.fromtimestamp(told / 1000, UTC)
    except (OverflowError, OSError) as error:
        raise ValueError("out of time") from error
