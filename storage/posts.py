"""What Slack has of us: the message behind each kept notice, and the channel behind each person's DM."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Column, Select, String, Table, bindparam, delete, select

from storage.base import EitherInsert, OnEither, Repository, metadata
from storage.outbox import State, outbox
from storage.types import is_among

posts = Table(
    "posts",
    metadata,
    Column("topic", String(32), primary_key=True),
    Column("subject", String(160), primary_key=True),
    Column("place", String(64), primary_key=True),
    Column("channel", String(32), nullable=False),
    Column("ts", String(32), nullable=False),
)
places = Table(
    "places",
    metadata,
    Column("place", String(64), primary_key=True),
    Column("channel", String(32), nullable=False),
)


_of_message = (
    posts.c.topic == bindparam("topic"),
    posts.c.subject == bindparam("subject"),
    posts.c.place == bindparam("place"),
)
_get = select(posts.c.channel, posts.c.ts).where(*_of_message)
_channel_of = select(places.c.channel).where(places.c.place == bindparam("place"))
_owed = select(outbox.c.place).where(outbox.c.topic == bindparam("topic"), outbox.c.subject == bindparam("subject"))
_places_of = (
    select(posts.c.place)
    .where(posts.c.topic == bindparam("topic"), posts.c.subject == bindparam("subject"))
    .union(_owed.where(outbox.c.state != State.DEAD))
)


def _subjects_in(table: Table) -> Select[str]:
    same = (table.c.topic == bindparam("topic")) & (table.c.place == bindparam("place"))
    return select(table.c.subject).where(same, is_among(table.c.subject, "subjects"))


_subjects_at = _subjects_in(posts).union(_subjects_in(outbox).where(outbox.c.state != State.DEAD))


def _keeping(insert: EitherInsert) -> EitherInsert:
    """Let the latest post of a message stand, on either database."""
    latest = {"channel": insert.excluded.channel, "ts": insert.excluded.ts}
    return insert.on_conflict_do_update(index_elements=[posts.c.topic, posts.c.subject, posts.c.place], set_=latest)


_keep = OnEither(posts, _keeping)


@dataclass(frozen=True, slots=True)
class Post:
    """One message in Slack: its conversation (a DM's `D…` id, never the person's) and its time stamp."""

    channel: str
    ts: str


class Posts(Repository):
    """Messages that later notices update, and where direct messages go."""

    __slots__ = ()

    def get(self, topic: str, subject: str, place: str) -> Post | None:
        """Answer the message behind a kept notice, or None before its first post."""
        row = self.connection.execute(_get, {"topic": topic, "subject": subject, "place": place}).first()
        return None if row is None else Post(*row)

    def keep(self, topic: str, subject: str, place: str, post: Post) -> None:
        """Keep where a kept notice was posted."""
        self.keep_all({(topic, subject, place): post})

    def keep_all(self, posted: Mapping[tuple[str, str, str], Post]) -> None:
        """Keep where several were posted."""
        messages = [
            {"topic": topic, "subject": subject, "place": place, "channel": post.channel, "ts": post.ts}
            for (topic, subject, place), post in posted.items()
        ]
        if messages:
            self.connection.execute(_keep.on(self.connection), messages)

    def forget(self, topic: str, subject: str, place: str) -> None:
        """Drop a message that somebody deleted in Slack."""
        self.connection.execute(delete(posts).filter_by(topic=topic, subject=subject, place=place))

    def places_of(self, topic: str, subject: str) -> frozenset[str]:
        """Answer where a kept notice of `subject` stands, or is on its way to."""
        return frozenset(self.connection.execute(_places_of, {"topic": topic, "subject": subject}).scalars())

    def subjects_at(self, topic: str, place: str, subjects: Collection[str]) -> frozenset[str]:
        """Answer of which of `subjects` a kept notice stands in a place, or is on its way to it."""
        if not subjects:
            return frozenset()
        wanted = {"topic": topic, "place": place, "subjects": subjects}
        return frozenset(self.connection.execute(_subjects_at, wanted).scalars())

    def channel_of(self, place: str) -> str | None:
        """Answer the DM channel of a person, or None while Slack has not been asked."""
        return self.connection.execute(_channel_of, {"place": place}).scalar()

    def keep_channel(self, place: str, channel: str) -> None:
        """Keep the DM channel that Slack opened for a person."""
        insert = self.upsert(places).values(place=place, channel=channel)
        statement = insert.on_conflict_do_update(index_elements=[places.c.place], set_={"channel": channel})
        self.connection.execute(statement)
