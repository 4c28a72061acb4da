"""Row 19: a transaction held open for minutes. Claims stay fast, by what they look at; a warning.

As long as it lasts, the database can clear nothing away of what was changed since.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from typing import Any

import psycopg
from sqlalchemy import Connection, event
from structlog.testing import capture_logs

from bot.delivery.ledger import Ledger
from bot.delivery.steps import Answer, Step
from bot.delivery.transitions import Accepted
from bot.watch import Watch
from storage.database import Database
from storage.posts import Post
from storage.unit_of_work import UnitOfWork
from tests.delivery.notices import CHANNEL, Heard, word
from tests.delivery.running import SteppedClock
from tests.faults.processes import a_town
from tests.faults.verdict import assert_kept

MINUTE = timedelta(minutes=1)
UNITS, IN_EACH = 10, 40
"""Four hundred notices of one channel: at one a second, more than six minutes of them."""
MOST_PAGES = UNITS * IN_EACH / 2
"""What a statement may look at. What nobody can clear away is passed over in the index, several to a page."""


@contextmanager
def held_open(url: str) -> Iterator[None]:
    """Begin to read, and leave the transaction open, as whoever looks into a database by hand does."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as other:
            other.execute("BEGIN")
            other.execute("SELECT count(*) FROM outbox").fetchone()
            yield
        return
    with psycopg.connect(url, application_name="by hand") as other:
        other.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        other.execute("SELECT count(*) FROM outbox")
        yield


async def test_a_whole_process_works_on_while_somebody_holds_a_transaction_open(database_url: str) -> None:
    async with a_town(database_url) as town:
        await town.start()
        await town.file("Login fails")
        with held_open(town.url):
            for number in range(3):
                await town.file(f"Export {number} fails")
            await assert_kept(town)


def a_ledger() -> Ledger:
    """What the relay writes, and tells nobody of."""
    return Ledger("us", MINUTE, Heard().consequences, lambda: 0.0)


def deliver(work: UnitOfWork, clock: SteppedClock) -> None:
    """Let notices come and go one after the other, each as it would over two seconds."""
    ledger = a_ledger()
    for number in range(IN_EACH):
        clock.step(2)
        work.tell([word(str(number))])
        [begun] = ledger.begin(work, [CHANNEL], 1)
        assert isinstance(begun.then, Step)
        ledger.advance(work, [Answer(begun.then, Accepted(Post(CHANNEL, "1.0")))])


def claim(work: UnitOfWork) -> None:
    """Look for work and claim it, as the relay does before each call."""
    ledger = a_ledger()
    assert ledger.look_around(work, 32, ()) == [CHANNEL]
    [begun] = ledger.begin(work, [CHANNEL], 32)
    assert isinstance(begun.then, Step)


def plans_of(work: UnitOfWork, asking: Callable[[UnitOfWork], None]) -> list[dict[str, Any]]:
    """Answer how PostgreSQL went about each statement, and how many pages it looked at."""
    plans: list[dict[str, Any]] = []

    def explain(connection: Connection, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:  # noqa: ANN401
        if statement.startswith(("SELECT", "WITH")):
            asked = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}"
            [found] = connection.exec_driver_sql(asked, parameters).scalar_one()
            plans.append(found["Plan"])

    event.listen(work.connection, "before_cursor_execute", explain)
    asking(work)
    event.remove(work.connection, "before_cursor_execute", explain)
    return plans


def test_claims_read_what_is_owed_and_little_of_what_nobody_can_clear_away(postgresql_url: str) -> None:
    clock = SteppedClock()
    database = Database(postgresql_url, clock)
    with held_open(postgresql_url):
        for _ in range(UNITS):
            database.write_now(deliver, clock)
        clock.step(2)
        database.write_now(lambda work: work.tell([word("last")]))
        plans = database.write_now(plans_of, claim)
    assert max(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] for plan in plans) < MOST_PAGES


async def test_the_operator_is_warned_of_each_every_time_and_no_more_once_it_is_over(database_url: str) -> None:
    database = Database(database_url, SteppedClock())
    await database.start()
    anyone, usual = Watch(database, longest=timedelta(), largest=1), Watch(database)
    with held_open(database_url), capture_logs() as logs:
        await database.write(lambda work: work.tell([word("a")]))
        await usual.look()
        assert logs == []
        await anyone.look()
        await anyone.look()
    assert [(line["log_level"], line["event"]) for line in logs] == [("warning", "transaction_held_open")] * 2
    assert {line["who"] for line in logs} <= {"by hand", "a reader"}
    await database.close()
