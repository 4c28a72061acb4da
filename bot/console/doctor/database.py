"""The database: there, of this version, writable, and with room; it is looked at as it stands, never migrated."""

from collections.abc import Iterator
from typing import Final

from bot.console.doctor.findings import Finding, Wording
from storage.database import Condition, File, Server

LEAST_ROOM: Final = 200 * 1024**2
"""Bytes that a disk should have left: on a full one nothing more is taken on."""
OLDEST_SERVER: Final = 14
"""https://www.postgresql.org/support/versioning/"""
CONNECTIONS: Final = 12
"""What one process of Baton holds."""


def about_condition(say: Wording, condition: Condition) -> Iterator[Finding]:
    """Say what keeps Baton from working on this database; one that is not made yet is no fault."""
    match condition.place:
        case File() as file:
            yield from _about_file(say, file)
        case Server() as server:
            yield from _about_server(say, server)
    shown = {"revision": condition.revision, "newest": condition.newest}
    if condition.revision is None:
        if not is_refused(condition):
            yield say.unused("database_unmade", **shown)
    elif condition.revision < condition.newest:
        yield say.wrong("database_older", **shown)
    elif condition.revision > condition.newest:
        yield say.wrong("database_newer", **shown)


def is_refused(condition: Condition) -> bool:
    """Say whether we may not use what is there."""
    place = condition.place
    return place.refusal is not None if isinstance(place, File) else not place.may_write


def _about_file(say: Wording, file: File) -> Iterator[Finding]:
    if file.refusal is not None:
        yield say.wrong("database_not_writable", path=file.path, folder=file.path.parent, reason=file.refusal)
    elif file.journal not in {None, "wal"}:
        yield say.wrong("database_journal", path=file.path, mode=file.journal)
    if file.free < LEAST_ROOM:
        yield say.wrong("database_disk", folder=file.path.parent, free=file.free // 1024**2)


def _about_server(say: Wording, server: Server) -> Iterator[Finding]:
    if server.version < OLDEST_SERVER:
        yield say.wrong("database_version", version=server.version, oldest=OLDEST_SERVER)
    if server.encoding != "UTF8":
        yield say.wrong("database_encoding", encoding=server.encoding)
    if server.is_read_only:
        yield say.wrong("database_read_only")
    if not server.may_create:
        yield say.wrong("database_may_not_create")
    if not server.may_write:
        yield say.wrong("database_may_not_write")
    if server.connections < CONNECTIONS:
        yield say.wrong("database_connections", count=server.connections, needed=CONNECTIONS)
