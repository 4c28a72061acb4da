"""The verdict on a run: drawn afterwards from Slack's record and from the database, whatever happened in between.

Each check answers what it found wrong, in words; an empty list is a promise kept. None of them knows what went wrong
during the run: acked forms are stored, what is stored was posted, no key twice, and each lane in its order.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from bot import ids
from bot.views.escalation import form_read
from sandbox.slack.parcels import Delivery
from sandbox.slack.records import Message
from sandbox.slack.refusals import JsonObject
from storage.outbox import State
from storage.receipts import receipts
from storage.unit_of_work import UnitOfWork
from tests.faults.order import Owed, out_of_order, owed
from tests.faults.processes import AGENT, Town


@dataclass(frozen=True, slots=True)
class Stored:
    """What the database has of forms: the summary of each request by its key, and what came through a door."""

    summaries: Mapping[str, str]
    receipts: Collection[str]

    @classmethod
    def read(cls, work: UnitOfWork) -> "Stored":
        """Read it all, at one moment."""
        known = {row.key for row in work.connection.execute(receipts.select())}
        return cls({request.key: request.summary for request in work.requests.every()}, known)


async def assert_kept(town: Town) -> None:
    """Hold Baton to its promise, once nothing is owed any more.

    Each form of a test has a summary of its own, by which it is known again.
    """
    await assert_told_once(town)
    stored = town.database.read_now(Stored.read)
    acked = acked_forms(town.slack.switchboard.deliveries)
    forms = [form for form in acked if form["callback_id"] == ids.ESCALATION_FORM]
    assert forms
    found = [*not_stored(forms, stored), *without_card(stored.summaries, _in_channels(town))]
    assert not found, "\n".join(found)


def _in_channels(town: Town) -> list[Message]:
    """Answer what stands where everybody of a team reads it, in no DM."""
    workspace = town.slack.workspace
    return [post for post in workspace.posts() if not post.deleted and not workspace.channel(post.channel).is_im]


async def assert_told_once(town: Town) -> None:
    """Hold Baton to the half of it that is about messages, once nothing is owed any more."""
    await town.come_to(State.SENT)
    notices = town.database.read_now(owed)
    posts, calls = town.slack.workspace.posts(), town.slack.workspace.calls
    disorder = out_of_order(notices, posts, calls, clocks_agree="CLOCK_STEP" not in town.settings)
    found = [*not_posted(notices, posts), *posted_twice(posts), *disorder]
    assert not found, "\n".join(found)


def acked_forms(deliveries: Iterable[Delivery]) -> list[JsonObject]:
    """Answer the view of each form that closed; an answer with errors keeps it open."""
    return [each.parcel.payload["view"] for each in deliveries if _closed_a_form(each)]


def _closed_a_form(delivery: Delivery) -> bool:
    closed = delivery.reply.acked and not delivery.reply.content
    return closed and delivery.parcel.name == "view_submission"


def not_stored(forms: Iterable[JsonObject], stored: Stored) -> list[str]:
    """Find acked forms that left no receipt or no request, and requests that one form left twice."""
    summaries = list(stored.summaries.values())
    closed = {f"view:{view['id']}": _summary(view) for view in forms}
    lost = [f"acked, no receipt: {key}" for key in closed if key not in stored.receipts]
    lost += [f"acked, not stored: {summary}" for summary in closed.values() if summary not in summaries]
    return lost + [f"stored twice: {each}" for each in sorted(set(summaries)) if summaries.count(each) > 1]


def _summary(view: JsonObject) -> str:
    """Read what was typed as the summary."""
    return form_read.read(view, AGENT, datetime.min.replace(tzinfo=UTC)).summary


def without_card(keys: Iterable[str], cards: Iterable[Message]) -> list[str]:
    """Find keys of requests of which no message in the channel tells."""
    told = [message.all_text() for message in cards]
    return [f"no card: {key}" for key in keys if not any(key in text for text in told)]


def not_posted(notices: Iterable[Owed], posts: Collection[Message]) -> list[str]:
    """Find notices of which Slack accepted no message, files and Jira issues left out."""
    posted = {message.key for message in posts}
    return [f"not posted: {each}" for each in notices if each.has_message and each.key not in posted]


def posted_twice(posts: Iterable[Message]) -> list[str]:
    """Find keys that Slack accepted a second time, though the first may be deleted by now."""
    keys = [message.key for message in posts if message.key is not None]
    return [f"posted {keys.count(key)} times: {key}" for key in sorted(set(keys)) if keys.count(key) > 1]
