"""The order of a lane, as Slack saw it: messages stand there in the order of their notices' numbers.

A kept message counts as the first of its notices, for later ones only update it. A message that Slack may have had, or
refused, holds back nothing but what belongs to it (`CONTRACT.md`, Times): it may stand behind younger ones, and only
it. So whoever stands behind a younger one must have been refused or looked for; being told to wait (429) is no excuse.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sandbox.slack.records import Call, Message
from storage.outbox import Notice, outbox
from storage.unit_of_work import UnitOfWork

JIRA = "jira:"
LOOKS = ("conversations.history", "conversations.replies")
TO_WAIT = "ratelimited"
NEVER = float("inf")
LONG_AGO = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class Owed:
    """One notice, as the outbox has it in the end; `tried_at` is when it was first claimed, if ever."""

    number: int
    lane: str
    topic: str
    subject: str
    key: str
    tried_at: datetime | None
    error: str | None = None

    @property
    def has_message(self) -> bool:
        """Whether Slack has a message with its key in the end: a file takes none, and a Jira issue is Jira's."""
        return not self.lane.startswith(JIRA) and not (
            self.topic in Notice.topics and Notice.topics[self.topic].is_file
        )


def owed(work: UnitOfWork) -> list[Owed]:
    """Read every notice, oldest first."""
    rows = work.connection.execute(outbox.select().order_by(outbox.c.number))
    return [Owed(row.number, row.lane, row.topic, row.subject, row.key, row.tried_at, row.error) for row in rows]


def out_of_order(
    notices: Iterable[Owed], posts: Sequence[Message], calls: Sequence[Call], *, clocks_agree: bool = True
) -> list[str]:
    """Find messages that stand behind a younger one of their lane, and had no reason to.

    Where Baton's clock was stepped, and so does not agree with Slack's, any earlier look in the place is a reason.
    """
    first_posts = _first_posts(posts)
    wrong: list[str] = []
    for lane in _by_lane(notices, first_posts).values():
        younger = NEVER
        for notice, post in reversed(lane):
            stands_at = float(post.ts)
            known = notice if clocks_agree else replace(notice, tried_at=LONG_AGO)
            if stands_at > younger and not _has_reason(known, post, calls):
                wrong.append(f"behind a younger one: {notice}")
            younger = min(younger, stands_at)
    return wrong


def _first_posts(posts: Iterable[Message]) -> dict[str, Message]:
    """Answer the earliest message of each key, the one that updates belong to."""
    found: dict[str, Message] = {}
    for post in sorted(posts, key=lambda message: float(message.ts)):
        if post.key is not None:
            found.setdefault(post.key, post)
    return found


def _by_lane(notices: Iterable[Owed], posts: Mapping[str, Message]) -> dict[str, list[tuple[Owed, Message]]]:
    """Answer the first notice of each message with where it stands, lane by lane, oldest first."""
    lanes: dict[str, list[tuple[Owed, Message]]] = defaultdict(list)
    seen: set[str] = set()
    for notice in sorted(notices, key=lambda each: each.number):
        if notice.key in posts and notice.key not in seen:
            lanes[notice.lane].append((notice, posts[notice.key]))
        seen.add(notice.key)
    return lanes


def _has_reason(notice: Owed, post: Message, calls: Iterable[Call]) -> bool:
    """Say whether it was refused, or lost and looked for, before it came to stand where it does."""
    before = [call for call in calls if call.at <= float(post.ts)]
    return notice.error is not None or any(_failed(call, notice) or _sought(call, notice, post) for call in before)


def _failed(call: Call, notice: Owed) -> bool:
    is_its_post = call.method == "chat.postMessage" and _key(call) == notice.key
    return is_its_post and not call.ok and call.error != TO_WAIT


def _sought(call: Call, notice: Owed, post: Message) -> bool:
    since = notice.tried_at
    looked = call.method in LOOKS and call.args.get("channel") == post.channel
    return looked and since is not None and call.at >= since.timestamp()


def _key(call: Call) -> str | None:
    """Read the key that a post carried, as Baton sent it."""
    given = call.args.get("metadata")
    metadata = json.loads(given) if isinstance(given, str) else given or {}
    key = metadata.get("event_payload", {}).get("key")
    return None if key is None else str(key)
