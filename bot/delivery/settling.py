"""What Slack's answers make of notices, and what follows from it. Those that have come share each statement."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.delivery.claiming import bucket_of
from bot.delivery.metrics import NOTICES
from bot.delivery.steps import Answer, Settled, Step
from bot.delivery.transitions import LATE, PROMPT, Action, Looks, Moment, Next, NotTaken, Result, Situation, settle
from storage.deliveries import Delivery, Progress, message_of
from storage.outbox import Notice, State
from storage.unit_of_work import UnitOfWork
from workflows.progress.news import IssueNews

log = structlog.get_logger("baton.relay")


@dataclass(frozen=True, slots=True)
class Consequences:
    """What the workflows make of a notice that was refused (and the word for why), of one mended, of any taken.

    With what is taken comes what the answer told, if anything.
    """

    undelivered: Callable[[UnitOfWork, Notice, str], None]
    mended: Callable[[UnitOfWork, Notice], None]
    delivered: Callable[[UnitOfWork, Notice, IssueNews | None], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A notice as it was stored, and what the answer to its step makes of it."""

    stored: Delivery
    answer: Answer
    after: Next

    @property
    def progress(self) -> Progress:
        """Answer how far it has come then."""
        return progress_of(self.stored, self.after)

    @property
    def settled(self) -> Settled:
        """Answer what the log and the metrics hear of it."""
        return Settled(self.stored, self.after.state, self.after.error)


@dataclass(frozen=True, slots=True)
class Settling:
    """Settles answers at `now` in lanes that this unit of work holds; `jitter` answers a number from 0 to 1."""

    work: UnitOfWork
    now: datetime
    consequences: Consequences
    jitter: Callable[[], float]

    def settle(self, answers: Sequence[Answer]) -> list[Settled | None]:
        """Keep what answers mean, each unless an earlier try of ours did already."""
        stored = self.work.deliveries.among([answer.step.delivery.number for answer in answers])
        outcomes = [self._outcome(answer, stored.get(answer.step.delivery.number)) for answer in answers]
        told = [outcome for outcome in outcomes if outcome is not None]
        opened = {(each.stored.notice.place, each.answer.opened) for each in told if each.answer.opened is not None}
        for place, channel in sorted(opened):  # in any other order two replicas may wait for each other crosswise
            self.work.posts.keep_channel(place, channel)
        self._keep_sent([outcome for outcome in told if outcome.after.state is State.SENT])
        for outcome in told:
            if outcome.after.state is not State.SENT:
                self._keep_other(outcome)
        return [None if outcome is None else outcome.settled for outcome in outcomes]

    def _outcome(self, answer: Answer, stored: Delivery | None) -> Outcome | None:
        step = answer.step
        if stored is None or not _is_claimed(stored, step):
            return None
        moment = Moment(self.now, self.jitter(), looks_of(stored.notice))
        return Outcome(stored, answer, settle(step.action, situation_of(stored), answer.result, moment))

    # ---- what has come

    def _keep_sent(self, sent: Sequence[Outcome]) -> None:
        """Keep where the messages are; whoever was told that one could not be posted hears that it was after all."""
        for progress in {each.progress for each in sent}:  # mostly one: what has come has little else to tell
            numbers = [each.stored.number for each in sent if each.progress == progress]
            self.work.deliveries.keep_all(numbers, progress, self.now)
        kept = [each for each in sent if each.stored.notice.kept]
        refused = self.work.deliveries.refused_in({each.stored.notice.lane for each in kept})
        posts = {message_of(each.stored.notice): each.after.post for each in kept}
        self.work.posts.keep_all({message: post for message, post in posts.items() if post is not None})
        for each in sent:
            notice = each.stored.notice
            if each.stored.progress.error is not None or (notice.kept and message_of(notice) in refused):
                self._mend(notice)
            self.consequences.delivered(self.work, notice, each.after.news)

    def _mend(self, notice: Notice) -> None:
        if notice.kept:
            self.work.deliveries.supersede(notice, self.now)
        self.work.deliveries.revive_thread(notice)
        self.consequences.mended(self.work, notice)

    # ---- what has not

    def _keep_other(self, outcome: Outcome) -> None:
        """Keep it one by one: what follows from a dead letter counts those that are dead already."""
        stored, after, notice = outcome.stored, outcome.after, outcome.stored.notice
        self.work.deliveries.keep(stored.number, outcome.progress, self.now)
        self._block(outcome.answer.step, outcome.answer.result)
        if after.forgets:
            self.work.posts.forget(*message_of(notice))
        if after.state is State.DEAD and after.error is not None:
            self.consequences.undelivered(self.work, notice, after.error)

    def _block(self, step: Step, result: Result) -> None:
        """Leave the method alone in this place for as long as Slack has asked."""
        if isinstance(result, NotTaken) and result.retry_after is not None:
            until = self.now + timedelta(seconds=result.retry_after)
            self.work.buckets.block(bucket_of(step.action, step.delivery.notice), until, self.now)


def repeat_lost(work: UnitOfWork) -> None:
    """Tell again what was sent after a try that was lost, now that this can come no more: it may stand over it."""
    work.tell(work.deliveries.take_again(work.clock()))


def report(settled: Settled) -> None:
    """Count what became of a notice, and log what was refused for good by its code: Jira's words may quote."""
    notice = settled.delivery.notice
    NOTICES.labels(notice.topic, settled.state).inc()
    if settled.state is State.DEAD:
        number, error = settled.delivery.number, (settled.error or "").partition(" ")[0]
        log.error("dead_letter", number=number, topic=notice.topic, place=notice.place, error=error)


def looks_of(notice: Notice) -> Looks:
    """Answer when a notice is looked for."""
    return LATE if notice.is_found_late else PROMPT


def situation_of(delivery: Delivery) -> Situation:
    """Answer what the table asks of a notice."""
    known = delivery.progress
    return Situation(known.attempts, known.looks, known.lost_at, known.crashed)


def progress_of(before: Delivery, after: Next) -> Progress:
    """Answer what is stored of what the table says; a notice that was refused keeps the reason until it is posted."""
    error = None if after.state is State.SENT else after.error or before.progress.error
    now = after.situation
    return Progress(
        after.state, after.due_at, now.attempts, now.looks, now.lost_at, now.crashed, error, again_at=after.again_at
    )


def _is_claimed(stored: Delivery, step: Step) -> bool:
    """Say whether a notice still waits for the answer to this very step."""
    expected = State.UNKNOWN if step.action is Action.LOOK else State.SENDING
    known, claimed = stored.progress, step.delivery.progress
    return known.state is expected and (known.attempts, known.looks) == (claimed.attempts, claimed.looks)
