"""Requests as they stand, and a trail that no change escapes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.database import Database
from storage.requests import FileLink, Request, Step
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import (
    Ending,
    RequestType,
    Status,
    Urgency,
    Verb,
    Waiting,
    request_key,
    request_number,
)
from tests.storage.clocks import machine_clock
from tests.storage.records import NOW, new_request, with_account

LATER = NOW + timedelta(minutes=5)


@pytest.fixture
def filing(database_url: str) -> Database:
    """A database with one customer and no request."""
    database = Database(database_url, machine_clock)
    database.write_now(with_account)
    return database


ACTION, HIGH = RequestType.ACTION, Urgency.HIGH


def file(work: UnitOfWork, /, account_id: str = "A1", **known: object) -> Request:
    """File a request."""
    return work.requests.file(new_request(account_id, **known), NOW)


def claim(work: UnitOfWork, request: Request, by: str) -> Request:
    """Make `by` the owner."""
    return work.requests.change(request, Verb.CLAIM, by, LATER, status=Status.DOING, owner=by, claimed_at=LATER)


def answer(work: UnitOfWork, request: Request) -> Request:
    """Let U3 answer a request, which claims it."""
    waiting = {"status": Status.WAITING, "owner": "U3", "waiting_for": Waiting.ACCEPTANCE}
    return work.requests.change(request, Verb.ANSWER, "U3", LATER, **waiting)  # type: ignore[arg-type]


def finish(work: UnitOfWork, request: Request) -> Request:
    """Finish a request."""
    finished = {"status": Status.DONE, "ending": Ending.RESOLVED, "finished_by": "U2", "finished_at": LATER}
    return work.requests.change(request, Verb.RESOLVE, "U2", LATER, words="done", **finished)  # type: ignore[arg-type]


def test_what_was_filed_is_what_is_read(filing: Database) -> None:
    files = (FileLink("F1", "screen.png", "https://example.slack.com/files/F1"),)
    filed = filing.write_now(
        file,
        request_type=RequestType.CONSULT,
        urgency=Urgency.CRITICAL,
        customer_words="至急お願いします 🙏",
        details="line\nline",
        conversation_url="https://example.com/1",
        files=files,
        account_manager=None,
        channel=None,
    )

    assert filing.read_now(lambda work: work.requests.get(filed.key)) == filed
    assert (filed.key, filed.status, filed.files, filed.filed_at) == ("R-1001", Status.TODO, files, NOW)


@pytest.mark.parametrize(
    "key",
    ["R-1", "R-1000", "R-1002", "R-", "1001", "R-１００１", "R-99999999999999999999", "R-9999999999", "", "' OR 1=1"],
)
def test_what_is_no_key_is_no_request(filing: Database, key: str) -> None:
    filing.write_now(file)

    assert filing.read_now(lambda work: work.requests.get(key)) is None


def test_every_change_leaves_a_step(filing: Database) -> None:
    filed = filing.write_now(file)
    claimed = filing.write_now(claim, filed, "U2")
    finished = filing.write_now(finish, claimed)

    assert filing.read_now(lambda work: work.requests.get(filed.key)) == finished
    assert finished.changed_at == LATER
    assert filing.read_now(lambda work: work.requests.trail_of(filed.key)) == [
        Step(1, 1, NOW, "U1", Verb.FILE, None, Status.TODO, "Export fails", None, ACTION, HIGH, None),
        Step(1, 2, LATER, "U2", Verb.CLAIM, Status.TODO, Status.DOING, None, None, ACTION, HIGH, "U2"),
        Step(1, 3, LATER, "U2", Verb.RESOLVE, Status.DOING, Status.DONE, "done", None, ACTION, HIGH, "U2"),
    ]


def test_a_change_touches_no_other_request(filing: Database) -> None:
    first, second = filing.write_now(file), filing.write_now(file)

    filing.write_now(claim, first, "U2")

    assert filing.read_now(lambda work: work.requests.get(second.key)) == second
    assert len(filing.read_now(lambda work: work.requests.trail_of(second.key))) == 1


def test_text_that_no_database_takes_is_made_safe(filing: Database) -> None:
    filed = filing.write_now(file, summary="a\0b", customer_words="\ud800 half", details="<!channel> \u202e")

    stored = filing.read_now(lambda work: work.requests.get(filed.key))

    assert stored == replace(
        filed, summary="a\N{REPLACEMENT CHARACTER}b", customer_words="\N{REPLACEMENT CHARACTER} half"
    )


def test_lists_hold_what_they_say(filing: Database) -> None:
    todo = filing.write_now(file)
    doing = filing.write_now(lambda work: claim(work, file(work), "U3"))
    done = filing.write_now(lambda work: finish(work, file(work)))
    known = filing.write_now(file, request_type=RequestType.FYI, account_manager="U5")
    answered = filing.write_now(lambda work: answer(work, file(work, filed_by="U9")))

    def keys(requests: list[Request]) -> list[str]:
        return [request.key for request in requests]

    def lists(work: UnitOfWork) -> dict[str, list[str]]:
        return {
            "waiting for U2": keys(work.requests.waiting_for("U2")),
            "waiting for U5": keys(work.requests.waiting_for("U5")),
            "waiting for U9": keys(work.requests.waiting_for("U9")),
            "owned by U3": keys(work.requests.owned_by("U3")),
            "filed by U1": keys(work.requests.filed_by("U1", 3)),
            "latest": keys(work.requests.latest(4)),
            "every": keys(list(work.requests.every())),
        }

    assert filing.read_now(lists) == {
        "waiting for U2": [todo.key],
        "waiting for U5": [known.key],
        "waiting for U9": [answered.key],
        "owned by U3": [doing.key, answered.key],
        "filed by U1": [known.key, done.key, doing.key],
        "latest": [answered.key, known.key, done.key, doing.key],
        "every": [todo.key, doing.key, done.key, known.key, answered.key],
    }
    assert filing.read_now(lambda work: work.requests.in_work_of("A1")) == 3
    assert filing.read_now(lambda work: len(list(work.requests.every_step()))) == 8


def test_the_latest_in_work_of_several_customers_are_so_many_of_each(filing: Database) -> None:
    filing.write_now(with_account, "A2", "Bell")
    filing.write_now(with_account, "A3", "Crane")
    of_one = [filing.write_now(file) for _ in range(3)]
    of_another = filing.write_now(file, "A2")
    filing.write_now(file, "A3")
    filing.write_now(file, request_type=RequestType.FYI)
    filing.write_now(lambda work: finish(work, file(work)))

    latest = filing.read_now(lambda work: work.requests.latest_in_work(["A1", "A2", "A-404"], 2))

    assert latest == [of_another, of_one[2], of_one[1]]
    assert filing.read_now(lambda work: work.requests.latest_in_work([], 2)) == []


def test_who_added_to_which_requests_is_known(filing: Database) -> None:
    def add(work: UnitOfWork, request: Request, by: str) -> None:
        for _ in range(2):
            work.requests.change(request, Verb.ADD, by, LATER, words="more")
            request = work.requests.get(request.key) or request

    mine, theirs, ours = (filing.write_now(file) for _ in range(3))
    filing.write_now(add, mine, "U7")
    filing.write_now(add, theirs, "U8")
    filing.write_now(lambda work: claim(work, ours, "U7"))
    numbers = [mine.number, theirs.number, ours.number]

    assert filing.read_now(lambda work: work.requests.added_to("U7", numbers)) == {mine.number}
    assert filing.read_now(lambda work: work.requests.added_to("U7", numbers[1:])) == frozenset()
    assert filing.read_now(lambda work: work.requests.added_to("U7", [])) == frozenset()


def test_the_words_of_an_offer_are_those_of_the_step_that_made_it(filing: Database) -> None:
    def offer(work: UnitOfWork, words: str | None) -> int:
        asked = work.requests.change(file(work), Verb.ASK, "U2", LATER, words="which one?")
        offered = {"offered_to": "U3", "offered_by": "U2", "offered_step": asked.steps + 1}
        work.requests.change(asked, Verb.HAND_OFF, "U2", LATER, words=words, **offered)  # type: ignore[arg-type]
        return asked.number

    worded, wordless = filing.write_now(offer, "yours?"), filing.write_now(offer, None)
    unoffered = filing.write_now(file).number

    told = filing.read_now(lambda work: work.requests.words_of_offers([worded, wordless, unoffered]))

    assert told == {worded: "yours?"}
    assert filing.read_now(lambda work: work.requests.words_of_offers([])) == {}


def test_a_request_needs_a_customer(filing: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        filing.write_now(file, account_id="A-404")


@given(st.integers(min_value=1, max_value=10**9))
def test_a_key_names_its_number(number: int) -> None:
    assert request_number(request_key(number)) == number


@given(st.text())
def test_any_text_is_a_key_or_none(text: str) -> None:
    number = request_number(text)

    assert number is None or request_number(request_key(number)) == number
