"""What stands in front of Bolt: only what Slack signed, fresh and readable, comes through; nothing makes a 5xx."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse

from bot.web import Guard, Readiness, build, payload_of
from bot.webhooks.body import LARGEST
from sandbox.slack.listener import Listener

SECRET = b"8f742231b10e8888abcd99yyyzzz85a5"
FORM = b"application/x-www-form-urlencoded"


def signature(body: bytes, at: str) -> bytes:
    """Sign as Slack does."""
    digest = hmac.new(SECRET, b"v0:" + at.encode() + b":" + body, hashlib.sha256)
    return b"v0=" + digest.hexdigest().encode()


def signed(body: bytes, at: float | None = None) -> list[tuple[bytes, bytes]]:
    """The headers that Slack sends with `body`."""
    moment = str(int(time.time() if at is None else at))
    return [
        (b"content-type", FORM),
        (b"x-slack-request-timestamp", moment.encode()),
        (b"x-slack-signature", signature(body, moment)),
    ]


@dataclass
class Door:
    """A guarded Bolt on a true port, and what came through to it."""

    url: str
    came: list[dict[str, Any]] = field(default_factory=list)

    async def send(
        self, body: bytes, headers: list[tuple[bytes, bytes]], *, path: str = "/slack/events", method: bytes = b"POST"
    ) -> int:
        """Send these very bytes; answer the status."""
        lines = [method + b" " + path.encode() + b" HTTP/1.1", b"host: baton"]
        lines += [name + b": " + value for name, value in headers]
        lines.append(b"content-length: %d" % len(body))
        return await self.send_raw(b"\r\n".join(lines) + b"\r\n\r\n" + body)

    async def send_raw(self, request: bytes) -> int:
        """Send `request` and hang up after the status."""
        where = urlsplit(self.url)
        reader, writer = await asyncio.open_connection(where.hostname, where.port)
        try:
            writer.write(request)
            status = await asyncio.wait_for(reader.readline(), 5)
        finally:
            writer.close()
        return int(status.split()[1])


async def allow() -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_user_id="U_BOT", bot_id="B1", bot_token="xoxb-1")


async def ignore(error: Exception) -> BoltResponse:
    return BoltResponse(status=200 if isinstance(error, BoltUnhandledRequestError) else 500)


def a_bolt(came: list[dict[str, Any]]) -> AsyncApp:
    """A Bolt that notes what reaches it."""
    bolt = AsyncApp(
        name="guarded",
        authorize=allow,
        request_verification_enabled=False,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
    )
    bolt.error(ignore)

    async def note(req: AsyncBoltRequest, next: Any) -> None:  # noqa: A002, ANN401  as Bolt calls it
        came.append(req.body)
        await next()

    bolt.use(note)
    return bolt


@pytest.fixture(scope="module")
async def door() -> AsyncIterator[Door]:
    came: list[dict[str, Any]] = []
    guard = Guard(a_bolt(came), SECRET)
    listener = Listener(build(guard, Readiness({})))
    await listener.open()
    yield Door(listener.url, came)
    await listener.close()


COMMAND = b"command=%2Fescalate&text=payload+broken&user_id=U1&team_id=T1&trigger_id=1.2"
EVENT = json.dumps({"type": "event_callback", "team_id": "T1", "event": {"type": "app_home_opened", "user": "U1"}})


async def test_what_slack_signed_comes_through(door: Door) -> None:
    click = json.dumps({"type": "block_actions", "user": {"id": "U1"}, "actions": [{"action_id": "x", "type": "b"}]})
    for body in (COMMAND, EVENT.encode(), f"payload={quote(click)}".encode()):
        assert await door.send(body, signed(body)) == 200
    assert [min(payload) for payload in door.came[-3:]] == ["command", "event", "actions"]


async def test_a_command_that_says_payload_is_not_lost(door: Door) -> None:
    assert await door.send(COMMAND, signed(COMMAND)) == 200
    assert door.came[-1]["text"] == "payload broken"


async def test_slack_may_check_the_address(door: Door) -> None:
    check = json.dumps({"type": "url_verification", "challenge": "c"}).encode()
    assert await door.send(check, signed(check)) == 200
    assert await door.send(b"ssl_check=1&token=x", signed(b"ssl_check=1&token=x")) == 200


def at(moment: bytes, body: bytes = COMMAND) -> list[tuple[bytes, bytes]]:
    return [(b"x-slack-request-timestamp", moment), (b"x-slack-signature", signature(body, moment.decode("latin-1")))]


UNSIGNED = {
    "none at all": [],
    "no signature": signed(COMMAND)[:2],
    "no timestamp": [signed(COMMAND)[0], signed(COMMAND)[2]],
    "another secret": [*signed(COMMAND)[:2], (b"x-slack-signature", b"v0=" + b"0" * 64)],
    "another body": signed(COMMAND + b"&x=1"),
    "not hexadecimal": [*signed(COMMAND)[:2], (b"x-slack-signature", b"v0=\xff\xfe\xe9")],
    "empty signature": [*signed(COMMAND)[:2], (b"x-slack-signature", b"")],
    "another version": [*signed(COMMAND)[:2], (b"x-slack-signature", b"v1=" + signed(COMMAND)[2][1][3:])],
    "two signatures": [*signed(COMMAND), signed(COMMAND)[2]],
    "two timestamps": [*signed(COMMAND), signed(COMMAND)[1]],
    "of yesterday": signed(COMMAND, time.time() - 86_400),
    "from the future": signed(COMMAND, time.time() + 86_400),
    "no number": at(b"yesterday"),
    "negative": at(b"-1700000000"),
    "a fraction": at(b"1700000000.5"),
    "huge": at(b"9" * 400),
    "not ASCII": at("１７００００００００".encode().decode("latin-1").encode("latin-1")),
    "empty timestamp": at(b""),
}


@pytest.mark.parametrize("headers", UNSIGNED.values(), ids=UNSIGNED.keys())
async def test_what_slack_did_not_sign_is_401(door: Door, headers: list[tuple[bytes, bytes]]) -> None:
    before = len(door.came)
    assert await door.send(COMMAND, headers) == 401
    assert len(door.came) == before


async def test_the_window_is_five_minutes_to_the_second() -> None:
    now = 1_700_000_000.0
    for age, status in [(300, 200), (301, 401), (-300, 200), (-301, 401)]:
        guard = Guard(a_bolt([]), SECRET, clock=lambda: now)
        listener = Listener(build(guard, Readiness({})))
        await listener.open()
        assert await Door(listener.url).send(COMMAND, signed(COMMAND, now - age)) == status
        await listener.close()


def form(**fields: str) -> bytes:
    return urlencode(fields).encode()


MALFORMED = {
    "nothing": b"",
    "no form": b"hello",
    "bad UTF-8": b"command=\xff\xfe",
    "bad UTF-8, escaped": b"command=%ff%fe",
    "JSON that ends early": b'{"type": "event_callback"',
    "a list": b"[1]",
    "a payload that is no JSON": form(payload="{oops"),
    "a payload that is a list": form(payload="[]"),
    "a payload that is a number": form(payload="7"),
    "a payload that is null": form(payload="null"),
    "an empty payload": form(payload=""),
    "nested 100,000 deep": b'{"type":"x","a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "events 5,000 deep": b'{"type":"x","event":' * 5000 + b"{}" + b"}" * 5000,
    "an event that is a word": b'{"type":"event_callback","event":"hello"}',
    "a view that is a list": form(payload='{"type":"view_submission","view":[]}'),
    "actions that are none": form(payload='{"type":"block_actions","actions":[]}'),
    "actions that are words": form(payload='{"type":"block_actions","actions":["claim"]}'),
    "a type that is a number": b'{"type":7}',
    "nothing that Slack sends": b'{"hello":"world"}',
    "a number too long to read": b'{"type":"x","n":' + b"9" * 5000 + b"}",
    "too many fields": b"&".join(b"a%d=1" % number for number in range(1000)),
}


@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
async def test_what_cannot_be_read_is_400(door: Door, body: bytes) -> None:
    before = len(door.came)
    assert await door.send(body, signed(body)) == 400
    assert len(door.came) == before


async def test_what_cannot_be_read_and_is_not_signed_is_401(door: Door) -> None:
    assert await door.send(b"\xff\xfe", []) == 401


async def test_a_body_over_one_mebibyte_is_refused_before_it_is_read(door: Door) -> None:
    announced = b"POST /slack/events HTTP/1.1\r\nhost: baton\r\ncontent-length: %d\r\n\r\n"
    assert await door.send_raw(announced % (LARGEST + 1)) == 413
    assert await door.send_raw(announced % 10**30) in {400, 413}


async def test_whoever_sends_too_much_is_told_before_the_connection_ends(door: Door) -> None:
    body = COMMAND + b"&text=" + b"x" * (4 * LARGEST)
    for _ in range(10):
        assert await door.send(body, signed(body)) == 413


async def test_a_body_of_unknown_length_is_counted(door: Door) -> None:
    head = b"POST /slack/events HTTP/1.1\r\nhost: baton\r\ntransfer-encoding: chunked\r\n\r\n"
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    assert await door.send_raw(head + chunk * 17) == 413


async def test_a_body_of_just_one_mebibyte_is_read(door: Door) -> None:
    body = b"command=%2Fescalate&text="
    body += b"x" * (LARGEST - len(body))
    assert await door.send(body, signed(body)) == 200


async def test_only_post_comes_in_and_nothing_else_is_there(door: Door) -> None:
    assert await door.send(b"", [], method=b"GET") == 405
    assert await door.send(b"", [], method=b"PUT") == 405
    for path in ("/", "/webhooks/jira", "/webhooks/calls", "/slack/install", "/slack/events/x"):
        assert await door.send(b"", [], path=path) == 404


SOME_BYTES = st.binary(max_size=200)
PRINTABLE = st.binary(max_size=60).map(lambda raw: bytes(byte for byte in raw if byte >= 0x20 and byte != 0x7F))
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
NAMES = (
    "type event team user view actions container message authorizations enterprise channel item api_app_id "
    "response_urls callback_id action_id command ssl_check function_data thread_ts is_ext_shared_channel"
)
KINDS = "event_callback block_actions view_submission view_closed shortcut message_action block_suggestion"
KIND = st.sampled_from(KINDS.split(" "))
PAYLOADS = st.dictionaries(st.sampled_from(NAMES.split(" ")), JSON_VALUES | KIND, max_size=6) | st.fixed_dictionaries(
    {"type": KIND}, optional={"event": JSON_VALUES, "user": JSON_VALUES}
)
EXAMPLES = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


@EXAMPLES
@given(typed=st.text())
def test_what_was_typed_arrives_as_it_was_typed(typed: str) -> None:
    payload = {"type": "view_submission", "typed": typed}
    for text in (json.dumps(payload), json.dumps(payload, ensure_ascii=False)):
        assert payload_of(urlencode({"payload": text}).encode()) == payload


async def test_a_stranger_never_gets_more_than_401(door: Door) -> None:
    requests: list[tuple[bytes, bytes, bytes]] = []

    @EXAMPLES
    @given(body=SOME_BYTES, sent_at=PRINTABLE, signed_with=PRINTABLE)
    def collect(body: bytes, sent_at: bytes, signed_with: bytes) -> None:
        requests.append((body, sent_at, signed_with))

    collect()
    for body, sent_at, signed_with in requests:
        headers = [(b"x-slack-request-timestamp", sent_at), (b"x-slack-signature", signed_with)]
        assert await door.send(body, headers) == 401


async def test_whatever_shape_slack_signs_is_read_or_refused(door: Door) -> None:
    payloads: list[dict[str, Any]] = []

    @EXAMPLES
    @example(payload={"type": "block_actions", "actions": True})
    @given(payload=PAYLOADS)
    def collect(payload: dict[str, Any]) -> None:
        payloads.append(payload)

    collect()
    for payload in payloads:
        body = json.dumps(payload).encode()
        assert await door.send(body, signed(body)) in {200, 400, 401}, payload
