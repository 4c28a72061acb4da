"""A database that the first version filled is brought to the newest, and what waits in it goes on."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from storage.database import Database, migrate
from storage.migrations import upgrade
from storage.outbox import Notice
from storage.vocabulary import Ending, Status, Verb, Waiting
from tests.storage.clocks import machine_clock
from workflows.escalation import passing, reading, service
from workflows.escalation.routing import Desk
from workflows.escalation.standing import Click
from workflows.notices import AnswerGiven, LeadsAsked, OutcomeReached, StepTaken
from workflows.people.policy import Roles
from workflows.whisper import service as calling
from workflows.whisper.floor import Floor
from workflows.whisper.service import Start

AGENT, MANAGER, CHANNEL = "U_AGENT", "U_MANAGER", "C_ESC"
DESK = Desk(Roles(leads=frozenset({MANAGER})), CHANNEL)
THEN, NOW = datetime(2026, 3, 2, 9, tzinfo=UTC), datetime(2026, 3, 3, 9, tzinfo=UTC)
TODO, DOING, WAITING, DONE, TWICE = (f"R-{number}" for number in range(1001, 1006))
"""What nobody has taken up, what somebody has, what was answered, what is done, what was answered twice and is done."""

MOMENT, MOMENTS = sa.DateTime(timezone=True), {"at", "filed_at", "changed_at", "created_at"}
# number, type, urgency, status, owner, how many answers, ending
REQUESTS = (
    (1, "action", "low", "todo", None, 0, None),
    (2, "action", "high", "doing", MANAGER, 0, None),
    (3, "consult", "critical", "waiting", MANAGER, 2, None),
    (4, "action", "medium", "done", MANAGER, 0, "resolved"),
    (5, "consult", "medium", "done", MANAGER, 2, "answered"),
)
# number, verb, from, to: as they were taken, one after the other
STEPS = (
    (1, "file", None, "todo"),
    (2, "file", None, "todo"),
    (3, "file", None, "todo"),
    (2, "claim", "todo", "doing"),
    (3, "answer", "todo", "waiting"),
    (4, "file", None, "todo"),
    (3, "answer", "waiting", "waiting"),
    (5, "file", None, "todo"),
    (4, "resolve", "todo", "done"),
    (5, "claim", "todo", "doing"),
    (5, "answer", "doing", "waiting"),
    (5, "answer", "waiting", "waiting"),
    (5, "accept_answer", "waiting", "done"),
)
# topic, subject, args
OWED: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("answer", f"{WAITING}/2", {}),
    ("outcome", TWICE, {}),
    ("step", WAITING, {"verb": "answer", "by": MANAGER}),
    ("leads_asked", TODO, {}),
)
POSTED = (("card", WAITING), ("answer", f"{WAITING}/1"), ("answer", f"{TWICE}/1"), ("answer", f"{TWICE}/2"))


def insert(connection: sa.Connection, table: str, rows: list[dict[str, Any]]) -> None:
    """Write rows as the first version did."""
    columns = (sa.column(name, MOMENT if name in MOMENTS else None) for name in rows[0])
    connection.execute(sa.table(table, *columns).insert(), rows)


def fill(connection: sa.Connection) -> None:
    """Keep a team, a customer, and a request of each status."""
    on_sqlite = connection.dialect.name == "sqlite"
    then = THEN.replace(tzinfo=None) if on_sqlite else THEN
    flags = {"zone": "Asia/Tokyo", "locale": "ja", "is_admin": False, "is_bot": False, "deactivated": False}
    insert(connection, "people", [{"user_id": who, "name": who.lower(), **flags} for who in (AGENT, MANAGER)])
    insert(connection, "accounts", [{"account_id": "A-1", "name": "青空", "folded_name": "青空", "folded": "青空"}])
    insert(connection, "requests", [a_request(then, *row) for row in REQUESTS])
    columns = ("number", "verb", "from_status", "to_status")
    insert(connection, "trail", [dict(zip(columns, row, strict=True)) | {"at": then, "by": MANAGER} for row in STEPS])
    insert(connection, "outbox", [owed(then, *row) for row in OWED])
    place = {"place": AGENT, "channel": "D_AGENT"}
    insert(connection, "posts", [{"topic": topic, "subject": about, "ts": about, **place} for topic, about in POSTED])


def a_request(then: datetime, *row: object) -> dict[str, Any]:
    """Answer a row of requests as the first version had it."""
    columns = ("number", "request_type", "urgency", "status", "owner", "answers", "ending")
    filed = {"account_id": "A-1", "account_manager": MANAGER, "channel": CHANNEL, "summary": "請求書", "files": "[]"}
    return dict(zip(columns, row, strict=True)) | filed | {"filed_by": AGENT, "filed_at": then, "changed_at": then}


def owed(then: datetime, topic: str, subject: str, args: dict[str, str]) -> dict[str, Any]:
    """Answer a notice on its way as the first version had it."""
    progress = {"state": "pending", "attempts": 0, "looks": 0, "crashed": False, "created_at": then}
    lane = {"place": AGENT, "lane": AGENT, "kept": topic == "answer", "key": subject}
    return {"topic": topic, "subject": subject, "args": json.dumps(args), **lane, **progress}


@pytest.fixture
def database(empty_database_url: str) -> Database:
    """A database that the first version has made and filled, brought to the newest."""
    return brought_from("0001", fill, empty_database_url)


def brought_from(revision: str, fill_it: Callable[[sa.Connection], None], empty_database_url: str) -> Database:
    """Answer a database that an earlier version has made and filled, brought to the newest."""
    driver = "sqlite" if empty_database_url.startswith("sqlite") else "postgresql+psycopg"
    engine = sa.create_engine(sa.make_url(empty_database_url).set(drivername=driver))
    with engine.begin() as connection:
        upgrade(connection, revision)
        fill_it(connection)
    engine.dispose()
    migrate(empty_database_url)
    return Database(empty_database_url, machine_clock)


def test_every_request_stands_as_it_stood(database: Database) -> None:
    found = {request.key: request for request in database.read_now(lambda work: list(work.requests.every()))}

    assert {key: request.status.value for key, request in found.items()} == {
        TODO: "todo", DOING: "doing", WAITING: "waiting", DONE: "done", TWICE: "done",
    }  # fmt: skip
    assert {key: request.steps for key, request in found.items()} == {TODO: 1, DOING: 2, WAITING: 3, DONE: 2, TWICE: 5}
    assert all(request.agent_urgency is request.urgency for request in found.values())
    assert {key: (request.waiting_for, request.waiting_step) for key, request in found.items()} == {
        TODO: (None, None), DOING: (None, None), WAITING: (Waiting.ACCEPTANCE, 3), DONE: (None, None),
        TWICE: (None, None),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("key", "verbs"),
    [
        (DOING, [Verb.FILE, Verb.CLAIM]),
        (WAITING, [Verb.FILE, Verb.ANSWER, Verb.ANSWER]),
        (TWICE, [Verb.FILE, Verb.CLAIM, Verb.ANSWER, Verb.ANSWER, Verb.ACCEPT_ANSWER]),
    ],
)
def test_steps_are_numbered_within_their_request(database: Database, key: str, verbs: list[Verb]) -> None:
    trail = database.read_now(lambda work: work.requests.trail_of(key))
    assert [(step.ordinal, step.verb) for step in trail] == list(enumerate(verbs, 1))


def rows_of(database: Database, query: str) -> list[tuple[Any, ...]]:
    """Answer what stands in the tables themselves."""
    return database.read_now(lambda work: [tuple(row) for row in work.connection.exec_driver_sql(query)])


def test_messages_of_answers_are_named_by_their_step(database: Database) -> None:
    renamed = dict(rows_of(database, "SELECT ts, subject FROM posts"))
    assert renamed == {
        WAITING: WAITING,
        f"{WAITING}/1": f"{WAITING}/2",
        f"{TWICE}/1": f"{TWICE}/3",
        f"{TWICE}/2": f"{TWICE}/4",
    }


def test_what_was_on_its_way_can_still_be_rendered(database: Database) -> None:
    rows = rows_of(database, "SELECT topic, subject, args FROM outbox ORDER BY number")
    notices = [Notice.restore(topic, subject, AGENT, json.loads(args)) for topic, subject, args in rows]

    assert notices == [
        AnswerGiven(f"{WAITING}/3", AGENT),
        OutcomeReached(TWICE, AGENT),
        StepTaken(WAITING, AGENT, Verb.ANSWER, MANAGER),
        LeadsAsked(TODO, AGENT),
    ]
    answer, outcome = (database.read_now(reading.step, notice.subject) for notice in notices[:2])
    assert (answer.step.verb, answer.is_open) == (Verb.ANSWER, True)
    assert outcome.step.verb is Verb.ACCEPT_ANSWER


def test_what_waits_can_be_accepted_or_asked_again_and_what_is_done_begun_anew(database: Database) -> None:
    accepted = database.write_now(service.accept_answer, Click(WAITING, AGENT), DESK, NOW)
    assert (accepted.status, accepted.ending, accepted.steps) == (Status.DONE, Ending.ANSWERED, 4)
    claimed = database.write_now(service.claim, Click(TODO, MANAGER), DESK, NOW)
    assert (claimed.status, claimed.steps) == (Status.DOING, 2)
    again = database.write_now(passing.reopen, Click(TWICE, AGENT), "まだです", DESK, NOW)
    assert (again.status, again.owner, again.steps) == (Status.DOING, MANAGER, 6)


PHONES = {
    "A-1": "03-1234-5678",
    "A-2": "+81 (0)3 1234 5678",
    "A-3": "０３（１２３４）５６７８",
    "A-4": None,
    "A-5": "内線 12",
    "A-6": "06-1234-5678",
    "A-7": "9" * 60,
}


def fill_with_phones(connection: sa.Connection) -> None:
    """Keep customers as the second version did: their numbers as somebody wrote them."""
    named = {"name": "青空", "folded_name": "青空", "folded": "青空"}
    insert(connection, "accounts", [{"account_id": each, "phone": phone, **named} for each, phone in PHONES.items()])


def test_customers_are_found_by_the_numbers_they_had_before_calls_came(empty_database_url: str) -> None:
    database = brought_from("0002", fill_with_phones, empty_database_url)

    def called_from(phone: str) -> list[str]:
        return [account.account_id for account in database.read_now(lambda work: work.accounts.called_from(phone))]

    assert [called_from(phone) for phone in ("0312345678", "+81612345678", "12", "9" * 60)] == [
        ["A-1", "A-2", "A-3"], ["A-6"], [], ["A-7"],
    ]  # fmt: skip
    kept = {account.account_id: account.phone for account in database.read_now(lambda work: work.accounts.all())}
    assert kept == PHONES


def test_calls_can_begin_in_a_database_of_before(database: Database) -> None:
    started = database.write_now(calling.start, Start(AGENT, "A-1"), Floor(DESK.roles, "C_CALLS"), NOW)
    assert database.read_now(lambda work: work.calls.live_of(AGENT)) == started
    assert database.read_now(lambda work: [work.phrases.version(), work.phrases.all()]) == [None, []]
