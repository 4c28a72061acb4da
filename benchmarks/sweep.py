"""What it takes to read 5,000 linked issues from Jira, and what it takes once the process that did died half-way."""

import json
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from typing import Final
from urllib.parse import urlencode

from benchmarks import databases, servers
from benchmarks.databases import Databases
from benchmarks.jira import EMAIL, ISSUES, TOKEN, WAS
from benchmarks.lives import IN_WORK, Life, Row
from benchmarks.servers import Server
from bot.issue_shapes import FIELDS
from storage.database import Database
from storage.issues.tables import issue_links, issues
from storage.requests.tables import requests, trail
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Category

SEARCH: Final = "search/jql"
PAGES: Final = 20
"""How many are asked for before the process is killed."""
LINKED: Final = timedelta(minutes=30)
"""How long ago the issues were linked: that far back is asked."""
HELD: Final = 3
"""Minutes after which whoever was killed is taken for gone."""
KILLED_WITHIN: Final = 60.0
LOOKS_EVERY: Final = 0.005


class NotSwept(Exception):  # noqa: N818  what was found; it makes the whole run worthless
    """A sweep failed, or has left issues out."""


@dataclass(frozen=True, slots=True)
class Swept:
    """One sweep: calls to Jira, how many of them asked for a page, and the seconds; None where it was killed."""

    calls: int
    pages: int
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Parts:
    """A sweep in two parts: what the process asked for that was killed, and what the one after it did."""

    killed: Swept
    resumed: Swept

    @property
    def pages(self) -> int:
        """Answer how many pages both have asked for."""
        return self.killed.pages + self.resumed.pages


@dataclass(frozen=True, slots=True)
class Sweeps:
    """On one database: `floor` are the seconds for the same pages, bare; one whole sweep, and one in parts or none."""

    floor: float
    whole: Swept
    parts: Parts | None


def measure(fresh: Databases, *, kills: bool) -> Sweeps:
    """Sweep a Jira whose issues have all moved; where one `kills`, once more in two parts, on a database of its own."""
    with servers.jira() as jira:
        bare = floor(jira)
        with _linked(fresh, jira) as url:
            whole = _sweep(url, jira)
            _check_swept(url)
        return Sweeps(bare, whole, _in_parts(fresh, jira) if kills else None)


def _in_parts(fresh: Databases, jira: Server) -> Parts:
    with _linked(fresh, jira) as url:
        parts = Parts(_sweep_until_killed(url, jira), _sweep(url, jira, HELD))
        _check_swept(url)
        return parts


def floor(jira: Server) -> float:
    """Ask for every page on one kept connection and read its JSON; answer the seconds."""
    _, known = servers.ask(jira.port, "/sandbox/issues")
    asked = {"jql": f'project in ({known[0][2]}) AND updated >= "-35m" ORDER BY updated ASC', "maxResults": "100"}
    asked["fields"] = ",".join(FIELDS)
    began = time.perf_counter()
    found = sum(len(page["issues"]) for page in _pages(jira, asked))
    took = time.perf_counter() - began
    if found != ISSUES:
        raise NotSwept(f"the floor found {found} of {ISSUES}")
    return took


def _pages(jira: Server, asked: dict[str, str]) -> Iterator[Mapping[str, list[object]]]:
    connection = HTTPConnection("127.0.0.1", jira.port, timeout=10)
    login = {"Authorization": f"Basic {b64encode(f'{EMAIL}:{TOKEN}'.encode()).decode()}"}
    token: str | None = ""
    while token is not None:
        query = urlencode(asked | ({"nextPageToken": token} if token else {}))
        connection.request("GET", f"/rest/api/3/{SEARCH}?{query}", headers=login)
        page = json.loads(connection.getresponse().read())
        token = page.get("nextPageToken")
        yield page
    connection.close()


# ---- what is known beforehand


@contextmanager
def _linked(fresh: Databases, jira: Server) -> Iterator[str]:
    """Open a database in which each issue belongs to a request, and stands where it stood before it moved."""
    _, known = servers.ask(jira.port, "/sandbox/issues")
    now = datetime.now(UTC)
    with fresh() as url:
        Database(url, lambda: now).write_now(_link, known, now - LINKED)
        servers.ask(jira.port, "/sandbox/calls", "DELETE")
        yield url


def _link(work: UnitOfWork, known: list[list[str]], at: datetime) -> None:
    lives = [Life(number, at - timedelta(days=2), IN_WORK[1]) for number in range(1, len(known) + 1)]
    work.connection.execute(requests.insert(), [life.row() for life in lives])
    work.connection.execute(trail.insert(), [step for life in lives for step in life.trail()])
    work.connection.execute(issues.insert(), [_issue(*each, at=at) for each in known])
    links = [{"request": life.number, "issue": life.number, "by": "UMANAGER00", "at": at} for life in lives]
    work.connection.execute(issue_links.insert(), links)


def _issue(issue_id: str, issue_key: str, project_id: str, *, at: datetime) -> Row:
    told = {"issue_id": issue_id, "issue_key": issue_key, "project_id": project_id, "project": "SUP", "summary": "…"}
    stands = {"status": WAS, "category": Category.TODO, "fix_versions": []}
    return told | stands | {"updated_at": at, "status_since": at, "heard_at": at, "known_since": at}


# ---- the sweep


def _command(url: str, jira: Server, later: int) -> list[str]:
    return [sys.executable, "-m", "benchmarks.sweeping", url, jira.url, str(later)]


def _sweep(url: str, jira: Server, later: int = 0) -> Swept:
    ended = subprocess.run(_command(url, jira, later), cwd=servers.ROOT, check=True, capture_output=True, text=True)  # noqa: S603  our own
    return _swept(jira, float(ended.stdout))


def _sweep_until_killed(url: str, jira: Server) -> Swept:
    """Kill the process once it has asked for so many pages, whatever it is doing."""
    until = time.monotonic() + KILLED_WITHIN
    with subprocess.Popen(_command(url, jira, 0), cwd=servers.ROOT) as process:  # noqa: S603  our own
        while _swept(jira, None).pages < PAGES:
            if process.poll() is not None or time.monotonic() > until:
                raise NotSwept("it ended by itself, or asked for no pages")
            time.sleep(LOOKS_EVERY)
        process.kill()
    seen = _swept(jira, None)
    servers.ask(jira.port, "/sandbox/calls", "DELETE")
    return seen


def _swept(jira: Server, seconds: float | None) -> Swept:
    _, calls = servers.ask(jira.port, "/sandbox/calls")
    return Swept(len(calls), calls.count(SEARCH), seconds)


def _check_swept(url: str) -> None:
    """Raise NotSwept unless every issue is known to have moved, once."""
    behind = databases.count(url, f"issues WHERE status = '{WAS}'")
    moves = databases.count(url, "issue_moves")
    if behind or moves != ISSUES:
        raise NotSwept(f"{behind} of {ISSUES} stand where they stood, {moves} moves are kept")
