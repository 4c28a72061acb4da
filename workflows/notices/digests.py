"""What Baton tells by itself at a certain time: `subject` names an edition, or a digest, or a request."""

from dataclasses import dataclass
from typing import ClassVar

from storage.outbox import Notice


@dataclass(frozen=True, slots=True)
class DigestPosted(Notice):
    """One edition of a digest; its message is rendered from what the edition has kept, and never changes."""

    topic: ClassVar[str] = "digest"
    kept: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class DigestPage(Notice):
    """What did not fit into an edition's message, in its thread: the page `page`, counted from 1."""

    topic: ClassVar[str] = "digest_page"
    kept: ClassVar[bool] = False
    thread_of: ClassVar[str | None] = DigestPosted.topic

    page: int


@dataclass(frozen=True, slots=True)
class DigestSheet(Notice):
    """The same edition as a file for other programs, in its thread."""

    topic: ClassVar[str] = "digest_sheet"
    kept: ClassVar[bool] = False
    thread_of: ClassVar[str | None] = DigestPosted.topic
    is_file: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class DigestPaused(Notice):
    """A digest that Slack did not take has paused itself, for whoever set it up; `subject` names the digest.

    `error` is Slack's word for why.
    """

    topic: ClassVar[str] = "digest_paused"
    kept: ClassVar[bool] = False

    error: str


@dataclass(frozen=True, slots=True)
class OwnerReminded(Notice):
    """Someone asks how a request stands, for whoever has it in hand; `subject` names the request."""

    topic: ClassVar[str] = "reminder"
    kept: ClassVar[bool] = False

    by: str
