"""The app's tokens and secret: random, and the same again for a workspace that is kept."""

import secrets
import sqlite3
from contextlib import closing
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import Self

from sandbox.alone.wrong import Wrong

COMPANIONS = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Credentials:
    """What an app proves itself by; nobody outside this machine knows them."""

    bot_token: str = field(default_factory=lambda: f"xoxb-sandbox-{secrets.token_hex(16)}", repr=False)
    app_token: str = field(default_factory=lambda: f"xapp-sandbox-{secrets.token_hex(16)}", repr=False)
    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)

    @classmethod
    def kept_in(cls, path: Path) -> Self:
        """Those of the workspace in `path`, made where it has none yet; Wrong where that is no such file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with closing(sqlite3.connect(path)) as database, database:
                database.execute("CREATE TABLE IF NOT EXISTS credentials (bot TEXT, app TEXT, secret TEXT)")
                if row := database.execute("SELECT bot, app, secret FROM credentials").fetchone():
                    return cls(*row)
                made = cls()
                database.execute("INSERT INTO credentials VALUES (?, ?, ?)", astuple(made))
                return made
        except sqlite3.DatabaseError as refused:
            raise Wrong(f"--keep {path}: it should be a file of the sandbox's own ({refused})") from None


def forget(path: Path) -> None:
    """Remove the workspace that is kept in `path`; Wrong where the file is something else."""
    if not path.exists():
        return
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            database.execute("SELECT bot FROM credentials")
    except sqlite3.DatabaseError:
        raise Wrong(f"--anew: {path} was not made by the sandbox; it stays as it is") from None
    for companion in COMPANIONS:
        path.with_name(path.name + companion).unlink(missing_ok=True)
