"""What a failed call to Jira means: that Jira has surely nothing, may have it, or will never take it as things are."""

import errno
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.delivery.jira_reading import Failure
from bot.delivery.transitions import Lost, NotTaken, Refused
from bot.views.texts import one_line, shorten

GONE: Final = "404"
"""How the code begins for what Jira does not have, or not show: it never says which of the two."""
MOST_TOLD: Final = 150
"""Characters of Jira's words for why; the outbox keeps ten more."""
UNAUTHORIZED: Final = 401
TOO_MANY: Final = 429
_REFUSALS: Final = range(400, 500)
_UNREACHED: Final = {errno.ECONNREFUSED, errno.EHOSTUNREACH, errno.ENETUNREACH}
_LIKE_A_PAGE: Final = re.compile(r"<[!\w]")


@dataclass(frozen=True, slots=True)
class LoginRefused(NotTaken):
    """Jira does not know us: nothing was taken, and nothing will be before whoever runs Baton mends that."""


@dataclass(frozen=True, slots=True)
class NotLetIn(NotTaken):
    """Jira answers, but not us, with `code` and its words for why: nothing was taken."""

    code: str = ""


def of_status(status: int | None, words: str, retry_after: str | None) -> Failure:
    """Answer what Jira's answer means; `words` are its own for why, `retry_after` its header of that name.

    A login that is refused (401) counts as not taken: a token that expired takes with it every issue that is owed,
    and whoever runs Baton mends them all with a new one. So they wait, as they do while Jira is down, and no person
    is told to try again what they did right; the doctor and the digest say meanwhile what is wrong.
    """
    if status == TOO_MANY:
        return NotTaken(_seconds(retry_after))
    if status == UNAUTHORIZED:
        return LoginRefused()
    if status in _REFUSALS:
        return Refused(f"{status} {_told(words)}".rstrip())
    return Lost()


def of_error(error: BaseException) -> Failure:
    """Answer what a call without an answer means: where no connection came about, nothing has left us."""
    from requests.exceptions import ConnectTimeout

    return NotTaken() if isinstance(error, ConnectTimeout) or any(map(_is_unreached, _behind(error))) else Lost()


def _is_unreached(error: BaseException) -> bool:
    return isinstance(error, socket.gaierror) or (isinstance(error, OSError) and error.errno in _UNREACHED)


def _behind(error: BaseException | None) -> Iterator[BaseException]:
    """Go from an error to whatever it was raised from."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _told(words: str) -> str:
    """Answer Jira's words in one line; a page for a browser says nothing."""
    return "" if _LIKE_A_PAGE.search(words) else shorten(one_line(words), MOST_TOLD)


def _seconds(header: str | None) -> float | None:
    """Answer the seconds of a Retry-After; None for a date, which Jira does not send, or nothing."""
    return float(header) if header is not None and header.isascii() and header.isdecimal() else None
