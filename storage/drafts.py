"""What people have typed and not yet filed, for a day: a closed form loses nothing."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Column, Index, String, Table, select
from sqlalchemy.sql.dml import ReturningInsert

from storage.base import EitherInsert, OnEither, Repository, metadata
from storage.requests.records import FileLink
from storage.types import Json, UtcDateTime

KEPT_FOR = timedelta(hours=24)
LATE = timedelta(seconds=10)
"""What is typed this soon after a filing was typed before it, and overtaken on its way."""

drafts = Table(
    "drafts",
    metadata,
    Column("draft_id", String(32), primary_key=True),
    Column("person", String(32), nullable=False),
    Column("typed_at", UtcDateTime, nullable=False, index=True),
    Column("filed_at", UtcDateTime),
    Column("typed", Json, nullable=False),
    Column("source", Json),
)
Index("ix_drafts_person", drafts.c.person, drafts.c.typed_at)


@dataclass(frozen=True, slots=True)
class Source:
    """The message that a draft began with: who wrote it (a plain name), where it stands, the files under it.

    `said` is what it brought into the form, where others than its author may file it, too.
    """

    author: str | None = None
    permalink: str | None = None
    files: tuple[FileLink, ...] = ()
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KeptDraft:
    """What `person` had typed at `typed_at`, by the block ids of the form; `filed_at` once it became a request."""

    draft_id: str
    person: str
    typed_at: datetime
    typed: Mapping[str, Any] = field(default_factory=dict)
    source: Source | None = None
    filed_at: datetime | None = None


def _source(stored: dict[str, Any] | None) -> Source | None:
    if stored is None:
        return None
    files = tuple(FileLink(**link) for link in stored["files"])
    return Source(stored["author"], stored["permalink"], files, stored["said"])


def _marking(insert: EitherInsert) -> "ReturningInsert[tuple[Any]]":
    changes = {"filed_at": insert.excluded.filed_at}
    is_mine = drafts.c.person == insert.excluded.person
    marked = insert.on_conflict_do_update(index_elements=[drafts.c.draft_id], set_=changes, where=is_mine)
    return marked.returning(drafts.c.source)


_mark_filed = OnEither(drafts, _marking)


class Drafts(Repository):
    """Forms that were begun."""

    __slots__ = ()

    def keep(self, draft: KeptDraft) -> None:
        """Keep what is typed now; a later typing, or a filing since, stands. Nobody overwrites another's draft."""
        source = None if draft.source is None else asdict(draft.source)
        values = {
            "draft_id": draft.draft_id,
            "person": draft.person,
            "typed_at": draft.typed_at,
            "typed": dict(draft.typed),
            "source": source,
        }
        insert = self.upsert(drafts).values(values)
        is_older = (drafts.c.typed_at <= draft.typed_at) & (drafts.c.person == draft.person)
        is_unfiled = drafts.c.filed_at.is_(None) | (drafts.c.filed_at < draft.typed_at - LATE)
        changes = {"typed_at": draft.typed_at, "typed": insert.excluded.typed, "filed_at": None}
        self.connection.execute(
            insert.on_conflict_do_update(index_elements=[drafts.c.draft_id], set_=changes, where=is_older & is_unfiled)
        )

    def get(self, draft_id: str) -> KeptDraft | None:
        """Answer one draft, or None once it is forgotten."""
        row = self.connection.execute(select(drafts).where(drafts.c.draft_id == draft_id)).first()
        return None if row is None else KeptDraft(**dict(row._mapping) | {"source": _source(row.source)})

    def offered_to(self, person: str, now: datetime) -> list[KeptDraft]:
        """Answer what `person` typed in the last 24 hours and has not filed, latest first."""
        query = (
            select(drafts)
            .where(drafts.c.person == person, drafts.c.filed_at.is_(None), drafts.c.typed_at > now - KEPT_FOR)
            .order_by(drafts.c.typed_at.desc())
        )
        rows = self.connection.execute(query)
        return [KeptDraft(**dict(row._mapping) | {"source": _source(row.source)}) for row in rows]

    def locate(self, draft_id: str, person: str, permalink: str) -> None:
        """Keep where the message stands that a draft of `person` began with."""
        kept = self.get(draft_id)
        if kept is None or kept.person != person:
            return
        source = replace(kept.source or Source(), permalink=permalink)
        changed = drafts.update().where(drafts.c.draft_id == draft_id).values(source=asdict(source))
        self.connection.execute(changed)

    def mark_filed(self, draft_id: str, person: str, now: datetime) -> Source | None:
        """Offer a draft no longer; answer the message it began with. It stays: a form still open on it can file, too.

        One that is not kept yet is noted all the same: what was typed before may still be on its way here. Somebody
        else's stays as it is.
        """
        filed = {"draft_id": draft_id, "person": person, "typed_at": now, "filed_at": now, "typed": {}}
        row = self.connection.execute(_mark_filed.on(self.connection), filed).first()
        return None if row is None else _source(row.source)

    def drop(self, draft_id: str, person: str) -> None:
        """Throw a draft away, where it is `person`'s own."""
        mine = (drafts.c.draft_id == draft_id) & (drafts.c.person == person)
        self.connection.execute(drafts.delete().where(mine))

    def forget_old(self, now: datetime) -> int:
        """Drop what was typed more than 24 hours ago; answer how many."""
        return self.connection.execute(drafts.delete().where(drafts.c.typed_at < now - KEPT_FOR)).rowcount
