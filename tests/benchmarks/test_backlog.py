"""What the figures of notices a second stand on: only what was settled counts, and jobs that truly run."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from benchmarks import backlog, jobs, servers
from benchmarks.backlog import IDLE, JOBS, POSTING, Cleared, NotCleared, cleared
from benchmarks.days import Lived
from benchmarks.reports.backlog import Backlogs

BEGAN = datetime(2026, 11, 20, tzinfo=UTC)


def taken(number: int, apart: float) -> list[tuple[datetime, datetime]]:
    """So many, each in hand for 5 ms, settled so many seconds apart."""
    every = [BEGAN + timedelta(seconds=apart * place) for place in range(number)]
    return [(at - timedelta(milliseconds=5), at) for at in every]


def test_the_rate_is_that_of_the_middle() -> None:
    slow_start = taken(5, 3.0) + [(at, settled + timedelta(seconds=15)) for at, settled in taken(95, 0.01)]

    assert cleared(taken(100, 0.01), 100).rate == pytest.approx(100)
    assert cleared(slow_start, 100).rate == pytest.approx(100)
    assert cleared(taken(100, 0.01), 100).in_hand == pytest.approx([5.0] * 100)


@pytest.mark.parametrize("settled", [99, 101])
def test_a_round_in_which_not_everything_was_settled_once_is_worthless(settled: int) -> None:
    with pytest.raises(NotCleared, match=f"{settled} settled of 100"):
        cleared(taken(settled, 0.01), 100)


def test_what_is_compared_is_the_same_round() -> None:
    played = {
        2: {
            JOBS: [Cleared(100, (1.0,)), Cleared(200, (1.0,))],
            IDLE: [Cleared(290, (2.0,)), Cleared(600, (2.0,))],
            POSTING: [Cleared(100, (3.0,)), Cleared(100, (3.0,))],
        }
    }

    [table] = Backlogs(played).tables()

    assert f"| {IDLE} | 2 | 445 | 2.95 × | 2.90 to 3.00 | ≥ 3 × | **no** | 2.0 ms | 2.0 ms |" in table
    assert f"| {POSTING} | 2 | 100 | 0.75 × | 0.50 to 1.00 |  |  | 3.0 ms | 3.0 ms |" in table


def test_jobs_are_done_by_a_worker_of_their_own(postgresql_url: str) -> None:
    asyncio.run(jobs.settle_in(postgresql_url))
    with servers.jobs(postgresql_url), psycopg.connect(postgresql_url, autocommit=True) as connection:
        asyncio.run(jobs.defer(postgresql_url, 20))
        until = time.monotonic() + 20
        while connection.execute(backlog.OWES_JOBS.encode()).fetchone() and time.monotonic() < until:
            time.sleep(0.05)
        assert len(connection.execute(backlog.OF_JOBS.encode()).fetchall()) == 20


def test_growth_is_the_slope_of_all_days_but_the_first() -> None:
    assert Lived(90.0, (95.0, 110.0, 110.3, 110.6, 110.9), requests=300).growth == pytest.approx(1.0)
