"""`python app.py doctor` and the database: looked at as it stands, never migrated, on both kinds."""

import asyncio
import ctypes
import os
import sqlite3
import sys
from asyncio.subprocess import PIPE
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import NullPool, create_engine

from bot.console.doctor.database import about_condition
from bot.console.doctor.findings import Wording
from bot.words import Words
from sandbox.slack.server import SlackServer
from storage.database import Condition, Database, File, Server, examine
from storage.migrations import newest, upgrade
from storage.vocabulary import Locale
from tests.edge.raising import a_workspace
from tests.edge.ward import SECRET, Ward
from tests.postgresql import Cluster
from tests.shelf import a_name
from workflows.people.service import Identity, recognise

APP = Path(__file__).parents[2] / "app.py"
DROP_BOUNDING, OVERRIDE, READ_ANYTHING = 24, 1, 2
"""linux/prctl.h and linux/capability.h: what lets root write what nobody may."""


@pytest.fixture
def slackless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ward:
    """Where no Slack is looked at; the database is whichever a test names."""
    monkeypatch.chdir(tmp_path)
    return Ward(SlackServer(a_workspace()), Database("sqlite:///unused.db", lambda: datetime.now(UTC)), {})


def bring(url: str, revision: str) -> None:
    """Make the tables of an earlier version."""
    with create_engine(url, poolclass=NullPool).begin() as connection:
        upgrade(connection, revision)


# ---- its schema


async def test_one_that_is_not_made_yet_is_no_fault_and_is_not_made(slackless: Ward, empty_database_url: str) -> None:
    code, lines = await slackless.doctor(DATABASE_URL=empty_database_url)

    assert (code, lines["wrong"]) == (0, [])
    [told] = [line for line in lines["unused"] if line.startswith("Database")]
    assert "`make migrate`" in told
    assert examine(empty_database_url).revision is None


async def test_an_older_one_is_told_with_its_cure_and_is_not_migrated(slackless: Ward, empty_database_url: str) -> None:
    bring(empty_database_url, "0003")
    _, lines = await slackless.doctor(DATABASE_URL=empty_database_url)

    assert lines["wrong"][-1].startswith(f"Database: its schema is 0003, that of this Baton {newest()}")
    assert "`make migrate`" in lines["wrong"][-1]
    assert examine(empty_database_url).revision == "0003"


async def test_a_newer_one_is_left_alone(ward: Ward) -> None:
    ward.keep(lambda work: work.connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'"))
    complaint = await ward.complaint()

    assert "does not know its schema 9999" in complaint
    assert "restore a backup" in complaint


async def test_one_of_another_team_is_told_and_nothing_is_looked_at_inside(ward: Ward) -> None:
    ward.keep(lambda work: recognise(work, Identity("T_OTHER", "B1", "U1", None)))
    found = await ward.codes()

    assert found["wrong"] == {"other_team"}
    assert "channel" not in found["ok"]
    assert "clock" in found["ok"]


@pytest.mark.parametrize("url", ["postgresql://baton@127.0.0.1:9/nothing", "sqlite:////proc/nowhere/baton.db"])
async def test_one_that_cannot_be_used_is_told_and_slack_is_looked_at_all_the_same(ward: Ward, url: str) -> None:
    found = await ward.codes(DATABASE_URL=url)
    assert found["wrong"] == {"database_unusable"}
    assert {"token", "scopes", "channel"} <= found["ok"]


# ---- a file


def is_bound_by_rights() -> None:
    """Let rights on files bind the new process, even root's; whoever is not root is bound anyway."""
    for capability in (OVERRIDE, READ_ANYTHING):
        ctypes.CDLL(None).prctl(DROP_BOUNDING, capability, 0, 0, 0)


@pytest.mark.parametrize(("file", "folder"), [(0o444, 0o755), (0o444, 0o555)], ids=["file", "file and folder"])
async def test_a_file_that_we_may_not_write_is_named(sqlite_url: str, tmp_path: Path, file: int, folder: int) -> None:
    (tmp_path / "baton.db").chmod(file)
    tmp_path.chmod(folder)  # noqa: ASYNC240  nobody else runs on this loop
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, str(APP), "doctor"),
        env=os.environ | {"DATABASE_URL": sqlite_url},
        stdout=PIPE,
        preexec_fn=is_bound_by_rights,
    )
    out, _ = await process.communicate()
    tmp_path.chmod(0o755)  # noqa: ASYNC240  the same

    [complaint] = [line for line in out.decode().splitlines() if line.startswith("wrong")]
    assert process.returncode == 1
    assert f"{tmp_path / 'baton.db'} cannot be written" in complaint
    assert "Let the account that runs Baton write" in complaint


async def test_a_file_that_somebody_holds_is_named(sqlite_url: str, slackless: Ward) -> None:
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "(database is locked)" in await slackless.complaint(DATABASE_URL=sqlite_url)


async def test_a_file_without_a_log_beside_it_is_named(sqlite_url: str, slackless: Ward) -> None:
    with closing(sqlite3.connect(sqlite_url.removeprefix("sqlite:///"))) as other:
        other.execute("PRAGMA journal_mode = DELETE")
    complaint = await slackless.complaint(DATABASE_URL=sqlite_url)
    assert "journal mode delete" in complaint
    assert "`make migrate`" in complaint


# ---- a server


@pytest.fixture
def guest(postgresql_url: str) -> Iterator[str]:
    """The database by the URL of an account that may nothing yet."""
    name = a_name()
    with psycopg.connect(postgresql_url, autocommit=True) as owner:
        role, password = sql.Identifier(name), sql.Literal(SECRET)
        owner.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD {} CONNECTION LIMIT 40").format(role, password))
        parts = urlsplit(postgresql_url)
        yield parts._replace(netloc=f"{name}:{SECRET}@{parts.hostname}:{parts.port}").geturl()
        owner.execute(sql.SQL("DROP OWNED BY {0}; DROP ROLE {0}").format(role))


def let(url: str, guest: str, *statements: str) -> None:
    """Change what the account may; `{}` is its name."""
    with psycopg.connect(url, autocommit=True) as owner:
        for statement in statements:
            owner.execute(sql.SQL(statement).format(sql.Identifier(str(urlsplit(guest).username))))


MADE_EQUAL = ("GRANT USAGE, CREATE ON SCHEMA public TO {}", "GRANT ALL ON ALL TABLES IN SCHEMA public TO {}")


async def wrong_with(url: str) -> set[str]:
    """Answer the codes of what is wrong with a database."""
    say = Wording(Words(Locale.EN))
    return {finding.about for finding in about_condition(say, await asyncio.to_thread(examine, url))}


async def test_an_account_that_may_nothing_is_told_what_it_may_not(postgresql_url: str, guest: str) -> None:
    assert await wrong_with(guest) == {"database_may_not_create", "database_may_not_write"}
    let(postgresql_url, guest, MADE_EQUAL[0])
    assert await wrong_with(guest) == {"database_may_not_write"}
    let(postgresql_url, guest, MADE_EQUAL[1])
    assert await wrong_with(guest) == set()


async def test_too_few_connections_are_counted(postgresql_url: str, guest: str) -> None:
    let(postgresql_url, guest, *MADE_EQUAL, "ALTER ROLE {} CONNECTION LIMIT 3")
    assert await wrong_with(guest) == {"database_connections"}


async def test_a_server_that_takes_no_writes_is_named(postgresql_url: str, guest: str) -> None:
    let(postgresql_url, guest, *MADE_EQUAL, "ALTER ROLE {} SET default_transaction_read_only = on")
    assert await wrong_with(guest) == {"database_read_only"}


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
async def test_another_encoding_is_named(postgresql: Cluster, encoding: str) -> None:
    name = a_name()
    make = "CREATE DATABASE {} TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C' ENCODING {}"
    with psycopg.connect(postgresql.url, autocommit=True) as owner:
        owner.execute(sql.SQL(make).format(sql.Identifier(name), sql.Literal(encoding)))
    found = await wrong_with(postgresql.address(name))
    postgresql.drop(name)
    assert found == {"database_encoding", "database_unmade"}


# ---- what cannot be broken here: as facts

FILE = File(Path("/srv/baton.db"), 10**10, "wal")
SERVER = Server(18, "UTF8", False, True, True, 90, datetime(2026, 11, 21, tzinfo=UTC))  # noqa: FBT003  facts in a row


@pytest.mark.parametrize(
    ("place", "code"),
    [
        (FILE, None),
        (replace(FILE, free=10**6), "database_disk"),
        (SERVER, None),
        (replace(SERVER, version=13), "database_version"),
    ],
)
def test_little_room_and_an_old_server_are_named(place: File | Server, code: str | None) -> None:
    findings = about_condition(Wording(Words(Locale.EN)), Condition(place, newest(), newest()))
    assert [finding.about for finding in findings] == ([] if code is None else [code])
