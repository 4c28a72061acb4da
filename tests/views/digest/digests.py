"""Digests as they may be set up, each test naming only what it is about."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.views.digest.home import Shown
from storage.digests import Digest
from storage.vocabulary import DigestKind, EmptyDay, HolidayRule, Locale, Order, Section, Weekday
from workflows.digest.views import DigestsView, DigestView, MorningView

NO_DIGESTS = Shown(None, MorningView(is_set_up=False, is_off=False))
DIGEST = Digest(
    kind=DigestKind.OPEN,
    channel="C_ESC",
    at="10:00",
    days=(Weekday.MON, Weekday.TUE, Weekday.WED, Weekday.THU, Weekday.FRI),
    zone="Asia/Tokyo",
    locale=Locale.JA,
    sections=(Section.UNOWNED, Section.DUE),
    order=Order.URGENCY,
    holidays=HolidayRule.SKIP,
    empty=EmptyDay.SAY,
    made_by="U_LEE",
    number=3,
    made_at=datetime(2026, 11, 1, tzinfo=UTC),
)
MORNING: dict[str, Any] = {"kind": DigestKind.MORNING, "channel": None}


def a_row(**changes: Any) -> DigestView:  # noqa: ANN401  whatever a digest has
    """A digest in the list, due next on 24 November."""
    digest = replace(DIGEST, **changes)
    next_at = None if digest.paused_at else datetime(2026, 11, 24, 1, tzinfo=UTC)
    return DigestView(digest, next_at, None, "Lee")


def some(count: int) -> DigestsView:
    """So many digests."""
    return DigestsView(tuple(a_row(number=number) for number in range(1, count + 1)))
