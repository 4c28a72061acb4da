"""Run Baton with weeks that pass quickly: `python -m benchmarks.soak.hurried TOLD WEEK`.

It is what `python app.py run` starts. But what is kept for a week is kept for WEEK seconds, other periods in
proportion, and it counts every few seconds into the file TOLD what it alone knows: Python's objects.
"""

import asyncio
import gc
import json
import sys
from collections import deque
from collections.abc import Sequence
from datetime import timedelta
from functools import _lru_cache_wrapper as Cache  # noqa: N812  a class, whatever its name
from functools import partial
from pathlib import Path
from typing import Any, Final

from app import Baton, build, machine_now
from bot import logs, serving
from bot.scheduler import Scheduler, Tick
from bot.settings import load
from storage import drafts, outbox, receipts
from workflows import forgetting
from workflows.whisper import hearing, moments, service

COUNTS_EVERY: Final = 1.0
OURS: Final = ("bot.", "workflows.", "storage.")
LATE: Final = 10
"""Counts of which the least is told."""
WEEK: Final = timedelta(days=7)
PERIODS: Final = (
    (receipts, "KEPT_FOR"),
    (outbox, "KEPT_FOR"),
    (drafts, "KEPT_FOR"),
    (forgetting, "PREVIEWS_KEPT_FOR"),
)
SOON: Final = (
    (service, "WORDS_KEPT_FOR"),
    (hearing, "WORDS_KEPT_FOR"),
    (service, "SILENT_FOR"),
    (hearing, "SILENT_FOR"),
    (moments, "SILENT_FOR"),
)
"""Minutes and hours that a call is remembered for; they should not have to be waited for."""


def hurry(week: timedelta) -> None:
    """Let what is kept for a week be kept for `week`, and what is left of a call be gone as soon."""
    for module, name in PERIODS:
        setattr(module, name, getattr(module, name) / (WEEK / week))
    for module, name in SOON:
        setattr(module, name, min(getattr(module, name), week))


def forget_often(baton: Baton, week: timedelta) -> None:
    """Let Baton look once a hurried day for what is old."""
    day = max(timedelta(seconds=1), week / 7)
    ticks = (
        Tick(each.name, day, each.call, timedelta()) if each.name == "forget" else each for each in ticks_of(baton)
    )
    baton.scheduler = Scheduler(tuple(ticks), baton.clock)


def ticks_of(baton: Baton) -> tuple[Tick, ...]:
    """Answer the timetable as it is."""
    return baton.scheduler.ticks


def bounded_caches() -> list["Cache[Any]"]:
    """Answer every cache that is loaded and whose room has an end; one without an end is what a soak is to find."""
    every = [each for each in gc.get_objects() if isinstance(each, Cache)]
    return [each for each in every if each.cache_parameters()["maxsize"] is not None]


async def _count(told: Path, caches: Sequence["Cache[Any]"]) -> None:
    """Say again and again how many of Python's objects there are: the least of late.

    What is under way at one moment is not what stays. Neither is garbage, nor what stands in a cache that has room for
    so much and no more: it is full after thousands of texts, not after twenty minutes.
    """
    late: deque[tuple[int, int]] = deque(maxlen=LATE)
    while True:
        await asyncio.sleep(COUNTS_EVERY)
        for cache in caches:
            cache.cache_clear()
        gc.collect()
        late.append((sys.getallocatedblocks(), sum(map(is_ours, gc.get_objects()))))
        _tell(told, *map(min, zip(*late, strict=True)))


def is_ours(thing: object) -> bool:
    """Say whether it is one of Baton's own objects, and none that was there from the start: those are frozen."""
    return str(type(thing).__module__).startswith(OURS)  # some types of C have something else there


def _tell(told: Path, blocks: int, ours: int) -> None:
    told.write_text(json.dumps({"blocks": blocks, "ours": ours}), encoding="ascii")


async def _run(told: Path, week: timedelta) -> None:
    until = serving.told_to_stop()
    given = load()
    baton = build(given, machine_now, partial(serving.end_by, until))
    forget_often(baton, week)
    caches = bounded_caches()
    async with serving.at_work(baton, serving.listen(given.host, given.port)):
        counting = asyncio.create_task(_count(told, caches))
        await until
        counting.cancel()


def main(told: str, week: str) -> None:
    """Run until stopped."""
    hurry(timedelta(seconds=float(week)))
    logs.configure("warning")
    serving.in_event_loop(_run(Path(told), timedelta(seconds=float(week))))


if __name__ == "__main__":
    main(*sys.argv[1:])
