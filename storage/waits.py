"""What waits for a moment in the outbox, in lanes and in buckets: all of it by the machine's clock."""

from datetime import datetime, timedelta

from sqlalchemy import update

from storage.base import Repository
from storage.buckets import buckets
from storage.lanes import lanes
from storage.outbox import IS_UNSETTLED, outbox


class Waits(Repository):
    """Moments before which nothing is to be sent, or nobody else may send."""

    __slots__ = ()

    def end(self, now: datetime, lease_for: timedelta, again_within: timedelta) -> None:
        """Let nothing wait for a moment to come that was told by a clock that has been set back to `now` since.

        Whoever was to be left alone may be asked once too early: Slack says so again. No lease lasts longer than
        `lease_for` from `now`, which every holder that lives prolongs, and nothing is told again later than
        `again_within` from a loss.
        """
        due = update(outbox).where(IS_UNSETTLED, outbox.c.due_at > now).values(due_at=now)
        lost = update(outbox).where(IS_UNSETTLED, outbox.c.lost_at > now).values(lost_at=now)
        latest = now + again_within
        again = update(outbox).where(outbox.c.again_at > latest).values(again_at=latest)
        resting = update(lanes).where(lanes.c.next_at > now).values(next_at=None)
        until = now + lease_for
        leased = update(lanes).where(lanes.c.lease_until > until).values(lease_until=until)
        blocked = update(buckets).where(buckets.c.blocked_until > now).values(blocked_until=None)
        for statement in (due, lost, again, resting, leased, blocked):
            self.connection.execute(statement)
