"""The very rows that Baton writes for one form, in bare SQL: the same tables, columns and values."""

import hashlib
from collections.abc import Sequence
from typing import Any, Protocol

from benchmarks.floor.forms import Form

RECEIPT = "INSERT INTO receipts (key, received_at) VALUES (?, ?) ON CONFLICT DO NOTHING"
ACCOUNT = "SELECT account_manager, team_channel FROM accounts WHERE account_id = ?"
REQUEST = """
    INSERT INTO requests (request_type, urgency, status, account_id, account_manager, channel, summary,
                          customer_words, files, filed_by, filed_at, changed_at, agent_urgency,
                          steps, declined_by)
    VALUES (?, ?, 'todo', ?, ?, ?, ?, ?, '[]', ?, ?, ?, ?, 1, '[]') RETURNING number
"""
STEP = """
    INSERT INTO trail (number, ordinal, at, by, verb, to_status, words, request_type, urgency)
    VALUES (?, 1, ?, ?, 'file', 'todo', ?, ?, ?)
"""
NOTICES = """
    INSERT INTO outbox (topic, subject, place, lane, kept, args, key, state, attempts, looks, crashed, created_at)
    VALUES (?, ?, ?, ?, TRUE, '{}', ?, 'pending', 0, 0, FALSE, ?),
           (?, ?, ?, ?, TRUE, '{}', ?, 'pending', 0, 0, FALSE, ?),
           (?, ?, ?, ?, TRUE, '{}', ?, 'pending', 0, 0, FALSE, ?)
"""
DRAFT = """
    INSERT INTO drafts (draft_id, person, typed_at, filed_at, typed) VALUES (?, ?, ?, ?, '{}')
    ON CONFLICT (draft_id) DO UPDATE SET filed_at = excluded.filed_at WHERE drafts.person = excluded.person
"""
SALT = "SELECT salt FROM workspace"
FIRST_REQUEST = 1000


class Cursor(Protocol):
    """What both drivers answer to a statement."""

    @property
    def rowcount(self) -> int:
        """How many rows it changed."""

    def fetchone(self) -> Any:  # noqa: ANN401  a row of either driver
        """Answer the next row."""


class Connection(Protocol):
    """A bare connection of either driver, inside a transaction that somebody else commits."""

    def execute(self, statement: str, values: Sequence[object] = ..., /) -> Cursor:
        """Run one statement; its placeholders are `?` for both."""


def salt_of(connection: Connection) -> str:
    """Answer the text that makes metadata keys opaque."""
    salt: str = connection.execute(SALT).fetchone()[0]
    return salt


def file(connection: Connection, form: Form, salt: str, now: object) -> None:
    """Write one request with its receipt, its trail and its three notices; `now` is an instant as the driver has it."""
    if connection.execute(RECEIPT, (f"view:{form.view_id}", now)).rowcount == 0:
        return
    connection.execute(DRAFT, (form.draft_id, form.filed_by, now, now))
    manager, channel = connection.execute(ACCOUNT, (form.account_id,)).fetchone()
    request = (form.request_type, form.urgency, form.account_id, manager, channel, form.summary)
    filed = (form.customer_words, form.filed_by, now, now, form.urgency)
    number = connection.execute(REQUEST, (*request, *filed)).fetchone()[0]
    stands = (form.request_type, form.urgency)
    connection.execute(STEP, (number, now, form.filed_by, form.summary, *stands))
    told = (("card", channel), ("receipt", form.filed_by), ("handoff", manager))
    notices = [_notice(salt, topic, f"R-{FIRST_REQUEST + number}", place, now) for topic, place in told]
    connection.execute(NOTICES, [value for notice in notices for value in notice])


def _notice(salt: str, topic: str, subject: str, place: str, now: object) -> tuple[object, ...]:
    key = hashlib.sha256(f"{salt}\0{topic}\0{subject}\0{place}".encode()).hexdigest()[:32]
    return (topic, subject, place, place, key, now)
