"""Soak Baton on every kind of database at once, each in a town of its own."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from benchmarks.databases import Databases
from benchmarks.soak.town import Soaked, a_town

WEEKS: Final = 5
"""In one soak: the last half of it sees as much forgotten as kept."""
MOST_FAILED: Final = 0.02
"""Of all contacts: what a story could not go on with for lack of time."""


class NotBelievable(Exception):  # noqa: N818  what happened; it makes the whole run worthless
    """The load was not what it was meant to be."""


def soak(kinds: Mapping[str, Databases], minutes: float, seed: int) -> Mapping[str, Soaked]:
    """Let the same contacts come on each kind of database for so long; raise NotBelievable where they did not."""
    found = asyncio.run(_soak(kinds, timedelta(minutes=minutes), seed))
    for kind, soaked in found.items():
        if sum(soaked.failed.values()) > MOST_FAILED * soaked.told.get("contacts", 0) + 1:
            raise NotBelievable(f"{kind}: {soaked.failed} of {soaked.told}")
    return found


async def _soak(kinds: Mapping[str, Databases], lasts: timedelta, seed: int) -> dict[str, Soaked]:
    async with asyncio.TaskGroup() as towns:
        soaking = {kind: towns.create_task(_one(fresh, lasts, seed)) for kind, fresh in kinds.items()}
    return {kind: each.result() for kind, each in soaking.items()}


async def _one(fresh: Databases, lasts: timedelta, seed: int) -> Soaked:
    async with a_town(fresh, seed, lasts / WEEKS) as town:
        return await town.soak(lasts)
