"""The phone system's way to Baton: signed posts, and again where none arrived."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass

import aiohttp

from sandbox.slack.refusals import JsonObject

RETRY_SECONDS = (0.5, 1.0, 2.0)
TIMEOUT_SECONDS = 5.0
FAULT = 500


def signed(body: bytes, secret: str, at: int) -> dict[str, str]:
    """The headers by which Baton knows that `body` comes from the phone system, at the unix time `at`."""
    digest = hmac.new(secret.encode(), str(at).encode() + b"." + body, hashlib.sha256).hexdigest()
    return {"Content-Type": "application/json", "X-Baton-Signature": f"t={at},v1={digest}"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of `event`: the last try's HTTP `status`, None where nobody answered."""

    event: JsonObject
    status: int | None
    tries: int

    @property
    def accepted(self) -> bool:
        """Whether Baton took it."""
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004 - HTTP's own words


class Wire:
    """Posts to one address with one secret."""

    def __init__(self, url: str, secret: str, retry_seconds: Sequence[float] = RETRY_SECONDS) -> None:
        """Post to `url`; what did not arrive, or met a fault, is tried again after each of `retry_seconds`."""
        self.url = url
        self._secret = secret
        self._retry_seconds = retry_seconds
        self._session: aiohttp.ClientSession | None = None

    async def post(self, event: JsonObject) -> Answer:
        """Bring `event` to Baton, the same `id` on every try."""
        body = json.dumps(event).encode()
        tries, status = 1, await self._try(body)
        for seconds in self._retry_seconds:
            if status is not None and status < FAULT:
                break
            await asyncio.sleep(seconds)
            tries, status = tries + 1, await self._try(body)
        return Answer(event, status, tries)

    async def send(self, body: bytes, headers: dict[str, str]) -> int | None:
        """Post these very bytes with these headers once, forged or not; None where nobody answers."""
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT_SECONDS))
        try:
            async with self._session.post(self.url, data=body, headers=headers) as response:
                return response.status
        except (TimeoutError, aiohttp.ClientError):
            return None

    async def close(self) -> None:
        """Close the pooled connections."""
        if self._session:
            await self._session.close()

    async def _try(self, body: bytes) -> int | None:
        """Sign anew: the signature tells the machine's time, by which its age is judged."""
        return await self.send(body, signed(body, self._secret, int(time.time())))
