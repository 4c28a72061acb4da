"""The tables of digests: how each is set up, who wants none, and every edition with its values."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, Table, text

from storage.base import metadata
from storage.types import Code, Json, UtcDateTime
from storage.vocabulary import DigestKind, EmptyDay, HolidayRule, Locale, Order

digests = Table(
    "digests",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("kind", Code(DigestKind), nullable=False),
    Column("channel", String(32)),
    Column("at", String(5), nullable=False),
    Column("days", Json, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("locale", Code(Locale), nullable=False),
    Column("sections", Json, nullable=False),
    Column("order", Code(Order), nullable=False),
    Column("holidays", Code(HolidayRule), nullable=False),
    Column("empty", Code(EmptyDay), nullable=False),
    Column("made_by", String(32), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("paused_at", UtcDateTime),
    Column("paused_by", String(32)),
    Column("trouble", String(160)),
    sqlite_autoincrement=True,
)

editions = Table(
    "editions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("digest", Integer),
    Column("place", String(64), nullable=False),
    Column("local_date", Date, nullable=False),
    Column("slot", String(5)),
    Column("as_of", UtcDateTime, nullable=False),
    Column("content", Json),
    Column("skipped", Boolean, nullable=False),
    Column("preview", Boolean, nullable=False),
    sqlite_autoincrement=True,
)
_has_slot = text("slot IS NOT NULL")
Index(
    "ix_editions_slot",
    editions.c.digest,
    editions.c.place,
    editions.c.local_date,
    editions.c.slot,
    unique=True,
    sqlite_where=_has_slot,
    postgresql_where=_has_slot,
)
Index("ix_editions_place", editions.c.place, editions.c.number)

mornings_off = Table("mornings_off", metadata, Column("user_id", String(32), primary_key=True))
"""Who wants no morning digest."""
