"""The mirror of Slack's people: who they are, which groups they belong to, which channels they are in."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field

from sqlalchemy import BigInteger, Boolean, Column, Index, Row, String, Table, bindparam, delete, func, select

from storage.base import Repository, metadata, slices
from storage.types import CleanText, Code
from storage.vocabulary import Locale

people = Table(
    "people",
    metadata,
    Column("user_id", String(32), primary_key=True),
    Column("name", CleanText, nullable=False),
    Column("email", CleanText),
    Column("locale", Code(Locale), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("is_admin", Boolean, nullable=False),
    Column("is_bot", Boolean, nullable=False),
    Column("deactivated", Boolean, nullable=False),
    Column("updated", BigInteger, nullable=False, server_default="0"),
)
Index("ix_people_email", func.lower(people.c.email))
group_members = Table(
    "group_members",
    metadata,
    Column("group_id", String(32), primary_key=True),
    Column("user_id", String(32), primary_key=True),
)
channel_members = Table(
    "channel_members",
    metadata,
    Column("channel", String(32), primary_key=True),
    Column("user_id", String(32), primary_key=True),
)
_is_active = ~people.c.deactivated & ~people.c.is_bot
_by_id = select(people).where(people.c.user_id == bindparam("user_id"))
_among = select(people).where(people.c.user_id.in_(bindparam("user_ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class Person:
    """One member of the workspace, as Slack knows them; `updated` is Slack's own version, unix seconds, 0 unknown."""

    user_id: str
    name: str
    email: str | None
    locale: Locale
    zone: str
    is_admin: bool
    is_bot: bool
    deactivated: bool
    updated: int = 0


def _person(row: Row[tuple[object, ...]]) -> Person:
    return Person(**row._mapping)


@dataclass(frozen=True, slots=True)
class People(Repository):
    """Who is who; kept by Slack's events and an hourly look. Whom a unit of work has met, it asks for but once."""

    _met: dict[str, Person] = field(default_factory=dict)

    def remember(self, found: Collection[Person]) -> None:
        """Keep each of `found` as it is now."""
        if not found:
            return
        self._met.clear()
        insert = self.upsert(people)
        changes = {column.name: insert.excluded[column.name] for column in people.columns if not column.primary_key}
        statement = insert.on_conflict_do_update(index_elements=[people.c.user_id], set_=changes)
        self.connection.execute(statement, [asdict(person) for person in found])

    def get(self, user_id: str) -> Person | None:
        """Answer one person, or None while unknown."""
        if user_id not in self._met:
            row = self.connection.execute(_by_id, {"user_id": user_id}).first()
            if row is None:
                return None
            self._met[user_id] = _person(row)
        return self._met[user_id]

    def among(self, user_ids: Collection[str]) -> dict[str, Person]:
        """Answer those of `user_ids` that are known."""
        unmet = frozenset(user_ids) - self._met.keys()
        found = (self.connection.execute(_among, {"user_ids": part}) for part in slices(unmet))
        self._met.update({row.user_id: _person(row) for rows in found for row in rows})
        return {user_id: self._met[user_id] for user_id in sorted(user_ids) if user_id in self._met}

    def by_email(self, email: str) -> Person | None:
        """Answer who of the active has this mail address, whatever its letter case."""
        query = select(people).where(func.lower(people.c.email) == email.strip().lower(), _is_active)
        row = self.connection.execute(query).first()
        return None if row is None else _person(row)

    def by_name(self, name: str) -> list[Person]:
        """Answer everyone active who goes by this name."""
        query = select(people).where(people.c.name == name, _is_active)
        return [_person(row) for row in self.connection.execute(query)]

    def workspace_admins(self) -> frozenset[str]:
        """Answer the active admins of the workspace."""
        query = select(people.c.user_id).where(people.c.is_admin, _is_active)
        return frozenset(self.connection.execute(query).scalars())

    def are_known(self) -> bool:
        """Say whether anyone at all has been mirrored yet."""
        return self.connection.execute(select(people.c.user_id).limit(1)).first() is not None

    def replace_group(self, group_id: str, members: Iterable[str]) -> None:
        """Keep who belongs to a user group now."""
        self._replace(group_members, group_members.c.group_id == group_id, "group_id", group_id, members)

    def replace_channel(self, channel: str, members: Iterable[str]) -> None:
        """Keep who is in a channel now."""
        self._replace(channel_members, channel_members.c.channel == channel, "channel", channel, members)

    def _replace(self, table: Table, where: object, column: str, value: str, members: Iterable[str]) -> None:
        self.connection.execute(delete(table).where(where))  # type: ignore[arg-type]
        rows = [{column: value, "user_id": user_id} for user_id in sorted(set(members))]
        if rows:
            self.connection.execute(table.insert(), rows)

    def join_channel(self, channel: str, user_id: str) -> None:
        """Keep that someone came into a channel."""
        statement = self.upsert(channel_members).values(channel=channel, user_id=user_id).on_conflict_do_nothing()
        self.connection.execute(statement)

    def leave_channel(self, channel: str, user_id: str | None = None) -> None:
        """Keep that someone (or, without `user_id`, everyone) is no longer in a channel."""
        statement = delete(channel_members).where(channel_members.c.channel == channel)
        if user_id is not None:
            statement = statement.where(channel_members.c.user_id == user_id)
        self.connection.execute(statement)

    def is_in_channel(self, channel: str, user_id: str) -> bool:
        """Say whether the mirror has someone in a channel."""
        query = select(channel_members).filter_by(channel=channel, user_id=user_id)
        return self.connection.execute(query).first() is not None

    def knows_channel(self, channel: str) -> bool:
        """Say whether the mirror has anyone at all in a channel."""
        query = select(channel_members.c.user_id).where(channel_members.c.channel == channel).limit(1)
        return self.connection.execute(query).first() is not None

    def members_of(self, group_ids: Collection[str]) -> frozenset[str]:
        """Answer everyone in any of these user groups."""
        if not group_ids:
            return frozenset()
        query = select(group_members.c.user_id).where(group_members.c.group_id.in_(sorted(group_ids)))
        return frozenset(self.connection.execute(query).scalars())
