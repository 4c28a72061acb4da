"""Dead letters: what Slack refused for good, and owing it anew once the reason is mended."""

from collections.abc import Collection

from storage.outbox import DeadLetter
from storage.unit_of_work import UnitOfWork
from workflows.letters.service import owe


def dead(work: UnitOfWork) -> list[DeadLetter]:
    """Answer what is stuck, oldest first."""
    return work.outbox.dead()


def retry(work: UnitOfWork, numbers: Collection[int] | None = None) -> int:
    """Owe dead letters anew, those of `numbers` or all; answer in how many places that is."""
    return owe(work, numbers)


def reopen(work: UnitOfWork, channel: str) -> None:
    """Owe anew whatever a channel refused that takes posts once more."""
    work.woken.update(work.outbox.retry(work.clock(), place=channel))
