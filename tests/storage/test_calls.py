"""Calls are kept one live for each agent; what was said in them only until it is forgotten."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from storage.calls import Call, NewCall, NewWhisper, Note, Segment, Sign, Whisper
from storage.database import Database
from storage.types import REPLACEMENT
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import BATON, Helped, SignKind, Speaker, Tone, WhisperAnswer
from tests.storage.clocks import machine_clock
from tests.storage.records import NOW

SECOND = timedelta(seconds=1)


@pytest.fixture
def database(database_url: str) -> Database:
    """A database that knows of no call."""
    return Database(database_url, machine_clock)


def new_call(agent: str | None = "U1", call_id: str | None = None, **known: object) -> NewCall:
    """Answer a call that begins now."""
    usual: dict[str, object] = {"account_id": "A-1", "customer": None, "channel": "C1"}
    return NewCall(call_id, agent, **(usual | {"started_at": NOW, "last_sign_at": NOW} | known))  # type: ignore[arg-type]


def begin(work: UnitOfWork, agent: str | None = "U1", call_id: str | None = None) -> Call | None:
    """Begin a call."""
    return work.calls.begin(new_call(agent, call_id))


def begun(work: UnitOfWork, agent: str = "U1", call_id: str | None = None) -> Call:
    """Begin a call that nothing stands in the way of."""
    call = begin(work, agent, call_id)
    assert call is not None
    return call


def whisper(work: UnitOfWork, call: Call, by: str = "U2", due_in: int | None = 15, sent_in: int = 0) -> Whisper:
    """Whisper into a call; it is due so many seconds later."""
    due_at = None if due_in is None else NOW + due_in * SECOND
    new = NewWhisper(call.number, "U1", by, "Wait", Tone.STOP, None, None, NOW + sent_in * SECOND, due_at)
    return work.whispers.send(new, call)


def numbers(found: Iterable[Call | Whisper]) -> list[int]:
    """Answer what storage calls them."""
    return [each.number for each in found]


# ---- calls


def test_a_call_is_found_by_its_key_its_agent_and_the_phone_system_s_name(database: Database) -> None:
    call = database.write_now(begun, "U1", "pbx-1")
    assert (call.key, call.is_live) == ("call-1", True)
    found = database.write_now(
        lambda work: [work.calls.get(call.key, lock=True), work.calls.live_of("U1"), work.calls.by_call_id("pbx-1")]
    )
    assert found == [call] * 3
    assert database.read_now(lambda work: [work.calls.get("call-2"), work.calls.live_of("U2")]) == [None, None]


def test_an_agent_has_one_live_call_and_after_its_end_another(database: Database) -> None:
    first = database.write_now(begun)
    assert database.write_now(begin) is None
    ended = database.write_now(lambda work: work.calls.change(first, ended_at=NOW))
    assert not ended.is_live
    second = database.write_now(begun)
    assert database.read_now(lambda work: numbers(work.calls.live())) == [second.number]
    assert database.read_now(lambda work: numbers(work.calls.every())) == [first.number, second.number]


def test_a_name_of_the_phone_system_is_one_call_for_good(database: Database) -> None:
    call = database.write_now(begun, "U1", "pbx-1")
    assert database.write_now(begin, "U2", "pbx-1") is None
    database.write_now(lambda work: work.calls.change(call, ended_at=NOW))
    assert database.write_now(begin, "U1", "pbx-1") is None
    assert database.write_now(begin, "U2", None) is not None


def test_calls_of_nobody_known_are_kept_side_by_side_and_listed_nowhere(database: Database) -> None:
    for call_id in ("pbx-1", "pbx-2"):
        assert database.write_now(begin, None, call_id) is not None
    assert database.read_now(lambda work: work.calls.live()) == []


def test_a_call_of_which_only_later_events_came_is_not_live(database: Database) -> None:
    early = database.write_now(lambda work: work.calls.begin(new_call(call_id="pbx-1", started_at=None)))
    assert early is not None
    assert not early.is_live
    assert database.read_now(lambda work: work.calls.live_of("U1")) is None
    assert database.write_now(begin) is not None


def test_many_who_begin_at_once_begin_one(postgresql_url: str) -> None:
    database = Database(postgresql_url, machine_clock)
    database.prepare()
    with ThreadPoolExecutor(4) as replicas:
        begun_ones = list(replicas.map(lambda _: database.write_now(begin), range(8)))
    assert len([call for call in begun_ones if call is not None]) == 1


def test_what_no_database_takes_as_text_is_replaced(database: Database) -> None:
    call = database.write_now(lambda work: work.calls.begin(new_call(call_id="pbx\0\ud800", customer="山\0田")))
    assert call is not None
    [found] = database.read_now(lambda work: list(work.calls.every()))
    assert (found.call_id, found.customer) == (f"pbx{REPLACEMENT}{REPLACEMENT}", f"山{REPLACEMENT}田")
    assert database.write_now(lambda work: work.calls.by_call_id("pbx\0\ud800")) == found


# ---- what was noted, feared and said


def test_notes_and_signs_stay_in_order_with_their_call(database: Database) -> None:
    one, other = database.write_now(begun, "U1"), database.write_now(begun, "U2")
    notes = [Note(NOW, "b"), Note(NOW, "a")]
    signs = [Sign(NOW, SignKind.PHRASE, "解約", "解約したい"), Sign(NOW, SignKind.LONG)]

    def keep(work: UnitOfWork) -> None:
        for note, sign in zip(notes, signs, strict=True):
            work.calls.note(one, note)
            work.calls.sign(one, sign)
        work.calls.sign(other, signs[1])

    database.write_now(keep)

    assert database.read_now(lambda work: [work.calls.notes_of(one), work.calls.notes_of(other)]) == [notes, []]
    assert database.read_now(lambda work: [work.calls.signs_of(one), work.calls.signs_of(other)]) == [signs, signs[1:]]
    assert database.read_now(lambda work: work.calls.signs_among([one.number, other.number, 99])) == {
        one.number: signs,
        other.number: signs[1:],
    }


def test_what_was_said_is_answered_for_a_while_and_forgotten_with_the_words_of_its_signs(database: Database) -> None:
    one, other = database.write_now(begun, "U1"), database.write_now(begun, "U2")
    said = [Segment(NOW + second * SECOND, Speaker.CUSTOMER, f"at {second}") for second in (3, 0, 1, 2)]

    def keep(work: UnitOfWork) -> None:
        for segment in said:
            work.calls.hear(one, segment)
        work.calls.hear(other, said[0])
        work.calls.sign(one, Sign(NOW, SignKind.PHRASE, "解約", "解約したい"))

    database.write_now(keep)
    heard = database.read_now(lambda work: work.calls.heard(one, NOW + SECOND, NOW + 3 * SECOND))
    assert [segment.text for segment in heard] == ["at 1", "at 2", "at 3"]

    assert database.write_now(lambda work: work.calls.forget_words(one)) == 4

    assert database.read_now(lambda work: work.calls.heard(one, NOW, NOW + 9 * SECOND)) == []
    assert database.read_now(lambda work: work.calls.signs_of(one)) == [Sign(NOW, SignKind.PHRASE, "解約")]
    assert database.read_now(lambda work: work.calls.count_segments()) == 1


# ---- whispers


def test_a_whisper_is_changed_and_read_back_whole(database: Database) -> None:
    call = database.write_now(begun)
    sent = database.write_now(whisper, call)
    assert (sent.key, sent.is_open) == ("whisper-1", True)

    changed = database.write_now(
        lambda work: work.whispers.change(
            sent, answer=WhisperAnswer.HOLD, answered_at=NOW, due_at=None, helped=Helped.USED, caution="dnd"
        )
    )

    assert not changed.is_open
    assert database.write_now(lambda work: work.whispers.get(sent.key, lock=True)) == changed
    assert database.read_now(lambda work: work.whispers.with_call(sent.key)) == (changed, call)
    assert database.read_now(lambda work: [work.whispers.get("whisper-2"), work.whispers.with_call("call-1")]) == [
        None, None,
    ]  # fmt: skip


def test_what_shows_in_a_call_is_what_is_not_folded(database: Database) -> None:
    one, other = database.write_now(begun, "U1"), database.write_now(begun, "U2")
    first, second = database.write_now(whisper, one), database.write_now(whisper, one)
    database.write_now(whisper, other)
    database.write_now(lambda work: work.whispers.change(first, folded_at=NOW, due_at=None))

    assert database.write_now(lambda work: numbers(work.whispers.showing_in(one))) == [second.number]
    assert database.read_now(lambda work: numbers(work.whispers.of_call(one))) == [first.number, second.number]


def test_entries_of_the_phrase_book_are_counted_apart(database: Database) -> None:
    call = database.write_now(begun)
    assert database.read_now(lambda work: work.whispers.advice_in(call)) == (0, None)
    database.write_now(whisper, call)
    for second in (45, 0):
        database.write_now(whisper, call, BATON, sent_in=second)
    assert database.read_now(lambda work: work.whispers.advice_in(call)) == (2, NOW + 45 * SECOND)


def test_what_is_due_is_held_longest_overdue_first_in_portions(database: Database) -> None:
    call = database.write_now(begun)
    later, sooner, never = (database.write_now(whisper, call, due_in=due_in) for due_in in (30, 15, None))
    due = [
        database.write_now(lambda work, at=at, limit=limit: numbers(work.whispers.hold_due(NOW + at * SECOND, limit)))  # type: ignore[misc]
        for at, limit in ((14, 9), (15, 9), (30, 9), (30, 1))
    ]
    assert due == [[], [sooner.number], [sooner.number, later.number], [sooner.number]]
    assert never.number not in due[2]


def test_what_one_replica_holds_is_passed_over_by_the_other(postgresql_url: str) -> None:
    database = Database(postgresql_url, machine_clock)
    call = database.write_now(begun)
    first, second = database.write_now(whisper, call), database.write_now(whisper, call)

    def held(work: UnitOfWork, limit: int) -> list[int]:
        return numbers(work.whispers.hold_due(NOW + 99 * SECOND, limit))

    def hold_while_another_does(work: UnitOfWork) -> tuple[list[int], list[int]]:
        return held(work, 1), database.write_now(held, 9)

    assert database.write_now(hold_while_another_does) == ([first.number], [second.number])


# ---- who is in a huddle


def test_someone_is_in_a_huddle_until_they_leave_or_slack_s_time_is_over(database: Database) -> None:
    def join(work: UnitOfWork) -> None:
        work.calls.join_huddle("U1", NOW + SECOND)
        work.calls.join_huddle("U1", NOW + 9 * SECOND)
        work.calls.join_huddle("U2", NOW + 9 * SECOND)
        work.calls.join_huddle("U3", NOW + SECOND)
        work.calls.leave_huddle("U2")
        work.calls.leave_huddle("U4")

    database.write_now(join)

    assert database.read_now(lambda work: work.calls.in_huddle(NOW)) == {"U1", "U3"}
    assert database.read_now(lambda work: work.calls.in_huddle(NOW + SECOND)) == {"U1"}
    assert database.read_now(lambda work: work.calls.in_huddle(NOW + 9 * SECOND)) == frozenset()
