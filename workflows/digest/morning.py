"""Each person's own morning, in their own zone: for whom it is, composed for one at a time, kept and told for each.

Nobody gets one who has nothing on their plate, wants none, or rests: then it waits until the rest is over, if that is
soon enough for it to be of use.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from storage.digests import Digest
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from workflows.digest.policy import LATEST, Missed, is_zone, rhythm_of, sort_out
from workflows.digest.posting import Composed, compose_for_person, post, skip
from workflows.digest.slots import Turn, begin, hold
from workflows.digest.timing import BEFORE, TIMER, Subject, known_zone, set_next, zones
from workflows.digest.wall import Wall
from workflows.hours import NoSuchZone, Slot, slots_between
from workflows.people.reading import is_active


@dataclass(frozen=True, slots=True)
class Round:
    """The mornings of one zone that have come: the slots, and everyone whom one may be for."""

    turn: Turn
    missed: Missed
    people: tuple[Person, ...] = ()


def look(work: UnitOfWork, subject: Subject, now: datetime) -> Round | None:
    """Answer for whom a morning has come; None where it has not."""
    turn = begin(work, subject, now)
    if turn is None:
        return None
    if turn.digest is None:
        return Round(turn, Missed())
    missed = _missed(turn.digest, turn)
    people = tuple(_meant(work, turn.digest, subject)) if missed.until is not None else ()
    return Round(turn, missed, _unserved(work, turn.digest, people, missed.posted))


def _missed(digest: Digest, turn: Turn) -> Missed:
    """Answer the slots that have come; for one person who rested until now, the one that waited for them."""
    after = turn.due_at - (BEFORE if turn.subject.person is None else LATEST)
    try:
        come = slots_between(rhythm_of(digest, turn.subject.zone), after, turn.now)
    except NoSuchZone:
        return Missed()
    return sort_out(come, turn.now)


def _meant(work: UnitOfWork, digest: Digest, subject: Subject) -> Iterable[Person]:
    """Answer who in a zone has anything to be told of, and wants to be; or the one person whom it is about."""
    relied_on = work.requests.relied_on() - work.digests.without_mornings()
    wanted = relied_on if subject.person is None else relied_on & {subject.person}
    for person in work.people.among(wanted).values():
        is_there = subject.person is not None or known_zone(person.zone, digest) == subject.zone
        if is_there and is_active(person):
            yield person


def _unserved(work: UnitOfWork, digest: Digest, people: tuple[Person, ...], slot: Slot | None) -> tuple[Person, ...]:
    if slot is None:
        return people
    ids = [person.user_id for person in people]
    served = work.editions.places_served(digest.number, ids, slot.local_date, slot.at)
    return tuple(person for person in people if person.user_id not in served)


def compose_for(work: UnitOfWork, found: Round, person: Person, wall: Wall) -> Composed | None:
    """Compose one person's morning; None for whoever has nothing on their plate."""
    turn = found.turn
    if turn.digest is None or found.missed.posted is None:
        return None
    composed = compose_for_person(work, turn.digest, person, wall, turn.now, found.missed)
    return composed if composed.snapshot.rows else None


def keep(work: UnitOfWork, found: Round, composed: Composed, pages: int) -> None:
    """Keep one person's morning and tell it, unless they had it before or the digest is otherwise by now."""
    digest = hold(work, found.turn)
    if digest is not None:
        skip(work, digest, composed.place, found.missed.skipped, found.turn.now)
        post(work, composed, pages)


def settle(work: UnitOfWork, found: Round, resting: Mapping[str, datetime]) -> None:
    """Set the next moment of the zone, and one for each who is `resting` until then, if that is soon enough.

    Whoever rests for longer, and whoever the whole morning comes too late for, hears of it in their next one.
    """
    digest = hold(work, found.turn)
    if digest is None:
        return
    for person in found.people:
        _put_off(work, digest, found, person.user_id, resting.get(person.user_id))
    _go_on(work, digest, found)


def _put_off(work: UnitOfWork, digest: Digest, found: Round, person: str, until: datetime | None) -> None:
    posted, now = found.missed.posted, found.turn.now
    if posted is not None and until is None:
        return
    skip(work, digest, person, found.missed.skipped, now)
    if posted is not None and until is not None:
        if until - posted.instant < LATEST:
            work.timers.set(TIMER, Subject(digest.key, found.turn.subject.zone, person).name, max(until, now))
        else:
            skip(work, digest, person, [posted], now)


def _go_on(work: UnitOfWork, digest: Digest, found: Round) -> None:
    """Set the next moment of a zone in which somebody is; a person's own moment is over, unless it was put off."""
    subject = found.turn.subject
    if subject.person is not None:
        _end_if_over(work, subject, found.turn)
    elif subject.zone in zones(work, digest) and is_zone(subject.zone):
        set_next(work, digest, subject, found.missed.until or found.turn.now)
    else:
        work.timers.drop(TIMER, [subject.name])


def _end_if_over(work: UnitOfWork, subject: Subject, turn: Turn) -> None:
    if work.timers.of_kind(TIMER).get(subject.name) == turn.due_at:
        work.timers.drop(TIMER, [subject.name])
