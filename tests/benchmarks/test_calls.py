"""What the figures of calls stand on: a book in which each saying has one entry, and small talk that has none."""

import json
from datetime import UTC, datetime

import pytest

from benchmarks import phrasebook, team, transcripts
from benchmarks.reports.whispers import timing
from benchmarks.whispers import Heard as Clicked
from bot.webhooks.body import Headers
from bot.webhooks.calls import event_of
from bot.webhooks.signature import check_signature
from storage.vocabulary import Locale, Speaker
from workflows.masking import mask
from workflows.whisper.matching import Book, Heard
from workflows.whisper.policy import LONGEST_ADVICE

NOW = datetime(2026, 11, 20, 1, 42, tzinfo=UTC)
BOOK = Book(phrasebook.entries())


def brought_up(text: str) -> list[str]:
    """Which entries a customer's words bring up, masked as Baton masks them."""
    return [match.phrase_id for match in BOOK.heard(Heard(NOW, Speaker.CUSTOMER, mask(text)), [])]


def test_the_book_has_three_hundred_entries_in_both_languages() -> None:
    book = list(phrasebook.entries())

    assert len({entry.phrase_id for entry in book}) == 300
    assert sum(entry.locale is Locale.JA for entry in book) == 150
    assert max(len(entry.advice) for entry in book) <= LONGEST_ADVICE


def test_each_saying_brings_up_its_own_entry_and_small_talk_none() -> None:
    assert [brought_up(phrasebook.saying(number).text) for number in range(300)] == [
        [f"bench-{number:03}"] for number in range(300)
    ]
    assert [brought_up(phrasebook.small_talk(number)) for number in range(10)] == [[]] * 10


def test_one_segment_in_twenty_matches_once_in_each_call() -> None:
    said = list(transcripts.segments("fair", 20, NOW, matching=True))

    assert len(said) == 50 * 20
    assert sorted(segment.line for segment in said if segment.token) == list(range(50))
    assert [segment.due for segment in said] == sorted(segment.due for segment in said)


def test_baton_s_door_takes_what_is_said() -> None:
    [segment, *_] = transcripts.segments("fair", 1, NOW, matching=False)
    head, _, body = segment.request.partition(b"\r\n\r\n")
    headers: Headers = {}
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b": ")
        headers.setdefault(name.lower(), []).append(value)

    check_signature(team.WEBHOOK_SECRET.encode(), headers, body, NOW.timestamp())
    event = event_of(body, NOW)

    assert (event.call_id, event.final, event.text) == ("live-0", True, json.loads(body)["text"])


def test_figures_are_of_all_clicks_of_all_rounds() -> None:
    slow = Clicked(posted=tuple(float(each) for each in range(51, 101)), acked=(9.0,) * 50)
    fast = Clicked(posted=tuple(float(each) for each in range(1, 51)), acked=(1.0,) * 50)

    found = timing([slow, fast])

    assert [found.p50, found.p99, found.clicks] == pytest.approx([51, 100, 100])
