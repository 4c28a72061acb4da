"""The tables of requests: one row as it stands, and an append-only trail."""

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, literal_column

from storage.base import metadata
from storage.types import CleanText, Code, Json, UtcDateTime
from storage.vocabulary import CustomerState, Ending, Outcome, RequestType, Status, Urgency, Verb, Waiting

requests = Table(
    "requests",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("request_type", Code(RequestType), nullable=False),
    Column("urgency", Code(Urgency), nullable=False),
    Column("status", Code(Status), nullable=False),
    Column("account_id", String(64), ForeignKey("accounts.account_id"), nullable=False),
    Column("account_manager", String(32)),
    Column("channel", String(32)),
    Column("summary", CleanText, nullable=False),
    Column("customer_words", CleanText),
    Column("details", CleanText),
    Column("conversation_url", CleanText),
    Column("files", Json, nullable=False),
    Column("filed_by", String(32), nullable=False),
    Column("filed_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("owner", String(32)),
    Column("claimed_at", UtcDateTime),
    Column("answer", CleanText),
    Column("answered_by", String(32)),
    Column("answered_at", UtcDateTime),
    Column("ending", Code(Ending)),
    Column("finished_by", String(32)),
    Column("finished_at", UtcDateTime),
    Column("outcome", Code(Outcome)),
    Column("customer_state", Code(CustomerState)),
    Column("result", CleanText),
    Column("steps", Integer, nullable=False, server_default="1"),
    Column("agent_urgency", Code(Urgency), nullable=False, server_default=Urgency.MEDIUM.value),
    Column("manager_urgency", Code(Urgency)),
    Column("promised", CleanText),
    Column("next_contact_at", UtcDateTime),
    Column("said_by", CleanText),
    Column("linked_to", Integer),
    Column("waiting_for", Code(Waiting)),
    Column("waiting_until", UtcDateTime),
    Column("waiting_step", Integer),
    Column("question", CleanText),
    Column("offered_to", String(32)),
    Column("offered_by", String(32)),
    Column("offered_step", Integer),
    Column("declined_by", Json, nullable=False, server_default="[]"),
    sqlite_autoincrement=True,
)
is_unfinished = requests.c.status != literal_column(f"'{Status.DONE.value}'")
"""Spelt out, not bound: only so does either database see that the indexes of what is unfinished will do."""
is_finished = requests.c.status == literal_column(f"'{Status.DONE.value}'")
waits_for_filer = (requests.c.status == Status.WAITING) & requests.c.waiting_for.in_(
    [Waiting.ACCEPTANCE, Waiting.REPLY]
)
Index(
    "ix_requests_finished_owner",
    requests.c.owner,
    requests.c.finished_at,
    sqlite_where=is_finished,
    postgresql_where=is_finished,
)
Index(
    "ix_requests_unfinished_account", requests.c.account_id, sqlite_where=is_unfinished, postgresql_where=is_unfinished
)
Index("ix_requests_unfinished_owner", requests.c.owner, sqlite_where=is_unfinished, postgresql_where=is_unfinished)
Index(
    "ix_requests_unfinished_account_manager",
    requests.c.account_manager,
    sqlite_where=is_unfinished,
    postgresql_where=is_unfinished,
)
Index(
    "ix_requests_unfinished_filed_by",
    requests.c.filed_by,
    requests.c.status,
    sqlite_where=is_unfinished,
    postgresql_where=is_unfinished,
)
Index(
    "ix_requests_unfinished_offered_to",
    requests.c.offered_to,
    sqlite_where=is_unfinished,
    postgresql_where=is_unfinished,
)
Index("ix_requests_filed_by", requests.c.filed_by, requests.c.number)

trail = Table(
    "trail",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("number", Integer, ForeignKey("requests.number"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("by", String(32), nullable=False),
    Column("verb", Code(Verb), nullable=False),
    Column("from_status", Code(Status)),
    Column("to_status", Code(Status), nullable=False),
    Column("words", CleanText),
    Column("ordinal", Integer, nullable=False, server_default="0"),
    Column("about", String(64)),
    Column("request_type", Code(RequestType)),
    Column("urgency", Code(Urgency)),
    Column("owner", String(32)),
    sqlite_autoincrement=True,
)
Index("ix_trail_step", trail.c.number, trail.c.ordinal, unique=True)
Index("ix_trail_at", trail.c.at)
