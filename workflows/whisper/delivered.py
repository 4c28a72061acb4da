"""What follows when a whisper reaches its agent, or cannot: its coach sees it."""

from datetime import datetime

from storage.outbox import Notice
from storage.unit_of_work import UnitOfWork
from workflows.notices import Whispered, request_of
from workflows.whisper import audience


def delivered(work: UnitOfWork, notice: Notice, now: datetime) -> None:
    """Keep that Slack has taken a whisper; a later change to its message is no news.

    One that it had refused before, and that nothing was to become of, goes on as any other.
    """
    if not isinstance(notice, Whispered):
        return
    whisper = work.whispers.get(request_of(notice.subject), lock=True)
    if whisper is not None and whisper.delivered_at is None:
        waits_again = whisper.failed is not None and whisper.answer is None and whisper.folded_at is None
        due_at = now if waits_again else whisper.due_at
        work.tell(audience.of_copy(work.whispers.change(whisper, delivered_at=now, failed=None, due_at=due_at)))


def undelivered(work: UnitOfWork, notice: Notice, error: str) -> None:
    """Tell the coach that a whisper will not arrive; `error` is Slack's word for why."""
    if not isinstance(notice, Whispered):
        return
    whisper = work.whispers.get(request_of(notice.subject), lock=True)
    if whisper is not None and whisper.delivered_at is None and whisper.failed is None:
        failed = work.whispers.change(whisper, failed=error[:120], due_at=None)
        work.tell((*audience.of_copy(failed), *audience.of_coach_called(failed, "failed")))
