"""What a digest costs: composed, kept and rendered, beside a little history and beside a lot of it."""

import asyncio
import gc
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from benchmarks import desks
from benchmarks.databases import Databases
from benchmarks.desks import LEAD, WALL, Desk
from bot.delivery.outgoing import show
from bot.delivery.slack.digest import DigestMessages
from bot.views.digest import page
from bot.words import Words
from storage.database import Database
from storage.outbox import Notice
from storage.unit_of_work import UnitOfWork
from workflows.digest import audience, posting
from workflows.digest.posting import Composed
from workflows.digest.snapshot import Snapshot

DESKS: Final[Mapping[str, Desk]] = {
    "10,000 finished, 500 in work": Desk(10_000, 500),
    "1,000,000 finished, 500 in work": Desk(1_000_000, 500),
    "10,000 finished, 5,000 in work": Desk(10_000, 5_000),
}
LITTLE, LONG, BUSY = DESKS
WARM: Final = 4
"""Each of the readers composes once: then its statements are known."""
ROUNDS: Final = 24
RENDERED: Final = (LITTLE, LONG)

RENDERERS: Final = DigestMessages(Words(WALL.locale, WALL.zone)).renderers


class NotTheSame(Exception):  # noqa: N818  what was found; it makes the comparison worthless
    """Two digests that are to say as much say something else."""


@dataclass(frozen=True, slots=True)
class Costs:
    """Milliseconds, round by round: composed in one read; and from there until the message is rendered.

    `thread` is what its pages and its file cost after that; `seeded` the seconds that it took to live two years.
    """

    seeded: float
    composed: list[float] = field(default_factory=list)
    rendered: list[float] = field(default_factory=list)
    thread: list[float] = field(default_factory=list)


def measure(fresh: Databases) -> dict[str, Costs]:
    """Compose on each desk in turn, every other round in the reverse order; all of them at the same moment."""
    now = datetime.now(UTC)
    with ExitStack() as stack:
        found = {name: stack.enter_context(_seated(fresh, desk, now)) for name, desk in DESKS.items()}
        return asyncio.run(_play(found, now))


@contextmanager
def _seated(fresh: Databases, desk: Desk, now: datetime) -> Iterator[tuple[str, Costs]]:
    with fresh() as url:
        began = time.perf_counter()
        desks.settle_in(url, desk, now)
        yield url, Costs(time.perf_counter() - began)


async def _play(found: Mapping[str, tuple[str, Costs]], now: datetime) -> dict[str, Costs]:
    opened = {name: Database(url, lambda: now) for name, (url, _) in found.items()}
    for database in opened.values():
        await database.start()
    try:
        _check_same([await _compose(opened[name], now) for name in (LITTLE, LONG)])
        gc.freeze()  # as Baton does once it has begun
        for number in range(WARM + ROUNDS):
            for name in opened if number % 2 == 0 else reversed(opened):
                await _round(opened[name], found[name][1], now, is_rendered=name in RENDERED)
    finally:
        for database in opened.values():
            await database.close()
    return {name: _counted(costs) for name, (_, costs) in found.items()}


def _check_same(snapshots: list[Snapshot]) -> None:
    """Raise NotTheSame unless there is as much to tell, whatever the history."""
    told = {(len(each.rows), len(each.changes), len(each.finished), len(each.issues)) for each in snapshots}
    if len(told) > 1:
        raise NotTheSame(f"{told}")


def _counted(costs: Costs) -> Costs:
    return Costs(costs.seeded, costs.composed[WARM:], costs.rendered[WARM:], costs.thread[WARM:])


async def _compose(database: Database, now: datetime) -> Snapshot:
    return (await _read(database, now)).snapshot


async def _read(database: Database, now: datetime) -> Composed:
    """Compose as where its time has come, on a reader, for a lead's eyes."""
    return await database.read_at_leisure(posting.to_preview, LEAD, "digest-1", WALL, now)


async def _round(database: Database, costs: Costs, now: datetime, *, is_rendered: bool) -> None:
    """Let a lead preview a digest: each round tells the same, for a preview counts for nothing."""
    gc.collect()
    began = time.perf_counter()
    composed = await _read(database, now)
    costs.composed.append(_since(began))
    if not is_rendered:
        return
    form = composed.snapshot.form
    pages = page.pages(composed.snapshot, Words(form.locale, form.zone))
    edition = await database.write(posting.post, composed, pages)
    assert edition is not None  # noqa: S101  nobody else keeps any
    first, *further = audience.of_edition(edition, pages)
    await database.read(_render, first)
    costs.rendered.append(_since(began))
    for notice in further:
        await database.read(_render, notice)
    costs.thread.append(_since(began) - costs.rendered[-1])


def _render(work: UnitOfWork, notice: Notice) -> None:
    show(RENDERERS, work, notice)


def _since(began: float) -> float:
    return (time.perf_counter() - began) * 1000
