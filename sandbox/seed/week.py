"""The week's requests: stories told to our own services, each step at its time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heappop, heappush
from random import Random

from sandbox import cast
from sandbox.seed.delivery import Delivery
from sandbox.stories.story import Story
from storage.requests import Request
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import CustomerState, Outcome, RequestType, Urgency
from workflows.escalation import filing, passing, service, tracking
from workflows.escalation.draft import Draft
from workflows.escalation.passing import Offer
from workflows.escalation.routing import Desk
from workflows.escalation.service import Pause, Resolution
from workflows.escalation.standing import Click
from workflows.escalation.tracking import Wish

Course = Iterator[datetime]
"""What happens one step after another: the moment of the next, before it is taken."""


def run(courses: Iterable[Course]) -> None:
    """Take every step of every course, the earliest first: a digest sees what was so far, and nothing else."""
    waiting: list[tuple[datetime, int, Course]] = []
    for number, course in enumerate(courses):
        _wait(waiting, number, course)
    while waiting:
        _, number, course = heappop(waiting)
        _wait(waiting, number, course)


def _wait(waiting: list[tuple[datetime, int, Course]], number: int, course: Course) -> None:
    """Go on with a course up to its next step, if it has one."""
    at = next(course, None)
    if at is not None:
        heappush(waiting, (at, number, course))


@dataclass(frozen=True, slots=True)
class Week:
    """Tells stories to the services; nothing happens after `now`.

    Each story is a course: it yields the moment of its next step, and takes it when it is asked to go on.
    """

    work: UnitOfWork
    delivery: Delivery
    desk: Desk
    dice: Random
    now: datetime

    def course(self, story: Story, customer: str, filer: str, at: datetime) -> Course:
        """File a request at `at`, and take it as far as it came."""
        yield at
        request = filing.file_request(self.work, _draft(story, customer, filer, at), self.desk, at)
        self.delivery.settle(at)
        if story.added:
            at = self._later(at, 30)
            yield at
            filing.add(self.work, Click(request.key, filer), story.added, self.desk, at)
            self.delivery.settle(at)
        if story.progress == "filed":
            return
        owner = request.account_manager or cast.EMMA.user_id
        if story.progress in {"withdrawn", "declined"}:
            yield from self._let_go(story, request, Click(request.key, owner), at)
        elif story.kind == "action":
            yield from self._act(story, Click(request.key, owner), at)
        elif story.kind == "consult":
            yield from self._advise(story, request, Click(request.key, owner), at)
        else:
            read = self._later(at, 300)
            yield read
            service.mark_read(self.work, Click(request.key, owner), self.desk, read)
            self.delivery.settle(read)

    def _act(self, story: Story, click: Click, at: datetime) -> Course:
        claimed = self._later(at, 45)
        yield claimed
        service.claim(self.work, click, self.desk, claimed)
        self.delivery.settle(claimed)
        if story.issue:
            tracking.track(self.work, click, Wish(None, story.issue), self.desk, claimed)
            self.delivery.settle(claimed)
        if story.progress in {"asked", "waiting", "offered"}:
            yield from self._rest(story, click, claimed)
        if story.progress == "finished":
            resolved = self._later(claimed, 400)
            yield resolved
            resolution = Resolution(Outcome(story.outcome), CustomerState(story.state), story.closing)
            service.resolve(self.work, click, resolution, self.desk, resolved)
            self.delivery.settle(resolved)

    def _rest(self, story: Story, click: Click, claimed: datetime) -> Course:
        """Leave it with a question, until Monday's meeting or so, or with someone who is asked to take it over."""
        at = self._later(claimed, 60)
        yield at
        if story.progress == "asked":
            service.ask(self.work, click, story.closing, self.desk, at)
        elif story.progress == "waiting":
            service.wait(self.work, click, Pause(self.now + timedelta(days=2), story.closing), self.desk, at)
        else:
            others = [one.user_id for one in cast.of_role("account_manager") if one.user_id != click.by]
            passing.hand_off(self.work, click, Offer(self.dice.choice(others), story.closing), self.desk, at)
        self.delivery.settle(at)

    def _let_go(self, story: Story, request: Request, click: Click, at: datetime) -> Course:
        """Let its filer take it back, or whoever is asked say no."""
        at = self._later(at, 60)
        yield at
        if story.progress == "withdrawn":
            service.withdraw(self.work, Click(request.key, request.filed_by), story.closing, self.desk, at)
        else:
            passing.decline(self.work, click, story.closing, self.desk, at)
        self.delivery.settle(at)

    def _advise(self, story: Story, request: Request, click: Click, at: datetime) -> Course:
        answered = self._later(at, 90)
        yield answered
        service.answer(self.work, click, story.closing, self.desk, answered)
        self.delivery.settle(answered)
        if story.progress == "finished":
            accepted = self._later(answered, 120)
            yield accepted
            service.accept_answer(self.work, Click(request.key, request.filed_by), self.desk, accepted)
            self.delivery.settle(accepted)

    def _later(self, at: datetime, minutes: int) -> datetime:
        """Answer a moment at most `minutes` after `at`, and not in the future."""
        wished = at + timedelta(minutes=self.dice.randint(3, minutes), seconds=self.dice.randint(0, 59))
        return max(at, min(wished, self.now - timedelta(minutes=1)))


def _draft(story: Story, customer: str, filer: str, at: datetime) -> Draft:
    return Draft(
        customer=customer,
        request_type=RequestType(story.kind),
        urgency=Urgency(story.urgency),
        summary=story.summary,
        filed_by=filer,
        customer_words=story.words,
        details=story.details,
        promised=story.promised,
        next_contact_at=at.replace(minute=0, second=0) + timedelta(hours=4) if story.promised else None,
    )
