"""Back up while people file, lose the machine, begin again from the backup: nothing acked before is gone or doubled.

The commands are those of docs/upgrade.md, typed by a shell as they stand there.
"""

import asyncio
import os
import shutil
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sandbox.slack.records import Message
from storage.calls.records import NewCall, Segment, Sign
from storage.database import Database
from storage.outbox import State
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import SignKind, Speaker
from tests.documents import ROOT, commands_of
from tests.faults.processes import AGENT, CHANNEL, MANAGER, WITHIN, Town, a_town
from tests.postgresql import PostgresUnavailable, wheel
from tests.prerequisites import lacks

BEFORE, DURING = 4, 2
SAID = "My number is long"


@dataclass
class Machine:
    """The folder that Baton is in, as its operator sees it, and the database that DATABASE_URL names there."""

    folder: Path
    kind: str
    url: str
    fresh_url: str

    async def type(self, name: str) -> None:
        """Type the commands that the document has under a name."""
        shell = await asyncio.create_subprocess_exec(
            "bash", "-euc", commands_of("docs/upgrade.md", f"{name} {self.kind}"),
            cwd=self.folder, env=self._environment(), stdout=PIPE, stderr=PIPE,
        )  # fmt: skip
        _, complaints = await asyncio.wait_for(shell.communicate(), WITHIN)
        assert shell.returncode == 0, complaints.decode()

    def _environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "BATON_"))}
        found = os.environ["PATH"] if self.kind == "sqlite" else f"{wheel()}:{os.environ['PATH']}"
        return inherited | {"DATABASE_URL": self.url, "PATH": found}

    def move(self) -> None:
        """Have DATABASE_URL name the place that the backup is put into; a file keeps its own."""
        self.url = self.fresh_url


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """Baton's folder with nobody's `.env` in it."""
    folder = tmp_path / "baton"
    (folder / "var").mkdir(parents=True)
    (folder / "app.py").symlink_to(ROOT / "app.py")
    (folder / ".venv").symlink_to(sys.prefix)
    return folder


@pytest.fixture(params=["sqlite", "postgresql"])
def machine(request: pytest.FixtureRequest, installed: Path) -> Machine:
    """A machine for each kind of database."""
    if request.param == "sqlite":
        shutil.copyfile(request.getfixturevalue("blank_sqlite"), installed / "var" / "baton.db")
        url = f"sqlite:///{installed / 'var' / 'baton.db'}"
        return Machine(installed, "sqlite", url, url)
    try:
        wheel()
    except PostgresUnavailable as reason:
        lacks("postgresql", str(reason))
    fresh = request.getfixturevalue("empty_postgresql_url")
    return Machine(installed, "postgresql", request.getfixturevalue("postgresql_url"), fresh)


@asynccontextmanager
async def filing(town: Town) -> AsyncIterator[list[str]]:
    """Let the agent file and file while the block does something else; answers what was acked before it began.

    Slack wants no more posts until the block is over: so something waits, however fast the machine.
    """
    acked: list[str] = []

    async def file(first: int, last: int) -> None:
        for number in range(first, last):
            await town.file(summary := f"Export {number} fails")
            acked.append(summary)

    town.slack.faults.add(kind="ratelimited", method="chat.postMessage", seconds=1, times=None)
    await file(0, BEFORE)
    going_on = asyncio.create_task(file(BEFORE, BEFORE + DURING))
    yield acked[:]
    town.slack.faults.clear()
    await going_on


async def lose(town: Town) -> None:
    """Post all that is owed, and more than the backup knows of; then the machine is gone."""
    await town.come_to(State.SENT)
    await town.kill(town.running[0])


async def begin_again(town: Town, url: str) -> None:
    """Start Baton on what was put back, which is owing something."""
    town.url, town.database = url, Database(url, lambda: datetime.now(UTC))
    assert State.SENDING in town.states()
    await town.start()
    await town.come_to(State.SENT)


def keys(messages: list[Message]) -> list[str]:
    """Answer the keys by which Baton knows its messages again."""
    return [message.key for message in messages if message.key]


async def test_what_was_acked_before_the_backup_is_there_and_nothing_is_posted_twice(machine: Machine) -> None:
    async with a_town(machine.url) as town:
        await town.start()
        async with filing(town) as acked:
            await machine.type("back up")
        await lose(town)
        machine.move()
        await machine.type("restore")
        await begin_again(town, machine.url)
        stored = [request.summary for request in town.requests()]
        assert len(acked) == BEFORE
        assert set(acked) <= set(stored)
        assert len(set(stored)) == len(stored)
        for place in (CHANNEL, town.slack.workspace.dm(AGENT).id, town.slack.workspace.dm(MANAGER).id):
            assert len(town.messages(place)) == BEFORE + DURING
        every = keys(town.slack.workspace.posts())
        assert len(every) == len(set(every))


async def test_a_request_filed_after_the_restore_is_none_that_a_lost_message_names(machine: Machine) -> None:
    async with a_town(machine.url) as town:
        process = await town.start()
        await town.file("Known to the backup")
        await machine.type("back up")
        await town.file("Lost with the machine")
        await town.called("chat.postMessage", CHANNEL)
        await town.come_to(State.SENT)
        lost = town.requests()[-1].key
        await town.kill(process)
        machine.move()
        await machine.type("restore")
        town.url, town.database = machine.url, Database(machine.url, lambda: datetime.now(UTC))
        await town.start()
        await town.file("Filed anew")
        newest = town.requests()[-1].key
        assert [request.summary for request in town.requests()] == ["Known to the backup", "Filed anew"]
        assert int(newest.removeprefix("R-")) == int(lost.removeprefix("R-")) + 1_000
        [orphan] = [card for card in town.messages(CHANNEL) if lost in card.all_text()]
        reply = await town.slack.person(MANAGER).press_in(orphan, "request.claim")
        assert reply.acked
        assert town.requests()[-1].owner is None


def _talk(work: UnitOfWork) -> None:
    """Let a customer say something that is a danger sign."""
    now = datetime.now(UTC)
    call = work.calls.begin(NewCall(None, AGENT, None, "Blue Sky", None, now, now))
    assert call is not None
    work.calls.hear(call, Segment(now, Speaker.CUSTOMER, SAID))
    work.calls.sign(call, Sign(now, SignKind.PHRASE, "number", SAID))


def copies(folder: Path) -> list[Path]:
    """Answer the files of a backup, those included that it should have taken away."""
    return list(folder.glob("*baton-backup*"))


async def test_no_backup_keeps_what_was_said_in_a_call(installed: Path, blank_sqlite: Path) -> None:
    shutil.copyfile(blank_sqlite, installed / "var" / "baton.db")
    url = f"sqlite:///{installed / 'var' / 'baton.db'}"
    Database(url, lambda: datetime.now(UTC)).write_now(_talk)
    await Machine(installed, "sqlite", url, url).type("back up")
    [copy] = copies(installed)
    assert SAID.encode() not in copy.read_bytes()
    assert copy.stat().st_mode & 0o077 == 0
