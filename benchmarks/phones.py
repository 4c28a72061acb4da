"""Agents on the phone, and coaches who whisper to them: more of both than one round has clicks."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from benchmarks import team
from bot.delivery.following import consequences
from bot.delivery.ledger import Ledger
from bot.delivery.steps import Answer, Step
from bot.delivery.transitions import Accepted
from storage.database import Database
from storage.people import Person
from storage.posts import Post
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Locale
from workflows.people.policy import Roles
from workflows.whisper import service
from workflows.whisper.floor import Floor
from workflows.whisper.service import Start

AGENTS: Final = tuple(f"UPHONE{number:03}" for number in range(240))
COACHES: Final = tuple(f"UCOACH{number:02}" for number in range(60))
FLOOR: Final = Floor(Roles(leads=frozenset(COACHES)))


def people() -> Iterator[Person]:
    """Answer everyone, all with Slack in Japanese."""
    for user_id in (*AGENTS, *COACHES):
        flags = {"is_admin": False, "is_bot": False, "deactivated": False}
        yield Person(user_id, user_id.lower(), f"{user_id.lower()}@example.com", Locale.JA, "Asia/Tokyo", **flags)


def settle_in(url: str) -> None:
    """Put everyone into a database, each agent in a call whose cockpit stands in their DM."""
    now = datetime.now(UTC)
    Database(url, lambda: now).write_now(_begin, now)


def _begin(work: UnitOfWork, now: datetime) -> None:
    work.people.remember(list(people()))
    for coach in COACHES:
        work.posts.keep_channel(coach, team.direct_channel(coach))
    for number, agent in enumerate(AGENTS):
        service.start(work, Start(agent, team.ACCOUNTS[number % len(team.ACCOUNTS)]), FLOOR, now)
    deliver(work, now)


def deliver(work: UnitOfWork, now: datetime) -> None:
    """Bring everything owed to its place, as the relay does it."""
    ledger = Ledger("beforehand", timedelta(seconds=30), consequences(FLOOR.roles, lambda: now), lambda: 0.5)
    for number, advance in enumerate(ledger.begin(work, work.woken, len(work.woken))):
        if isinstance(advance.then, Step):
            opened = team.direct_channel(advance.then.delivery.notice.place)
            taken = Accepted(Post(opened, f"1700000000.{number:06}"))
            ledger.advance(work, [Answer(advance.then, taken, opened)], onward=False)
