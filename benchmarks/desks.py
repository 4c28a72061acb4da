"""A team's desk on one morning: two years behind it, what is in work, what has happened since yesterday."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import NullPool, Table, create_engine

from benchmarks import team
from benchmarks.history import LONG, MODELS, STRIDE, finished_number, live_through, spare_number
from benchmarks.lives import FINISHED, IN_WORK, LASTS, Life, Row
from storage.calls.tables import calls, help_signs, whispers
from storage.channels import channels
from storage.database import Database
from storage.digests import Digest, NewDigest, NewEdition
from storage.issues import Tracker
from storage.issues.tables import issue_links, issue_moves, issues
from storage.requests.tables import requests, trail
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Category, DigestKind, Helped, HolidayRule, Locale, MoveField, Section, Tone, Weekday
from workflows.digest import presets
from workflows.digest.kept import to_content
from workflows.digest.posting import compose_for_channel
from workflows.digest.timing import TIMER
from workflows.digest.wall import Wall
from workflows.people.policy import Roles

ZONE: Final = "Asia/Tokyo"
CHANNEL: Final = team.CHANNELS[0]
LEAD: Final = team.AGENTS[0]
WALL: Final = Wall(Roles(leads=frozenset({LEAD})), Locale.JA, ZONE)
DAY: Final = timedelta(days=1)
HOUR: Final = timedelta(hours=1)

EDITIONS: Final = 20
MOVES: Final = 5
"""Of each issue."""
CALLS: Final = 2000
PROJECT: Final = {"project_id": "10000", "project": "SUP"}


@dataclass(frozen=True, slots=True)
class Desk:
    """How much there is: `finished` before yesterday, `in_work` now. What is new is a share of what is in work."""

    finished: int
    in_work: int

    @property
    def first(self) -> int:
        """Answer the first number behind those of the two years."""
        return self.finished // MODELS * STRIDE + 1

    def lives(self, now: datetime) -> Iterator[Life]:
        """Answer what is in work, and what was finished since yesterday."""
        for number, (place, age) in enumerate(self._ages(), self.first):
            courses = IN_WORK if age > LASTS else IN_WORK[:-1]
            yield Life(number, now - age, courses[place % len(courses)])
        old = self.in_work // 10
        for place in range(old):
            filed_at = now - DAY - LONG * (1 - place / old)
            yield Life(spare_number(place, old, self.finished), filed_at, IN_WORK[1 + place % 4])
        for place in range(self.in_work * 2 // 5):
            filed_at = now - timedelta(hours=6 + 12 * (place % 100) / 100)
            yield Life(self.first + self.in_work + place, filed_at, FINISHED[place % 3 and 2])

    def _ages(self) -> list[tuple[int, timedelta]]:
        """Answer how old each is, oldest first: half have waited for up to two months, a fifth each is a day old."""
        whole = self.in_work * 9 // 10
        today, yesterday = whole // 5, whole // 5
        ages = [HOUR * (3 + 18 * place / today) for place in range(today)]
        ages += [HOUR * (25 + 20 * place / yesterday) for place in range(yesterday)]
        ages += [DAY * (2 + 58 * place / whole) for place in range(whole - today - yesterday)]
        return list(enumerate(sorted(ages, reverse=True)))


def settle_in(url: str, desk: Desk, now: datetime) -> None:
    """Fill a database that has the team in it."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        live_through(connection, desk.finished, now - DAY - HOUR)
        connection.commit()
    database = Database(url, lambda: now)
    database.write_now(_fill, desk, now)
    if database.dialect == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    database.write_now(_keep_editions, now)


def _fill(work: UnitOfWork, desk: Desk, now: datetime) -> None:
    lives = list(desk.lives(now))
    _keep(work, requests, (life.row() for life in lives))
    _keep(work, trail, (step for life in lives for step in life.trail()))
    _keep(work, channels, ({"channel": each, "is_private": each == team.CHANNELS[-1]} for each in team.CHANNELS))
    _fill_calls(work, now)
    _fill_issues(work, desk, now)


def _keep(work: UnitOfWork, table: Table, rows: Iterable[Row]) -> None:
    work.connection.execute(table.insert(), list(rows))


# ---- calls: two thousand over the last months, forty since yesterday


def _fill_calls(work: UnitOfWork, now: datetime) -> None:
    began = [now - HOUR * place / 2 for place in range(1, CALLS + 1)]
    _keep(work, calls, (_call(number, at) for number, at in enumerate(began, 1)))
    _keep(work, whispers, (_whisper(number, at) for number, at in enumerate(began, 1)))
    _keep(work, help_signs, (_sign(number, at) for number, at in enumerate(began, 1) if number % 4 == 0))


def _call(number: int, at: datetime) -> Row:
    who = {"agent": team.AGENTS[number % len(team.AGENTS)], "account_id": team.ACCOUNTS[number % len(team.ACCOUNTS)]}
    return who | {"started_at": at, "last_sign_at": at, "announced": True, "ended_at": at + HOUR / 4}


def _whisper(number: int, at: datetime) -> Row:
    who = {"call": number, "agent": team.AGENTS[number % len(team.AGENTS)], "by": LEAD}
    return who | {"advice": "折り返しをご案内ください", "tone": Tone.INFO, "sent_at": at, "helped": Helped.USED}


def _sign(number: int, at: datetime) -> Row:
    taken_by = team.MANAGERS[number % len(team.MANAGERS)]
    return {"number": number, "asked_at": at, "taken_by": taken_by, "taken_at": at + HOUR / 60}


# ---- Jira: an issue for two in five of what is in work, and as many of what is over


def _fill_issues(work: UnitOfWork, desk: Desk, now: datetime) -> None:
    count = desk.in_work * 2 // 5
    work.sweeps.keep_tracker(Tracker("https://jira.example.com", "SUP", "Task", {}, {"SUP": "サポート"}, ("Task",), ()))
    numbers = range(1, 2 * count + 1)
    _keep(work, issues, (_issue(number, now) for number in numbers))
    _keep(work, issue_links, (_link(number, desk, count, now) for number in numbers))
    _keep(work, issue_moves, (_move(number, place, now) for number in numbers for place in range(MOVES)))


def _issue(number: int, now: datetime) -> Row:
    at, is_done = _moved_at(number, MOVES - 1, now), number % 3 == 0
    told = {"issue_id": f"{number}", "issue_key": f"SUP-{number}", **PROJECT, "summary": f"請求書の宛名 {number}"}
    stands = {"status": "完了" if is_done else "進行中", "category": Category.DONE if is_done else Category.DOING}
    return told | stands | {"updated_at": at, "status_since": at, "fix_versions": [], "heard_at": at, "known_since": at}


def _link(number: int, desk: Desk, count: int, now: datetime) -> Row:
    """Link the first half to what is in work, the others to what is long over."""
    request = desk.first + 2 * (number - 1) if number <= count else finished_number(number - count)
    return {"request": request, "issue": number, "by": team.MANAGERS[0], "at": now - 60 * DAY}


def _move(number: int, place: int, now: datetime) -> Row:
    at, is_done = _moved_at(number, place, now), number % 3 == 0 and place == MOVES - 1
    named = {"issue": number, "at": at, "heard_at": at, "field": MoveField.STATUS, "by": "Mori"}
    before, after = ("未着手", "進行中") if place % 2 == 0 else ("進行中", "レビュー")
    return named | {"before": before, "after": "完了" if is_done else after, "category": Category.DOING}


def _moved_at(number: int, place: int, now: datetime) -> datetime:
    """Answer when an issue moved: a quarter of them since yesterday, the others days ago."""
    since = timedelta() if number % 4 == 0 else 3 * DAY
    return now - since - HOUR * (2 + number % 16) - DAY * (MOVES - 1 - place)


# ---- digests: one set up, and what was posted of it


def _keep_editions(work: UnitOfWork, now: datetime) -> None:
    """Keep the editions of the last days, each as long as what is in work now; the last one is yesterday's."""
    ready = presets.ready_made(DigestKind.OPEN, LEAD, CHANNEL, Locale.JA, ZONE)
    digest = work.digests.add(_told_in_full(ready), now - LONG)
    yesterday = compose_for_channel(work, digest, CHANNEL, WALL, now - DAY).snapshot
    content = to_content(replace(yesterday, seen=(), seen_moves=()))
    for ago in range(EDITIONS, 0, -1):
        as_of = now - ago * DAY
        work.editions.add(NewEdition(digest.number, CHANNEL, as_of.date(), digest.at, as_of, content))


def _told_in_full(ready: NewDigest) -> NewDigest:
    return replace(ready, sections=tuple(Section))


def let_come(url: str, now: datetime) -> None:
    """Let the digest's time be the minute that has just begun."""
    Database(url, lambda: now).write_now(_let_come, now)


def _let_come(work: UnitOfWork, now: datetime) -> None:
    local = now.astimezone(ZoneInfo(ZONE)).replace(second=0, microsecond=0)
    digest = work.digests.change(standing(work), at=f"{local:%H:%M}", days=tuple(Weekday), holidays=HolidayRule.POST)
    work.timers.set(TIMER, digest.key, local)


def standing(work: UnitOfWork) -> Digest:
    """Answer the digest that is set up."""
    [digest] = work.digests.all()
    return digest
