"""Asking a web address once, as a stranger would: what it answers, or why nothing came."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

import aiohttp

MOST_READ: Final = 64 * 1024


class Trouble(StrEnum):
    """Why nothing came."""

    NAME = "name"
    CERTIFICATE = "certificate"
    UNREACHED = "unreached"
    SILENT = "silent"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer: its status, the beginning of its body, and the time that it is dated."""

    status: int
    body: str
    date: str | None


@dataclass(frozen=True, slots=True)
class Unheard:
    """No answer that can be read, and the words of whoever noticed."""

    trouble: Trouble
    reason: str


@dataclass(frozen=True, slots=True)
class Caller:
    """Asks on `session`, each question within `timeout` seconds; a redirection counts as the answer."""

    session: aiohttp.ClientSession
    timeout: float

    async def get(self, url: str) -> Heard | Unheard:
        """Ask for what is there."""
        return await self._ask("GET", url, b"", {})

    async def post(self, url: str, body: bytes, headers: Mapping[str, str] | None = None) -> Heard | Unheard:
        """Post JSON."""
        return await self._ask("POST", url, body, {"content-type": "application/json"} | dict(headers or {}))

    async def _ask(
        self, method: Literal["GET", "POST"], url: str, body: bytes, headers: Mapping[str, str]
    ) -> Heard | Unheard:
        limit = aiohttp.ClientTimeout(total=self.timeout)
        asked = self.session.request(
            method, url, data=body or None, headers=headers, timeout=limit, allow_redirects=False
        )
        try:
            async with asked as answer:
                begun = await answer.content.read(MOST_READ)
                return Heard(answer.status, begun.decode(errors="replace"), answer.headers.get("Date"))
        except (aiohttp.ClientError, OSError) as error:  # a TimeoutError is an OSError, too
            return Unheard(trouble_of(error), reason_of(error))


def trouble_of(error: Exception) -> Trouble:
    """Tell from what was raised where the way ends."""
    match error:
        case aiohttp.ClientConnectorDNSError():
            return Trouble.NAME
        case aiohttp.ClientSSLError() | ssl.SSLError():
            return Trouble.CERTIFICATE
        case aiohttp.ClientConnectorError():
            return Trouble.UNREACHED
        case TimeoutError():
            return Trouble.SILENT
    return Trouble.BROKEN


def reason_of(error: Exception) -> str:
    """Answer in one line what the machine says of an error."""
    behind = getattr(error, "certificate_error", None) or getattr(error, "os_error", None) or error
    words = getattr(behind, "verify_message", None) or getattr(behind, "strerror", None) or str(behind)
    return " ".join(str(words).split()) or type(error).__name__
