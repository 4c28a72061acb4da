"""Who is told what of a digest, and where: pure answers, one notice for each message in each place."""

from collections.abc import Iterable

from storage.digests.records import Digest, Edition
from storage.outbox import Notice
from workflows.notices import DigestPage, DigestPaused, DigestPosted, DigestSheet


def of_edition(edition: Edition, pages: int) -> tuple[Notice, ...]:
    """Tell of an edition: its message, in the thread the `pages` that do not fit into it, and the same as a file."""
    further = (DigestPage(edition.key, edition.place, page) for page in range(1, pages + 1))
    return DigestPosted(edition.key, edition.place), *further, DigestSheet(edition.key, edition.place)


def of_paused(digest: Digest, people: Iterable[str], error: str) -> tuple[Notice, ...]:
    """Tell by DM that a digest has paused itself."""
    return tuple(DigestPaused(digest.key, person, error) for person in people)
