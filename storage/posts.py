"""What Slack has of us: the message behind each kept notice, and the channel behind each person's DM."""

from dataclasses import dataclass

from sqlalchemy import Column, String, Table, delete, select

from storage.base import Repository, metadata
from storage.outbox import State, outbox

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
        query = select(posts.c.channel, posts.c.ts).filter_by(topic=topic, subject=subject, place=place)
        row = self.connection.execute(query).first()
        return None if row is None else Post(*row)

    def keep(self, topic: str, subject: str, place: str, post: Post) -> None:
        """Keep where a kept notice was posted."""
        insert = self.upsert(posts).values(topic=topic, subject=subject, place=place, channel=post.channel, ts=post.ts)
        keys = [posts.c.topic, posts.c.subject, posts.c.place]
        changes = {"channel": post.channel, "ts": post.ts}
        self.connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=changes))

    def forget(self, topic: str, subject: str, place: str) -> None:
        """Drop a message that somebody deleted in Slack."""
        self.connection.execute(delete(posts).filter_by(topic=topic, subject=subject, place=place))

    def places_of(self, topic: str, subject: str) -> frozenset[str]:
        """Answer where a kept notice of `subject` stands, or is on its way to."""
        posted = select(posts.c.place).filter_by(topic=topic, subject=subject)
        owed = select(outbox.c.place).filter_by(topic=topic, subject=subject).where(outbox.c.state != State.DEAD)
        return frozenset(self.connection.execute(posted.union(owed)).scalars())

    def channel_of(self, place: str) -> str | None:
        """Answer the DM channel of a person, or None while Slack has not been asked."""
        return self.connection.execute(select(places.c.channel).where(places.c.place == place)).scalar()

    def keep_channel(self, place: str, channel: str) -> None:
        """Keep the DM channel that Slack opened for a person."""
        insert = self.upsert(places).values(place=place, channel=channel)
        statement = insert.on_conflict_do_update(index_elements=[places.c.place], set_={"channel": channel})
        self.connection.execute(statement)
