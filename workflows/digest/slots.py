"""What becomes of digests whose time has come: looked at and composed in a read, kept and told in one write.

Every replica looks; the row of an edition, and the timer as it was found, decide whose work counts.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from storage.digests import Digest
from storage.unit_of_work import UnitOfWork
from workflows.digest.keeping import NO_ZONE, pause_itself
from workflows.digest.policy import NOTHING, Missed, rhythm_of, sort_out
from workflows.digest.posting import Composed, compose_for_channel, post, skip
from workflows.digest.timing import BEFORE, TIMER, Subject, moments_of, set_next, subject_of, subjects_of
from workflows.digest.wall import Wall
from workflows.hours import NoSuchZone, slots_between

MOST_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True)
class Turn:
    """The moment `due_at` of a timer that has come, as it was found; `now` is when.

    `digest` is None where it is gone or rests: then its timer goes, too. `missed` are the slots that have come,
    `composed` what is posted for the latest of them. `has_zone` is False where this machine no longer knows it.
    """

    subject: Subject
    due_at: datetime
    now: datetime
    digest: Digest | None
    missed: Missed = NOTHING
    composed: Composed | None = None
    has_zone: bool = True


def is_any_due(work: UnitOfWork, now: datetime) -> bool:
    """Say whether a digest's time has come."""
    return work.timers.is_any_due(TIMER, now)


def due(work: UnitOfWork, now: datetime) -> list[Subject]:
    """Answer whose time has come, longest overdue first."""
    return [subject_of(name) for name in work.timers.due(TIMER, now, MOST_AT_ONCE)]


def look(work: UnitOfWork, subject: Subject, wall: Wall, now: datetime) -> Turn | None:
    """Answer what is to be posted in a channel for a time that has come, composed; None where it has not."""
    turn = begin(work, subject, now)
    if turn is None or turn.digest is None:
        return turn
    try:
        come = slots_between(rhythm_of(turn.digest), turn.due_at - BEFORE, now)
    except NoSuchZone:
        return Turn(subject, turn.due_at, now, turn.digest, has_zone=False)
    missed, channel = sort_out(come, now), turn.digest.channel
    if missed.posted is None or channel is None:
        return Turn(subject, turn.due_at, now, turn.digest, missed)
    composed = compose_for_channel(work, turn.digest, channel, wall, now, missed)
    return Turn(subject, turn.due_at, now, turn.digest, missed, composed)


def begin(work: UnitOfWork, subject: Subject, now: datetime) -> Turn | None:
    """Answer a timer that has come, and its digest unless that rests; None where it has not."""
    due_at = work.timers.of_kind(TIMER).get(subject.name)
    if due_at is None or due_at > now:
        return None
    digest = work.digests.get(subject.key)
    return Turn(subject, due_at, now, None if digest is None or digest.paused_at is not None else digest)


def settle(work: UnitOfWork, turn: Turn, pages: int, wall: Wall) -> bool:
    """Keep what was found, tell what was composed, set the next moment; say no where anything is otherwise by now.

    `pages` are those that do not fit into the message.
    """
    digest = hold(work, turn)
    if digest is None:
        return False
    if not turn.has_zone:
        pause_itself(work, digest, NO_ZONE, wall.roles, turn.now)
        return True
    if digest.channel is not None:
        skip(work, digest, digest.channel, turn.missed.skipped, turn.now)
    if turn.composed is not None:
        post(work, turn.composed, pages)
    set_next(work, digest, turn.subject, turn.missed.until or turn.now)
    return True


def hold(work: UnitOfWork, turn: Turn) -> Digest | None:
    """Hold the digest of a turn until the commit; None where another replica, or a lead, was first.

    A timer without a digest that posts goes.
    """
    digest = work.digests.get(turn.subject.key, lock=True)
    if work.timers.of_kind(TIMER).get(turn.subject.name) != turn.due_at:
        return None
    if digest is None or digest.paused_at is not None:
        work.timers.drop(TIMER, [turn.subject.name])
        return None
    return digest if digest == turn.digest else None


# ---- moments that are missing


def is_any_unset(work: UnitOfWork) -> bool:
    """Say whether a digest has no next moment: somebody came who lives in another zone."""
    return any(_unset(work, digest) for digest in work.digests.all())


def set_missing(work: UnitOfWork, wall: Wall, now: datetime) -> None:
    """Set the moments that are missing; a digest whose zone is gone pauses itself."""
    for known in work.digests.all():
        digest = work.digests.get(known.key, lock=True)
        if digest is None:
            continue
        try:
            for subject in _unset(work, digest):
                set_next(work, digest, subject, now)
        except NoSuchZone:
            pause_itself(work, digest, NO_ZONE, wall.roles, now)


def _unset(work: UnitOfWork, digest: Digest) -> list[Subject]:
    if digest.paused_at is not None:
        return []
    moments = moments_of(work, digest)
    return [subject for subject in subjects_of(work, digest) if subject.name not in moments]
