"""Everything the relay writes: leases taken, results settled, the next notice claimed. One unit of work each."""

import secrets
import socket
from collections.abc import Callable, Collection
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from bot.delivery.steps import Advance, Answer, Rest, Settled, Step
from bot.delivery.transitions import (
    LATE,
    PROMPT,
    Action,
    Looks,
    Moment,
    Next,
    NotTaken,
    Result,
    Situation,
    merge,
    settle,
    take_over,
)
from storage.deliveries import Delivery, Progress
from storage.lanes import Lease
from storage.outbox import Claimed, Notice, State
from storage.posts import Post
from storage.unit_of_work import UnitOfWork
from workflows.progress.news import IssueNews

METHODS = {
    Action.POST: "chat.postMessage",
    Action.UPDATE: "chat.update",
    Action.LOOK: "conversations.history",
}
UNHEARD_FOR = timedelta(seconds=3)
"""How old a lease of our own must be for its answer to count as lost: a unit of work is waited for less than that."""


def this_process() -> str:
    """Name this process as the holder of lanes: no other has the same name, on this machine or elsewhere."""
    return f"{socket.gethostname()}-{secrets.token_hex(6)}"


@dataclass(frozen=True, slots=True)
class Consequences:
    """What the workflows make of a notice that was refused (and the word for why), of one mended, of any taken.

    With what is taken comes what the answer told, if anything.
    """

    undelivered: Callable[[UnitOfWork, Notice, str], None]
    mended: Callable[[UnitOfWork, Notice], None]
    delivered: Callable[[UnitOfWork, Notice, IssueNews | None], None]


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
        work.waits.end(work.clock(), self.lease_for)

    def look_around(self, work: UnitOfWork, limit: int, besides: Collection[str]) -> list[str]:
        """Answer lanes in which there is something to do now."""
        now = work.clock()
        return work.lanes.with_work(self.holder, now, limit, besides=besides, mine_until=self._forgotten(now))

    def begin(self, work: UnitOfWork, wanted: Collection[str], limit: int) -> list[Advance]:
        """Lease those of the `wanted` lanes that are free and have work; claim the first notice of each."""
        now = work.clock()
        forgotten = self._forgotten(now)
        ready = work.lanes.with_work(self.holder, now, limit, among=wanted, mine_until=forgotten)
        leases = work.lanes.lease(ready, self.holder, now, now + self.lease_for, mine_until=forgotten)
        return [self._enter(work, lease, now) for lease in sorted(leases, key=_place)]

    def _forgotten(self, now: datetime) -> datetime:
        """Answer by when a lease of our own ends that we do not know of: one just stored is on its way to us."""
        return now + self.lease_for - UNHEARD_FOR

    def _enter(self, work: UnitOfWork, lease: Lease, now: datetime) -> Advance:
        """Take over what the former holder left behind, then go on."""
        for left in work.deliveries.sending_in(lease.lane):
            moment = Moment(now, looks=_looks(left.notice))
            after = take_over(_situation(left), moment, has_post=_post_of(work, left.notice) is not None)
            work.deliveries.keep(left.number, _progress(left, after), now)
        return Advance(None, self._next(work, lease, now))

    def seize(self, work: UnitOfWork, notice: Notice) -> Lease | None:
        """Take what it needs to post a notice at once: its lane, where nothing waits, and a token of its place.

        None where anybody is at the lane, or Slack wants no post now: then the notice goes its ordinary way.
        """
        now = work.clock()
        lease = work.lanes.seize(notice.lane, self.holder, now, now + self.lease_for)
        if lease is None or work.buckets.seize(_bucket(Action.POST, notice), now):
            return lease
        work.lanes.release(lease, None)
        return None

    def claimed(self, lease: Lease, claimed: Claimed) -> Step:
        """Answer the one call to make for a notice that was claimed as it was told."""
        progress = Progress(State.SENDING, None, attempts=0, looks=0, lost_at=None, crashed=False, error=None)
        delivery = Delivery(claimed.number, claimed.notice, claimed.key, progress, claimed.since)
        return Step(lease, Action.POST, delivery, claimed.since + self.lease_for)

    def advance(self, work: UnitOfWork, answer: Answer) -> Advance:
        """Settle a result and claim what comes next; raise LeaseLost, changing nothing, in another's lane."""
        now = work.clock()
        lease = answer.step.lease
        work.lanes.prolong(lease, now + self.lease_for)
        settled = self._settle(work, answer, now)
        self._unclaim(work, lease)
        return Advance(settled, self._next(work, lease, now))

    def leave(self, work: UnitOfWork, answer: Answer) -> Advance:
        """Settle a result and give the lane back. Raises LeaseLost as advance does."""
        now = work.clock()
        lease = answer.step.lease
        work.lanes.prolong(lease, now)
        settled = self._settle(work, answer, now)
        self._unclaim(work, lease)
        return Advance(settled, self._rest(work, lease, None, now))

    def tell_again(self, work: UnitOfWork, answer: Answer) -> None:
        """Owe an update anew that may have come too late: whoever has the lane may have shown what is younger."""
        step = answer.step
        if step.action is Action.UPDATE and not isinstance(answer.result, NotTaken):
            work.tell([step.delivery.notice])

    def _unclaim(self, work: UnitOfWork, lease: Lease) -> None:
        """Give back what we claimed in a commit whose answer never reached us: it was not sent."""
        now = work.clock()
        for claimed in work.deliveries.sending_in(lease.lane):
            work.deliveries.keep(claimed.number, replace(claimed.progress, state=State.PENDING), now)

    # ---- settling

    def _settle(self, work: UnitOfWork, answer: Answer, now: datetime) -> Settled | None:
        """Keep what the answer means, unless an earlier try of ours did already."""
        step, result = answer.step, answer.result
        notice = step.delivery.notice
        stored = work.deliveries.get(step.delivery.number)
        if stored is None or not _is_claimed(stored, step):
            return None
        if answer.opened is not None:
            work.posts.keep_channel(notice.place, answer.opened)
        moment = Moment(now, self.jitter(), _looks(notice))
        after = settle(step.action, _situation(stored), result, moment)
        work.deliveries.keep(stored.number, _progress(stored, after), now)
        self._block(work, step, result, now)
        self._follow(work, stored, after, now)
        return Settled(stored, after.state, after.error)

    def _block(self, work: UnitOfWork, step: Step, result: Result, now: datetime) -> None:
        """Leave the method alone in this place for as long as Slack has asked."""
        if isinstance(result, NotTaken) and result.retry_after is not None:
            until = now + timedelta(seconds=result.retry_after)
            work.buckets.block(_bucket(step.action, step.delivery.notice), until, now)

    def _follow(self, work: UnitOfWork, stored: Delivery, after: Next, now: datetime) -> None:
        """Keep where the message is; tell whoever must know that it could not be posted, or was after all."""
        notice = stored.notice
        if after.forgets:
            work.posts.forget(notice.topic, notice.subject, notice.place)
        if after.state is State.DEAD and after.error is not None:
            self.consequences.undelivered(work, notice, after.error)
        if after.state is State.SENT:
            self._posted(work, stored, after, now)

    def _posted(self, work: UnitOfWork, stored: Delivery, after: Next, now: datetime) -> None:
        notice, post = stored.notice, after.post
        was_dead = stored.progress.error is not None
        if notice.kept:
            was_dead = work.deliveries.supersede(notice, now) or was_dead
        if notice.kept and post is not None:
            work.posts.keep(notice.topic, notice.subject, notice.place, post)
        if was_dead:
            work.deliveries.revive_thread(notice)
            self.consequences.mended(work, notice)
        self.consequences.delivered(work, notice, after.news)

    # ---- claiming

    def _next(self, work: UnitOfWork, lease: Lease, now: datetime) -> Step | Rest:
        """Look for what is due to be looked for; else send the first that waits, if it may go."""
        look = self._due_look(work, lease.lane, now)
        if look is not None:
            return Step(lease, Action.LOOK, look, now + self.lease_for)
        first = work.deliveries.first_waiting(lease.lane)
        if first is None:
            return self._rest(work, lease, None, now)
        action = Action.POST if _post_of(work, first.notice) is None else Action.UPDATE
        held_until = self._held_until(work, first, action, now)
        if held_until is not None:
            return self._rest(work, lease, held_until, now)
        return self._claim(work, lease, first, action, now)

    def _due_look(self, work: UnitOfWork, lane: str, now: datetime) -> Delivery | None:
        look = work.deliveries.next_look(lane)
        if look is None or (look.progress.due_at or now) > now:
            return None
        blocked_until = work.buckets.blocked_until(_bucket(Action.LOOK, look.notice), now)
        if blocked_until is None:
            return look
        work.deliveries.postpone_looks(lane, blocked_until)
        return None

    def _held_until(self, work: UnitOfWork, first: Delivery, action: Action, now: datetime) -> datetime | None:
        """Answer until when the first notice waits, and all behind it for order's sake; None takes a token."""
        due_at = first.progress.due_at
        if due_at is not None and due_at > now:
            return due_at
        bucket = _bucket(action, first.notice)
        blocked_until = work.buckets.blocked_until(bucket, now)
        if blocked_until is not None or action is Action.UPDATE:
            return blocked_until
        return work.buckets.take(bucket, now)

    def _claim(self, work: UnitOfWork, lease: Lease, first: Delivery, action: Action, now: datetime) -> Step:
        """Mark the notice as being sent; one that is kept stands for the younger ones of its message, too."""
        if first.notice.kept:
            _, merged = merge(work.deliveries.waiting_for_post(first.notice))
            work.deliveries.drop(merged)
        work.deliveries.claim(first.number, now)
        claimed = replace(first, tried_at=first.tried_at or now)
        return Step(lease, action, claimed, now + self.lease_for)

    def _rest(self, work: UnitOfWork, lease: Lease, held_until: datetime | None, now: datetime) -> Rest:
        """Give the lane back, and answer when there will be something to do in it."""
        work.lanes.release(lease, held_until)
        look = work.deliveries.next_look(lease.lane)
        times = [held_until, None if look is None else look.progress.due_at or now]
        return Rest(lease.lane, min((time for time in times if time is not None), default=None))


def _place(lease: Lease) -> str:
    """Answer where a lane leads: two of one place share a bucket, so that in this order no two replicas cross."""
    return lease.lane.rpartition(":")[2]


def _looks(notice: Notice) -> Looks:
    return LATE if notice.is_found_late else PROMPT


def _bucket(action: Action, notice: Notice) -> str:
    return f"{METHODS[action]}:{notice.place}"


def _post_of(work: UnitOfWork, notice: Notice) -> Post | None:
    return work.posts.get(notice.topic, notice.subject, notice.place) if notice.kept else None


def _situation(delivery: Delivery) -> Situation:
    known = delivery.progress
    return Situation(known.attempts, known.looks, known.lost_at, known.crashed)


def _progress(before: Delivery, after: Next) -> Progress:
    """A notice that was refused once keeps the reason until it is posted."""
    error = None if after.state is State.SENT else after.error or before.progress.error
    return Progress(after.state, after.due_at, error=error, **asdict(after.situation))


def _is_claimed(stored: Delivery, step: Step) -> bool:
    """Say whether a notice still waits for the answer to this very step."""
    expected = State.UNKNOWN if step.action is Action.LOOK else State.SENDING
    known, claimed = stored.progress, step.delivery.progress
    return known.state is expected and (known.attempts, known.looks) == (claimed.attempts, claimed.looks)
