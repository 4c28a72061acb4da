"""What the screens about digests show, as values."""

from dataclasses import dataclass
from datetime import datetime

from storage.digests import Digest, NewDigest

__all__ = ["Digest", "DigestView", "DigestsView", "Editing", "MorningView", "NewDigest"]


@dataclass(frozen=True, slots=True)
class DigestView:
    """A digest in the list: when it comes next (None: never, it is paused), what it was last, who made it.

    `made_by` is a plain name. A morning comes at another instant in each zone: `next_at` is the first of them.
    """

    digest: Digest
    next_at: datetime | None
    posted_at: datetime | None
    made_by: str


@dataclass(frozen=True, slots=True)
class DigestsView:
    """Every digest that is set up, in the order in which they were."""

    digests: tuple[DigestView, ...]


@dataclass(frozen=True, slots=True)
class Editing:
    """What the form is filled with: a digest that is there, or a ready-made one, whose `key` is None."""

    key: str | None
    digest: NewDigest


@dataclass(frozen=True, slots=True)
class MorningView:
    """Whether there is a morning digest, and whether a person wants it: for the switch in their Home."""

    is_set_up: bool
    is_off: bool
