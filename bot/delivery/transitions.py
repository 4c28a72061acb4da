"""What becomes of a notice after each answer from outside: one pure table, no clock, no database, no HTTP.

A post has no idempotency key at Slack, so an answer that was lost leaves a post `unknown`: it is looked for, and sent
again only after the last look. An update repeats itself harmlessly, and so does a look; but a lost one that Slack
carries out late may stand over a younger one, so what was sent after a loss is told again once that can be no more. The
times are those of the contract.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from storage.outbox import State
from storage.posts import Post
from workflows.progress.news import IssueNews

FIRST_BACK_OFF = 2.0
LONGEST_BACK_OFF = 60.0
GONE = frozenset({"message_not_found", "cant_update_message"})
"""Slack's words for an update whose message somebody has deleted: it is posted anew."""


class Action(StrEnum):
    """What is asked of Slack in one step."""

    POST = "post"
    UPDATE = "update"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class Looks:
    """Seconds at which a post is looked for: after its answer was lost, or its lane was taken over from one gone."""

    after_loss: tuple[float, ...]
    after_crash: tuple[float, ...]


PROMPT = Looks((1.0, 4.0, 10.0, 18.0), (0.0, 1.0, 4.0))
"""Slack shows at once what it has; what it posts later than the last look is outside the promise."""
LOST_FOR = timedelta(seconds=PROMPT.after_loss[-1])
"""An update that Slack carries out later than this after its answer was lost is outside the promise, as a post is."""
LATE = Looks((2.0, 10.0, 30.0, 60.0, 120.0), (0.0, 5.0, 30.0, 60.0, 120.0))
"""Jira's search lags behind what it has: https://developer.atlassian.com/cloud/jira/platform/search-and-reconcile/"""


@dataclass(frozen=True, slots=True)
class Accepted:
    """It has come: the message, or in Jira the issue, of which the answer told `news`."""

    post: Post
    news: IssueNews | None = None


@dataclass(frozen=True, slots=True)
class NotTaken:
    """Slack surely has nothing: 429 (`retry_after` in seconds), or no connection came about (None)."""

    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Lost:
    """Nobody knows: a 5xx, a timeout, a cut connection, an answer that cannot be read."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Slack will never take it as things are; `code` is Slack's word for why."""

    code: str


@dataclass(frozen=True, slots=True)
class Found:
    """A look found it."""

    post: Post
    news: IssueNews | None = None


@dataclass(frozen=True, slots=True)
class NotFound:
    """A look read all there is, and the message was not there."""


Result = Accepted | NotTaken | Lost | Refused | Found | NotFound


@dataclass(frozen=True, slots=True)
class Situation:
    """What is known of a notice: failures in a row, looks since the loss, when that was, whether by a crash."""

    attempts: int = 0
    looks: int = 0
    lost_at: datetime | None = None
    crashed: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """When a result came, a random `jitter` from 0 to 1 that keeps waiting notices apart, and when posts are sought."""

    now: datetime
    jitter: float = 0.0
    looks: Looks = PROMPT

    def after(self, seconds: float) -> datetime:
        """Answer the instant so many seconds from now."""
        return self.now + timedelta(seconds=seconds)


@dataclass(frozen=True, slots=True)
class Next:
    """What a notice becomes; `due_at` None is at once.

    `post` is to be kept, `news` to be passed on; `forgets` says that the kept post is gone; `again_at` is when what was
    sent is to be told once more.
    """

    state: State
    situation: Situation = Situation()
    due_at: datetime | None = None
    error: str | None = None
    post: Post | None = None
    news: IssueNews | None = None
    forgets: bool = False
    again_at: datetime | None = None


def settle(  # noqa: PLR0911  a table reads best in one piece
    action: Action, situation: Situation, result: Result, moment: Moment
) -> Next:
    """Answer what `result` of `action` makes of a notice in `situation`.

    Raises ValueError for a result that the action cannot have.
    """
    match action, result:
        case (Action.POST | Action.UPDATE, Accepted(post, news)) | (Action.LOOK, Found(post, news)):
            return Next(State.SENT, post=post, news=news, again_at=_again_at(action, situation, moment))
        case Action.POST, Lost():
            return _lost(moment)
        case Action.POST | Action.UPDATE, NotTaken(retry_after):
            return _repeat(State.PENDING, situation, retry_after, moment)
        case Action.UPDATE, Lost():
            return _repeat(State.PENDING, replace(situation, lost_at=moment.now), None, moment)
        case Action.UPDATE, Refused(code) if code in GONE:
            return Next(State.PENDING, forgets=True)
        case Action.POST | Action.UPDATE, Refused(code):
            return Next(State.DEAD, situation, error=code)
        # A history that may not be read tells as much as one without our message.
        case Action.LOOK, NotFound() | Refused():
            return _looked(situation, moment)
        case Action.LOOK, NotTaken(retry_after):
            return _repeat(State.UNKNOWN, situation, retry_after, moment)
        case Action.LOOK, Lost():
            return _repeat(State.UNKNOWN, situation, None, moment)
    raise ValueError(f"{action} cannot end as {result}")


def take_over(situation: Situation, moment: Moment, *, has_post: bool) -> Next:
    """Answer what becomes of a notice whose sender is gone: an update is repeated, a post is looked for at once."""
    if has_post:
        return Next(State.PENDING, replace(situation, attempts=0, lost_at=moment.now))
    lost = Situation(lost_at=moment.now, crashed=True)
    return Next(State.UNKNOWN, lost, due_at=moment.after(moment.looks.after_crash[0]))


def back_off(attempts: int, jitter: float) -> float:
    """Answer the seconds to wait after `attempts` failures before this one: at most 2 at first, at most 60 ever."""
    longest = min(LONGEST_BACK_OFF, FIRST_BACK_OFF * 2.0 ** min(attempts, 10))
    return longest * (1 + jitter) / 2


def merge(pending: tuple[int, ...]) -> tuple[int, tuple[int, ...]]:
    """Answer which of the waiting notices of one kept post goes out, and which it stands for.

    What goes out is rendered from the state of that moment, so the oldest says all that the younger would.
    """
    first, *others = sorted(pending)
    return first, tuple(others)


def _lost(moment: Moment) -> Next:
    return Next(State.UNKNOWN, Situation(lost_at=moment.now), due_at=moment.after(moment.looks.after_loss[0]))


def _again_at(action: Action, situation: Situation, moment: Moment) -> datetime | None:
    """Answer when an update is told again of which an earlier try may still come; None where that is over."""
    if action is not Action.UPDATE or situation.lost_at is None:
        return None
    latest = situation.lost_at + LOST_FOR
    return latest if latest > moment.now else None


def _repeat(state: State, situation: Situation, retry_after: float | None, moment: Moment) -> Next:
    seconds = back_off(situation.attempts, moment.jitter) if retry_after is None else retry_after
    return Next(state, replace(situation, attempts=situation.attempts + 1), due_at=moment.after(seconds))


def _looked(situation: Situation, moment: Moment) -> Next:
    """Wait for the next look; after the last one nothing of ours can be there: post again."""
    offsets = moment.looks.after_crash if situation.crashed else moment.looks.after_loss
    looks = situation.looks + 1
    if looks >= len(offsets):
        return Next(State.PENDING)
    due_at = (situation.lost_at or moment.now) + timedelta(seconds=offsets[looks])
    return Next(State.UNKNOWN, replace(situation, attempts=0, looks=looks), due_at=max(due_at, moment.now))
