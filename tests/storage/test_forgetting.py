"""What was said in a call leaves the disk with its rows: nothing of it stays in SQLite's file, nor in its log."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.calls import Call, NewCall, Segment
from storage.database import Database
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Speaker

NOW = datetime(2026, 11, 20, 1, 42, tzinfo=UTC)
SAID = "もう限界なので解約します"


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Database]:
    """A database at work, with its log."""
    database = Database(sqlite_url, lambda: NOW)
    await database.start()
    yield database
    await database.close()


def a_call_in_which_something_is_said(work: UnitOfWork) -> Call:
    call = work.calls.begin(NewCall("c-1", None, None, None, None, NOW, NOW))
    assert call is not None
    for _ in range(50):
        work.calls.hear(call, Segment(NOW, Speaker.CUSTOMER, SAID))
    return call


def forget(work: UnitOfWork, call: Call) -> int:
    return work.calls.forget_words(call)


def count_on_disk(folder: Path) -> int:
    return sum(path.read_bytes().count(SAID.encode()) for path in folder.iterdir())


async def test_words_that_are_forgotten_are_nowhere_on_the_disk(database: Database, tmp_path: Path) -> None:
    call = await database.write(a_call_in_which_something_is_said)
    assert count_on_disk(tmp_path) >= 50

    assert await database.write(forget, call) == 50

    assert count_on_disk(tmp_path) == 0


async def test_while_somebody_reads_they_stay_in_the_log_until_a_later_commit(
    database: Database, tmp_path: Path
) -> None:
    call = await database.write(a_call_in_which_something_is_said)
    answer: list[int] = []

    def read_meanwhile(work: UnitOfWork) -> None:
        work.calls.count_segments()
        database.write_now(forget, call)
        answer.append(count_on_disk(tmp_path))

    await database.read(read_meanwhile)
    await database.write(forget, call)

    assert answer[0] > 0
    assert count_on_disk(tmp_path) == 0
