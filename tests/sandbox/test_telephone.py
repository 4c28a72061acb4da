"""The telephone tells a webhook what is said: signed, in order, again where it did not arrive."""

import json
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from sandbox import cast
from sandbox.clock import MovableClock
from sandbox.companies import companies
from sandbox.telephone.phone import Busy, Telephone
from sandbox.telephone.script import Script, spoken
from sandbox.telephone.scripts import SCRIPTS
from sandbox.telephone.wire import signed
from storage.vocabulary import Speaker
from tests.sandbox.receiver import SECRET, Receiver, receiving
from workflows.whisper import sheet
from workflows.whisper.matching import Book, Heard

NOON = datetime(2026, 11, 20, 3, tzinfo=UTC)
HURRY = 100_000.0
FIELDS = {"id", "type", "call_id", "at", "agent", "customer"}
SHORT = Script(
    "short",
    "en",
    {"ja": "短い電話", "en": "A short call"},
    "U_AOI",
    {"name": "Acme"},
    spoken("""
        1.0 agent Hello?
        2.5 customer~ I want to can
        60 customer I want to cancel.
    """),
)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with receiving() as listening:
        yield listening


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(lambda: NOON)


@pytest.fixture
async def phone(receiver: Receiver, clock: MovableClock) -> AsyncIterator[Telephone]:
    """A telephone that tries again at once, twice."""
    telephone = Telephone(receiver.url, SECRET, clock, [SHORT], retry_seconds=(0, 0))
    yield telephone
    await telephone.stop()


async def test_a_call_is_told_from_its_start_to_its_end(phone: Telephone, receiver: Receiver) -> None:
    call = await phone.play("short", speed=HURRY)

    assert [event["type"] for event in receiver.taken] == ["call.started", *["call.segment"] * 3, "call.ended"]
    assert {event["call_id"] for event in receiver.taken} == {call.call_id}
    assert len({event["id"] for event in receiver.taken}) == 5
    assert set(receiver.taken[0]) == set(receiver.taken[-1]) == FIELDS
    segment = receiver.taken[2]
    assert set(segment) == {*FIELDS, "speaker", "final", "text"}
    assert (segment["speaker"], segment["final"], segment["text"]) == ("customer", False, "I want to can")
    assert (segment["agent"], segment["customer"]) == ({"slack_id": "U_AOI"}, {"name": "Acme"})
    assert not call.is_live
    assert call.trouble is None


async def test_what_is_said_has_the_time_of_the_demo(phone: Telephone, receiver: Receiver, clock: MovableClock) -> None:
    call = await phone.start("U_AOI", {"account_id": "A-001"})
    clock.move(timedelta(hours=30))
    await phone.say(call, "customer", "Hello?")

    assert [datetime.fromisoformat(event["at"]) for event in receiver.taken] == [NOON, NOON + timedelta(hours=30)]


async def test_an_agent_may_be_known_by_mail_address(phone: Telephone, receiver: Receiver) -> None:
    await phone.start("aoi@example.com", {"phone": "03-5550-0001"}, call_id="twice")
    await phone.start("aoi@example.com", {"phone": "03-5550-0001"}, call_id="twice")

    assert [event["agent"] for event in receiver.of("twice")] == [{"email": "aoi@example.com"}] * 2


async def test_what_is_heard_in_part_gives_way_to_what_was_said(phone: Telephone) -> None:
    call = await phone.start("U_AOI", {"name": "Acme"})
    await phone.say(call, "customer", "I want to can", final=False)
    assert [one.text for one in call.transcript] == ["I want to can"]
    await phone.say(call, "customer", "I want to cancel.")
    assert [one.text for one in call.transcript] == ["I want to cancel."]


async def test_two_agents_are_on_the_phone_at_once_but_nobody_twice(phone: Telephone, receiver: Receiver) -> None:
    first, second = phone.ring("short"), phone.ring("short", agent="U_BEN")
    with pytest.raises(Busy):
        phone.ring("short", agent="U_BEN")

    await receiver.changes.wait(lambda: len(receiver.of(first.call_id)) == len(receiver.of(second.call_id)) == 1, 5)
    await phone.hang_up(second)
    assert phone.ring("short", agent="U_BEN").is_live
    assert first.is_live


async def test_hanging_up_early_ends_the_call_at_once_and_only_once(phone: Telephone, receiver: Receiver) -> None:
    call = phone.ring("short")
    await receiver.changes.wait(lambda: len(receiver.taken) == 1, 5)
    answer = await phone.hang_up(call)

    assert answer is not None
    assert await phone.hang_up(call) is None
    assert [event["type"] for event in receiver.taken] == ["call.started", "call.ended"]
    assert call.said == []


async def test_whoever_watches_hears_of_every_change(phone: Telephone) -> None:
    heard: list[int] = []
    phone.on_change = lambda: heard.append(sum(len(call.said) for call in phone.calls))
    await phone.play(SHORT, speed=HURRY)

    assert heard == sorted(heard)
    assert set(heard) == {0, 1, 2, 3}


async def test_a_fault_and_a_silent_network_are_met_with_the_same_event_again(
    phone: Telephone, receiver: Receiver
) -> None:
    receiver.statuses = [503, 500]
    call = await phone.start("U_AOI", {"name": "Acme"})

    assert len({event["id"] for event in receiver.tried}) == 1
    assert (call.answers[0].tries, call.answers[0].accepted, call.trouble) == (3, True, None)

    await receiver.listener.close()
    answer = await phone.say(call, "customer", "Hello?")
    assert (answer.tries, answer.status, call.trouble) == (3, None, "")
    await receiver.listener.open()
    assert (await phone.post(answer.event)).accepted
    assert receiver.taken[-1] == answer.event


async def test_a_refusal_is_no_reason_to_try_again(receiver: Receiver, clock: MovableClock) -> None:
    stranger = Telephone(receiver.url, "wrong", clock)
    call = await stranger.start("U_AOI", {"name": "Acme"})
    await stranger.stop()

    assert (call.answers[0].tries, call.trouble) == (1, "401")
    assert receiver.tried == []


async def test_forged_stale_and_odd_posts_can_be_made(phone: Telephone, receiver: Receiver) -> None:
    call = await phone.start("U_AOI", {"name": "Acme"})
    odd = phone.event(call, "call.segment", agent={"slack_id": "U_BEN"}, text="")
    body, now = json.dumps(odd).encode(), int(time.time())

    assert await phone.send(body, signed(body, SECRET, now)) == 204
    assert await phone.send(body, signed(body, SECRET, now - 301)) == 401
    assert await phone.send(body + b" ", signed(body, SECRET, now)) == 401
    assert await phone.send(body, {}) == 401
    assert receiver.taken[1:] == [odd]


async def test_a_phone_that_is_put_down_is_silent(receiver: Receiver, clock: MovableClock) -> None:
    telephone = Telephone(receiver.url, SECRET, clock, [SHORT])
    telephone.ring("short")
    await receiver.changes.wait(lambda: len(receiver.taken) == 1, 5)
    await telephone.stop()

    assert [event["type"] for event in receiver.taken] == ["call.started"]


def test_a_line_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="no line of a call"):
        spoken("3.0 nobody Hello?")


def test_the_demos_calls_are_long_varied_and_of_people_and_customers_that_it_knows() -> None:
    people = {one.user_id for one in cast.of_role("agent")} | {
        f"{one.handle}@example.com" for one in cast.of_role("agent")
    }
    known = {value for one in companies() for value in (one.account_id, one.phone, one.name)}
    customers = [value for script in SCRIPTS for value in script.customer.values()]

    assert len({script.name for script in SCRIPTS}) == len(SCRIPTS)
    assert [sum(script.locale == locale for script in SCRIPTS) >= 3 for locale in ("ja", "en")] == [True, True]
    assert all(10 <= len(script.lines) <= 20 and 30 <= script.seconds <= 120 for script in SCRIPTS)
    assert len({script.agent for script in SCRIPTS} & people) == len(SCRIPTS)
    assert [customer in known for customer in customers].count(False) == 1
    assert {key for script in SCRIPTS for key in script.customer} == {"account_id", "phone", "name"}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_what_is_heard_in_part_is_heard_in_full_by_the_same_speaker_next(script: Script) -> None:
    for line, following in zip(script.lines, script.lines[1:], strict=False):
        assert line.final or (following.final and following.speaker == line.speaker)
    assert script.lines[-1].final
    assert any(not line.final for line in script.lines)


@pytest.mark.parametrize(
    "phrase",
    [
        *("解約", "返金", "弁護士", "個人情報", "責任者を出して", "090-0000-"),
        *("cancel", "speak to your manager", "refund", "legal action", "@example.com"),
    ],
)
def test_the_calls_say_what_phrase_books_listen_for(phrase: str) -> None:
    finals = [line.text for script in SCRIPTS for line in script.lines if line.final]
    assert any(phrase in text for text in finals)


def first_said(script: Script) -> str:
    """The first phrase of a customer's that the phrase book knows."""
    book = Book(sheet.read(sheet.seed()).entries)
    heard = [Heard(NOON, Speaker(line.speaker), line.text) for line in script.lines if line.final]
    answers = (book.heard(one, heard[:place]) for place, one in enumerate(heard) if one.speaker is Speaker.CUSTOMER)
    return next((matches[0].said for matches in answers if matches), "")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_the_seeded_phrase_book_answers_every_call(script: Script) -> None:
    assert first_said(script) != ""


@pytest.mark.parametrize(("name", "phrase"), [("ja-cancel", "解約"), ("en-cancel", "cancel")])
def test_the_first_advice_to_who_is_about_to_lose_a_customer_is_about_that(name: str, phrase: str) -> None:
    assert first_said(next(script for script in SCRIPTS if script.name == name)) == phrase
