"""Digests and their editions as values."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypedDict

from storage.vocabulary import (
    DigestKey,
    DigestKind,
    EditionKey,
    EmptyDay,
    HolidayRule,
    Locale,
    Order,
    Section,
    Weekday,
    digest_key,
    edition_key,
)


@dataclass(frozen=True, slots=True)
class NewDigest:
    """How a digest is set up: where, when, in whose words, with what, in which order.

    `channel` is None for a morning digest, which goes to each person by DM; `at` is a local time `HH:MM` of `zone`, an
    IANA name, for a morning digest of each person's own zone. `sections` stand in the order of `Section`.
    """

    kind: DigestKind
    channel: str | None
    at: str
    days: tuple[Weekday, ...]
    zone: str
    locale: Locale
    sections: tuple[Section, ...]
    order: Order
    holidays: HolidayRule
    empty: EmptyDay
    made_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest(NewDigest):
    """A digest as it stands now.

    One that was paused has `paused_at`, and by whom: a person, or BATON where its channel refused it, with Slack's
    word for why as `trouble`.
    """

    number: int
    made_at: datetime
    paused_at: datetime | None = None
    paused_by: str | None = None
    trouble: str | None = None

    @property
    def key(self) -> DigestKey:
        """Answer what buttons call it."""
        return digest_key(self.number)


class DigestChanges(TypedDict, total=False):
    """What may change of a digest."""

    channel: str | None
    at: str
    days: tuple[Weekday, ...]
    zone: str
    locale: Locale
    sections: tuple[Section, ...]
    order: Order
    holidays: HolidayRule
    empty: EmptyDay
    paused_at: datetime | None
    paused_by: str | None
    trouble: str | None


@dataclass(frozen=True, slots=True)
class NewEdition:
    """One digest at one moment: `content` is all that it says, as plain JSON, kept for ever.

    `digest` is the number of the digest, None where someone posted the open requests with no digest set up; `place` is
    a channel or a person. `slot` is the due time `HH:MM` of `local_date`, None for one that someone asked for. One
    that was `skipped` was never posted and has no content; a `preview` is for one pair of eyes, and counts for nothing.
    """

    digest: int | None
    place: str
    local_date: date
    slot: str | None
    as_of: datetime
    content: dict[str, Any] | None
    skipped: bool = False
    preview: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition(NewEdition):
    """An edition as it is kept."""

    number: int

    @property
    def key(self) -> EditionKey:
        """Answer what notices call it."""
        return edition_key(self.number)
