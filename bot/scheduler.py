"""The timetable: when Baton looks after itself. It only ticks; what is due stands in the database."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

log = structlog.get_logger("baton.scheduler")
JITTER = timedelta(minutes=1)
WATCH = 1.0
"""Seconds between two looks whether the machine's clock was set back by more than that."""
LATE_IS_FINE: Mapping[str, Any] = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
"""A tick that comes late, on a busy machine, is a tick; one that is missed is made up for by the next."""

Call = Callable[[], Awaitable[object]]
"""What is begun, and waited for by nobody."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Something to begin again and again: its name in the log, how often, and what it calls.

    `jitter` is how much earlier or later each may be: enough that replicas do not ask Slack together. `is_wanted_first`
    says that people may miss it from their first click on: it begins with the scheduler, not an interval later.
    """

    name: str
    every: timedelta
    call: Call
    jitter: timedelta = JITTER
    is_wanted_first: bool = False


class Every(IntervalTrigger):  # type: ignore[misc]  # the library is not typed
    """An interval that counts on from now where time has leapt ahead, as after a machine has slept for days.

    Else APScheduler would go through each missed tick, second by second, before anything else happens.
    """

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """Answer when the next tick is."""
        is_behind = previous_fire_time is not None and now - previous_fire_time > self.interval
        found: datetime = super().get_next_fire_time(now if is_behind else previous_fire_time, now)
        return found


class Scheduler:
    """Begins each of `ticks` in memory, on every replica; one that is still at work is not begun twice.

    `clock` is the machine's, by which APScheduler goes; `on_set_back` is called where that was set back.
    """

    def __init__(self, ticks: tuple[Tick, ...], clock: Callable[[], datetime], on_set_back: Call | None = None) -> None:
        self.ticks = ticks
        self.clock = clock
        self.on_set_back = on_set_back
        self._clock = AsyncIOScheduler(timezone="UTC")
        self._begun: set[asyncio.Task[None]] = set()
        self._watching: asyncio.TimerHandle | None = None

    @property
    def is_running(self) -> bool:
        """Say whether ticks come."""
        return bool(self._clock.running)

    def start(self) -> None:
        """Begin to tick on the running event loop; a first tick comes after its interval, if it can wait."""
        for tick in self.ticks:
            every, jitter = int(tick.every.total_seconds()), int(tick.jitter.total_seconds())
            trigger = Every(seconds=every, jitter=jitter or None, timezone="UTC")
            first = {"next_run_time": self.clock()} if tick.is_wanted_first else {}
            self._clock.add_job(_begin, trigger, args=[tick], name=tick.name, **LATE_IS_FINE, **first)
        self._clock.start()
        self._watch(self.clock())

    def _watch(self, before: datetime) -> None:
        """Begin everything where the clock was set back: APScheduler would wait until it has caught up, in silence."""
        now = self.clock()
        if now < before:
            log.warning("clock_set_back", seconds=(before - now).total_seconds())
            for job in self._clock.get_jobs():
                job.modify(next_run_time=now)
            if self.on_set_back is not None:
                self._start(Tick("set_back", timedelta(), self.on_set_back))
        self._watching = asyncio.get_running_loop().call_later(WATCH, self._watch, now)

    def tick(self) -> None:
        """Begin everything now: the demo's clock was moved past whatever was due."""
        for tick in self.ticks:
            self._start(tick)

    def _start(self, tick: Tick) -> None:
        task = asyncio.create_task(_begin(tick), name=tick.name)
        self._begun.add(task)
        task.add_done_callback(self._begun.discard)

    def stop(self) -> None:
        """Tick no more, and give up what a tick began."""
        if self._watching is not None:
            self._watching.cancel()
        if self.is_running:
            self._clock.shutdown(wait=False)
        for task in self._begun:
            task.cancel()


async def _begin(tick: Tick) -> None:
    try:
        await tick.call()
    except asyncio.CancelledError:
        log.debug("tick_cut_short", tick=tick.name)
    except Exception as error:
        log.warning("tick_failed", tick=tick.name, exc_info=error)
