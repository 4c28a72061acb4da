"""Whatever happens to a digest and to the clock: no slot is posted twice, and none is lost in silence."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage.database import Database
from storage.digests import Digest
from storage.vocabulary import HolidayRule
from tests.workflows.digest.hanging import CLOSE, HOUR, MINUTE, NEW_YORK, Hanging, at, hang, rhythm
from tests.workflows.digest.room import a_room
from tests.workflows.escalation.team import LEAD
from workflows.digest import keeping, posting
from workflows.digest.policy import LATEST, rhythm_of
from workflows.hours import Rhythm, instant_of, next_slot, slots_between

BEGIN = at("2026-10-29 12:00")
"""Three days before the clocks of New York go back."""
Slots = set[tuple[date, str | None]]

SPANS = st.sampled_from([MINUTE, 10 * MINUTE, HOUR, 3 * HOUR, 5 * HOUR, 13 * HOUR, 26 * HOUR, 80 * HOUR])
ACTS = st.one_of(
    st.tuples(st.just("wait"), SPANS),
    st.tuples(st.just("wait"), SPANS),
    st.tuples(st.just("tick"), st.none()),
    st.tuples(st.just("step_back"), st.sampled_from([MINUTE, HOUR])),
    st.tuples(st.just("edit"), st.sampled_from(["09:00", "17:30", "01:30", "23:50"])),
    st.tuples(st.just("pause"), st.none()),
    st.tuples(st.just("resume"), st.none()),
    st.tuples(st.just("post_now"), st.none()),
)


@dataclass
class Story:
    """A digest, what is done to it, and which of its slots must have been seen to by now."""

    wall: Hanging
    digest: Digest
    seen_until: datetime
    expected: Slots = field(default_factory=set)

    @property
    def rhythm(self) -> Rhythm:
        """Answer when it comes."""
        return rhythm_of(self.wall.digest(self.digest))

    @property
    def rests(self) -> bool:
        """Say whether it is paused."""
        return self.wall.digest(self.digest).paused_at is not None

    def act(self, act: str, given: Any) -> None:  # noqa: ANN401  as the act has it
        """Do one thing."""
        getattr(self, act)(*([] if given is None else [given]))

    def wait(self, span: timedelta) -> None:
        """Let time pass, with nobody looking."""
        self.wall.now += span

    def step_back(self, span: timedelta) -> None:
        """Set the clock back."""
        self.wall.now -= span

    def tick(self) -> None:
        """Look."""
        self._see_to_all()
        self.wall.tick()

    def pause(self) -> None:
        """Let it rest: what has come before is told of later."""
        self._see_to_all()
        self.wall.keep(keeping.pause, self.digest)

    def resume(self) -> None:
        """Let it go on."""
        if self.rests:
            self.seen_until = self.wall.now
        self.wall.keep(keeping.resume, self.digest)

    def edit(self, at_time: str) -> None:
        """Let it come at another time from now on; a slot that has come and waits counts by the new time."""
        waiting = next_slot(self.rhythm, self.seen_until)
        if waiting is not None:
            self.seen_until = min(self.wall.now, waiting.instant - timedelta(microseconds=1))
        self.wall.save(CLOSE, self.digest.key, **rhythm(NEW_YORK, at_time, HolidayRule.SKIP))

    def post_now(self) -> None:
        """Ask for one."""
        self.wall.ask(posting.to_post, LEAD, self.digest.key)

    def _see_to_all(self) -> None:
        """Expect every slot that has come since the last look."""
        if self.rests:
            return
        come = slots_between(self.rhythm, self.seen_until, self.wall.now)
        self.expected |= {(slot.local_date, slot.at) for slot in come}
        self.seen_until = max(self.seen_until, self.wall.now)


@pytest.fixture
def wall(sqlite_url: str) -> Hanging:
    """Answer a wall that all stories of a test share, each with a digest of its own."""
    database = Database(sqlite_url, lambda: BEGIN)
    database.write_now(a_room)
    return hang(database, BEGIN)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, min_size=3, max_size=12))
def test_every_slot_is_posted_once_or_told_as_skipped(wall: Hanging, acts: list[tuple[str, Any]]) -> None:
    wall.now = BEGIN
    story = Story(wall, wall.save(**rhythm(NEW_YORK, "17:30", HolidayRule.SKIP)), BEGIN)
    for act in acts:
        story.act(*act)
    story.resume()
    story.tick()

    kept = wall.kept(story.digest)
    slots = [(day, slot) for _, day, slot, _ in kept if slot is not None]
    assert max(Counter(slots).values(), default=1) == 1
    assert story.expected <= set(slots)
    _check_told(wall, story)
    wall.delete(story.digest)


def _check_told(wall: Hanging, story: Story) -> None:
    """Each edition says of those before it that were skipped, and of no other; none that says late is too late."""
    zone = story.rhythm.zone
    skipped: list[datetime] = []
    said = iter(wall.said(story.digest))
    for _, day, slot, is_skipped in wall.kept(story.digest):
        if is_skipped:
            assert slot is not None
            skipped.append(instant_of(day, slot, zone))
            continue
        snapshot = next(said)
        assert list(snapshot.skipped) == skipped
        assert snapshot.late_for is None or snapshot.as_of - snapshot.late_for <= LATEST
        skipped = []
