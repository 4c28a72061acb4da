"""No sequence of steps, allowed or refused, reaches an undefined state or loses the filer's outcome."""

import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from storage import people as mirror
from storage.database import Database
from storage.outbox import outbox
from storage.posts import posts
from storage.requests import Request, Step
from storage.requests.tables import requests, trail
from storage.timers import timers
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import RequestType, Status, Urgency, Verb, Waiting
from tests.workflows.escalation.team import (
    AGENT,
    CHANNEL,
    COLLEAGUE,
    COVER,
    DESK,
    EVERYONE,
    FAR,
    MANAGER,
    NEAR,
    NOW,
    Act,
    Team,
    a_team,
    accepts,
    accepts_answer,
    adds,
    answers,
    asks,
    asks_again,
    claims,
    declines,
    edits,
    hands_off,
    leaves,
    rates,
    reads,
    reopens,
    replies,
    resolves,
    returns,
    takes_over,
    waits,
    withdraws,
)
from workflows.escalation import policy
from workflows.escalation.draft import Duplicate, Guard
from workflows.escalation.standing import Click, situation_of, standing_of
from workflows.refusals import Refused

DAY = timedelta(days=1)
STEPS: dict[Verb, Callable[[str], Act]] = {
    Verb.CLAIM: claims,
    Verb.TAKE_OVER: takes_over,
    Verb.READ: reads,
    Verb.ANSWER: answers,
    Verb.ACCEPT_ANSWER: accepts_answer,
    Verb.ASK_AGAIN: asks_again,
    Verb.ASK: asks,
    Verb.REPLY: replies,
    Verb.WAIT: lambda by: lambda team, key: waits(by, team.now + DAY)(team, key),
    Verb.HAND_OFF: lambda by: hands_off(by, FAR if by == NEAR else NEAR),
    Verb.ACCEPT: accepts,
    Verb.RETURN: returns,
    Verb.DECLINE: declines,
    Verb.RESOLVE: resolves,
    Verb.WITHDRAW: withdraws,
    Verb.REOPEN: reopens,
    Verb.ADD: adds,
    Verb.URGENCY: lambda by: rates(by, Urgency.LOW),
}
OUTCOME = ("outcome", AGENT)
people = st.sampled_from(EVERYONE)


@dataclass(frozen=True)
class Seen:
    """All there is at one moment: the request, its trail, what was ever told, and every row that a step could touch."""

    request: Request
    trail: list[Step]
    told: Counter[tuple[str, str, str]]
    gone: frozenset[str]
    rows: list[object]


def look(work: UnitOfWork, key: str) -> Seen:
    """See it all in one transaction."""
    found = work.requests.get(key)
    assert found is not None
    notices = work.connection.execute(outbox.select()).all()
    told = Counter((row.topic, row.subject, row.place) for row in notices)
    gone = frozenset(who for who, person in work.people.among(EVERYONE).items() if person.deactivated)
    rows = [notices, *(work.connection.execute(table.select()).all() for table in (requests, trail, timers))]
    return Seen(found, work.requests.trail_of(key), told, gone, list(rows))


def steps_allowed(work: UnitOfWork, key: str) -> dict[Verb, list[str]]:
    """Answer which steps are possible now, and who may take each."""
    found = work.requests.get(key)
    assert found is not None
    situation = situation_of(found)
    standings = [standing_of(work, found, Click(key, by), DESK) for by in EVERYONE]
    may = {verb: [by.user_id for by in standings if policy.may(verb, situation, by)] for verb in STEPS}
    return {verb: people for verb, people in may.items() if people}


class Lives(RuleBasedStateMachine):
    """One request, on which anybody tries anything."""

    database: Database
    seen: Seen

    @initialize(request_type=st.sampled_from(RequestType), customer=st.sampled_from(["A-1", "A-2"]))
    def file(self, request_type: RequestType, customer: str) -> None:
        """File it; everybody is there."""
        self.database.write_now(start_over)
        self.team = Team(self.database)
        self.customer = customer
        self.key = self.team.file(request_type=request_type, customer=customer)

    def _try(self, act: Act) -> None:
        """Take a step; one that is refused changes nothing at all."""
        try:
            act(self.team, self.key)
        except Refused:
            assert self.database.read_now(look, self.key).rows == self.seen.rows

    @rule(verb=st.sampled_from(list(STEPS)), by=people)
    def try_anything(self, verb: Verb, by: str) -> None:
        """Take any step, as anybody: mostly refused."""
        self._try(STEPS[verb](by))

    @rule(choices=st.lists(st.integers(0, 2**16), min_size=2, max_size=8))
    def go_on(self, choices: list[int]) -> None:
        """Take steps that somebody may take: so a life goes on, where mere trying would mostly be refused."""
        for choice in choices:
            allowed = self.database.read_now(steps_allowed, self.key)
            verbs = sorted(allowed)
            verb = verbs[choice % len(verbs)]
            self._try(STEPS[verb](allowed[verb][choice // len(verbs) % len(allowed[verb])]))
            self.all_is_sound()

    @rule(by=people, to=people)
    def hand_off(self, by: str, to: str) -> None:
        """Ask someone to take it over."""
        self._try(hands_off(by, to))

    @rule(by=st.sampled_from([AGENT, FAR]), request_type=st.sampled_from(RequestType))
    def edit(self, by: str, request_type: RequestType) -> None:
        """Change what was filed."""
        self._try(edits(by, customer=self.customer, request_type=request_type))

    @rule(guard=st.sampled_from(Guard), customer=st.sampled_from(["A-1", "A-2"]))
    def file_the_same(self, guard: Guard, customer: str) -> None:
        """File it once more, as a colleague who found it in work."""
        duplicate = Duplicate(guard, self.key)
        self._try(lambda team, _: team.file(filed_by=COLLEAGUE, customer=customer, duplicate=duplicate))

    @rule(days=st.integers(0, 2))
    def let_time_pass(self, days: int) -> None:
        """Come to another day, on which some moments come."""
        self.team.now += days * DAY
        self.team.resume()

    @rule(who=st.sampled_from([MANAGER, COVER, NEAR, FAR]))
    def leave(self, who: str) -> None:
        """Leave the workspace."""
        leaves(who)(self.team, self.key)

    @rule()
    def deliver(self) -> None:
        """Let the relay come round."""
        self.team.pings()

    @invariant()
    def all_is_sound(self) -> None:
        """Look once after each step, from all sides."""
        self.seen = seen = self.database.read_now(look, self.key)
        assert_is_consistent(seen.request)
        assert_has_no_gaps(seen)
        assert_outcomes_were_told(seen)
        assert_somebody_is_asked(seen)


def assert_is_consistent(found: Request) -> None:
    """Demand of every column what the status says."""
    is_done, waits_now = found.status is Status.DONE, found.status is Status.WAITING
    assert found.status not in {Status.DOING, Status.WAITING} or found.owner is not None
    assert found.status is not Status.TODO or found.owner is None
    assert (found.owner is None) == (found.claimed_at is None)
    assert waits_now == (found.waiting_for is not None) == (found.waiting_step is not None)
    assert (found.waiting_for is Waiting.UNTIL) == (found.waiting_until is not None)
    assert (found.waiting_for is Waiting.REPLY) == (found.question is not None)
    assert found.waiting_for is not Waiting.ACCEPTANCE or found.answer is not None
    assert (found.offered_to is None) == (found.offered_by is None) == (found.offered_step is None)
    assert not (is_done and found.offered_to is not None)
    assert found.request_type is not RequestType.FYI or (found.owner, found.offered_to, waits_now) == (
        None,
        None,
        False,
    )
    assert is_done == (found.ending is not None) == (found.finished_by is not None) == (found.finished_at is not None)


def assert_has_no_gaps(seen: Seen) -> None:
    """Demand that each step begins where the last one ended, and that the last one ended where the request stands."""
    steps = seen.trail
    assert [step.ordinal for step in steps] == list(range(1, seen.request.steps + 1))
    assert [step.from_status for step in steps] == [None, *(step.to_status for step in steps[:-1])]
    assert steps[-1].to_status is seen.request.status


def assert_outcomes_were_told(seen: Seen) -> None:
    """Demand one outcome for the filer of each end there has been, whatever happened afterwards."""
    ends = [step for step in seen.trail if step.to_status is Status.DONE and step.from_status is not Status.DONE]
    told = {subject: count for (topic, subject, place), count in seen.told.items() if (topic, place) == OUTCOME}
    assert told == {f"{seen.request.key}/{end.ordinal}": 1 for end in ends}


def assert_somebody_is_asked(seen: Seen) -> None:
    """Demand that what nobody has is in the hands of a manager who is there, or of the leads."""
    found = seen.request
    if found.status is Status.TODO and found.account_manager is not None:
        assert seen.told["handoff", found.key, found.account_manager]
        assert found.account_manager not in seen.gone
    elif found.status is Status.TODO:
        assert seen.told["leads_asked", found.key, CHANNEL]


def start_over(work: UnitOfWork) -> None:
    """Begin another life: everyone is there, nothing is filed."""
    for table in (mirror.people, outbox, posts, timers, trail, requests):
        work.connection.execute(table.delete())
    a_team(work)


def test_any_life_of_a_request_is_a_sound_one(tmp_path: Path) -> None:
    """One connection stays open throughout: as often as the last one closes, SQLite writes its whole log back."""
    path = tmp_path / "baton.db"
    soundly = settings(max_examples=50, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck))

    class OnThisDatabase(Lives):
        database = Database(f"sqlite:///{path}", lambda: NOW)

    OnThisDatabase.database.prepare()
    with closing(sqlite3.connect(path)) as watcher:
        watcher.execute("SELECT count(*) FROM requests").fetchone()
        run_state_machine_as_test(OnThisDatabase, settings=soundly)
