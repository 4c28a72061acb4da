"""Every query about editions: what was posted for which slot, with which values."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, select

from storage.base import Repository
from storage.digests.records import Edition, NewEdition
from storage.digests.tables import editions
from storage.vocabulary import edition_number


def _edition(row: Row[Any]) -> Edition:
    return Edition(**row._mapping)


_counts = ~editions.c.preview & ~editions.c.skipped


class Editions(Repository):
    """Digests as they were posted. Nothing here ever changes."""

    __slots__ = ()

    def add(self, new: NewEdition) -> Edition | None:
        """Keep an edition; answer None where another one of the same digest, place, date and slot is kept already."""
        values = {field: getattr(new, field) for field in NewEdition.__slots__}
        insert = self.upsert(editions).values(values).on_conflict_do_nothing().returning(editions.c.number)
        number = self.connection.execute(insert).scalar()
        return None if number is None else Edition(**values, number=number)

    def get(self, key: str) -> Edition | None:
        """Answer the edition called `key`, or None."""
        row = self.connection.execute(select(editions).where(editions.c.number == edition_number(key))).first()
        return None if row is None else _edition(row)

    def latest(self, digest: int | None, place: str) -> Edition | None:
        """Answer what was last posted of a digest in a place; of none in particular, where `digest` is None."""
        same = (editions.c.place == place) & editions.c.digest.is_not_distinct_from(digest)
        query = select(editions).where(same, _counts).order_by(editions.c.number.desc()).limit(1)
        row = self.connection.execute(query).first()
        return None if row is None else _edition(row)

    def skipped_since(self, digest: int, place: str, after: int) -> list[Edition]:
        """Answer the slots of a digest that were skipped after the edition numbered `after`, oldest first."""
        query = select(editions).where(
            editions.c.digest == digest, editions.c.place == place, editions.c.skipped, editions.c.number > after
        )
        return [_edition(row) for row in self.connection.execute(query.order_by(editions.c.number))]

    def places_served(self, digest: int, places: Collection[str], local_date: date, slot: str) -> frozenset[str]:
        """Answer which of `places` have had a digest on a date and slot, or were skipped then."""
        served = (editions.c.digest == digest) & (editions.c.local_date == local_date) & (editions.c.slot == slot)
        query = select(editions.c.place).where(served, editions.c.place.in_(sorted(places)))
        return frozenset(self.connection.execute(query).scalars())

    def was_posted_in(self, place: str) -> bool:
        """Say whether anything was ever posted in a place."""
        query = select(editions.c.number).where(editions.c.place == place, _counts).limit(1)
        return self.connection.execute(query).first() is not None

    def every(self) -> Iterator[Edition]:
        """Answer all that was posted or skipped, oldest first, without holding it in memory."""
        query = select(editions).where(~editions.c.preview).order_by(editions.c.number)
        for row in self.connection.execute(query).yield_per(100):
            yield _edition(row)

    def forget_previews(self, before: datetime) -> int:
        """Drop previews from before a moment; answer how many."""
        old = editions.c.preview & (editions.c.as_of < before)
        return self.connection.execute(editions.delete().where(old)).rowcount
