"""What Jira can be asked for, and what it answers, as values: no library, no HTTP."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from bot.delivery.transitions import Lost, NotTaken, Refused
from workflows.progress.news import IssueGone, IssueNews

UNREADABLE: Final = 422
"""The status that stands for an issue of another shape than we know: Jira itself has answered 200."""

Failure = NotTaken | Lost | Refused
"""Not now (429, or no connection came about); nobody knows; never as things are: its code begins with a status."""


@dataclass(frozen=True, slots=True)
class Page:
    """Up to a hundred issues, and what leads to those after them, None after the last.

    `unread` are ids and keys of those on it that are of another shape than we know.
    """

    news: tuple[IssueNews, ...]
    next_token: str | None
    unread: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What a form may offer: projects by their keys, with their names; the names of issue types and of priorities."""

    projects: Mapping[str, str]
    issue_types: tuple[str, ...]
    priority_names: tuple[str, ...]


class Reader(Protocol):
    """Who asks Jira, each question once, and never raises for what comes back."""

    async def search(self, jql: str, token: str | None) -> Page | Failure:
        """Answer a page of what `jql` finds, the one after `token`."""

    async def fetch(self, known_as: str) -> IssueNews | IssueGone | Failure:
        """Answer one issue by its id or its key as it is now; gone is what Jira does not have, or not show."""

    async def catalogue(self) -> Catalogue | Failure:
        """Answer what can be chosen there."""
