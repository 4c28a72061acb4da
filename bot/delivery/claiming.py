"""What comes next in lanes that are ours: one call in each, or a rest. Many lanes share each statement."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.delivery.steps import Rest, Step
from bot.delivery.transitions import Action, merge
from storage.deliveries import Delivery
from storage.lanes import Lease, Standing
from storage.outbox import Notice
from storage.unit_of_work import UnitOfWork

METHODS = {
    Action.POST: "chat.postMessage",
    Action.UPDATE: "chat.update",
    Action.LOOK: "conversations.history",
}


def bucket_of(action: Action, notice: Notice) -> str:
    """Name the bucket of one method in one place: what a post takes a token from, what Slack's 429 closes."""
    return f"{METHODS[action]}:{notice.place}"


@dataclass(frozen=True, slots=True)
class Claiming:
    """Goes on at `now` in lanes that this unit of work holds; they are leased until `until` where there is a call."""

    work: UnitOfWork
    now: datetime
    until: datetime

    def proceed(self, standing: Mapping[Lease, Standing]) -> Mapping[Lease, Step | Rest]:
        """Look for what is due to be looked for, else send the first that waits, if it may go; else give back."""
        looks = self._looks(standing)
        first = {lease: each.first for lease, each in standing.items() if each.first is not None and lease not in looks}
        actions = {lease: Action.POST if standing[lease].post is None else Action.UPDATE for lease in first}
        held = self._held(first, actions)
        going = {lease: delivery for lease, delivery in first.items() if lease not in held}
        self._claim(going.values())
        steps = {lease: Step(lease, Action.LOOK, look, self.until) for lease, look in looks.items()}
        steps |= {lease: self._step(lease, actions[lease], standing[lease], each) for lease, each in going.items()}
        self.work.lanes.prolong(steps.keys(), self.until)
        rests = self.rest({lease: each for lease, each in standing.items() if lease not in steps}, held)
        return {lease: steps.get(lease) or rests[lease] for lease in standing}

    def rest(self, standing: Mapping[Lease, Standing], held: Mapping[Lease, datetime]) -> Mapping[Lease, Rest]:
        """Give lanes back, and answer when there will be something to do in each; `held` is until when one waits."""
        for next_at in {held.get(lease) for lease in standing}:
            self.work.lanes.release([lease for lease in standing if held.get(lease) == next_at], next_at)
        return {lease: Rest(lease.lane, self._next(each.look, held.get(lease))) for lease, each in standing.items()}

    def _next(self, look: Delivery | None, held_until: datetime | None) -> datetime | None:
        times = [held_until, None if look is None else look.progress.due_at or self.now]
        return min((time for time in times if time is not None), default=None)

    # ---- looks

    def _looks(self, standing: Mapping[Lease, Standing]) -> dict[Lease, Delivery]:
        """Answer what is due to be looked for; where Slack wants no look now, all looks of the lane wait."""
        sought = {lease: each.look for lease, each in standing.items() if each.look is not None}
        due = {lease: look for lease, look in sought.items() if self._is_due(look)}
        blocked = self.work.buckets.blocked_among(_buckets(Action.LOOK, due.values()), self.now)
        for lease, look in tuple(due.items()):
            until = blocked.get(bucket_of(Action.LOOK, look.notice))
            if until is not None:
                self.work.deliveries.postpone_looks(lease.lane, until)
                standing[lease].look = replace(look, progress=replace(look.progress, due_at=until))
                del due[lease]
        return due

    def _is_due(self, delivery: Delivery) -> bool:
        return (delivery.progress.due_at or self.now) <= self.now

    # ---- posts and updates

    def _held(self, first: Mapping[Lease, Delivery], actions: Mapping[Lease, Action]) -> dict[Lease, datetime]:
        """Answer until when a notice waits, and all behind it for order's sake; a post that need not takes a token."""
        held = {lease: each.progress.due_at for lease, each in first.items() if not self._is_due(each)}
        ready = {lease: bucket_of(actions[lease], each.notice) for lease, each in first.items() if lease not in held}
        updates = {lease: bucket for lease, bucket in ready.items() if actions[lease] is Action.UPDATE}
        blocked = self.work.buckets.blocked_among(updates.values(), self.now)
        posts = {lease: bucket for lease, bucket in ready.items() if lease not in updates}
        waits = self.work.buckets.take(tuple(posts.values()), self.now)
        held |= {lease: blocked.get(bucket) for lease, bucket in updates.items()} | dict(zip(posts, waits, strict=True))
        return {lease: until for lease, until in held.items() if until is not None}

    def _claim(self, going: Collection[Delivery]) -> None:
        """Mark notices as being sent; one that is kept stands for the younger ones of its message, too."""
        kept = [delivery.number for delivery in going if delivery.notice.kept]
        waiting = self.work.deliveries.waiting_with(kept).values() if kept else ()
        self.work.deliveries.drop([number for numbers in waiting for number in merge(numbers)[1]])
        self.work.deliveries.claim([delivery.number for delivery in going], self.now)

    def _step(self, lease: Lease, action: Action, standing: Standing, first: Delivery) -> Step:
        claimed = replace(first, tried_at=first.tried_at or self.now)
        return Step(lease, action, claimed, self.until, standing.post, standing.direct)


def _buckets(action: Action, deliveries: Collection[Delivery]) -> list[str]:
    return [bucket_of(action, delivery.notice) for delivery in deliveries]
