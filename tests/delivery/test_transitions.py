"""The table of what becomes of a notice, as a table and as properties."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.transitions import (
    PROMPT,
    Accepted,
    Action,
    Found,
    Lost,
    Moment,
    Next,
    NotFound,
    NotTaken,
    Refused,
    Result,
    Situation,
    back_off,
    merge,
    settle,
    take_over,
)
from storage.outbox import State
from storage.posts import Post

NOW = datetime(2026, 7, 1, 9, tzinfo=UTC)
POST = Post("C1", "1.000001")

TABLE = [
    (Action.POST, Accepted(POST), State.SENT, None),
    (Action.POST, NotTaken(30.0), State.PENDING, 30.0),
    (Action.POST, NotTaken(), State.PENDING, 1.0),
    (Action.POST, Lost(), State.UNKNOWN, 1.0),
    (Action.POST, Refused("is_archived"), State.DEAD, None),
    (Action.UPDATE, Accepted(POST), State.SENT, None),
    (Action.UPDATE, NotTaken(30.0), State.PENDING, 30.0),
    (Action.UPDATE, Lost(), State.PENDING, 1.0),
    (Action.UPDATE, Refused("message_not_found"), State.PENDING, None),
    (Action.UPDATE, Refused("edit_window_closed"), State.DEAD, None),
    (Action.LOOK, Found(POST), State.SENT, None),
    (Action.LOOK, NotFound(), State.UNKNOWN, 4.0),
    (Action.LOOK, Refused("missing_scope"), State.UNKNOWN, 4.0),
    (Action.LOOK, NotTaken(30.0), State.UNKNOWN, 30.0),
    (Action.LOOK, Lost(), State.UNKNOWN, 1.0),
]


@pytest.mark.parametrize(("action", "result", "state", "seconds"), TABLE)
def test_the_table(action: Action, result: Result, state: State, seconds: float | None) -> None:
    after = settle(action, Situation(lost_at=NOW), result, Moment(NOW))
    assert after.state is state
    assert after.due_at == (None if seconds is None else NOW + timedelta(seconds=seconds))


AFTER_A_LOSS = [
    (Action.UPDATE, Accepted(POST), 2.0, 18.0),
    (Action.UPDATE, Accepted(POST), 17.9, 18.0),
    (Action.UPDATE, Accepted(POST), 18.0, None),
    (Action.POST, Accepted(POST), 2.0, None),
    (Action.LOOK, Found(POST), 2.0, None),
]


@pytest.mark.parametrize(("action", "result", "later", "again"), AFTER_A_LOSS)
def test_only_an_update_that_came_soon_after_a_lost_one_is_told_again(
    action: Action, result: Result, later: float, again: float | None
) -> None:
    after = settle(action, Situation(lost_at=NOW), result, Moment(NOW + timedelta(seconds=later)))
    assert after.again_at == (None if again is None else NOW + timedelta(seconds=again))


def test_a_lost_update_is_remembered_until_it_has_come() -> None:
    lost = settle(Action.UPDATE, Situation(), Lost(), Moment(NOW)).situation
    assert lost.lost_at == NOW
    assert settle(Action.UPDATE, lost, NotTaken(1.0), Moment(NOW + timedelta(seconds=1))).situation.lost_at == NOW
    assert take_over(Situation(), Moment(NOW), has_post=True).situation.lost_at == NOW
    assert settle(Action.UPDATE, Situation(), Accepted(POST), Moment(NOW)).again_at is None


def test_an_update_of_a_deleted_message_is_posted_anew() -> None:
    assert settle(Action.UPDATE, Situation(), Refused("message_not_found"), Moment(NOW)).forgets


def test_a_dead_letter_says_why() -> None:
    assert settle(Action.POST, Situation(), Refused("not_in_channel"), Moment(NOW)).error == "not_in_channel"


LOST = settle(Action.POST, Situation(), Lost(), Moment(NOW))
CRASHED = take_over(Situation(), Moment(NOW), has_post=False)


@pytest.mark.parametrize(("after", "offsets"), [(LOST, PROMPT.after_loss), (CRASHED, PROMPT.after_crash)])
def test_looks_keep_their_times_and_then_the_post_is_sent_again(after: Next, offsets: tuple[float, ...]) -> None:
    due = []
    while after.state is State.UNKNOWN:
        assert after.due_at is not None
        due.append((after.due_at - NOW).total_seconds())
        after = settle(Action.LOOK, after.situation, NotFound(), Moment(after.due_at))
    assert due == list(offsets)
    assert after.state is State.PENDING


def test_an_update_left_behind_is_repeated_and_never_looked_for() -> None:
    assert take_over(Situation(), Moment(NOW), has_post=True).state is State.PENDING


def test_no_action_can_end_as_another_would() -> None:
    with pytest.raises(ValueError, match="cannot end"):
        settle(Action.LOOK, Situation(), Accepted(POST), Moment(NOW))


@given(st.integers(0, 10_000), st.floats(0, 1, exclude_max=True))
def test_back_off_starts_within_two_seconds_grows_and_ends_at_sixty(attempts: int, jitter: float) -> None:
    seconds = back_off(attempts, jitter)
    assert 1 <= seconds <= 60
    assert back_off(0, jitter) <= 2
    assert back_off(attempts + 1, jitter) >= seconds


@given(st.sets(st.integers(1), min_size=1))
def test_merging_keeps_the_oldest_and_loses_none(pending: set[int]) -> None:
    first, others = merge(tuple(pending))
    assert first == min(pending)
    assert {first, *others} == pending
    assert len(others) == len(pending) - 1


# ---- any life that a notice may have

LOSSES: list[Result] = [NotTaken(), NotTaken(30.0), Lost()]
ANSWERS: dict[Action, list[Result]] = {
    Action.POST: [Accepted(POST), *LOSSES, Refused("is_archived")],
    Action.UPDATE: [Accepted(POST), *LOSSES, Refused("message_not_found"), Refused("edit_window_closed")],
    Action.LOOK: [Found(POST), NotFound(), Refused("missing_scope"), *LOSSES],
}


@dataclass
class Life:
    """One kept notice, the steps taken for it, and what it has come to; time moves to each due instant."""

    now: datetime = NOW
    has_post: bool = False
    last: Next = field(default_factory=lambda: Next(State.PENDING))
    steps: list[tuple[Action, Result | None, datetime]] = field(default_factory=list)

    @property
    def action(self) -> Action:
        """Answer what would be done next."""
        if self.last.state is State.UNKNOWN:
            return Action.LOOK
        return Action.UPDATE if self.has_post else Action.POST

    def step(self, choice: int, *, crash: bool) -> None:
        """Do what is due, with one of the answers it may get, or die on the way."""
        self.now = max(self.now, self.last.due_at or self.now)
        action = self.action
        if crash:
            self._crash(action)
            return
        result = ANSWERS[action][choice % len(ANSWERS[action])]
        self.steps.append((action, result, self.now))
        self.last = settle(action, self.last.situation, result, Moment(self.now, 0.5))
        self.has_post = (self.has_post or self.last.post is not None) and not self.last.forgets

    def _crash(self, action: Action) -> None:
        self.steps.append((action, None, self.now))
        if action is not Action.LOOK:
            self.last = take_over(self.last.situation, Moment(self.now), has_post=self.has_post)


@given(st.lists(st.tuples(st.integers(0, 59), st.booleans()), max_size=60))
def test_no_life_drops_a_notice_or_posts_it_twice_unlooked(choices: list[tuple[int, bool]]) -> None:
    life = Life()
    for choice, crash in choices:
        if life.last.state in {State.SENT, State.DEAD}:
            break
        life.step(choice, crash=crash)
    _nothing_was_dropped(life)
    _nothing_was_posted_twice(life)


def _nothing_was_dropped(life: Life) -> None:
    """It ended because Slack has it or refused it for good; else it is still to be sent or looked for."""
    last = life.steps[-1][1] if life.steps else None
    if life.last.state is State.SENT:
        assert isinstance(last, Accepted | Found)
    elif life.last.state is State.DEAD:
        assert isinstance(last, Refused)
        assert life.last.error == last.code
    else:
        assert life.last.state in {State.PENDING, State.UNKNOWN}


def _nothing_was_posted_twice(life: Life) -> None:
    """Between two posts lie a plain no, a deleted message, or a whole set of looks that ended late enough."""
    posted: tuple[Result | None, datetime] | None = None
    looks: list[datetime] = []
    for action, result, at in life.steps:
        if action is Action.LOOK and isinstance(result, NotFound | Refused):
            looks.append(at)
        elif action is Action.UPDATE and isinstance(result, Refused):
            posted = None
        elif action is Action.POST:
            if posted is not None and not isinstance(posted[0], NotTaken):
                _looks_are_complete(posted, looks)
            posted, looks = (result, at), []


def _looks_are_complete(posted: tuple[Result | None, datetime], looks: list[datetime]) -> None:
    result, at = posted
    assert result is None or isinstance(result, Lost)
    offsets = PROMPT.after_crash if result is None else PROMPT.after_loss
    assert len(looks) == len(offsets)
    for looked, offset in zip(looks, offsets, strict=True):
        assert looked >= at + timedelta(seconds=offset)
