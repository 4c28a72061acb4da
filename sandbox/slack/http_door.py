"""Towards the app by signed HTTP (docs.slack.dev/authentication/verifying-requests-from-slack)."""

import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

import aiohttp

from sandbox.slack.parcels import ACK_SECONDS, Parcel, Reply

SILENCE = "connection_failed"
REASONS = {
    SILENCE: "nobody answers there",
    "http_timeout": f"it did not answer within {ACK_SECONDS:.0f} seconds",
}


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a request url is not verified; `silent` where nobody listens there at all."""

    reason: str
    silent: bool = False


def signed(body: bytes, secret: str, at: int) -> dict[str, str]:
    """The headers by which the app knows that `body` comes from Slack, at the unix time `at`."""
    base = b"v0:" + str(at).encode() + b":" + body
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": str(at), "X-Slack-Signature": f"v0={digest}"}


def encoded(parcel: Parcel) -> tuple[bytes, str]:
    """The body of `parcel` and its content type: events as JSON, all else as a form."""
    if parcel.kind == "event":
        return json.dumps(parcel.payload).encode(), "application/json"
    fields = parcel.payload if parcel.kind == "command" else {"payload": json.dumps(parcel.payload)}
    return urlencode(fields, errors="surrogatepass").encode(), "application/x-www-form-urlencoded"


class HttpDoor:
    """Posts every parcel to the app's request url."""

    def __init__(self, signing_secret: str) -> None:
        """Sign with `signing_secret`; where to send is told later."""
        self.request_url = ""
        self._secret = signing_secret
        self._session: aiohttp.ClientSession | None = None

    async def deliver(self, parcel: Parcel) -> Reply:
        """Bring `parcel` to the app; its failure is a Reply, too."""
        body, content_type = encoded(parcel)
        headers = {"Content-Type": content_type, **self._signature(body)}
        if parcel.retry:
            headers |= {"X-Slack-Retry-Num": str(parcel.retry), "X-Slack-Retry-Reason": parcel.reason}
        return await self.send(body, headers)

    async def verify(self, token: str) -> Refused | None:
        """Ask the request url for a challenge, as Slack does before it takes one; None where it came back.

        `token` is the app's retired verification token (docs.slack.dev/reference/events/url_verification).
        """
        challenge = secrets.token_urlsafe(32)
        body = json.dumps({"token": token, "challenge": challenge, "type": "url_verification"}).encode()
        reply = await self.send(body, {"Content-Type": "application/json", **self._signature(body)})
        if reply.status is None:
            error = reply.error or ""
            return Refused(REASONS.get(error, error), silent=error == SILENCE)
        if not reply.acked:
            return Refused(f"it answered with HTTP {reply.status}")
        if challenge not in _challenges(reply.body):
            return Refused("it did not respond with the value of the challenge parameter")
        return None

    def _signature(self, body: bytes) -> dict[str, str]:
        return signed(body, self._secret, int(time.time()))

    async def send(self, body: bytes, headers: dict[str, str]) -> Reply:
        """Post these very bytes with these headers, forged or not."""
        began = time.monotonic()
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ACK_SECONDS))
        try:
            async with self._session.post(self.request_url, data=body, headers=headers) as response:
                text = await response.text(errors="replace")
                return Reply(response.status, _parsed(text), time.monotonic() - began)
        except TimeoutError:
            return Reply(None, None, time.monotonic() - began, "http_timeout")
        except aiohttp.ClientError:
            return Reply(None, None, time.monotonic() - began, SILENCE)

    async def close(self) -> None:
        """Close the pooled connections."""
        if self._session:
            await self._session.close()


def _parsed(text: str) -> object:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return text


def _challenges(body: object) -> list[object]:
    """What an answer may mean by the challenge: the plain text, a key of JSON or of a form."""
    if isinstance(body, dict):
        return [body.get("challenge")]
    return [body, *parse_qs(body).get("challenge", [])] if isinstance(body, str) else []
