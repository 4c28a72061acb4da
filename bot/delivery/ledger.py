"""Everything the relay writes: leases taken, results settled, the next notice claimed. One unit of work each."""

import secrets
import socket
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.delivery.claiming import Claiming, bucket_of
from bot.delivery.settling import Consequences, Settling, looks_of, progress_of, situation_of
from bot.delivery.steps import Advance, Answer, Step
from bot.delivery.transitions import LOST_FOR, Action, Moment, NotTaken, take_over
from storage.deliveries import Delivery, Progress, message_of
from storage.lanes import Lease, LeaseLost, Standing
from storage.outbox import Claimed, Notice, State
from storage.unit_of_work import UnitOfWork

UNHEARD_FOR = timedelta(seconds=3)
"""How old a lease of our own must be for its answer to count as lost: a unit of work is waited for less than that."""


def this_process() -> str:
    """Name this process as the holder of lanes: no other has the same name, on this machine or elsewhere."""
    return f"{socket.gethostname()}-{secrets.token_hex(6)}"


@dataclass(frozen=True, slots=True)
class Ledger:
    """The relay's units of work.

    `holder` is this process, `lease_for` how long it may keep a lane without a word, `jitter` answers a number from
    0 to 1 by chance.
    """

    holder: str
    lease_for: timedelta
    consequences: Consequences
    jitter: Callable[[], float]

    @staticmethod
    def free_all(work: UnitOfWork) -> None:
        """Take every lane back from whoever held it: for a database that only this process can be at."""
        work.lanes.free_all()

    def end_waits(self, work: UnitOfWork) -> None:
        """Let nothing wait until the machine's clock, which was set back, has caught up with where it was."""
        work.waits.end(work.clock(), self.lease_for, LOST_FOR)

    def look_around(self, work: UnitOfWork, limit: int, besides: Collection[str]) -> list[str]:
        """Answer lanes in which there is something to do now, in any order: no two replicas begin with the same."""
        now = work.clock()
        found = work.lanes.with_work(self.holder, now, limit, besides=besides, mine_until=self._forgotten(now))
        return sorted(found, key=lambda _: self.jitter())

    def begin(self, work: UnitOfWork, wanted: Collection[str], limit: int) -> list[Advance]:
        """Lease up to `limit` of the `wanted` lanes that are free and have work; claim the first notice of each."""
        now = work.clock()
        forgotten = self._forgotten(now)
        ready = work.lanes.with_work(self.holder, now, limit, among=wanted, mine_until=forgotten)
        leases = work.lanes.lease(ready, self.holder, now, now + self.lease_for, mine_until=forgotten)
        standing = self._standing(work, leases, now, _taken_over)
        return [Advance(None, then) for then in Claiming(work, now, now + self.lease_for).proceed(standing).values()]

    def _forgotten(self, now: datetime) -> datetime:
        """Answer by when a lease of our own ends that we do not know of: one just stored is on its way to us."""
        return now + self.lease_for - UNHEARD_FOR

    def seize(self, work: UnitOfWork, notice: Notice) -> Lease | None:
        """Take what it needs to post a notice at once: its lane, where nothing waits, and a token of its place.

        None where anybody is at the lane, or Slack wants no post now: then the notice goes its ordinary way.
        """
        now = work.clock()
        lease = work.lanes.seize(notice.lane, self.holder, now, now + self.lease_for)
        if lease is None or work.buckets.seize(bucket_of(Action.POST, notice), now):
            return lease
        work.lanes.release([lease], None)
        return None

    def claimed(self, lease: Lease, claimed: Claimed) -> Step:
        """Answer the one call to make for a notice that was claimed as it was told."""
        progress = Progress(State.SENDING, None, attempts=0, looks=0, lost_at=None, crashed=False, error=None)
        delivery = Delivery(claimed.number, claimed.notice, claimed.key, progress, claimed.since)
        return Step(lease, Action.POST, delivery, claimed.since + self.lease_for)

    def advance(self, work: UnitOfWork, answers: Sequence[Answer], *, onward: bool = True) -> list[Advance | LeaseLost]:
        """Settle what came of steps, each in a lane of its own, and claim what comes next there.

        Not `onward`, nothing is claimed, and the lanes are given back. In another's lane nothing is changed: that
        answer's place takes LeaseLost.
        """
        now = work.clock()
        held = work.lanes.held([answer.step.lease for answer in answers])
        ours = [answer for answer in answers if answer.step.lease in held]
        settled = Settling(work, now, self.consequences, self.jitter).settle(ours)
        standing = self._standing(work, [answer.step.lease for answer in ours], now, _unclaimed)
        claiming = Claiming(work, now, now + self.lease_for)
        then = claiming.proceed(standing) if onward else claiming.rest(standing, {})
        advances = dict(zip(standing, map(Advance, settled, then.values()), strict=True))
        return [advances.get(lease) or LeaseLost(lease.lane) for lease in (answer.step.lease for answer in answers)]

    def tell_again(self, work: UnitOfWork, answer: Answer) -> None:
        """Owe an update anew that may have come too late: whoever has the lane may have shown what is younger."""
        step = answer.step
        if step.action is Action.UPDATE and not isinstance(answer.result, NotTaken):
            work.tell([step.delivery.notice])

    @staticmethod
    def _standing(
        work: UnitOfWork, leases: Sequence[Lease], now: datetime, of_left: Callable[[UnitOfWork, Delivery], Progress]
    ) -> dict[Lease, Standing]:
        """Answer what stands in lanes of ours, once what was left behind in them has become something else."""
        found = work.lanes.standing_in([lease.lane for lease in leases]) if leases else {}
        left = [each for standing in found.values() for each in standing.left]
        for each in left:
            work.deliveries.keep(each.number, of_left(work, each), now)
        if left:
            found = work.lanes.standing_in([lease.lane for lease in leases])
        return {lease: found.get(lease.lane) or Standing() for lease in leases}


def _taken_over(work: UnitOfWork, left: Delivery) -> Progress:
    """Answer what becomes of a notice whose sender is gone."""
    moment = Moment(work.clock(), looks=looks_of(left.notice))
    has_post = left.notice.kept and work.posts.get(*message_of(left.notice)) is not None
    return progress_of(left, take_over(situation_of(left), moment, has_post=has_post))


def _unclaimed(_work: UnitOfWork, left: Delivery) -> Progress:
    """Give back what we claimed in a commit whose answer never reached us: it was not sent."""
    return replace(left.progress, state=State.PENDING)
