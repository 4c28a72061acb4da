"""Costs grow with what is open, never with history: no query that people wait for reads a whole table."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, event

from storage.calls import Call
from storage.database import Database
from storage.requests.tables import requests, trail
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Ending, Status, Verb
from tests.shelf import Shelf
from tests.storage.clocks import machine_clock
from tests.storage.records import NOW, new_request, with_account
from workflows.notices import LeadsAsked

Query = Callable[[UnitOfWork], object]
CALL = Call(None, "U1", None, None, None, NOW, NOW, number=1)


@pytest.fixture
def postgresql_url(shelf: Shelf) -> Iterator[str]:
    """A database that nobody had before, of which PostgreSQL has counted nothing."""
    with shelf.kept_apart() as url:
        yield url


ASKED_ALL_DAY: dict[str, Query] = {
    "requests in work of an account": lambda work: work.requests.in_work_of("A1"),
    "requests waiting for someone": lambda work: work.requests.waiting_for("U1"),
    "requests someone owns": lambda work: work.requests.owned_by("U1"),
    "requests nobody has taken up": lambda work: work.requests.unowned(5),
    "requests someone finished": lambda work: work.requests.finished_of("U1", 5),
    "drafts of someone": lambda work: work.drafts.offered_to("U1", NOW),
    "requests in work for an account": lambda work: work.requests.in_work_for("A1", 8),
    "what is in work for several accounts": lambda work: work.requests.latest_in_work(["A1", "A2"], 15),
    "requests resting on someone": lambda work: work.requests.resting_on("U1"),
    "everyone relied on": lambda work: work.requests.relied_on(),
    "who follows a request": lambda work: work.requests.followers("R-1001"),
    "which requests someone follows": lambda work: work.requests.added_to("U1", [1, 2]),
    "words beside offers": lambda work: work.requests.words_of_offers([1, 2]),
    "channels of someone": lambda work: work.people.channels_of("U1", ["C1", "C2"]),
    "a draft": lambda work: work.drafts.get("d1"),
    "drafts to forget": lambda work: work.drafts.forget_old(NOW),
    "whether a moment has come": lambda work: work.timers.is_any_due("wait", NOW),
    "moments that have come": lambda work: work.timers.take_due("wait", NOW, 50),
    "what is to be told again": lambda work: work.deliveries.take_again(NOW),
    "what has been told before": lambda work: work.outbox.was_told(LeadsAsked("R-1001", "C1", "U1")),
    "where copies of a card stand": lambda work: work.posts.places_of("handoff", "R-1001"),
    "copies of cards that someone has": lambda work: work.posts.subjects_at("handoff", "U1", ["R-1001", "R-1002"]),
    "requests someone filed": lambda work: work.requests.filed_by("U1", 10),
    "the trail of a request": lambda work: work.requests.trail_of("R-1001"),
    "dead letters of a lane": lambda work: work.outbox.count_dead("C1"),
    "what is owed, by lane": lambda work: list(work.backlog.owed()),
    "what is stuck, by lane": lambda work: work.backlog.dead(),
    "what is overdue": lambda work: work.backlog.overdue(NOW),
    "the first notice of a lane": lambda work: work.deliveries.first_waiting("C1"),
    "what stands in lanes": lambda work: work.lanes.standing_in(["C1", "U1"]),
    "lanes with work": lambda work: work.lanes.with_work("one", NOW, 32, among=["C1", "U1"]),
    "dead letters of lanes": lambda work: work.deliveries.refused_in(["C1", "U1"]),
    "what waits with a notice": lambda work: work.deliveries.waiting_with([1, 2]),
    "tokens": lambda work: work.buckets.take(["chat.postMessage:C1", "chat.postMessage:U1"], NOW),
    "the call someone is in": lambda work: work.calls.live_of("U1"),
    "the call of a phone system": lambda work: work.calls.by_call_id("pbx-1"),
    "calls that are on": lambda work: work.calls.live(),
    "notes of a call": lambda work: work.calls.notes_of(CALL),
    "danger signs of a call": lambda work: work.calls.signs_of(CALL),
    "danger signs of several calls": lambda work: work.calls.signs_among([1, 2]),
    "what was said lately": lambda work: work.calls.heard(CALL, NOW, NOW),
    "words to forget": lambda work: work.calls.forget_words(CALL),
    "a whisper and its call": lambda work: work.whispers.with_call("whisper-1"),
    "whispers of a call": lambda work: work.whispers.of_call(CALL),
    "what shows in a call": lambda work: work.whispers.showing_in(CALL),
    "advice of the book in a call": lambda work: work.whispers.advice_in(CALL),
    "whether a whisper is due": lambda work: work.whispers.is_any_due(NOW),
    "whispers that are due": lambda work: work.whispers.hold_due(NOW, 50),
    "whether a moment of a call has come": lambda work: work.timers.are_any_due(["call_help", "call_long"], NOW),
    "whether someone wants no advice": lambda work: work.phrases.is_off_for("U1"),
    "accounts of a phone number": lambda work: work.accounts.called_from("03-1234-5678"),
    "all that is in work": lambda work: work.request_summaries.in_work(),
    "what is in work for someone": lambda work: work.request_summaries.in_work_of("U1"),
    "requests by their numbers": lambda work: work.request_summaries.among([1, 2]),
    "why requests wait": lambda work: work.request_summaries.reasons([1, 2]),
    "steps since a moment": lambda work: work.request_summaries.strides(NOW),
    "calls since a moment": lambda work: work.call_summaries.started(NOW),
    "whispers since a moment": lambda work: work.call_summaries.whispered(NOW),
    "help signs since a moment": lambda work: work.call_summaries.help_signs(NOW),
    "moves of Jira issues since a moment": lambda work: work.issue_summaries.status_moves(NOW),
    "issues of requests": lambda work: work.issue_summaries.linked([1, 2]),
    "issues by their numbers": lambda work: work.issue_summaries.among([1, 2]),
    "the last edition in a place": lambda work: work.editions.latest(1, "C1"),
}
"""What a digest reads stands at the end: it must not grow with all that was ever done."""


def plan_of(work: UnitOfWork, query: Query) -> list[str]:
    """Answer how SQLite goes about each statement of `query`."""
    asked: list[tuple[str, Any]] = []

    def note(_connection: Connection, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:  # noqa: ANN401
        asked.append((statement, parameters))

    event.listen(work.connection, "before_cursor_execute", note)
    query(work)
    event.remove(work.connection, "before_cursor_execute", note)
    plans = [work.connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values).all() for text, values in asked]
    return [row.detail for plan in plans for row in plan]


def a_request(work: UnitOfWork) -> None:
    """File the one request of these queries."""
    with_account(work)
    work.requests.file(new_request("A1"), NOW)


def is_small(scan: str, plan: list[str]) -> bool:
    """Say whether a scan goes over an index, a constant, or what an earlier step of the plan has found."""
    found = {f"SCAN {step.split()[1]}" for step in plan if step.startswith(("CO-ROUTINE ", "MATERIALIZE "))}
    return "INDEX" in scan or "CONSTANT" in scan or scan in found


@pytest.mark.parametrize("query", ASKED_ALL_DAY.values(), ids=ASKED_ALL_DAY.keys())
def test_no_query_of_the_day_reads_a_whole_table(sqlite_url: str, query: Query) -> None:
    database = Database(sqlite_url, machine_clock)
    database.write_now(a_request)

    plan = database.write_now(plan_of, query)

    assert plan
    assert [step for step in plan if step.startswith("SCAN") and not is_small(step, plan)] == []


@pytest.mark.parametrize(
    "name",
    [
        "requests waiting for someone",
        "requests someone owns",
        "requests in work of an account",
        "requests nobody has taken up",
        "what is in work for several accounts",
        "all that is in work",
        "what is in work for someone",
    ],
)
def test_what_is_open_is_found_among_the_open_alone(sqlite_url: str, name: str) -> None:
    database = Database(sqlite_url, machine_clock)
    database.write_now(a_request)

    plan = database.write_now(plan_of, ASKED_ALL_DAY[name])

    found = [step for step in plan if "requests" in step and "(rowid=?)" not in step]
    assert found
    assert [step for step in found if "ix_requests_unfinished" not in step] == []


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("the call someone is in", "ix_calls_live_agent"),
        ("calls that are on", "ix_calls_live_agent"),
        ("whether a whisper is due", "ix_whispers_due_at"),
        ("whispers that are due", "ix_whispers_due_at"),
    ],
)
def test_what_goes_on_is_found_without_what_is_over(sqlite_url: str, name: str, index: str) -> None:
    plan = Database(sqlite_url, machine_clock).write_now(plan_of, ASKED_ALL_DAY[name])
    assert [step for step in plan if ("calls" in step or "whispers" in step) and index not in step] == []


LONG_AGO = NOW - timedelta(days=400)
HISTORY = 20_000


def a_history(work: UnitOfWork) -> None:
    """Keep two years of finished requests, three steps each, and three in work; PostgreSQL has counted none of it."""
    with_account(work)
    request = work.requests.file(new_request(), LONG_AGO)
    done = work.requests.change(
        request, Verb.WITHDRAW, "U1", LONG_AGO, status=Status.DONE, finished_at=LONG_AGO, ending=Ending.WITHDRAWN
    )
    copied = [column.name for column in requests.columns if column.name != "number"]
    rows = work.connection.execute(requests.select().where(requests.c.number == done.number)).one()
    values = {name: rows._mapping[name] for name in copied}
    work.connection.execute(requests.insert(), [values] * HISTORY)
    step = {"by": "U1", "verb": Verb.FILE, "to_status": Status.DONE, "at": LONG_AGO}
    work.connection.execute(
        trail.insert(),
        [step | {"number": number, "ordinal": ordinal} for number in range(2, HISTORY + 2) for ordinal in (1, 2, 3)],
    )
    for _ in range(3):
        work.requests.file(new_request(), NOW)


def postgresql_plan_of(work: UnitOfWork, query: Query) -> list[str]:
    """Answer how PostgreSQL goes about each statement of `query`, its settings among them."""
    plans: list[str] = []

    def explain(connection: Connection, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:  # noqa: ANN401
        if not statement.startswith("EXPLAIN"):
            plans.extend(connection.exec_driver_sql(f"EXPLAIN {statement}", parameters).scalars())

    event.listen(work.connection, "before_cursor_execute", explain)
    query(work)
    event.remove(work.connection, "before_cursor_execute", explain)
    return plans


@pytest.mark.parametrize("name", ["all that is in work", "what is in work for someone", "steps since a moment"])
def test_postgresql_reads_no_history_for_a_digest_even_before_it_has_counted(postgresql_url: str, name: str) -> None:
    database = Database(postgresql_url, machine_clock)
    database.write_now(a_history)

    plan = database.read_now(postgresql_plan_of, ASKED_ALL_DAY[name])

    assert any("Index Scan" in step for step in plan)
    assert [step for step in plan if "Seq Scan" in step] == []
