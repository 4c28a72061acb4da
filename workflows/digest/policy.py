"""What makes a digest possible, and what becomes of a slot that has come: pure, `now` is an argument."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Final

from storage.digests.records import Digest, NewDigest
from storage.vocabulary import DigestKind, Section, Weekday
from workflows.hours import NoSuchZone, Rhythm, Slot, find_zone
from workflows.refusals import Misfit

LATEST: Final = timedelta(hours=4)
"""How late a digest is still of use; one that would come later is skipped, and the next one says so."""
LATE: Final = timedelta(minutes=5)
"""From when on a digest says that it comes late."""
_NOBODY_TO_BLAME: Final = frozenset(
    {"not_authed", "invalid_auth", "token_revoked", "token_expired", "account_inactive", "org_login_required"}
)
"""Slack's words where it lets Baton post nowhere: no digest is to blame for that."""


@dataclass(frozen=True, slots=True)
class Missed:
    """The slots that have come: at most one that is posted, and those that are too old for that, oldest first."""

    posted: Slot | None = None
    skipped: tuple[Slot, ...] = ()

    @property
    def until(self) -> datetime | None:
        """Answer the instant of the last of them."""
        last = self.posted or (self.skipped[-1] if self.skipped else None)
        return None if last is None else last.instant


NOTHING: Final = Missed()


def tidied(draft: NewDigest) -> NewDigest:
    """Answer how a digest is to be set up: days and sections in their order, each once; a morning has no channel."""
    days = tuple(day for day in Weekday if day in draft.days)
    sections = tuple(section for section in Section if section in draft.sections)
    channel = None if draft.kind is DigestKind.MORNING else draft.channel
    return replace(draft, days=days, sections=sections, channel=channel)


def misfits_of(draft: NewDigest) -> dict[str, Misfit]:
    """Answer what is wrong with how a digest is to be set up, by the input."""
    found = {
        "channel": draft.kind is not DigestKind.MORNING and not draft.channel and Misfit.REQUIRED,
        "at": not is_time(draft.at) and Misfit.NOT_A_TIME,
        "days": not draft.days and Misfit.NO_DAYS,
        "sections": not draft.sections and Misfit.NO_DAYS,
        "zone": not is_zone(draft.zone) and Misfit.NOT_A_ZONE,
    }
    return {name: misfit for name, misfit in found.items() if misfit}


def is_time(at: str) -> bool:
    """Say whether it is a time of day as `HH:MM`."""
    try:
        return time.fromisoformat(at).strftime("%H:%M") == at
    except ValueError:
        return False


def is_zone(zone: str) -> bool:
    """Say whether this machine knows a zone of that name."""
    try:
        find_zone(zone)
    except NoSuchZone:
        return False
    return True


def rhythm_of(digest: NewDigest, zone: str | None = None) -> Rhythm:
    """Answer when a digest comes; a morning comes in each person's own `zone`."""
    return Rhythm(digest.at, frozenset(digest.days), zone or digest.zone, digest.holidays)


def sort_out(slots: Iterable[Slot], now: datetime) -> Missed:
    """Tell which of the slots that have come is posted now: the latest, unless it is too old for that."""
    come = tuple(slots)
    is_posted = bool(come) and now - come[-1].instant <= LATEST
    return Missed(come[-1], come[:-1]) if is_posted else Missed(skipped=come)


def late_for(slot: Slot, now: datetime) -> datetime | None:
    """Answer the due time that a digest says it has missed; None for one that is in time."""
    return slot.instant if now - slot.instant >= LATE else None


def is_to_pause(digest: Digest, place: str, error: str) -> bool:
    """Say whether a digest pauses itself where Slack has refused it for good in `place`, with the word `error`.

    Not one that is paused, has moved to another channel, or goes to each person by DM.
    """
    return digest.paused_at is None and digest.channel == place and error not in _NOBODY_TO_BLAME
