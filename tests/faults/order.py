"""The order of a lane, as Slack saw it: messages stand there in the order of their notices' numbers.

A kept message counts as the first of its notices, for later ones only update it. A message that Slack may have had, or
refused, holds back nothing but its own post and its thread (`CONTRACT.md`, Times): these may stand behind younger ones,
and only these. So whoever stands behind a younger one must have been refused or looked for, or be a line of something
that was; being told to wait (429) is no excuse. Whom a look was for, its window tells: it begins with the first try.

On PostgreSQL a notice has its number before its unit of work is committed, and several commit at once: until then, no
longer than a unit may take, a younger one can be there first.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Protocol

from sqlalchemy import select

from bot.delivery.slack.poster import CLOCKS_APART
from sandbox.slack.records import Call
from storage.outbox import Notice, State, outbox
from storage.unit_of_work import UnitOfWork
from storage.units import LONGEST_WAIT

JIRA = "jira:"
POST = "chat.postMessage"
LOOKS = ("conversations.history", "conversations.replies")
TO_WAIT = "ratelimited"
NEVER = float("inf")
ALIKE = 0.001
"""Seconds within which two moments are the same one, written down in two ways."""


class Standing(Protocol):
    """A message, as far as its place among others goes."""

    @property
    def channel(self) -> str:
        """Where it stands."""

    @property
    def ts(self) -> str:
        """Since when."""

    @property
    def key(self) -> str | None:
        """What it is known again by."""


@dataclass(frozen=True, slots=True)
class Owed:
    """One notice, as the outbox has it in the end; `tried_at` is when it was first claimed, if ever.

    `created_at` is when its unit of work told it, None where units are committed in the order of their numbers.
    """

    number: int
    lane: str
    topic: str
    subject: str
    place: str
    key: str
    state: State
    tried_at: datetime | None
    settled_at: datetime | None = None
    error: str | None = None
    created_at: datetime | None = None

    @property
    def has_message(self) -> bool:
        """Whether Slack has a message with its key in the end: a file takes none, and a Jira issue is Jira's."""
        return not self.lane.startswith(JIRA) and not (
            self.topic in Notice.topics and Notice.topics[self.topic].is_file
        )

    def waits_for(self, other: "Owed") -> bool:
        """Say whether it has to wait while nobody knows what became of `other`: itself, or what it is a line of."""
        kind = Notice.topics.get(self.topic)
        topics = {self.topic, None if kind is None else kind.thread_of}
        is_its_own = (other.lane, other.subject, other.place) == (self.lane, self.subject, self.place)
        return is_its_own and other.topic in topics and other.number <= self.number

    def may_have_been_uncommitted(self, at: float) -> bool:
        """Say whether its unit of work may still have been at work, at a unix time."""
        return self.created_at is not None and at - self.created_at.timestamp() < LONGEST_WAIT

    def was_under_way(self, at: float) -> bool:
        """Say whether it had been tried, and had not come, at a unix time."""
        was_tried = self.tried_at is not None and self.tried_at.timestamp() <= at
        return was_tried and (self.settled_at is None or self.settled_at.timestamp() >= at)


def owed(work: UnitOfWork) -> list[Owed]:
    """Read every notice, oldest first."""
    rows = work.connection.execute(select(*(outbox.c[each.name] for each in fields(Owed))).order_by(outbox.c.number))
    notices = [Owed(*row) for row in rows]
    in_order = work.connection.dialect.name == "sqlite"
    return [replace(each, created_at=None) for each in notices] if in_order else notices


def out_of_order(
    notices: Iterable[Owed], posts: Iterable[Standing], calls: Sequence[Call], *, clocks_agree: bool = True
) -> list[str]:
    """Find messages that stand behind a younger one of their lane, and had no reason to.

    Where Baton's clock was stepped, and so does not agree with Slack's, it does not matter when the reason was.
    """
    known, first_posts = list(notices), _first_posts(posts)
    wrong: list[str] = []
    for lane in _by_lane(known, first_posts).values():
        for notice, younger in _overtaken(lane):
            if clocks_agree and notice.may_have_been_uncommitted(younger):
                continue
            reasons = (each for each in known if notice.waits_for(each) and _was_held(each, calls))
            if not any(each.was_under_way(younger) or not clocks_agree for each in reasons):
                wrong.append(f"behind a younger one: {notice}")
    return wrong


def _overtaken(lane: Sequence[tuple[Owed, Standing]]) -> Iterator[tuple[Owed, float]]:
    """Answer each notice of a lane that a younger one came before, and when that came."""
    younger = NEVER
    for notice, post in reversed(lane):
        stands_at = float(post.ts)
        if stands_at > younger:
            yield notice, younger
        younger = min(younger, stands_at)


def _first_posts(posts: Iterable[Standing]) -> dict[str, Standing]:
    """Answer the earliest message of each key, the one that updates belong to."""
    found: dict[str, Standing] = {}
    for post in sorted(posts, key=lambda message: float(message.ts)):
        if post.key is not None:
            found.setdefault(post.key, post)
    return found


def _by_lane(notices: Iterable[Owed], posts: Mapping[str, Standing]) -> dict[str, list[tuple[Owed, Standing]]]:
    """Answer the first notice of each message with where it stands, lane by lane, oldest first."""
    lanes: dict[str, list[tuple[Owed, Standing]]] = defaultdict(list)
    seen: set[str] = set()
    for notice in sorted(notices, key=lambda each: each.number):
        if notice.key in posts and notice.key not in seen:
            lanes[notice.lane].append((notice, posts[notice.key]))
        seen.add(notice.key)
    return lanes


def _was_held(notice: Owed, calls: Iterable[Call]) -> bool:
    """Say whether it was refused, or lost and looked for."""
    return notice.error is not None or any(_failed(call, notice) or _sought(call, notice) for call in calls)


def _failed(call: Call, notice: Owed) -> bool:
    return call.method == POST and not call.ok and call.error != TO_WAIT and key_of(call) == notice.key


def _sought(call: Call, notice: Owed) -> bool:
    if call.method not in LOOKS or notice.tried_at is None or "oldest" not in call.args:
        return False
    since = (notice.tried_at - CLOCKS_APART).timestamp()
    return abs(float(call.args["oldest"]) - since) < ALIKE


def key_of(call: Call) -> str | None:
    """Read the key that a post carried, as Baton sent it."""
    given = call.args.get("metadata")
    metadata = json.loads(given) if isinstance(given, str) else given or {}
    key = metadata.get("event_payload", {}).get("key")
    return None if key is None else str(key)
