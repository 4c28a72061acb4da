"""The tables of calls: one row for each call and whisper, notes and signs beside it, words only for a while."""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, text

from storage.base import metadata
from storage.types import CleanText, Code, UtcDateTime
from storage.vocabulary import Helped, SignKind, Speaker, Tone, WhisperAnswer

calls = Table(
    "calls",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("call_id", CleanText, unique=True),
    Column("agent", String(32)),
    Column("account_id", String(64)),
    Column("customer", CleanText),
    Column("channel", String(32)),
    Column("started_at", UtcDateTime),
    Column("last_sign_at", UtcDateTime, nullable=False),
    Column("announced", Boolean, nullable=False),
    Column("ended_at", UtcDateTime),
    Column("ended_by", String(32)),
    Column("help_asked_at", UtcDateTime),
    Column("help_by", String(32)),
    Column("help_taken_at", UtcDateTime),
    Column("helps", Integer, nullable=False, server_default="0"),
    sqlite_autoincrement=True,
)
IS_LIVE = calls.c.ended_at.is_(None) & calls.c.started_at.is_not(None)
_is_live = text("ended_at IS NULL AND started_at IS NOT NULL")
Index("ix_calls_started_at", calls.c.started_at)
Index(
    "ix_calls_live_agent",
    calls.c.agent,
    unique=True,
    sqlite_where=_is_live,
    postgresql_where=_is_live,
)

call_notes = Table(
    "call_notes",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("number", Integer, ForeignKey("calls.number"), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("text", CleanText, nullable=False),
    sqlite_autoincrement=True,
)

call_signs = Table(
    "call_signs",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("number", Integer, ForeignKey("calls.number"), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("kind", Code(SignKind), nullable=False),
    Column("phrase", CleanText),
    Column("words", CleanText),
    sqlite_autoincrement=True,
)

help_signs = Table(
    "help_signs",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("number", Integer, ForeignKey("calls.number"), nullable=False, index=True),
    Column("asked_at", UtcDateTime, nullable=False, index=True),
    Column("taken_by", String(32)),
    Column("taken_at", UtcDateTime),
    sqlite_autoincrement=True,
)
"""Every sign that was raised, and who took it: of a call that is over, the call itself says neither."""

segments = Table(
    "segments",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=True),
    Column("number", Integer, ForeignKey("calls.number"), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("speaker", Code(Speaker), nullable=False),
    Column("text", CleanText, nullable=False),
    sqlite_autoincrement=True,
)
Index("ix_segments_call", segments.c.number, segments.c.at)

whispers = Table(
    "whispers",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("call", Integer, ForeignKey("calls.number"), nullable=False, index=True),
    Column("agent", String(32), nullable=False),
    Column("by", String(32), nullable=False),
    Column("advice", CleanText, nullable=False),
    Column("tone", Code(Tone), nullable=False),
    Column("link", CleanText),
    Column("phrase_id", String(64)),
    Column("sent_at", UtcDateTime, nullable=False),
    Column("due_at", UtcDateTime),
    Column("sendings", Integer, nullable=False, server_default="1"),
    Column("delivered_at", UtcDateTime),
    Column("answer", Code(WhisperAnswer)),
    Column("answered_at", UtcDateTime),
    Column("warned_at", UtcDateTime),
    Column("folded_at", UtcDateTime),
    Column("failed", String(120)),
    Column("caution", String(24)),
    Column("helped", Code(Helped)),
    sqlite_autoincrement=True,
)
Index("ix_whispers_sent_at", whispers.c.sent_at)
_is_due = text("due_at IS NOT NULL")
Index("ix_whispers_due_at", whispers.c.due_at, sqlite_where=_is_due, postgresql_where=_is_due)

huddles = Table(
    "huddles",
    metadata,
    Column("user_id", String(32), primary_key=True),
    Column("until", UtcDateTime, nullable=False),
)
