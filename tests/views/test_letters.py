"""What could not be posted, for admins: each in words of either language, however hostile what is stored."""

from dataclasses import replace
from typing import Any

import pytest

from bot import ids
from bot.views import letters
from bot.views.parts import Block
from bot.words import Words
from sandbox.slack.blocks import check_home, check_modal
from storage.outbox import Notice
from tests.views.examples import EN, JA, NOW, buttons
from workflows import notices
from workflows.letters.reading import LISTED, DeadLetter, LettersView

CARD = DeadLetter(7, "card", "R-1042", "C0ESC", "C0ESC", "not_in_channel", NOW)
TOPICS = sorted(topic for topic, kind in Notice.topics.items() if kind.__module__.startswith(notices.__name__))
HOSTILE = "<!channel> *bold* <@U0EVIL> \0 \u202e `x` & > ~"


def _listed(*dead: DeadLetter, count: int | None = None) -> LettersView:
    return LettersView(dead, len(dead) if count is None else count)


def _texts(view: Block) -> list[str]:
    return [block["text"]["text"] for block in view["blocks"] if "text" in block]


def _row(letter: DeadLetter, words: Words = EN) -> str:
    view = letters.build(_listed(letter), words)
    check_modal(view)
    return _texts(view)[1]


def test_a_row_says_what_where_since_when_and_why_with_what_mends_it() -> None:
    what, facts, why = _row(CARD).split("\n")
    assert what == "*Card of R-1042*"
    assert facts.startswith("<#C0ESC> · <!date^")
    assert "/invite @Baton" in why


@pytest.mark.parametrize("words", [JA, EN], ids=["ja", "en"])
@pytest.mark.parametrize("topic", TOPICS)
def test_every_notice_has_a_name(topic: str, words: Words) -> None:
    named = _row(replace(CARD, topic=topic, subject="R-1042/7"), words).split("\n")[0]
    assert named.strip("*") == words.say(f"letter.topic.{topic}", key="R-1042")


def test_what_jira_refused_is_told_in_the_words_for_jira() -> None:
    said = _row(replace(CARD, topic="issue", place="jira:SUP", error="404 Not found"))
    assert "project SUP" in said
    assert "404" not in said


@pytest.mark.parametrize("words", [JA, EN], ids=["ja", "en"])
def test_what_baton_could_not_write_and_what_nobody_knows_is_said_so(words: Words) -> None:
    assert words.say("letter.why.unrendered") in _row(replace(CARD, error=letters.UNRENDERED), words)
    assert "msg_blocks_too_long" in _row(replace(CARD, error="msg_blocks_too_long"), words).split("\n")[2]
    assert "from_tomorrow" in _row(replace(CARD, topic="from_tomorrow"), words).split("\n")[0]


def test_somebody_is_named_not_a_channel() -> None:
    assert "<@U0AOI>" in _row(replace(CARD, topic="handoff", place="U0AOI"))


@pytest.mark.parametrize("words", [JA, EN], ids=["ja", "en"])
@pytest.mark.parametrize("name", ["topic", "subject", "place", "error"])
def test_whatever_is_stored_pings_nobody_and_formats_nothing(name: str, words: Words) -> None:
    changed: dict[str, Any] = {name: HOSTILE}
    said = _row(replace(CARD, **changed), words)
    assert "<!channel>" not in said
    assert "<@U0EVIL>" not in said
    assert "*bold*" not in said


def test_each_row_is_tried_by_its_number_and_all_by_one_button() -> None:
    view = letters.build(_listed(CARD, replace(CARD, number=8)), EN)
    again = [block["accessory"] for block in view["blocks"] if "accessory" in block]
    assert [(button["action_id"], button["value"]) for button in again] == [
        (ids.LETTERS_RETRY, "7"),
        (ids.LETTERS_RETRY, "8"),
    ]
    assert [letters.number_in(button) for button in again] == [7, 8]
    assert buttons(view["blocks"])[-1] == ids.LETTERS_RETRY_ALL


@pytest.mark.parametrize("value", [None, "", "0", "-1", "1.5", "１", "7 ", "9" * 10, 7, ["7"], {"a": 1}, "R-1001"])
def test_what_is_no_number_of_a_letter_names_none(value: object) -> None:
    assert letters.number_in({"value": value}) is None


@pytest.mark.parametrize("words", [JA, EN], ids=["ja", "en"])
def test_the_longest_list_fits_and_says_how_much_more_there_is(words: Words) -> None:
    view = letters.build(_listed(*(CARD,) * LISTED, count=LISTED + 1234), words, retried=True)
    check_modal(view)
    [rest] = [block for block in view["blocks"] if block["type"] == "context"]
    assert "1,234" in rest["elements"][0]["text"]


@pytest.mark.parametrize("words", [JA, EN], ids=["ja", "en"])
def test_an_empty_list_says_that_all_is_well_and_offers_nothing(words: Words) -> None:
    view = letters.build(_listed(), words, retried=False)
    check_modal(view)
    assert _texts(view) == [words.say("letters.gone"), words.say("letters.none")]
    assert buttons(view["blocks"]) == []


@pytest.mark.parametrize("words", [JA, EN], ids=["ja", "en"])
def test_home_counts_them_and_says_nothing_while_all_is_well(words: Words) -> None:
    assert list(letters.in_home(0, words)) == []
    line = list(letters.in_home(3, words))
    check_home({"type": "home", "blocks": line})
    assert "3" in line[0]["text"]["text"]
    assert line[0]["accessory"]["action_id"] == ids.LETTERS_OPEN
