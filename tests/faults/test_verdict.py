"""The verdict can fail: each promise broken in the records alone is found, and nothing else is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery.slack.poster import CLOCKS_APART
from sandbox.slack.records import Call, Message
from storage.outbox import State
from tests.faults.order import Owed, out_of_order
from tests.faults.verdict import Stored, not_posted, not_stored, posted_twice, without_card

KEYS = "abc"
CLAIMED = datetime.fromtimestamp(0, UTC)


def posts(*standing: str) -> list[Message]:
    """Messages with these keys, a second after one another."""
    return [
        Message("C_ESC", f"{second}.000000", "U_BOT", metadata={"event_payload": {"key": key}})
        for second, key in enumerate(standing, start=1)
    ]


def notices(keys: str = KEYS, lane: str = "C_ESC") -> list[Owed]:
    """Notices with these keys, claimed before anything was posted."""
    kind = ("card", "R-1001", "C_ESC")
    return [Owed(number, lane, *kind, key, State.SENT, CLAIMED) for number, key in enumerate(keys, start=1)]


def call(method: str, key: str, error: str | None = None) -> Call:
    """A call about a key in the first second."""
    metadata = {"event_payload": {"key": key}}
    return Call(method, {"channel": "C_ESC", "metadata": metadata}, error is None, error, 0.5)


def look(claimed: datetime = CLAIMED) -> Call:
    """A look for what was first claimed then."""
    window = {"oldest": f"{(claimed - CLOCKS_APART).timestamp():.6f}"}
    return Call("conversations.history", window, ok=True, error=None, at=0.5)


def test_what_slack_never_accepted_is_found() -> None:
    assert not_posted(notices(), posts("a", "b", "c")) == []
    [found] = not_posted(notices(), posts("a", "c"))
    assert "key='b'" in found
    assert not_posted(notices(lane="jira:SUP"), []) == []


def test_what_was_posted_twice_is_found_though_one_was_deleted() -> None:
    standing = posts("a", "b", "a")
    standing[0].deleted = True
    assert posted_twice(standing) == ["posted 2 times: a"]
    assert posted_twice(posts("a", "b", "c")) == []


def test_a_lane_out_of_order_is_found() -> None:
    [found] = out_of_order(notices(), posts("b", "a", "c"), [])
    assert "number=1" in found
    assert out_of_order(notices(), posts("a", "b", "c"), []) == []


def test_lanes_wait_for_one_another_in_no_order() -> None:
    first, second, _ = notices()
    assert out_of_order([first, *notices("b", lane="U_AOI")], posts("b", "a"), []) == []
    assert out_of_order([first, second], posts("b", "a"), []) != []


@pytest.mark.parametrize(("seconds", "found"), [(1, 0), (60, 1)])
def test_what_may_not_have_been_committed_can_be_overtaken(seconds: int, found: int) -> None:
    first, second, _ = notices()
    told = replace(first, created_at=CLAIMED - timedelta(seconds=seconds - 1))
    assert len(out_of_order([told, second], posts("b", "a"), [])) == found


def test_a_kept_message_stands_where_its_first_notice_does() -> None:
    assert out_of_order(notices("aba"), posts("a", "b"), []) == []
    assert out_of_order(notices("bab"), posts("a", "b"), []) != []


@pytest.mark.parametrize(
    ("asked", "excused"),
    [
        (call("chat.postMessage", "a", "hang"), True),
        (call("chat.postMessage", "a", "is_archived"), True),
        (look(), True),
        (look(CLAIMED + timedelta(seconds=0.2)), False),
        (call("chat.postMessage", "a", "ratelimited"), False),
        (call("chat.postMessage", "b", "hang"), False),
        (call("chat.update", "a", "hang"), False),
    ],
)
def test_only_what_was_refused_or_lost_may_stand_behind_a_younger_one(asked: Call, *, excused: bool) -> None:
    assert (out_of_order(notices(), posts("b", "a", "c"), [asked]) == []) is excused


def line(number: int) -> Owed:
    """A line in the thread of the card."""
    return replace(notices("abc")[number - 1], topic="step", tried_at=CLAIMED + timedelta(seconds=3))


def test_a_line_of_what_was_lost_may_stand_behind_a_younger_one() -> None:
    card, other = notices("a")[0], replace(notices()[2], subject="R-1002")
    standing = posts("a", "c", "b")
    assert out_of_order([card, line(2), other], standing, [look()]) == []
    [found] = out_of_order([card, line(2), replace(other, subject="R-1001")], standing, [])
    assert "number=2" in found


def test_what_was_lost_before_it_was_tried_or_after_it_came_is_no_reason() -> None:
    first, *others = notices()
    standing, lost = posts("b", "a", "c"), [call("chat.postMessage", "a", "hang")]
    late, early = CLAIMED + timedelta(seconds=1.5), CLAIMED + timedelta(seconds=0.5)
    for wrong in (replace(first, tried_at=late), replace(first, settled_at=early)):
        assert out_of_order([wrong, *others], standing, lost) != []
        assert out_of_order([wrong, *others], standing, lost, clocks_agree=False) == []


def a_form(view_id: str, summary: str) -> dict[str, object]:
    """What a submitted form carries, as far as the verdict reads it."""
    typed = {"summary": {"summary": {"type": "plain_text_input", "value": summary}}}
    chosen = {"customer": "A-1", "request_type": "action", "urgency": "high"}
    picked = {name: {name: {"selected_option": {"value": value}}} for name, value in chosen.items()}
    return {"id": view_id, "private_metadata": "", "blocks": [], "state": {"values": typed | picked}}


def test_an_acked_form_that_is_not_stored_or_stored_twice_is_found() -> None:
    forms = [a_form("V1", "Export fails"), a_form("V2", "Login fails")]
    both, acked = {"R-1001": "Export fails", "R-1002": "Login fails"}, {"view:V1", "view:V2"}
    assert not_stored(forms, Stored(both, acked)) == []
    assert not_stored(forms, Stored(both, {"view:V1"})) == ["acked, no receipt: view:V2"]
    assert not_stored(forms, Stored({"R-1001": "Export fails"}, acked)) == ["acked, not stored: Login fails"]
    assert not_stored(forms[:1], Stored(dict.fromkeys(both, "Export fails"), acked)) == ["stored twice: Export fails"]


def test_a_request_without_its_card_is_found() -> None:
    [card] = posts("a")
    card.text = "R-1001 Export fails"
    assert without_card(["R-1001", "R-1002"], [card]) == ["no card: R-1002"]
