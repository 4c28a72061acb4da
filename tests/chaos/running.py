"""One leg from beginning to end: a storm, calm, an end in order, and the verdict."""

import asyncio
from collections import Counter
from collections.abc import Coroutine, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Protocol

from sqlalchemy import or_, select

from storage.outbox import IS_TO_COME_AGAIN, IS_UNSETTLED, outbox
from storage.unit_of_work import UnitOfWork
from tests.chaos.blows import Blows
from tests.chaos.cast import AGENTS, EVERYBODY, LEAD, MANAGERS
from tests.chaos.evidence import gathered
from tests.chaos.ground import Ground, a_ground
from tests.chaos.outside import Board, Phones
from tests.chaos.people import Someone
from tests.chaos.plan import Leg, drawn
from tests.chaos.record import Record
from tests.chaos.verdict import violations
from tests.faults.order import JIRA
from tests.postgresql import PostgresServer

LAST_ACTS = 8.0
"""Seconds for which whoever is at something may finish it once the storm is over."""
CATCHING_UP, LOOKING_THROUGH = 100.0, 200.0
"""Seconds within which nothing is owed any more; with what Jira, which shows late what it has, is asked for."""
STILL = 2.0
"""Seconds for which nothing must be owed, so that whoever was woken last has been heard, too."""
HABITS = {
    AGENTS: {"escalate": 5, "click": 5, "tell": 1, "pass_on": 1, "look_home": 1, "phone": 1},
    MANAGERS: {"click": 9, "wish": 3, "look_home": 1, "tell": 1},
    (LEAD,): {"click": 5, "whisper": 5, "sum_up": 1, "look_home": 1},
}
PACE = 1.0
"""Seconds between two acts of one person, on average."""


class Living(Protocol):
    """Whoever acts until told to stop, and counts what they did."""

    acts: Counter[str]

    async def live(self, evening: asyncio.Event) -> None:
        """Act until it is evening."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a leg: its record, what was done, what went wrong."""

    record: Record
    acts: Counter[str]
    violations: list[str]


async def run(leg: Leg, server: PostgresServer | None) -> Outcome:
    """Run a leg, on a database of `server` or else on a file of its own."""
    async with a_ground(leg, server) as ground:
        outside = (Phones(ground.phone, drawn(f"{leg.name} phone")), Board(ground.jira, drawn(f"{leg.name} board")))
        inside = list(_people(ground))
        everybody: list[Living] = [*inside, *outside]
        await _live(everybody, Blows(ground).storm())
        await ground.make_well()
        await _calm(ground)
        for process in tuple(ground.town.running):
            await ground.stop(process)
        ground.failures += [refusal for one in outside for refusal in one.refusals]
        record = gathered(ground)
        acts = sum((one.acts for one in everybody), Counter[str]())
        return Outcome(record, acts, violations(record))


def _people(ground: Ground) -> Iterator[Someone]:
    for identity in EVERYBODY:
        habits = next((habits for who, habits in HABITS.items() if identity in who), {"look_home": 1, "click": 1})
        draw: Random = drawn(f"{ground.leg.name} {identity}")
        yield Someone(ground.slack.person(identity), draw, habits, PACE)


async def _live(everybody: Sequence[Living], storm: Coroutine[Any, Any, None]) -> None:
    """Let everybody act while the storm lasts; then let them finish what they are at."""
    evening = asyncio.Event()
    lives = [asyncio.create_task(one.live(evening)) for one in everybody]
    await storm
    evening.set()
    done, late = await asyncio.wait(lives, timeout=LAST_ACTS)
    for life in late:
        life.cancel()
    await asyncio.gather(*done)
    await asyncio.gather(*late, return_exceptions=True)


async def _calm(ground: Ground) -> None:
    """Return once nothing has been owed for a while, or far too long something has: the verdict says what."""
    loop = asyncio.get_running_loop()
    end = loop.time() + (LOOKING_THROUGH if ground.leg.is_patient else CATCHING_UP)
    since = loop.time()
    while loop.time() < min(end, since + STILL):
        await asyncio.sleep(STILL / 10)
        owing = await asyncio.to_thread(ground.town.database.read_now, _owing)
        awaited = owing if ground.leg.is_patient else {lane for lane in owing if not lane.startswith(JIRA)}
        if awaited or not ground.jira.hooks.is_idle:
            since = loop.time()


def _owing(work: UnitOfWork) -> set[str]:
    is_owed = or_(IS_UNSETTLED, IS_TO_COME_AGAIN)
    return set(work.connection.execute(select(outbox.c.lane).where(is_owed)).scalars())
