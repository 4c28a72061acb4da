"""Towards the app by signed HTTP (docs.slack.dev/authentication/verifying-requests-from-slack)."""

import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

import aiohttp

from sandbox.slack.parcels import ACK_SECONDS, Parcel, Reply


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
        headers = {"Content-Type": content_type, **signed(body, self._secret, int(time.time()))}
        if parcel.retry:
            headers |= {"X-Slack-Retry-Num": str(parcel.retry), "X-Slack-Retry-Reason": parcel.reason}
        return await self.send(body, headers)

    async def send(self, body: bytes, headers: dict[str, str]) -> Reply:
        """Post these very bytes with these headers, forged or not."""
        began = time.monotonic()
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ACK_SECONDS))
        try:
            async with self._session.post(self.request_url, data=body, headers=headers) as response:
                text = await response.text()
                return Reply(response.status, _parsed(text), time.monotonic() - began)
        except TimeoutError:
            return Reply(None, None, time.monotonic() - began, "http_timeout")
        except aiohttp.ClientError:
            return Reply(None, None, time.monotonic() - began, "connection_failed")

    async def close(self) -> None:
        """Close the pooled connections."""
        if self._session:
            await self._session.close()


def _parsed(text: str) -> object:
    try:
        return json.loads(text) if text else None
    except ValueError:
        return text
