"""Row 18: database locked for 4 s, disk full. The person is told within 3 s, as long as Slack waits; no false ack.

tests/storage/test_full_disk.py has a disk that fills up in the middle of a group of units.
"""

import resource
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import psycopg
import pytest

from tests.faults.locks import locked
from tests.faults.processes import AGENT, MANAGER, Town, a_town
from tests.faults.verdict import assert_kept

Trouble = Callable[[Town], AbstractContextManager[None]]


def locked_by_others(town: Town) -> AbstractContextManager[None]:
    """Let somebody else hold the database for longer than anybody waits for it, twice."""
    return locked(town.url)


@contextmanager
def no_room(town: Town) -> Iterator[None]:
    """Let no file of the machine grow for the process, or let PostgreSQL say that its disk is full."""
    with _no_room_for_files(town.running[0].pid) if town.url.startswith("sqlite") else _no_room_for_rows(town.url):
        yield


@contextmanager
def _no_room_for_files(pid: int) -> Iterator[None]:
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, before[1]))
    yield
    resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


@contextmanager
def _no_room_for_rows(url: str) -> Iterator[None]:
    """Raise what PostgreSQL raises where it cannot extend a file of the table."""
    full = "BEGIN RAISE 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END"
    with psycopg.connect(url, autocommit=True) as other:
        other.execute(f"CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $${full}$$")
        for table in ("requests", "trail"):
            other.execute(f"CREATE TRIGGER no_room BEFORE INSERT ON {table} EXECUTE FUNCTION no_room()")
        yield
        other.execute("DROP FUNCTION no_room CASCADE")


@pytest.mark.parametrize("trouble", [locked_by_others, no_room])
async def test_whoever_files_or_clicks_is_told_and_nothing_is_stored_but_what_was_acked(
    database_url: str, trouble: Trouble
) -> None:
    async with a_town(database_url) as town:
        await town.start()
        await town.file("Login fails")
        await town.delivered()
        await town.open_form("Export fails")
        with trouble(town):
            await a_form_says_so(town)
            await a_click_says_so(town)
        assert [(request.summary, request.owner) for request in town.requests()] == [("Login fails", None)]

        agent, manager = town.slack.person(AGENT), town.slack.person(MANAGER)
        await agent.close()
        form = await agent.modal(until="escalation.form")
        assert "Export fails" in str(form.values)
        assert (await agent.submit()).content == {}
        await manager.press_in(town.dm(MANAGER)[0], "request.claim")
        await assert_kept(town)
        assert [request.owner for request in town.requests()] == [MANAGER, None]


async def a_form_says_so(town: Town) -> None:
    """Submit the form: Slack, which waits for three seconds, is answered with an apology on top of it."""
    agent = town.slack.person(AGENT)
    assert (await agent.submit()).content["response_action"] == "push"
    apology = await agent.modal(until=lambda view: view.callback_id != "escalation.form")
    assert "参照" in apology.text()


async def a_click_says_so(town: Town) -> None:
    """Claim: the click is answered in time, and the apology stands beside it."""
    manager = town.slack.person(MANAGER)
    assert (await manager.press_in(town.dm(MANAGER)[0], "request.claim")).acked
    await town.slack.settled(lambda _: bool(manager.ephemerals))
    assert manager.troubles == []
