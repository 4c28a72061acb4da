"""The one Slack workspace (or Enterprise organisation) that this database belongs to."""

from dataclasses import asdict, dataclass

from sqlalchemy import Column, Integer, String, Table, select

from storage.base import Repository, metadata

workspace = Table(
    "workspace",
    metadata,
    Column("only", Integer, primary_key=True),
    Column("team_id", String(32)),
    Column("bot_id", String(32)),
    Column("bot_user_id", String(32)),
    Column("url", String(255)),
    Column("salt", String(64), nullable=False),
)
ONLY = 1


@dataclass(frozen=True, slots=True)
class Identity:
    """Who Baton is in Slack, as `auth.test` said; all None before the first answer."""

    team_id: str | None = None
    bot_id: str | None = None
    bot_user_id: str | None = None
    url: str | None = None


class Workspace(Repository):
    """The database's own identity."""

    __slots__ = ()

    def identity(self) -> Identity:
        """Answer who Baton is, as far as known."""
        columns = (workspace.c.team_id, workspace.c.bot_id, workspace.c.bot_user_id, workspace.c.url)
        row = self.connection.execute(select(*columns).where(workspace.c.only == ONLY)).one()
        return Identity(*row)

    def remember(self, identity: Identity) -> None:
        """Keep what `auth.test` said."""
        self.connection.execute(workspace.update().where(workspace.c.only == ONLY).values(**asdict(identity)))

    def salt(self) -> str:
        """Answer the random text that makes metadata keys opaque; written once by the first migration."""
        salt: str = self.connection.execute(select(workspace.c.salt).where(workspace.c.only == ONLY)).scalar_one()
        return salt
