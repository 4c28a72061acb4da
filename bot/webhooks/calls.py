"""The phone system's door: `POST /webhooks/calls`, signed; each event is stored before it is answered."""

import hashlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.webhooks.body import TurnedAway, answer_at_door, bounded_body, headers_of
from bot.webhooks.signature import check_signature
from storage.database import Database, StorageFailed
from storage.vocabulary import Speaker
from workflows.whisper.advising import OpenBook
from workflows.whisper.floor import Floor
from workflows.whisper.hearing import NamedAgent, NamedCustomer, PhoneEvent, PhoneEventKind, hear

PATH = "/webhooks/calls"
LONGEST = 400
"""Characters of an id, an address or a name."""
LONGEST_TEXT = 50_000
"""Characters of one segment: many minutes of speech."""
FARTHEST = timedelta(days=1)
"""How far from now something may have happened: a phone system that is farther off tells of another time."""
SPEAKERS: Mapping[object, Speaker] = {speaker.value: speaker for speaker in (Speaker.AGENT, Speaker.CUSTOMER)}

log = structlog.get_logger("baton.calls")


@dataclass(frozen=True, slots=True)
class CallsDoor:
    """Takes what the phone system signed with `secret`; `clock` is the machine's, `now` what the work goes by."""

    database: Database
    book: OpenBook
    floor: Floor
    now: Callable[[], datetime]
    secret: bytes
    clock: Callable[[], float] = time.time

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 204 once all is stored, else 413, 401, 400, or 503: then the same should be sent again."""
        await answer_at_door(self._taken, scope, receive, send)

    async def _taken(self, request: Request) -> Response:
        body = await bounded_body(request)
        check_signature(self.secret, headers_of(request), body, self.clock())
        now = self.now()
        return await self._stored(event_of(body, now), now)

    async def _stored(self, event: PhoneEvent, now: datetime) -> Response:
        if event.tells_nothing:
            return Response(status_code=204)
        try:
            await self.database.once(_receipt_of(event), hear, event, self.book, self.floor, now)
        except StorageFailed as failure:
            log.warning("not_stored", kind=event.kind.value, exc_info=failure)
            return _again()
        except Exception:  # whatever it is, the phone system can only try again
            log.exception("fault", kind=event.kind.value)
            return _again()
        return Response(status_code=204)


def _receipt_of(event: PhoneEvent) -> str:
    """Name the event among receipts; whatever a phone system takes for ids, the name fits and holds no NUL."""
    return f"calls:{hashlib.sha256(event.event_id.encode(errors='surrogatepass')).hexdigest()}"


def _again() -> Response:
    return Response(status_code=503, headers={"retry-after": "1"})


# ---- what a body says


@dataclass(frozen=True, slots=True)
class _Fields:
    """The fields of one JSON object; a null is as good as nothing."""

    values: Mapping[str, object]

    def text(self, name: str, longest: int = LONGEST) -> str | None:
        """Answer a text, None where there is none; raises TurnedAway for anything else, and where it is too long."""
        value = self.values.get(name)
        if value is not None and (not isinstance(value, str) or len(value) > longest):
            raise TurnedAway(400)
        return value

    def needed(self, name: str) -> str:
        """Answer a text that must be there, and not blank."""
        text = self.text(name)
        if text is None or not text.strip():
            raise TurnedAway(400)
        return text

    def inside(self, name: str) -> "_Fields":
        """Answer the fields of an object in this one, none where it is not there."""
        value = self.values.get(name)
        return _Fields({}) if value is None else _fields_of(value)


def _fields_of(value: object) -> _Fields:
    if not isinstance(value, dict):
        raise TurnedAway(400)
    return _Fields(value)


def event_of(body: bytes, now: datetime) -> PhoneEvent:
    """Read one event; raise TurnedAway(400) where it is none, or of another time than `now`."""
    try:
        fields = _fields_of(json.loads(body.decode()))
        kind, at = PhoneEventKind(fields.needed("type")), datetime.fromisoformat(fields.needed("at").upper())
    except (ValueError, RecursionError):
        raise TurnedAway(400) from None
    if at.tzinfo is None or abs(at - now) > FARTHEST:
        raise TurnedAway(400)
    agent, customer = fields.inside("agent"), fields.inside("customer")
    event = PhoneEvent(
        fields.needed("id"),
        kind,
        fields.needed("call_id"),
        at.astimezone(UTC),
        NamedAgent(agent.text("slack_id"), agent.text("email")),
        NamedCustomer(customer.text("account_id"), customer.text("phone"), customer.text("name", LONGEST_TEXT)),
    )
    return _segment(event, fields) if kind is PhoneEventKind.SEGMENT else event


def _segment(event: PhoneEvent, fields: _Fields) -> PhoneEvent:
    """Add what was said; the speaker is one of the two on the phone."""
    speaker, final = SPEAKERS.get(fields.needed("speaker")), fields.values.get("final")
    text = fields.text("text", LONGEST_TEXT)
    if speaker is None or not isinstance(final, bool) or text is None:
        raise TurnedAway(400)
    return replace(event, speaker=speaker, final=final, text=text)
