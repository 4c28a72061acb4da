"""What the tours say, what they know of Baton, and when their close of the day comes."""

import re
from datetime import datetime
from pathlib import Path
from string import Formatter
from zoneinfo import ZoneInfo

import pytest

import sandbox.tour
from bot import ids
from sandbox.tour import lead
from sandbox.tour.casting import TOURS
from sandbox.tour.progress import STEPS
from sandbox.tour.step import Said, Tour
from sandbox.tour.words import WORDS

MOST_LETTERS = {"ja": 90, "en": 120}
"""Two short sentences."""
TOKYO = ZoneInfo("Asia/Tokyo")
NAMED = {"key", "issue", "manager", "done"}


def told(tour: Tour, locale: str) -> list[Said]:
    """All that a tour says in one language."""
    return [*(step.said.of(locale) for step in tour.steps), tour.end.of(locale)]


def test_each_tour_has_eight_steps_that_say_what_was_seen() -> None:
    for tour in TOURS.values():
        assert len(tour.steps) == STEPS
        for locale in ("ja", "en"):
            *before, last, end = told(tour, locale)
            assert all(said.tick for said in before)
            assert not last.tick + end.tick, "after the last step the end is said"


@pytest.mark.parametrize("locale", ["ja", "en"])
def test_steps_are_short_and_name_only_what_is_known(locale: str) -> None:
    for said in (said for tour in TOURS.values() for said in told(tour, locale)):
        assert len(said.body) <= MOST_LETTERS[locale], said.title
        named = {name for words in (said.body, said.tick) for _, name, _, _ in Formatter().parse(words) if name}
        assert named <= NAMED


def test_japanese_is_polite_and_english_is_english() -> None:
    for said in (said for tour in TOURS.values() for said in told(tour, "ja")):
        assert re.search(r"(です|ます|ました|ません|ください|しょう|どうぞ|みます)。$", said.body), said.body
    kana = re.compile("[\u3041-\u309f]")
    for said in (said for tour in TOURS.values() for said in told(tour, "en")):
        assert not kana.search(said.body.replace("“あおぞら”", "")), said.body


def test_the_card_has_the_same_words_in_both_languages() -> None:
    assert WORDS["ja"].keys() == WORDS["en"].keys()


def test_what_the_tours_press_is_what_baton_has() -> None:
    source = "".join(path.read_text() for path in Path(sandbox.tour.__path__[0]).glob("*.py"))
    pressed = set(
        re.findall(r'"((?:request|call|whisper|digest|resolve|answer|ask|reply|jira|escalation)\.\w+)"', source)
    )
    known = {value for name, value in vars(ids).items() if name.isupper()}

    assert {"request.claim", "whisper.got_it", "jira.form"} <= pressed
    assert pressed <= known


@pytest.mark.parametrize(
    ("now", "close"),
    [
        ("2026-11-20T10:00", "2026-11-20T17:30"),
        ("2026-11-20T17:30", "2026-11-24T17:30"),
        ("2026-11-22T21:00", "2026-11-24T17:30"),
        ("2026-12-31T18:00", "2027-01-04T17:30"),
    ],
)
def test_the_close_comes_on_the_next_business_day(now: str, close: str) -> None:
    at = datetime.fromisoformat(now).replace(tzinfo=TOKYO)
    assert lead.next_close(at) == datetime.fromisoformat(close).replace(tzinfo=TOKYO)
