"""Jira issues that someone asks for on behalf of a request: created, or there already and linked to it.

Nothing here waits for Jira: what is asked for is owed to it, and told of once it has answered.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import parse_qs, urlsplit

from storage.issues import Tracker
from storage.requests import Request
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Verb
from workflows.escalation.reading import to_take
from workflows.escalation.routing import Desk
from workflows.escalation.standing import Click
from workflows.escalation.taking import Taken, hold, take
from workflows.escalation.views import RequestView
from workflows.notices import TRACKER, IssueLinked, IssueWanted, step_subject
from workflows.refusals import InvalidForm, Misfit, Refusal, StepRefused

LINK: Final = "link"
"""The input with the issues that are there already."""
MOST_LINKS: Final = 10
MOST_NAMED: Final = 64
"""Characters that the trail keeps of what a step was about."""

_KEY: Final = re.compile(r"[A-Z][A-Z0-9_]{1,30}-[1-9][0-9]{0,9}")
_BETWEEN: Final = re.compile(r"[\s,、，]+")


@dataclass(frozen=True, slots=True)
class Wanted:
    """An issue to be created; without a `priority` Jira chooses its own."""

    project: str
    issue_type: str
    priority: str | None
    labels: tuple[str, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class Wish:
    """What someone asks for: the issues named in `links`, by their keys or addresses, else one to be created."""

    wanted: Wanted | None
    links: str | None = None


@dataclass(frozen=True, slots=True)
class Tracking:
    """What the form shows: the request, how Jira is set up, since when Jira has not answered."""

    view: RequestView
    tracker: Tracker
    failing_since: datetime | None = None


def to_track(work: UnitOfWork, click: Click, desk: Desk) -> Tracking:
    """Answer what the form shows, from the database alone; raises StepRefused, also where there is no Jira."""
    view = to_take(work, click, desk, Verb.TRACK)
    return Tracking(view, _tracker(work, view.request), work.sweeps.get().failing_since)


def track(work: UnitOfWork, click: Click, wish: Wish, desk: Desk, now: datetime) -> Request:
    """Owe Jira what is asked for.

    Raises StepRefused, and InvalidForm for links that lead to no issue of this Jira, or to one that is linked already.
    """
    request = hold(work, click, desk, Verb.TRACK)
    tracker = _tracker(work, request)
    if wish.links is not None:
        return _link(work, request, click, _linked(work, request, wish.links, tracker), desk, now)
    if wish.wanted is None:
        raise InvalidForm({LINK: Misfit.REQUIRED})
    return _create(work, request, click, wish.wanted, desk, now)


def _create(work: UnitOfWork, request: Request, click: Click, wanted: Wanted, desk: Desk, now: datetime) -> Request:
    step = Taken(Verb.TRACK, click.by, now, wanted.summary, wanted.project)
    changed = take(work, request, step, desk, {})
    asked = IssueWanted(
        step_subject(changed.key, changed.steps),
        f"{TRACKER}{wanted.project}",
        wanted.issue_type,
        wanted.priority,
        list(wanted.labels),
        wanted.summary,
        click.by,
    )
    work.tell([asked])
    return changed


def _link(work: UnitOfWork, request: Request, click: Click, keys: Iterable[str], desk: Desk, now: datetime) -> Request:
    named = tuple(keys)
    changed = take(work, request, Taken(Verb.TRACK, click.by, now, about=" ".join(named)[:MOST_NAMED]), desk, {})
    subject = step_subject(changed.key, changed.steps)
    work.tell(IssueLinked(subject, f"{TRACKER}{key.rpartition('-')[0]}", key, click.by) for key in named)
    return changed


def _linked(work: UnitOfWork, request: Request, links: str, tracker: Tracker) -> tuple[str, ...]:
    keys = issue_keys(links, tracker.url)
    known = {issue.issue_key for issue in work.issues.of_requests([request.number]).get(request.number, ())}
    if known.intersection(keys):
        raise InvalidForm({LINK: Misfit.ALREADY_LINKED})
    return keys


def _tracker(work: UnitOfWork, request: Request) -> Tracker:
    tracker = work.sweeps.tracker()
    if tracker is None:
        raise StepRefused(Refusal.NO_JIRA, key=request.key)
    return tracker


def issue_keys(links: str, url: str) -> tuple[str, ...]:
    """Answer the keys that are meant by keys or addresses, each once; `url` is where this Jira is.

    Raises InvalidForm where any of them is neither, or of another Jira, or where there are too many.
    """
    named = tuple(dict.fromkeys(_key(word, url) for word in _BETWEEN.split(links) if word))
    if not named:
        raise InvalidForm({LINK: Misfit.REQUIRED})
    if None in named or len(named) > MOST_LINKS:
        raise InvalidForm({LINK: Misfit.NOT_AN_ISSUE})
    return tuple(key for key in named if key is not None)


def _key(word: str, url: str) -> str | None:
    """Read one key, or an address in this Jira that ends with one, or that has chosen one on a board."""
    if _KEY.fullmatch(word.upper()):
        return word.upper()
    try:
        here, there = urlsplit(url), urlsplit(word)
    except ValueError:
        return None
    if (there.scheme, there.netloc.lower()) != (here.scheme, here.netloc.lower()):
        return None
    chosen = parse_qs(there.query).get("selectedIssue", [there.path.rstrip("/").rpartition("/")[2]])
    return chosen[-1] if _KEY.fullmatch(chosen[-1]) else None
