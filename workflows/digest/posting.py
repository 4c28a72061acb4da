"""Post a digest, or show it to one pair of eyes: composed in a read, then kept and told in a write."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from storage.digests import Digest, Edition, NewDigest, NewEdition
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import DigestKind, EmptyDay
from workflows.digest import audience
from workflows.digest.composing import Composing, compose
from workflows.digest.kept import to_content
from workflows.digest.policy import NOTHING, Missed, is_zone, late_for
from workflows.digest.presets import ready_made
from workflows.digest.reading import check_known, found, is_here
from workflows.digest.snapshot import Form, Snapshot
from workflows.digest.timing import known_zone
from workflows.digest.wall import Wall
from workflows.hours import Slot, instant_of, local_date
from workflows.refusals import DeskRefused, Refusal

CHANNELS = ("C", "G")
"""How the ids of channels begin; a direct message's begins with D."""


@dataclass(frozen=True, slots=True)
class Composed:
    """What a digest says, and where it is to be posted: nothing of it is kept yet.

    `digest` is its number, None where none is set up; `slot` is None where someone asked for it. A preview goes to
    whoever asked, and counts for nothing.
    """

    digest: int | None
    place: str
    snapshot: Snapshot
    slot: Slot | None = None
    is_preview: bool = False


# ---- reads: what it would say


def to_post(work: UnitOfWork, by: str, key: str, wall: Wall, now: datetime) -> Composed:
    """Compose a digest for its channel, now, for a lead; raises DeskRefused, for a morning, too: it has no channel."""
    digest = _found(work, by, key, wall)
    if digest.channel is None:
        raise DeskRefused(Refusal.NOT_A_CHANNEL_HERE)
    return compose_for_channel(work, digest, digest.channel, wall, now)


def to_preview(work: UnitOfWork, by: str, key: str, wall: Wall, now: datetime) -> Composed:
    """Compose a digest as its channel would see it, for a lead's own eyes; a morning is their own. DeskRefused."""
    digest = _found(work, by, key, wall)
    if digest.channel is not None:
        seen = compose_for_channel(work, digest, digest.channel, wall, now)
    else:
        seen = compose_for_person(work, digest, _met(work, by), wall, now)
    return replace(seen, place=by, is_preview=True)


def to_post_here(work: UnitOfWork, by: str, channel: str, wall: Wall, now: datetime) -> Composed:
    """Compose what is open for the channel in which `by` asks: as the digest there is set up, else as most are.

    It takes nothing from that digest, whoever asks and however often: each tells since the last of its own kind.
    Raises DeskRefused for whom the mirror does not know, in a direct message, and where Baton is not in the channel.
    """
    check_known(work, by)
    if not channel.startswith(CHANNELS):
        raise DeskRefused(Refusal.NOT_A_CHANNEL_HERE)
    if not is_here(work, channel):
        raise DeskRefused(Refusal.NOT_INVITED)
    standing = [each for each in work.digests.all() if each.channel == channel and is_zone(each.zone)]
    first = min(standing, key=lambda each: (each.paused_at is not None, each.number), default=None)
    usual = ready_made(DigestKind.OPEN, by, channel, wall.locale, wall.zone)
    return compose_for_channel(work, _asked_for(first or usual), channel, wall, now)


def _asked_for(digest: NewDigest) -> NewDigest:
    """Answer how a digest is set up, without being an edition of it."""
    return NewDigest(**{name: getattr(digest, name) for name in NewDigest.__slots__})


def _found(work: UnitOfWork, by: str, key: str, wall: Wall) -> Digest:
    """Answer a digest that can be composed; one whose zone is gone must be set up anew before."""
    digest = found(work, by, key, wall)
    if not is_zone(digest.zone):
        raise DeskRefused(Refusal.INVALID_FORM)
    return digest


def _met(work: UnitOfWork, user_id: str) -> Person:
    check_known(work, user_id)
    return work.people.among([user_id])[user_id]


def compose_for_channel(
    work: UnitOfWork, digest: NewDigest, channel: str, wall: Wall, now: datetime, missed: Missed = NOTHING
) -> Composed:
    """Answer what a digest says to a channel, for the slot that has come if one has.

    For one that is not set up nothing is remembered.
    """
    number = digest.number if isinstance(digest, Digest) else None
    asked = Composing(form_of(digest), channel, number, stuck_days=wall.stuck_days)
    return Composed(number, channel, _composed(work, asked, missed, now), missed.posted)


def compose_for_person(
    work: UnitOfWork, digest: Digest, person: Person, wall: Wall, now: datetime, missed: Missed = NOTHING
) -> Composed:
    """Answer what a morning says to one person, in their words and zone."""
    form = replace(form_of(digest), locale=person.locale, zone=known_zone(person.zone, digest))
    asked = Composing(form, person.user_id, digest.number, person.user_id, wall.stuck_days)
    return Composed(digest.number, person.user_id, _composed(work, asked, missed, now), missed.posted)


def _composed(work: UnitOfWork, asked: Composing, missed: Missed, now: datetime) -> Snapshot:
    late = None if missed.posted is None else late_for(missed.posted, now)
    skipped = (*_skipped(work, asked), *(slot.instant for slot in missed.skipped))
    return compose(work, replace(asked, late_for=late, skipped=skipped), now)


def _skipped(work: UnitOfWork, asked: Composing) -> tuple[datetime, ...]:
    """Answer the due times since the last edition that went by unposted."""
    if asked.digest is None:
        return ()
    latest = work.editions.latest(asked.digest, asked.place)
    since = work.editions.skipped_since(asked.digest, asked.place, 0 if latest is None else latest.number)
    return tuple(instant_of(each.local_date, each.slot, asked.form.zone) for each in since if each.slot is not None)


def form_of(digest: NewDigest) -> Form:
    """Answer how a digest is shown."""
    return Form(digest.kind, digest.locale, digest.zone, digest.sections, digest.order, digest.empty)


# ---- the write: it is so


def post(work: UnitOfWork, composed: Composed, pages: int) -> Edition | None:
    """Keep what was composed, and tell it; `pages` are those that do not fit into its message.

    One with nothing to tell that is to stay silent then is kept all the same; whoever asks for one gets it. None, and
    nothing told, where another of the same digest, place, date and slot is kept already.
    """
    edition = work.editions.add(_new(composed))
    if edition is not None and not _is_silent(composed):
        work.tell(audience.of_edition(edition, pages))
    return edition


def skip(work: UnitOfWork, digest: Digest, place: str, slots: Iterable[Slot], now: datetime) -> None:
    """Keep that a digest was not posted in a place for these slots: the next one there says so."""
    for slot in slots:
        work.editions.add(NewEdition(digest.number, place, slot.local_date, slot.at, now, content=None, skipped=True))


def _new(composed: Composed) -> NewEdition:
    snapshot, slot = composed.snapshot, composed.slot
    return NewEdition(
        digest=composed.digest,
        place=composed.place,
        local_date=local_date(snapshot.as_of, snapshot.form.zone) if slot is None else slot.local_date,
        slot=None if slot is None else slot.at,
        as_of=snapshot.as_of,
        content=to_content(snapshot),
        preview=composed.is_preview,
    )


def _is_silent(composed: Composed) -> bool:
    """Say whether a digest is to say nothing: not where it has to tell that others before it were missed."""
    snapshot, is_asked_for = composed.snapshot, composed.slot is None
    return not is_asked_for and snapshot.is_empty and not snapshot.skipped and snapshot.form.empty is EmptyDay.SILENT
