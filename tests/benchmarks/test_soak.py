"""The verdict of a soak finds what leaks, be it one request a form, and nothing where nothing does."""

import gc
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Connection, NullPool, create_engine, text

from benchmarks import servers, team
from benchmarks.reports.soak import Soak
from benchmarks.soak.hurried import is_ours
from benchmarks.soak.samples import TABLES, Look, Sample
from benchmarks.soak.town import Soaked
from benchmarks.soak.verdict import KEPT_FOR_GOOD, findings, slope
from storage.database import Database
from storage.requests import NewRequest
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import RequestType, Urgency

NOW = datetime(2026, 11, 20, 1, 42, tzinfo=UTC)
LOOKS, REQUESTS = 120, 190
FILED = NewRequest(
    request_type=RequestType.ACTION,
    urgency=Urgency.HIGH,
    account_id=team.ACCOUNTS[0],
    account_manager=team.MANAGERS[0],
    channel=team.CHANNELS[0],
    summary="請求書がダウンロードできない",
    customer_words="先週から失敗します。",
    details=None,
    conversation_url=None,
    files=(),
    filed_by=team.AGENTS[0],
)
NO_ROWS = dict.fromkeys(TABLES, 0)


def quiet() -> Iterator[Sample]:
    """Twenty minutes in which caches fill at first, much comes and goes, and nothing stays."""
    draw = Random(7)  # noqa: S311  made up, no secret
    for number in range(LOOKS):
        warm = min(1.0, number / 30)
        rows = NO_ROWS | {"requests": number * REQUESTS // LOOKS, "receipts": int(300 * warm) + draw.randrange(40)}
        yield Sample(
            at=number * 10.0,
            requests=number * REQUESTS // LOOKS,
            resident=95 + 10 * warm + draw.uniform(-0.4, 0.4),
            blocks=int(530_000 + 40_000 * warm) + number * 3 + draw.randrange(-150, 150),
            ours=int(300 * warm) + draw.randrange(-8, 8),
            handles=32 + draw.randrange(8),
            sockets=10 + draw.randrange(8),
            threads=11,
            sessions=8,
            size=0.5,
            rows=rows,
        )


def filed(work: UnitOfWork) -> str:
    """A request that was filed; its key."""
    return work.requests.file(FILED, NOW).key


def found(work: UnitOfWork, key: str) -> object:
    """A request as it stands."""
    return work.requests.get(key)


def not_flat(samples: Iterator[Sample]) -> list[str]:
    """What the verdict names."""
    return [each.name for each in findings(list(samples)) if not each.is_flat]


def leaking(leak: Callable[[Sample], Sample]) -> list[str]:
    """What the verdict names where something leaks."""
    return not_flat(leak(each) for each in quiet())


def test_what_comes_and_goes_is_flat_and_so_is_what_grows_by_design() -> None:
    assert not_flat(quiet()) == []


@pytest.mark.parametrize(
    ("leak", "name"),
    [
        pytest.param(
            lambda each: replace(each, ours=each.ours + each.requests),
            "Baton's own objects",
            id="one request for each form",
        ),
        pytest.param(
            lambda each: replace(each, blocks=each.blocks + each.requests * 80),
            "blocks of all Python objects",
            id="a payload for each form",
        ),
        pytest.param(
            lambda each: replace(each, resident=each.resident + each.at / 100),
            "resident memory",
            id="memory that is not Python's",
        ),
        pytest.param(
            lambda each: replace(each, handles=each.handles + each.requests // 10),
            "file handles",
            id="a handle in ten forms",
        ),
        pytest.param(lambda each: replace(each, threads=int(11 + each.at // 120)), "threads", id="threads"),
        pytest.param(
            lambda each: replace(each, sessions=int(8 + each.at // 120)), "sessions of the database", id="sessions"
        ),
        pytest.param(
            lambda each: replace(each, rows=dict(each.rows) | {"receipts": each.requests * 3}),
            "rows of `receipts`",
            id="receipts that nobody forgets",
        ),
        pytest.param(
            lambda each: replace(each, rows=dict(each.rows) | {"timers": each.requests}),
            "rows of `timers`",
            id="a timer for each request",
        ),
    ],
)
def test_a_leak_is_found(leak: Callable[[Sample], Sample], name: str) -> None:
    assert leaking(leak) == [name]


def test_a_week_passes_quickly_and_the_process_counts_what_it_has(sqlite_url: str, tmp_path: Path) -> None:
    team.settle_in(sqlite_url)
    told = tmp_path / "told"
    database = Database(sqlite_url, lambda: datetime.now(UTC))
    with servers.recorder() as slack:
        where = {"SLACK_API_URL": f"{slack.url}/api/", "DATABASE_URL": sqlite_url}
        with (
            servers.hurried(told, 3.0, where) as baton,
            create_engine(sqlite_url, poolclass=NullPool).connect() as open_,
        ):
            database.write_now(lambda work: work.receipts.first("view:V1", work.clock()))
            kept = [_receipts(open_)]
            until = time.monotonic() + 20
            while kept[-1] and time.monotonic() < until:
                time.sleep(0.1)
                kept.append(_receipts(open_))
            sample = Look(baton.process.pid, told, open_.engine).sample(1.0, 0)

    assert kept[0] == 1
    assert kept[-1] == 0
    assert sample is not None
    assert sample.blocks > 100_000
    assert sample.ours > 0
    assert sample.handles > sample.sockets > 0
    assert sample.rows["people"] == 66


def _receipts(connection: Connection) -> int:
    """How many receipts there are now."""
    return int(connection.execute(text("SELECT count(*) FROM receipts")).scalar_one())


def test_tables_that_grow_by_design_are_tables() -> None:
    assert set(TABLES) >= KEPT_FOR_GOOD


def test_a_slope_is_that_of_the_line() -> None:
    assert slope([(0, 1), (1, 3), (2, 5)]) == pytest.approx(2)
    assert slope([(3, 1)]) == 0


def test_a_miss_is_to_be_seen() -> None:
    leaks = [replace(each, threads=int(11 + each.at // 60)) for each in quiet()]
    soak = Soak({"SQLite": Soaked(tuple(leaks), {"contacts": 375, "requests": REQUESTS}, {})}, 20, 1)

    told, looked_at = soak.tables()

    assert not soak.is_flat
    assert told.splitlines()[-1] == "| SQLite | 375 | 190 | 0 | **not flat** |"
    assert "| threads | 11 | 21 | 30 | 30 | 10 | ≤ 2 | **no** |" in looked_at
    assert "| rows of `requests` | 0 | 95 | 188 | 188 | 93 |  | grows by design |" in looked_at


def test_a_request_that_nobody_lets_go_of_is_one_of_baton_s_own_objects(database_url: str) -> None:
    team.settle_in(database_url)
    database = Database(database_url, lambda: NOW)
    keys = [database.write_now(filed) for _ in range(20)]
    before = ours()

    kept = [database.read_now(found, key) for key in keys]

    assert ours() - before >= len(kept)


def ours() -> int:
    """How many objects of Baton's there are."""
    gc.collect()
    return sum(map(is_ours, gc.get_objects()))
