"""Row 19: a transaction held open for minutes. Claims stay fast, by what they read; a warning.

As long as it lasts, the database can clear nothing away of what was changed since.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import psycopg
from sqlalchemy import Connection, event
from structlog.testing import capture_logs

from bot.watch import Watch
from storage.database import Database
from storage.outbox import State
from storage.unit_of_work import UnitOfWork
from tests.delivery.notices import CHANNEL, word
from tests.faults.processes import a_town
from tests.faults.verdict import assert_kept
from tests.storage.clocks import machine_clock

MINUTE = timedelta(minutes=1)
UNITS, IN_EACH = 10, 100
"""A thousand notices of one channel: at one a second, a quarter of an hour of them."""
MOST_PAGES = UNITS * IN_EACH / 10
"""A statement that reads more passes over history, not over what is owed; without a holder it reads a dozen."""


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


def deliver(work: UnitOfWork) -> None:
    """Let notices come and go one by one, the lane leased for each, as the relay does."""
    now = work.clock()
    for number in range(IN_EACH):
        work.tell([word(str(number))])
        [lease] = work.lanes.lease([CHANNEL], "us", now, now + MINUTE)
        first = work.deliveries.first_waiting(CHANNEL)
        assert first is not None
        work.deliveries.claim([first.number], now)
        work.deliveries.keep(first.number, replace(first.progress, state=State.SENT), now)
        work.lanes.release(lease, None)


def claim(work: UnitOfWork) -> None:
    """Look for work and take a lane, as the relay does before each call."""
    now = work.clock()
    work.lanes.with_work("us", now, 32)
    work.lanes.with_work("us", now, 32, among=[CHANNEL])
    work.lanes.lease([CHANNEL], "us", now, now + MINUTE)
    work.deliveries.next_look(CHANNEL)
    work.deliveries.first_waiting(CHANNEL)


def plans_of(work: UnitOfWork, asking: Callable[[UnitOfWork], None]) -> list[dict[str, Any]]:
    """Answer how PostgreSQL went about each statement, and how many pages it looked at."""
    plans: list[dict[str, Any]] = []

    def explain(connection: Connection, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:  # noqa: ANN401
        if not statement.startswith("EXPLAIN"):
            asked = f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {statement}"
            [found] = connection.exec_driver_sql(asked, parameters).scalar_one()
            plans.append(found["Plan"])

    event.listen(work.connection, "before_cursor_execute", explain)
    asking(work)
    event.remove(work.connection, "before_cursor_execute", explain)
    return plans


def test_claims_read_what_is_owed_and_little_of_what_nobody_can_clear_away(postgresql_url: str) -> None:
    database = Database(postgresql_url, machine_clock)
    with held_open(postgresql_url):
        for _ in range(UNITS):
            database.write_now(deliver)
        plans = database.write_now(plans_of, claim)
    assert max(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"] for plan in plans) < MOST_PAGES
    assert not any('"Relation Name": "outbox"' in json.dumps(plan) and "Seq Scan" in json.dumps(plan) for plan in plans)


async def test_the_operator_is_warned_of_each_every_time_and_no_more_once_it_is_over(database_url: str) -> None:
    database = Database(database_url, machine_clock)
    await database.start()
    anyone, usual = Watch(database, longest=timedelta(), largest=1), Watch(database)
    with held_open(database_url), capture_logs() as logs:
        await database.write(deliver)
        await usual.look()
        assert logs == []
        await anyone.look()
        await anyone.look()
    assert [(line["log_level"], line["event"]) for line in logs] == [("warning", "transaction_held_open")] * 2
    assert {line["who"] for line in logs} <= {"by hand", "a reader"}
    await database.close()
