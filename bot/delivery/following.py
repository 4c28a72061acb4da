"""What the workflows make of how their messages fare: one place, so that the ledger knows of none of them."""

from collections.abc import Callable
from datetime import datetime

from bot.delivery.settling import Consequences
from storage.outbox import Notice
from storage.unit_of_work import UnitOfWork
from workflows.digest import delivered as digest
from workflows.escalation import undelivered as escalation
from workflows.people.policy import Roles
from workflows.progress import delivered as progress
from workflows.progress.news import IssueNews
from workflows.whisper import delivered as whisper


def consequences(roles: Roles, now: Callable[[], datetime]) -> Consequences:
    """Answer what follows when Slack takes a message, refuses it, or takes it after all; `now` is the work's clock."""

    def undelivered(work: UnitOfWork, notice: Notice, error: str) -> None:
        escalation.undelivered(work, notice, error, roles)
        whisper.undelivered(work, notice, error)
        progress.undelivered(work, notice, error)
        digest.undelivered(work, notice, error, roles, now())

    def delivered(work: UnitOfWork, notice: Notice, news: IssueNews | None) -> None:
        whisper.delivered(work, notice, now())
        progress.delivered(work, notice, news, now())

    return Consequences(undelivered, escalation.mended, delivered)
