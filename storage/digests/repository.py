"""Every query about how digests are set up."""

from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, Unpack

from sqlalchemy import Row, select

from storage.base import Repository
from storage.digests.records import Digest, DigestChanges, NewDigest
from storage.digests.tables import digests, mornings_off
from storage.vocabulary import Section, Weekday, digest_number


def _digest(row: Row[Any]) -> Digest:
    values = dict(row._mapping)
    values["days"] = tuple(map(Weekday, values["days"]))
    values["sections"] = tuple(map(Section, values["sections"]))
    return Digest(**values)


class Digests(Repository):
    """Digests as they are set up."""

    __slots__ = ()

    def add(self, new: NewDigest, now: datetime) -> Digest:
        """Keep a new digest."""
        values = asdict(new) | {"made_at": now}
        number: int = self.connection.execute(digests.insert().values(values).returning(digests.c.number)).scalar_one()
        return Digest(**asdict(new), number=number, made_at=now)

    def get(self, key: str, *, lock: bool = False) -> Digest | None:
        """Answer the digest called `key`, or None; `lock` holds it against other replicas until the commit."""
        query = select(digests).where(digests.c.number == digest_number(key))
        row = self.connection.execute(query.with_for_update() if lock else query).first()
        return None if row is None else _digest(row)

    def all(self) -> list[Digest]:
        """Answer every digest, in the order in which they were set up."""
        return [_digest(row) for row in self.connection.execute(select(digests).order_by(digests.c.number))]

    def change(self, digest: Digest, **changes: Unpack[DigestChanges]) -> Digest:
        """Keep `changes` to a digest; answer it as it is then."""
        if changes:
            self.connection.execute(digests.update().where(digests.c.number == digest.number).values(**changes))
        return replace(digest, **changes)

    def delete(self, digest: Digest) -> None:
        """Drop how a digest is set up; its editions stay."""
        self.connection.execute(digests.delete().where(digests.c.number == digest.number))

    # ---- who wants a morning digest

    def want_no_morning(self, user_id: str) -> None:
        """Keep that someone wants no morning digest."""
        self.connection.execute(self.upsert(mornings_off).values(user_id=user_id).on_conflict_do_nothing())

    def want_mornings(self, user_id: str) -> None:
        """Keep that someone wants morning digests again."""
        self.connection.execute(mornings_off.delete().where(mornings_off.c.user_id == user_id))

    def without_mornings(self) -> frozenset[str]:
        """Answer who wants no morning digest."""
        return frozenset(self.connection.execute(select(mornings_off.c.user_id)).scalars())
