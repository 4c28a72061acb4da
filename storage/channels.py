"""What the mirror knows of Slack's channels: which anyone may read, which only their members."""

from collections.abc import Collection

from sqlalchemy import Boolean, Column, String, Table, select

from storage.base import Repository, metadata, slices

channels = Table(
    "channels",
    metadata,
    Column("channel", String(32), primary_key=True),
    Column("is_private", Boolean, nullable=False),
)


class Channels(Repository):
    """The channels in which Baton is, as far as Slack has told."""

    __slots__ = ()

    def keep(self, channel: str, *, is_private: bool) -> None:
        """Keep who may read a channel."""
        insert = self.upsert(channels).values(channel=channel, is_private=is_private)
        changes = {"is_private": is_private}
        self.connection.execute(insert.on_conflict_do_update(index_elements=[channels.c.channel], set_=changes))

    def public_among(self, ids: Collection[str]) -> frozenset[str]:
        """Answer which of `ids` anyone in the workspace may read; one of which nothing is known is private."""
        query = select(channels.c.channel).where(~channels.c.is_private)
        found = (self.connection.execute(query.where(channels.c.channel.in_(part))).scalars() for part in slices(ids))
        return frozenset(channel for part in found for channel in part)
