"""Servers in processes of their own: started, waited for, looked at, ended."""

import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any

from benchmarks import team

ROOT = Path(__file__).parent.parent
STARTS_WITHIN = 20.0
"""Seconds after which a server that does not answer has failed."""

LOOKS_EVERY = 0.005
SAYS_AT_MOST = 65536
"""Bytes that a process without a door may say before it is ready."""
NOT_INHERITED = ("BATON_", "SLACK_", "JIRA_", "DATABASE_URL", "PYTHONDONTWRITEBYTECODE")
"""Settings are each server's own; with the last, Python would compile every file at each start: no deployment does."""
SECRETS = {"SLACK_BOT_TOKEN": team.BOT_TOKEN, "SLACK_SIGNING_SECRET": team.SIGNING_SECRET}
OK = 200
NOT_FOUND = 404


class DidNotStart(Exception):  # noqa: N818  what happened; the message says to whom
    """A server ended, or did not answer in time."""


@dataclass(frozen=True, slots=True)
class Server:
    """One running server; `ready_after` is the seconds from its start to its first answer, `log` what it writes to."""

    process: subprocess.Popen[bytes]
    port: int
    ready_after: float
    log: IO[bytes]

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def said(self) -> str:
        """Answer what it has written to its standard error."""
        self.log.seek(0)
        return self.log.read().decode(errors="replace")

    @property
    def resident_mib(self) -> float:
        """Answer how much memory it holds (Linux counts it in the process's status)."""
        return self._mib("VmRSS:")

    @property
    def most_resident_mib(self) -> float:
        """Answer how much memory it has held at most, since that was forgotten."""
        return self._mib("VmHWM:")

    def forget_most(self) -> None:
        """Count anew how much memory it holds at most (5 is Linux's word for that)."""
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5", encoding="ascii")

    def _mib(self, name: str) -> float:
        lines = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii").splitlines()
        [kib] = [int(line.split()[1]) for line in lines if line.startswith(name)]
        return kib / 1024


def free_port() -> int:
    """Answer a port of loopback on which nobody listens now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def ask(port: int, path: str, method: str = "GET", body: object = None) -> tuple[int, Any]:
    """Ask 127.0.0.1:`port` one thing; answer the status and the JSON, None where there is none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request(method, path, None if body is None else json.dumps(body))
        answer = connection.getresponse()
        text = answer.read()
        is_json = answer.getheader("content-type", "").startswith("application/json")
        return answer.status, json.loads(text) if is_json else None
    finally:
        connection.close()


@contextmanager
def _serving(
    command: list[str], port: int, ready: str, settings: Mapping[str, str], status: int = OK
) -> Iterator[Server]:
    """Run `command` until the block ends, by SIGKILL; it is ready once `ready` answers `status`."""
    began = time.perf_counter()
    with _running(command, settings) as (process, log):
        _wait(process, partial(_answers, port, ready, status), log)
        yield Server(process, port, time.perf_counter() - began, log)


@contextmanager
def _running(command: list[str], settings: Mapping[str, str]) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(NOT_INHERITED)}
    environment = {**inherited, "PYTHONPATH": str(ROOT), **settings}
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen([sys.executable, *command], env=environment, cwd=ROOT, stderr=log)  # noqa: S603  our own
        try:
            yield process, log
        finally:
            process.kill()
            process.wait()


@contextmanager
def _working(command: list[str], ready: str, settings: Mapping[str, str]) -> Iterator[None]:
    """Run `command`, which has no door, until the block ends, by SIGKILL; it is ready once it says `ready`."""
    with _running(command, settings) as (process, log):
        _wait(process, lambda: ready.encode() in os.pread(log.fileno(), SAYS_AT_MOST, 0), log)
        yield


def _wait(process: subprocess.Popen[bytes], is_ready: Callable[[], bool], log: IO[bytes]) -> None:
    until = time.perf_counter() + STARTS_WITHIN
    while not is_ready():
        if process.poll() is not None or time.perf_counter() > until:
            log.seek(0)
            raise DidNotStart(f"{process.args!r} said last: {log.read()[-500:].decode(errors='replace')}")
        time.sleep(LOOKS_EVERY)


def _answers(port: int, path: str, status: int) -> bool:
    try:
        return ask(port, path)[0] == status
    except OSError:
        return False


@contextmanager
def floor(url: str | None = None, at_once: int = 1) -> Iterator[Server]:
    """Run the floor; without a database it only acks."""
    port = free_port()
    database = () if url is None else (url, str(at_once))
    with _serving(["-m", "benchmarks.floor", str(port), *database], port, "/", {}) as server:
        yield server


@contextmanager
def slack() -> Iterator[Server]:
    """Run the sandbox's Slack."""
    port = free_port()
    with _serving(["-m", "benchmarks.slack", str(port)], port, "/sandbox/faults", {}) as server:
        yield server


@contextmanager
def jira() -> Iterator[Server]:
    """Run the sandbox's Jira."""
    port = free_port()
    with _serving(["-m", "benchmarks.jira", str(port)], port, "/sandbox/calls", {}) as server:
        yield server


@contextmanager
def recorder() -> Iterator[Server]:
    """Run a Slack that only takes down when what came."""
    port = free_port()
    with _serving(["-m", "benchmarks.recorder", str(port)], port, "/recorded", {}) as server:
        yield server


@contextmanager
def whisper_floor(slack: Server) -> Iterator[Server]:
    """Run the floor of a whisper."""
    port = free_port()
    with _serving(["-m", "benchmarks.floor.whisper", str(port), str(slack.port)], port, "/", {}) as server:
        yield server


@contextmanager
def lookup_floor(url: str) -> Iterator[Server]:
    """Run the floor of a look-up."""
    port = free_port()
    with _serving(["-m", "benchmarks.floor.lookup", str(port), url], port, "/", {}) as server:
        yield server


@contextmanager
def baton(url: str, slack: Server, **more: str) -> Iterator[Server]:
    """Run Baton as `python app.py` does in HTTP mode, on a database that has the team in it; `more` sets it up."""
    port = free_port()
    settings = {
        **SECRETS,
        "SLACK_API_URL": f"{slack.url}/api/",
        "DATABASE_URL": url,
        "BATON_PORT": str(port),
        "BATON_LEADS": team.AGENTS[0],
        "BATON_LOG_LEVEL": "warning",
        **more,
    }
    with _serving([str(ROOT / "app.py"), "run"], port, "/readyz", settings) as server:
        yield server


@contextmanager
def hurried(told: Path, week: float, settings: Mapping[str, str]) -> Iterator[Server]:
    """Run Baton with weeks of so many seconds; it counts into `told`."""
    port = free_port()
    command = ["-m", "benchmarks.soak.hurried", str(told), str(week)]
    with _serving(command, port, "/readyz", {**SECRETS, **settings, "BATON_PORT": str(port)}) as server:
        yield server


@contextmanager
def carrying(url: str) -> Iterator[None]:
    """Run Baton's relay with a carrier that does nothing."""
    with _working(["-m", "benchmarks.carrying", url], "delivering", SECRETS):
        yield


@contextmanager
def jobs(url: str) -> Iterator[None]:
    """Run one of Procrastinate's workers."""
    with _working(["-m", "benchmarks.jobs", url], "working", {}):
        yield


@contextmanager
def usual(slack: Server, threads: int | None = None) -> Iterator[Server]:
    """Run the usual pattern, with `threads` for listeners or Bolt's own five; it knows one path, and no GET of it."""
    port = free_port()
    command = ["-m", "benchmarks.usual", str(port), f"{slack.url}/api/", *([] if threads is None else [str(threads)])]
    with _serving(command, port, "/slack/events", {}, NOT_FOUND) as server:
        yield server
