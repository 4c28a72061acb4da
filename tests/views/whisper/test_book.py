"""The phrase book on screen: what fires most, the reader's language first; the form of one entry, read as written."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from bot import ids
from bot.views.parts import Block
from bot.views.texts import say
from bot.views.whisper import book, phrase
from bot.words import Words
from sandbox.slack.blocks import check_modal
from sandbox.slack.texts import mentioned
from storage.phrases import Counted, Phrase
from storage.vocabulary import Locale, Speaker, Tone
from tests.views.examples import EN, JA, buttons
from tests.views.test_texts import ANY_TEXT
from workflows.refusals import InvalidForm, Misfit
from workflows.whisper.editing import NEW
from workflows.whisper.views import BookView

CHURN = Phrase(
    "ja-churn",
    Locale.JA,
    Speaker.CUSTOMER,
    ("解約", "やめたい"),
    (),
    ("解約済み",),
    45,
    Tone.DO_NOW,
    danger=True,
    advice="まず理由を伺ってください",
    link="https://example.com/churn",
)
REFUND = replace(CHURN, phrase_id="en-refund", locale=Locale.EN, any=(), all=("refund", "today"), danger=False)
FIRED = Counted(CHURN, 12, 5, 3, 1)
SILENT = Counted(REFUND, 0, 0, 0, 0)
JA_SAVED = say(JA, "phrase.saved", title="解約")


def _texts(view: Block) -> list[str]:
    return [block["text"]["text"] for block in view["blocks"] if "text" in block]


def _element(view: Block, name: str) -> Block:
    [element] = [block["element"] for block in view["blocks"] if block.get("block_id") == name]
    return dict(element)


@pytest.mark.parametrize(("words", "first"), [(JA, "ja-churn"), (EN, "en-refund")])
def test_both_languages_are_listed_the_reader_s_own_first(words: Words, first: str) -> None:
    view = book.build(BookView((FIRED, SILENT)), words)
    check_modal(view)
    assert view["callback_id"] == ids.PHRASE_LIST
    edits = [block["accessory"]["value"] for block in view["blocks"] if "value" in block.get("accessory", {})]
    assert edits[0] == first
    assert len(edits) == 2
    assert buttons(view["blocks"]) == [ids.PHRASE_NEW, ids.PHRASE_EDIT, ids.PHRASE_EDIT]


def test_a_row_says_how_often_it_fired_and_what_that_was_worth() -> None:
    [_, _, row, _, silent] = _texts(book.build(BookView((SILENT, FIRED)), EN))[:5]
    assert "fired 12, used 5 (not used 3, too late 1)" in silent
    assert "*解約 / やめたい*\nまず理由を伺ってください\nDo now · danger sign" in silent
    assert "*refund + today*" in row
    assert "has not fired yet" in row


def test_a_row_that_nobody_rated_says_so_in_the_place_of_three_noughts() -> None:
    unrated = replace(FIRED, used=0, not_used=0, too_late=0)
    [*_, row] = _texts(book.build(BookView((unrated,)), EN))
    assert row.endswith("fired 12, nobody has rated it yet")


@pytest.mark.parametrize("words", [JA, EN])
def test_a_long_book_says_how_many_more_there_are_and_how_to_find_them(words: Words) -> None:
    many = tuple(
        replace(each, phrase=replace(each.phrase, phrase_id=str(n))) for n in range(150) for each in (FIRED, SILENT)
    )
    view = book.build(BookView(many), words)
    check_modal(view)
    asides = [block["elements"][0]["text"] for block in view["blocks"] if block["type"] == "context"]
    assert asides == [words.plural("phrase.list.rest", 150 - most) for most in (book.MOST_OWN, book.MOST_OTHER)]


def test_an_empty_book_says_how_to_begin() -> None:
    assert "登録を追加" in _texts(book.build(BookView(), JA))[-1]


def test_what_was_just_done_stands_on_top() -> None:
    news = book.build(BookView((FIRED,)), JA, JA_SAVED)
    assert _texts(news)[0] == JA_SAVED


def test_entries_that_were_found_are_offered_by_their_phrases() -> None:
    other, own = book.options(BookView((FIRED, SILENT) * 80), EN)[::80]
    assert (other["value"], other["text"]["text"]) == ("en-refund", "refund + today")
    assert (own["value"], own["description"]["text"]) == ("ja-churn", "まず理由を伺ってください")
    assert len(book.options(BookView((FIRED, SILENT) * 80), EN)) == 100


@pytest.mark.parametrize("words", [JA, EN])
def test_the_form_is_filled_with_what_is_known_and_asks_before_it_drops(words: Words) -> None:
    view = phrase.build(FIRED, words)
    check_modal(view)
    assert _element(view, ids.PHRASE_ANY)["initial_value"] == "解約\nやめたい"
    assert _element(view, ids.WITHIN)["initial_value"] == "45"
    assert _element(view, ids.SPEAKER)["initial_option"]["value"] == "customer"
    assert _element(view, ids.TONE)["initial_option"]["value"] == "do_now"
    assert _element(view, ids.DANGER)["initial_option"]["value"] == phrase.YES
    assert _element(view, ids.LINK)["initial_value"] == CHURN.link
    assert _element(view, ids.LOCALE)["initial_option"]["value"] == "ja"
    [drop] = view["blocks"][-1]["elements"]
    assert (drop["action_id"], drop["value"]) == (ids.PHRASE_DROP, "ja-churn")
    assert set(drop["confirm"]) == {"title", "text", "confirm", "deny", "style"}
    assert drop["confirm"]["style"] == drop["style"] == "danger"


def test_the_form_cuts_no_advice_that_is_too_long() -> None:
    assert _element(phrase.build(FIRED, JA), ids.ADVICE)["max_length"] == 3000


def test_a_new_entry_cannot_be_dropped() -> None:
    view = phrase.build(Counted(replace(CHURN, phrase_id=NEW), 0, 0, 0, 0), EN)
    check_modal(view)
    assert buttons(view["blocks"]) == []
    assert view["title"]["text"] == "New entry"


def _submitted(inputs: dict[str, Any], phrase_id: str = "ja-churn") -> Block:
    carried = f'{{"phrase":"{phrase_id}"}}'
    return {"private_metadata": carried, "state": {"values": {name: {name: each} for name, each in inputs.items()}}}


def _option(value: str) -> Block:
    return {"selected_option": {"value": value}}


FILLED: dict[str, Any] = {
    "any": {"value": " 解約 \n\nやめたい\n解約"},
    "all": {"value": None},
    "none": {"value": "解約済み"},
    "within": {"value": "４５"},
    "speaker": _option("customer"),
    "tone": _option("do_now"),
    "danger": _option("yes"),
    "advice": {"value": " まず理由を伺ってください "},
    "link": {"value": "https://example.com/churn"},
    "locale": _option("ja"),
}


def test_what_is_submitted_is_read_each_phrase_once() -> None:
    assert phrase.read(_submitted(FILLED)) == CHURN
    assert phrase.read(_submitted(FILLED | {"danger": _option("no"), "link": {"value": ""}})) == replace(
        CHURN, danger=False, link=None
    )


@pytest.mark.parametrize("typed", ["", "soon", "-5", "1e2", "٣", "10000", "３０秒"])
def test_what_is_no_number_of_seconds_is_read_as_none(typed: str) -> None:
    assert phrase.read(_submitted(FILLED | {"within": {"value": typed}})).within == 0


@pytest.mark.parametrize("name", ["speaker", "tone", "locale"])
def test_what_only_a_forged_form_holds_is_refused(name: str) -> None:
    with pytest.raises(InvalidForm) as invalid:
        phrase.read(_submitted(FILLED | {name: _option("<!channel>")}))
    assert invalid.value.misfits == {name: Misfit.NOT_A_CHOICE}


@pytest.mark.parametrize(
    ("action", "picked"),
    [
        ({"selected_option": {"value": "ja-churn"}}, "ja-churn"),
        ({"value": "ja-churn"}, "ja-churn"),
        ({"action_id": ids.PHRASE_NEW}, NEW),
        ({"selected_option": None}, NEW),
    ],
)
def test_what_was_picked_is_read_wherever_it_was_picked(action: Block, picked: str) -> None:
    assert phrase.picked(action) == picked


@given(text=ANY_TEXT)
def test_whatever_stands_in_an_entry_slack_takes_the_screens_and_pings_nobody(text: str) -> None:
    hostile = replace(CHURN, any=(text,) * 5, all=(text,), none=(text,), advice=text, link=text)
    counted = replace(FIRED, phrase=hostile)
    for view in (book.build(BookView((counted,)), JA), phrase.build(counted, EN)):
        check_modal(view)
        assert not list(mentioned("", view["blocks"]))
    [offered] = book.options(BookView((counted,)), EN)
    assert 1 <= len(offered["text"]["text"]) <= 75
