"""The relay: lease a lane, deliver its notices one after the other, settle each, give the lane back."""

import asyncio
from collections.abc import Callable, Collection, Coroutine, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog

from bot.delivery.gathering import Gathering
from bot.delivery.ledger import Ledger
from bot.delivery.metrics import LEASES_LOST
from bot.delivery.outgoing import Carrier, Outgoing, Renderers, prepare, prepare_each
from bot.delivery.settling import report
from bot.delivery.steps import Advance, Answer, Rest, Step
from bot.delivery.transitions import Lost, NotTaken, Refused, Result
from storage.database import Database, StorageFailed
from storage.lanes import Lease, LeaseLost
from storage.outbox import Claimed, Notice
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger("baton.relay")

LANES_AT_ONCE = 64
"""More would share statements better, but leave whispers and forms no connection to Slack: of these are a hundred."""
LOOKED_AHEAD = 256
"""Lanes with work that one look finds at most: it goes through all that is owed, so it is to last for a while."""
POLL = 1.0
"""Seconds between two looks for work of which nobody told us: another replica's, or our own after a crash."""
LAST_MOMENT = 1.0
"""Seconds kept back from the grace of a stop for writing down what became of cut calls."""
SHORTEST_PAUSE, LONGEST_PAUSE = 0.1, 2.0
"""Seconds between two tries to store what Slack has answered."""
STEPPING_ASIDE = 0.05
"""Seconds for which other lanes wait, at most, while something that goes first is on its way."""
SHARE_OF_LEASE = 0.8
"""How much of a lease one step may take: what came of it must be stored before the lease ends."""
ROUNDING = 0.005
"""Seconds by which an alarm may ring early: the event loop's clock is not the wall's."""
UNRENDERED = "not_rendered"


@dataclass(eq=False)
class Relay:
    """Delivers what is owed, several lanes at a time, each in its order.

    `clock` is the machine's, the same as the database's; `renderers` say what each notice looks like.
    """

    database: Database
    ledger: Ledger
    carrier: Carrier
    renderers: Renderers
    clock: Callable[[], datetime]
    _woken: dict[str, None] = field(default_factory=dict)
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _working: dict[str, asyncio.Task[None]] = field(default_factory=dict)
    _first: set[asyncio.Task[Answer]] = field(default_factory=set)
    _calls: set[asyncio.Task[Answer]] = field(default_factory=set)
    _alarms: dict[str, asyncio.TimerHandle] = field(default_factory=dict)
    _running: asyncio.Task[None] | None = None
    _has_backlog: bool = False
    _stopping: bool = False
    _settling: Gathering[Answer, Advance] = field(init=False)
    _rendering: Gathering[Step, Outgoing | Result] = field(init=False)

    def __post_init__(self) -> None:
        """Let lanes share their units of work."""
        self._settling = Gathering(self._advanced, LANES_AT_ONCE)
        self._rendering = Gathering(self._rendered, LANES_AT_ONCE)

    async def start(self) -> None:
        """Begin to deliver. On SQLite nobody else can be at it, so whatever was leased is free."""
        if self.database.dialect == "sqlite":
            await self.database.write(self.ledger.free_all)
        self.database.on_commit = self.wake
        self.database.express = self
        self._running = asyncio.create_task(self._run())

    def wake(self, lanes: Collection[str]) -> None:
        """Look into these lanes at once: there is, or may be, something to do."""
        self._woken.update(dict.fromkeys(lanes))
        self._news.set()

    async def stop(self, grace: float = 10.0) -> None:
        """Take no new lane, let the calls in flight end within `grace` seconds, give every lane back."""
        self._stopping = True
        self._news.set()
        if self._running is not None:
            await self._running
        for alarm in self._alarms.values():
            alarm.cancel()
        await self._end(self._working.values(), max(0.0, grace - LAST_MOMENT))
        for call in tuple(self._calls):
            call.cancel()
        await self._end(self._working.values(), LAST_MOMENT)
        for worker in tuple(self._working.values()):
            worker.cancel()

    @staticmethod
    async def _end(workers: Collection[asyncio.Task[None]], within: float) -> None:
        if workers:
            await asyncio.wait(tuple(workers), timeout=within)

    # ---- which lanes

    async def _run(self) -> None:
        """Begin what is woken at once, and once a second whatever else there is."""
        next_poll = 0.0
        loop = asyncio.get_running_loop()
        while not self._stopping:
            self._news.clear()
            polls = loop.time() >= next_poll
            if polls:
                next_poll = loop.time() + POLL
            await self._guarded(self._begin(polls=polls))
            with suppress(TimeoutError):
                async with asyncio.timeout_at(next_poll):
                    await self._news.wait()

    async def _guarded(self, work: Coroutine[Any, Any, None], lane: str | None = None) -> None:
        """Outlive whatever happens, in one `lane` or while looking for some: the next poll tries again."""
        try:
            await work
        except LeaseLost:
            LEASES_LOST.inc()
            log.warning("lease_lost", lane=lane)
        except StorageFailed as failure:
            log.warning("relay_waits_for_storage", reason=str(failure), lane=lane)
        except Exception:
            log.exception("relay_failed", lane=lane)

    async def _begin(self, *, polls: bool) -> None:
        await self.first_gone(STEPPING_ASIDE)
        room = LANES_AT_ONCE - len(self._working)
        if room <= 0:
            return
        if polls or (self._has_backlog and not self._woken):
            await self._look_around()
        wanted = [lane for lane in self._woken if lane not in self._working][:LANES_AT_ONCE]
        if not wanted:
            return
        for lane in wanted:
            del self._woken[lane]
        begun = await self.database.write(self.ledger.begin, wanted, room)
        for advance in begun:
            self._proceed(advance)
        # Where there was room for more, all others are somebody else's, or empty.
        self.wake(set(wanted) - {advance.lane for advance in begun} if len(begun) == room else ())

    async def _look_around(self) -> None:
        """Look for lanes of which nobody told us; where there are as many as asked for, look again after these."""
        found = await self.database.read(self.ledger.look_around, LOOKED_AHEAD, tuple(self._working))
        self._has_backlog = len(found) == LOOKED_AHEAD
        self._woken.update(dict.fromkeys(found))

    def _proceed(self, advance: Advance) -> None:
        if isinstance(advance.then, Rest):
            self._rest(advance.then)
            return
        self._work(advance.then)

    def _rest(self, rest: Rest) -> None:
        """Come back to the lane when there is something to do in it."""
        if rest.until is None or self._stopping:
            return
        seconds = max(0.0, (rest.until - self.clock()).total_seconds()) + ROUNDING
        if rest.lane in self._alarms:
            self._alarms[rest.lane].cancel()
        loop = asyncio.get_running_loop()
        self._alarms[rest.lane] = loop.call_later(seconds, self._ring, rest.lane)

    def _ring(self, lane: str) -> None:
        self._alarms.pop(lane, None)
        self.wake({lane})

    def seize(self, work: UnitOfWork, notice: Notice) -> Lease | None:
        """Take the lane of what goes first in the unit of work that tells it; on the writer's thread."""
        return None if self._stopping else self.ledger.seize(work, notice)

    def prepare(self, work: UnitOfWork, claimed: Sequence[tuple[Lease, Claimed]]) -> Callable[[], None]:
        """Render what was claimed so, and answer how it is sent; on the writer's thread."""
        steps = [self.ledger.claimed(lease, each) for lease, each in claimed]
        return partial(self._send_at_once, [(step, prepare(work, step, self.renderers)) for step in steps])

    def _send_at_once(self, ready: Iterable[tuple[Step, Outgoing]]) -> None:
        for step, outgoing in ready:
            call = asyncio.create_task(self._call(step, outgoing))
            self._first.add(call)
            call.add_done_callback(self._first.discard)
            self._work(step, call)

    async def first_gone(self, within: float) -> None:
        """Wait, at most `within` seconds, until Slack has answered for what went first: nothing is to be in its way."""
        if self._first:
            await asyncio.wait(tuple(self._first), timeout=within)

    def _work(self, step: Step, begun: asyncio.Task[Answer] | None = None) -> None:
        lane = step.lease.lane
        self._working[lane] = asyncio.create_task(self._guarded(self._deliver(step, begun), lane))

    # ---- one lane

    async def _deliver(self, first: Step, begun: asyncio.Task[Answer] | None) -> None:
        """Deliver one notice after the other until the lane is empty, must wait, or is another's.

        `begun` is the call for the first, where that is under way already.
        """
        try:
            then = await self._settle(await self._carry_out(first, begun))
            while isinstance(then, Step):
                then = await self._settle(await self._carry_out(then))
            self._rest(then)
        finally:
            self._leave(first.lease.lane)

    def _leave(self, lane: str) -> None:
        """Be at a lane no more, unless another of our workers is at it by now."""
        if self._working.get(lane) is asyncio.current_task():
            del self._working[lane]
        self._news.set()

    async def _settle(self, answer: Answer) -> Step | Rest:
        """Store what Slack answered, however long that takes: only the loss of the lane releases us from it."""
        pause, advancing = SHORTEST_PAUSE, self._settling.ask
        while True:
            try:
                advance = await advancing(answer)
            except StorageFailed as failure:
                log.warning("answer_waits_for_storage", reason=str(failure))
                await asyncio.sleep(pause)
                pause, advancing = min(LONGEST_PAUSE, pause * 2), self._settling.alone
            except LeaseLost:
                await self.database.write(self.ledger.tell_again, answer)
                raise
            else:
                if advance.settled is not None:
                    report(advance.settled)
                return advance.then

    async def _advanced(self, answers: Sequence[Answer]) -> Sequence[Advance | LeaseLost]:
        return await self.database.write(self.ledger.advance, answers, onward=not self._stopping)

    # ---- one notice

    async def _carry_out(self, step: Step, begun: asyncio.Task[Answer] | None = None) -> Answer:
        """Make the call; one that is cut short, or fails in a way nobody foresaw, may have been heard."""
        call = begun or asyncio.create_task(self._call(step))
        self._calls.add(call)
        await asyncio.wait({call})
        self._calls.discard(call)
        if call.cancelled():
            return Answer(step, Lost())
        error = call.exception()
        if isinstance(error, LeaseLost):
            raise error
        if isinstance(error, TimeoutError):
            log.warning("lease_nearly_over", number=step.delivery.number)
        elif error is not None:
            log.error("call_failed", number=step.delivery.number, exc_info=error)
        return call.result() if error is None else Answer(step, Lost())

    async def _call(self, step: Step, ready: Outgoing | None = None) -> Answer:
        if self._stopping:
            return Answer(step, NotTaken(0.0))
        outgoing = ready or await self._prepared(step)
        if not isinstance(outgoing, Outgoing):
            return Answer(step, outgoing)
        async with asyncio.timeout(SHARE_OF_LEASE * self._time_left(step).total_seconds()):
            if outgoing.channel is not None:
                return Answer(step, await self.carrier.send(step.action, outgoing))
            opened = await self.carrier.open(outgoing.place)
            if not isinstance(opened, str):
                return Answer(step, opened)
            self._time_left(step)
            return Answer(step, await self.carrier.send(step.action, replace(outgoing, channel=opened)), opened)

    def _time_left(self, step: Step) -> timedelta:
        """Answer how long the lane is ours; raise LeaseLost once it may be another's, so that nothing is sent."""
        left = step.until - self.clock()
        if left <= timedelta():
            raise LeaseLost(step.lease.lane)
        return left

    async def _prepared(self, step: Step) -> Outgoing | Result:
        """Render what is to be sent, or answer why it cannot be."""
        try:
            return await self._rendering.ask(step)
        except StorageFailed:
            return NotTaken()
        except Exception:
            log.exception("notice_not_rendered", number=step.delivery.number, topic=step.delivery.notice.topic)
            return Refused(UNRENDERED)

    async def _rendered(self, steps: Sequence[Step]) -> Sequence[Outgoing | Result | Exception]:
        return await self.database.read(prepare_each, steps, self.renderers)
