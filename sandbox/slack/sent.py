"""What an app sent to the Web API, by its content type (docs.slack.dev/apis/web-api).

Only methods that write read JSON; any other looks at the query and at forms alone, as an app finds out that asks for
`conversations.history` in JSON and is told that it named no channel.
"""

import json
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message as Mail
from urllib.parse import parse_qsl

from starlette.requests import Request

from sandbox.slack.refusals import JsonObject, SlackRefusal

CHARSETS = frozenset({"utf-8", "utf8", "iso-8859-1"})


@dataclass(frozen=True, slots=True)
class Sent:
    """The arguments by name, and what Slack warns of in the way in which they were sent."""

    values: JsonObject
    warnings: tuple[str, ...] = ()


async def read(request: Request, *, writes: bool) -> Sent:
    """What `request` sends to a method that `writes` or not; refuses what is no text, no object, no known type."""
    query: JsonObject = dict(request.query_params)
    raw = await request.body()
    if not raw:
        return Sent(query)
    header = request.headers.get("content-type", "")
    kind, _, parameters = header.partition(";")
    charset = _charset(parameters)
    if charset and charset not in CHARSETS:
        raise SlackRefusal("invalid_charset")
    match kind.strip().lower():
        case "application/json":
            return Sent({**query, **(_object(raw) if writes else {})}, () if charset else ("missing_charset",))
        case "application/x-www-form-urlencoded" | "text/plain":
            return Sent({**query, **_form(raw)})
        case "multipart/form-data":
            return Sent({**query, **_parts(header, raw)}, ("superfluous_charset",) if charset else ())
        case "":
            raise SlackRefusal("missing_post_type")
        case _:
            raise SlackRefusal("invalid_post_type")


def with_warnings(body: JsonObject, warnings: tuple[str, ...]) -> JsonObject:
    """`body` with these warnings beside those that it has already."""
    if not warnings:
        return body
    about: JsonObject = body.get("response_metadata", {})
    every = [*about.get("warnings", []), *warnings]
    return {**body, "warning": ",".join(every), "response_metadata": {**about, "warnings": every}}


def _charset(parameters: str) -> str:
    for parameter in parameters.split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip().strip('"').lower()
    return ""


def _object(raw: bytes) -> JsonObject:
    try:
        body = json.loads(raw.decode())
        json.dumps(body, ensure_ascii=False).encode()
    except ValueError:
        raise SlackRefusal("invalid_json") from None
    if not isinstance(body, dict):
        raise SlackRefusal("json_not_object")
    return body


def _form(raw: bytes) -> JsonObject:
    try:
        return dict(parse_qsl(raw.decode(), keep_blank_values=True))
    except ValueError:
        raise SlackRefusal("invalid_form_data") from None


def _parts(header: str, raw: bytes) -> JsonObject:
    """The fields of a multipart form, as `curl -F` sends one."""
    mail = message_from_bytes(b"Content-Type: " + header.encode() + b"\r\n\r\n" + raw)
    if not mail.is_multipart():
        raise SlackRefusal("invalid_form_data")
    parts = [part for part in mail.get_payload() if isinstance(part, Mail)]
    return {str(part.get_param("name", header="content-disposition")): _text(part) for part in parts}


def _text(part: Mail) -> str:
    content = part.get_payload(decode=True)
    return content.decode(errors="replace") if isinstance(content, bytes) else ""
