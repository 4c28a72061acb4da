"""The verdict on a run: drawn afterwards from Slack's record and from the database, whatever happened in between."""

from datetime import UTC, datetime

from bot.views.escalation import form_read
from sandbox.slack.parcels import Delivery
from sandbox.slack.refusals import JsonObject
from storage.outbox import State, outbox
from storage.receipts import receipts
from tests.faults.processes import AGENT, CHANNEL, Town


async def assert_kept(town: Town) -> None:
    """Hold Baton to its promise: every acked form is stored, everything stored was posted, no key was posted twice.

    Each form of a test has a summary of its own, by which it is known again.
    """
    await town.come_to(State.SENT)
    known = town.database.read_now(lambda work: {row.key for row in work.connection.execute(receipts.select())})
    acked = [each.parcel.payload["view"] for each in town.slack.switchboard.deliveries if _is_acked_form(each)]
    assert acked
    assert {f"view:{view['id']}" for view in acked} <= known
    stored = [request.summary for request in town.requests()]
    assert {_summary(view) for view in acked} <= set(stored)
    assert len(stored) == len(set(stored))
    _assert_posted(town)


def _assert_posted(town: Town) -> None:
    """Every request has its card, every notice its message, and Slack accepted no key a second time."""
    cards = [message.all_text() for message in town.messages(CHANNEL)]
    assert all(any(request.key in card for card in cards) for request in town.requests())
    owed = town.database.read_now(lambda work: {row.key for row in work.connection.execute(outbox.select())})
    posted = [message.key for message in town.slack.workspace.posts()]
    assert owed <= set(posted)
    assert len(posted) == len(set(posted))


def _is_acked_form(delivery: Delivery) -> bool:
    """Say whether a form closed; an answer with errors keeps it open."""
    closed = delivery.reply.acked and not delivery.reply.content
    return closed and delivery.parcel.name == "view_submission"


def _summary(view: JsonObject) -> str:
    """Read what was typed as the summary."""
    return form_read.read(view, AGENT, datetime.min.replace(tzinfo=UTC)).summary
