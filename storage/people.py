"""The mirror of Slack's people: who they are, which groups they belong to, which channels they are in."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass, field, replace

from sqlalchemy import BigInteger, Boolean, Column, Index, Row, String, Table, bindparam, delete, func, select, update

from storage.base import Repository, metadata, slices
from storage.types import CleanText, Code, clean, is_among
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
_among = select(people).where(is_among(people.c.user_id, "user_ids"))
_channels_of = select(channel_members.c.channel).where(
    channel_members.c.user_id == bindparam("user_id"), is_among(channel_members.c.channel, "channels")
)


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


def _as_stored(person: Person) -> Person:
    """Answer someone as the database will give them back."""
    return replace(person, name=clean(person.name), email=None if person.email is None else clean(person.email))


@dataclass(frozen=True, slots=True)
class People(Repository):
    """Who is who; kept by Slack's events and an hourly look. Whom a unit of work has met, it asks for but once."""

    _met: dict[str, Person] = field(default_factory=dict)

    def remember(self, found: Collection[Person]) -> frozenset[str]:
        """Keep each of `found` that is new, or newer than what is known; answer whose age leaves that open.

        Slack counts in seconds: of two that differ and are of the same second nobody can tell which is the older.
        """
        if not found:
            return frozenset()
        self._met.clear()
        insert = self.upsert(people)
        changes = {column.name: insert.excluded[column.name] for column in people.columns if not column.primary_key}
        newer = people.c.updated < insert.excluded.updated
        statement = insert.on_conflict_do_update(index_elements=[people.c.user_id], set_=changes, where=newer)
        self.connection.execute(statement, [asdict(person) for person in found])
        return self._in_doubt(found)

    def _in_doubt(self, found: Collection[Person]) -> frozenset[str]:
        """Answer who of `found` is otherwise than known, and no older by what Slack says."""
        known = self.among({person.user_id for person in found})
        pairs = ((known[person.user_id], _as_stored(person)) for person in found)
        return frozenset(new.user_id for old, new in pairs if new != old and new.updated in {0, old.updated})

    def correct(self, before: Person, now: Person) -> bool:
        """Keep someone as they are `now`; leave them, and say no, where they are no longer as `before`."""
        self._met.clear()
        row = self.connection.execute(_by_id.with_for_update(), {"user_id": before.user_id}).first()
        if row is None or _person(row) != before:
            return False
        self.connection.execute(update(people).where(people.c.user_id == now.user_id).values(asdict(now)))
        return True

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

    def zones(self) -> frozenset[str]:
        """Answer the time zones in which anyone active is."""
        return frozenset(self.connection.execute(select(people.c.zone).where(_is_active).distinct()).scalars())

    def are_known(self) -> bool:
        """Say whether anyone at all has been mirrored yet."""
        return self.connection.execute(select(people.c.user_id).limit(1)).first() is not None

    def replace_group(self, group_id: str, members: Iterable[str], before: Collection[str] | None = None) -> None:
        """Keep who belongs to a user group now; `before`: who did when Slack was asked (None: who does by now)."""
        self._replace(group_members, group_members.c.group_id, group_id, members, before)

    def replace_channel(self, channel: str, members: Iterable[str], before: Collection[str] | None = None) -> None:
        """Keep who is in a channel now; `before`: who was when Slack was asked (None: who is by now).

        Whoever came or went since, as events told, is left as they told.
        """
        self._replace(channel_members, channel_members.c.channel, channel, members, before)

    def _replace(
        self, table: Table, of: Column[str], value: str, members: Iterable[str], before: Collection[str] | None
    ) -> None:
        now = frozenset(members)
        known = self._members(table, of, value) if before is None else frozenset(before)
        for part in slices(known - now):
            self.connection.execute(delete(table).where(of == value, table.c.user_id.in_(part)))
        if come := sorted(now - known):
            statement = self.upsert(table).on_conflict_do_nothing()
            self.connection.execute(statement, [{of.name: value, "user_id": user_id} for user_id in come])

    def _members(self, table: Table, of: Column[str], value: str) -> frozenset[str]:
        return frozenset(self.connection.execute(select(table.c.user_id).where(of == value)).scalars())

    def in_channel(self, channel: str) -> frozenset[str]:
        """Answer everyone whom the mirror has in a channel."""
        return self._members(channel_members, channel_members.c.channel, channel)

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

    def channels_of(self, user_id: str, channels: Collection[str]) -> frozenset[str]:
        """Answer in which of `channels` the mirror has someone."""
        if not channels:
            return frozenset()
        wanted = {"user_id": user_id, "channels": channels}
        return frozenset(self.connection.execute(_channels_of, wanted).scalars())

    def is_in_any_channel(self, user_id: str) -> bool:
        """Say whether the mirror has someone in any channel at all."""
        query = select(channel_members.c.channel).where(channel_members.c.user_id == user_id).limit(1)
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

    def groups(self) -> dict[str, frozenset[str]]:
        """Answer everyone in each user group."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for group_id, user_id in self.connection.execute(select(group_members.c.group_id, group_members.c.user_id)):
            found[group_id].add(user_id)
        return {group_id: frozenset(members) for group_id, members in found.items()}
