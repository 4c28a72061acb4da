"""What follows when Slack does not take a digest: it rests until whoever made it has seen to that."""

from datetime import datetime

from storage.outbox import Notice
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import digest_key
from workflows.digest.keeping import pause_itself
from workflows.digest.policy import is_to_pause
from workflows.notices import DigestPosted
from workflows.people.policy import Roles


def undelivered(work: UnitOfWork, notice: Notice, error: str, roles: Roles, now: datetime) -> None:
    """Pause a digest that its channel has refused for good, and tell whoever made it; `error` is Slack's word for why.

    Its edition is kept, and posted after all once the channel takes it.
    """
    edition = work.editions.get(notice.subject) if isinstance(notice, DigestPosted) else None
    if edition is None or edition.digest is None:
        return
    digest = work.digests.get(digest_key(edition.digest), lock=True)
    if digest is not None and is_to_pause(digest, notice.place, error):
        pause_itself(work, digest, error[:160], roles, now)
