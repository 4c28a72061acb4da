"""The trail alone tells every past moment: at each it says what the columns said then, and now what they say now."""

import sqlite3
from contextlib import closing, suppress
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from storage.database import Database
from storage.requests import Request
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import RequestType, Status, Urgency
from tests.workflows.digest.room import composed, posted
from tests.workflows.escalation.team import (
    AGENT,
    FAR,
    NEAR,
    NOW,
    Team,
    claims,
    edits,
    hands_off,
    leaves,
    rates,
    reopens,
    resolves,
)
from tests.workflows.escalation.test_lives import STEPS, people, start_over, steps_allowed
from workflows.digest.replaying import as_of
from workflows.refusals import Refused

MINUTE = timedelta(minutes=1)
Columns = dict[int, tuple[RequestType, Urgency, Status, str | None]]


def columns(work: UnitOfWork) -> Columns:
    """Answer what the requests' own columns say."""
    return {each.number: _columns_of(each) for each in work.requests.every()}


def _columns_of(each: Request) -> tuple[RequestType, Urgency, Status, str | None]:
    return each.request_type, each.urgency, each.status, each.owner


def replayed(work: UnitOfWork, moment: datetime) -> Columns:
    """Answer what the trail says of a moment."""
    then = work.request_summaries.states_at(moment)
    return {each.number: (each.request_type, each.urgency, each.status, each.owner) for each in then}


class Lives(RuleBasedStateMachine):
    """A few requests, with which anybody does anything, a minute apart; what the columns said is written down."""

    database: Database

    @initialize()
    def begin(self) -> None:
        """Begin with nothing."""
        self.database.write_now(start_over)
        self.team = Team(self.database)
        self.keys: list[str] = []
        self.seen: dict[datetime, Columns] = {}

    @rule(request_type=st.sampled_from(RequestType), urgency=st.sampled_from(Urgency))
    def file(self, request_type: RequestType, urgency: Urgency) -> None:
        """File one more."""
        self.keys.append(self.team.file(request_type=request_type, urgency=urgency))

    @rule(choices=st.lists(st.integers(0, 2**16), min_size=1, max_size=4))
    def go_on(self, choices: list[int]) -> None:
        """Take a step that somebody may take, with any of them."""
        for choice in choices if self.keys else ():
            key = self.keys[choice % len(self.keys)]
            allowed = self.database.read_now(steps_allowed, key)
            verb = sorted(allowed)[choice % len(allowed)]
            with suppress(Refused):
                STEPS[verb](allowed[verb][choice % len(allowed[verb])])(self.team, key)
            self.write_down()

    @rule(by=st.sampled_from([AGENT, FAR]), request_type=st.sampled_from(RequestType), urgency=st.sampled_from(Urgency))
    def edit(self, by: str, request_type: RequestType, urgency: Urgency) -> None:
        """Change what was filed last."""
        for key in self.keys[-1:]:
            with suppress(Refused):
                edits(by, request_type=request_type, urgency=urgency)(self.team, key)

    @rule(who=people)
    def leave(self, who: str) -> None:
        """Leave the workspace."""
        leaves(who)(self.team, "")

    @invariant()
    def write_down(self) -> None:
        """Write down what the columns say at this minute, and ask the trail for all that was written down so far."""
        self.seen[self.team.now] = self.database.read_now(columns)
        self.team.now += MINUTE
        assert self.database.read_now(replayed, self.team.now) == self.seen[self.team.now - MINUTE]

    def teardown(self) -> None:
        """Look back at every minute."""
        for moment, expected in self.seen.items():
            assert self.database.read_now(replayed, moment) == expected


def test_any_past_moment_is_told_from_the_trail(tmp_path: Path) -> None:
    """One connection stays open throughout: as often as the last one closes, SQLite writes its whole log back."""
    path = tmp_path / "baton.db"
    sizes = settings(max_examples=30, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck))

    class OnThisDatabase(Lives):
        database = Database(f"sqlite:///{path}", lambda: NOW)

    OnThisDatabase.database.prepare()
    with closing(sqlite3.connect(path)) as watcher:
        watcher.execute("SELECT count(*) FROM requests").fetchone()
        run_state_machine_as_test(OnThisDatabase, settings=sizes)


def test_a_day_is_replayed_on_either_database(team: Team) -> None:
    seen: dict[datetime, Columns] = {}
    first, second = team.file(), team.file(request_type=RequestType.CONSULT)
    acts = (claims(NEAR), rates(AGENT, Urgency.CRITICAL), hands_off(NEAR, FAR), resolves(NEAR), reopens(AGENT))
    for act in acts:
        seen[team.now] = team.database.read_now(columns)
        team.now += MINUTE
        act(team, first)
    seen[team.now] = team.database.read_now(columns)

    assert {moment: team.database.read_now(replayed, moment) for moment in seen} == seen
    assert team.database.read_now(replayed, NOW - MINUTE) == {}
    assert second == "R-1002"


def test_a_digest_says_what_the_trail_says_of_its_moment(team: Team) -> None:
    team.file(request_type=RequestType.FYI)
    team.after(claims(NEAR), urgency=Urgency.LOW)
    team.after(claims(NEAR), resolves(NEAR))
    team.file()
    said = posted(team)
    team.now += MINUTE
    team.after(claims(NEAR))
    replay = team.database.read_now(as_of, said.as_of)

    assert [f"R-{1000 + state.number}" for state in replay.in_work] == [row.key for row in said.rows]
    assert replay.done == 1
    assert tuple(reversed(replay.urgencies.values())) == said.points[-1].counts
    assert len(composed(team).rows) == 3
