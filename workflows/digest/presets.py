"""Digests ready-made: what the form is filled with, by kind; the lead changes what they like."""

from collections.abc import Mapping
from typing import Final

from storage.digests.records import NewDigest
from storage.vocabulary import DigestKind, EmptyDay, HolidayRule, Locale, Order, Section, Weekday

WORKED: Final = (Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU, Weekday.FRI)

_AT: Final[Mapping[DigestKind, str]] = {
    DigestKind.OPEN: "10:00",
    DigestKind.CLOSE: "17:30",
    DigestKind.MORNING: "09:00",
}
_SECTIONS: Final[Mapping[DigestKind, tuple[Section, ...]]] = {
    DigestKind.OPEN: (Section.UNOWNED, Section.IN_WORK, Section.DUE, Section.CHANGED, Section.JIRA),
    DigestKind.CLOSE: (
        Section.UNOWNED,
        Section.DUE,
        Section.CHANGED,
        Section.CARRIED_OVER,
        Section.FINISHED,
        Section.CALLS,
        Section.JIRA,
    ),
    DigestKind.MORNING: (Section.UNOWNED, Section.IN_WORK, Section.DUE, Section.CHANGED, Section.JIRA),
}


def ready_made(kind: DigestKind, made_by: str, channel: str | None, locale: Locale, zone: str) -> NewDigest:
    """Answer a digest of a kind as most teams want it; `locale` and `zone` (an IANA name) are those of channels.

    The open requests at 10:00, the close of the day at 17:30, each person's morning at 09:00, Monday to Friday, none
    on holidays. Where there is nothing to tell they say so.
    """
    return NewDigest(
        kind=kind,
        channel=None if kind is DigestKind.MORNING else channel,
        at=_AT[kind],
        days=WORKED,
        zone=zone,
        locale=locale,
        sections=_SECTIONS[kind],
        order=Order.URGENCY,
        holidays=HolidayRule.SKIP,
        empty=EmptyDay.SAY,
        made_by=made_by,
    )
