"""The moments of digests: which is due where, and when the next one is."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from storage.digests import Digest
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import DigestKind
from workflows.digest.policy import is_zone, rhythm_of
from workflows.hours import next_slot

TIMER: Final = "digest"
"""The kind of timer, about `digest-3`; about `digest-3@Asia/Tokyo` for the mornings of a zone.

The morning of one person who rests until then is `digest-3@Asia/Tokyo@U0HANA`.
"""

BEFORE: Final = timedelta(microseconds=1)
"""What lies between a slot and the instant after which it is looked for."""


@dataclass(frozen=True, slots=True)
class Subject:
    """What a timer is about: a digest; the morning of a zone; the morning of one person there."""

    key: str
    zone: str | None = None
    person: str | None = None

    @property
    def name(self) -> str:
        """Answer what storage calls it."""
        return "@".join(part for part in (self.key, self.zone, self.person) if part is not None)


def subject_of(name: str) -> Subject:
    """Read what a timer is about."""
    return Subject(*name.split("@", 2))


def subjects_of(work: UnitOfWork, digest: Digest) -> tuple[Subject, ...]:
    """Answer about what a digest has its timers: a morning has one for each zone in which anybody is."""
    if digest.kind is not DigestKind.MORNING:
        return (Subject(digest.key),)
    return tuple(Subject(digest.key, zone) for zone in sorted(zones(work, digest)))


def zones(work: UnitOfWork, digest: Digest) -> frozenset[str]:
    """Answer the zones of everybody, the digest's own for whoever is in one that this machine does not know."""
    return frozenset(known_zone(zone, digest) for zone in work.people.zones())


def known_zone(zone: str, digest: Digest) -> str:
    """Answer the zone by which someone's morning goes."""
    return zone if is_zone(zone) else digest.zone


def moments_of(work: UnitOfWork, digest: Digest) -> dict[str, datetime]:
    """Answer every moment that is set about a digest, the next one first."""
    moments = work.timers.of_kind(TIMER)
    return {name: due_at for name, due_at in moments.items() if subject_of(name).key == digest.key}


def disarm(work: UnitOfWork, digest: Digest) -> None:
    """Let a digest come no more."""
    work.timers.drop(TIMER, moments_of(work, digest))


def arm(work: UnitOfWork, digest: Digest, now: datetime) -> None:
    """Let a digest come at its next slots from `now` on; NoSuchZone where its zone is gone.

    What has come already and nobody has seen to yet is still to be seen to, by the digest as it is now.
    """
    moments = moments_of(work, digest)
    for subject in subjects_of(work, digest):
        come_at = moments.get(subject.name)
        set_next(work, digest, subject, now if come_at is None else min(now, come_at - BEFORE))


def set_next(work: UnitOfWork, digest: Digest, subject: Subject, after: datetime) -> None:
    """Let the digest come for `subject` at its first slot after an instant; never, where there is none."""
    slot = next_slot(rhythm_of(digest, subject.zone), after)
    if slot is None:
        work.timers.drop(TIMER, [subject.name])
    else:
        work.timers.set(TIMER, subject.name, slot.instant)
