"""How leads keep digests: set up, paused, resumed, deleted; and who wants no morning."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from storage.digests import Digest, DigestChanges, NewDigest
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import BATON
from workflows.digest import audience, policy
from workflows.digest.posting import skip
from workflows.digest.reading import check_known, check_sets_up, found, is_here
from workflows.digest.timing import BEFORE, Subject, arm, disarm, moments_of
from workflows.digest.wall import Wall
from workflows.hours import NoSuchZone, slots_between
from workflows.people.policy import Roles
from workflows.people.reading import leads, may_be_asked
from workflows.refusals import InvalidForm, Misfit

NO_ZONE: Final = "no_such_zone"
"""Why a digest has paused itself whose zone this machine no longer knows; all other words for that are Slack's."""
_GOES_ON: DigestChanges = {"paused_at": None, "paused_by": None, "trouble": None}


def save(work: UnitOfWork, key: str | None, draft: NewDigest, wall: Wall, now: datetime) -> Digest:
    """Keep a digest as `draft.made_by` wants it, from the next slot on; without a key it is a new one.

    One that had paused itself goes on: what was wrong with it is mended. Raises DeskRefused for whoever does not lead
    and for a digest that is gone, InvalidForm for what is wrong with it.
    """
    check_sets_up(work, draft.made_by, wall)
    known = None if key is None else found(work, draft.made_by, key, wall, lock=True)
    wanted = policy.tidied(draft if known is None else replace(draft, kind=known.kind))
    if misfits := _misfits(work, wanted):
        raise InvalidForm(misfits)
    digest = work.digests.add(wanted, now) if known is None else _changed(work, known, wanted)
    if digest.paused_at is None:
        arm(work, digest, now)
    return digest


def _misfits(work: UnitOfWork, draft: NewDigest) -> dict[str, Misfit]:
    misfits = policy.misfits_of(draft)
    if draft.channel and not is_here(work, draft.channel):
        misfits["channel"] = Misfit.NOT_IN_CHANNEL
    return misfits


def _changed(work: UnitOfWork, digest: Digest, draft: NewDigest) -> Digest:
    """Keep what the form says; what a digest is for, and who made it, stays."""
    changes: DigestChanges = {
        "channel": draft.channel,
        "at": draft.at,
        "days": draft.days,
        "zone": draft.zone,
        "locale": draft.locale,
        "sections": draft.sections,
        "order": draft.order,
        "holidays": draft.holidays,
        "empty": draft.empty,
    }
    if digest.trouble is not None:
        changes |= _GOES_ON
    return work.digests.change(digest, **changes)


def pause(work: UnitOfWork, by: str, key: str, wall: Wall, now: datetime) -> Digest:
    """Let a digest rest until someone resumes it; raises DeskRefused."""
    digest = found(work, by, key, wall, lock=True)
    return digest if digest.paused_at is not None else _rest(work, digest, by, None, now)


def pause_itself(work: UnitOfWork, digest: Digest, error: str, roles: Roles, now: datetime) -> Digest:
    """Let a digest rest that cannot be posted, and tell whoever made it why; if they have left, the leads."""
    made_by = digest.made_by
    people = [made_by] if may_be_asked(work, made_by) else sorted(leads(work, roles))
    work.tell(audience.of_paused(digest, people, error))
    return _rest(work, digest, BATON, error, now)


def _rest(work: UnitOfWork, digest: Digest, by: str, trouble: str | None, now: datetime) -> Digest:
    _skip_what_has_come(work, digest, now)
    disarm(work, digest)
    return work.digests.change(digest, paused_at=now, paused_by=by, trouble=trouble)


def _skip_what_has_come(work: UnitOfWork, digest: Digest, now: datetime) -> None:
    """Keep as skipped the slots that came before the rest and that nobody has seen to."""
    come_at = moments_of(work, digest).get(Subject(digest.key).name)
    if come_at is None or digest.channel is None or not policy.is_zone(digest.zone):
        return
    skip(work, digest, digest.channel, slots_between(policy.rhythm_of(digest), come_at - BEFORE, now), now)


def resume(work: UnitOfWork, by: str, key: str, wall: Wall, now: datetime) -> Digest:
    """Let a digest go on with its next slot: nothing that came in between counts as missed. Raises DeskRefused.

    One whose zone is gone stays paused: its zone must be changed first.
    """
    digest = found(work, by, key, wall, lock=True)
    if digest.paused_at is None:
        return digest
    try:
        arm(work, digest, now)
    except NoSuchZone:
        return digest
    return work.digests.change(digest, **_GOES_ON)


def delete(work: UnitOfWork, by: str, key: str, wall: Wall) -> Digest:
    """Take a digest away, and answer it as it was; what it has posted stays. Raises DeskRefused."""
    digest = found(work, by, key, wall, lock=True)
    disarm(work, digest)
    work.digests.delete(digest)
    return digest


# ---- each one's morning


def morning_off(work: UnitOfWork, by: str) -> None:
    """Send `by` no morning digest from now on; raises DeskRefused for whom the mirror does not know."""
    check_known(work, by)
    work.digests.want_no_morning(by)


def morning_on(work: UnitOfWork, by: str) -> None:
    """Send `by` morning digests again; raises DeskRefused for whom the mirror does not know."""
    check_known(work, by)
    work.digests.want_mornings(by)
