"""The phrase book listens: what it hears, and when that is enough."""

import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.phrases import Phrase
from storage.vocabulary import Locale, Speaker, Tone
from workflows.whisper.matching import Book, Heard, Match

NOW = datetime(2026, 11, 22, 10, 42, tzinfo=UTC)
AGENT, CUSTOMER, EITHER = Speaker.AGENT, Speaker.CUSTOMER, Speaker.EITHER


def entry(
    phrase_id: str = "e",
    *,
    any: tuple[str, ...] = (),  # noqa: A002  the word of the phrase book
    all: tuple[str, ...] = (),  # noqa: A002  the same
    none: tuple[str, ...] = (),
    speaker: Speaker = CUSTOMER,
) -> Phrase:
    """Make an entry that listens for ten seconds."""
    return Phrase(phrase_id, Locale.JA, speaker, any, all, none, 10, Tone.INFO, danger=False, advice="…")


def said(text: str, speaker: Speaker = CUSTOMER, ago: float = 0) -> Heard:
    return Heard(NOW - timedelta(seconds=ago), speaker, text)


def ids(book: Book, latest: Heard, *before: Heard) -> list[str]:
    return [match.phrase_id for match in book.heard(latest, before)]


@pytest.mark.parametrize(
    ("phrase", "text", "is_found"),
    [
        ("cancel", "I am cancelling today", True),
        ("cancel", "We can celebrate", False),
        ("cancel", "uncancelled", False),
        ("sue", "an issue", False),
        ("sue", "I'll SUE you", True),
        ("speak to your manager", "Let me speak  to your, manager.", True),
        ("can't log in", "We CAN’T log-in!", True),
        ("解約", "もう解約したいです", True),
        ("キャンセル", "ｷｬﾝｾﾙできますか", True),
        ("サーバー", "サーバが", True),
        ("SNSに書く", "ＳＮＳ に 書くからね", True),
        ("cancel", "解約cancelしたい", True),
        ("100%", "100% 直ります", True),
        ("100%", "100円です", False),
        ("10分", "110分", False),
    ],
)
def test_a_latin_phrase_begins_a_word_and_a_japanese_one_stands_anywhere(
    phrase: str, text: str, *, is_found: bool
) -> None:
    assert Book([entry(any=(phrase,))]).heard(said(text), []) == ([Match("e", phrase)] if is_found else [])


BOTH = entry(all=("請求", "二重"))
CHOICE = entry(any=("返金", "お金"), all=("今日",))
EXCEPT = entry(any=("解約",), none=("解約しない", "解約金"))


@pytest.mark.parametrize(
    ("book", "latest", "before", "fires"),
    [
        (BOTH, said("二重の請求"), [], True),
        (BOTH, said("二重です"), [], False),
        (BOTH, said("二重です"), [said("請求が", ago=10)], True),
        (BOTH, said("二重です"), [said("請求が", ago=10.1)], False),
        (BOTH, said("二重です"), [said("請求が", AGENT, ago=5)], False),
        (BOTH, said("はい"), [said("二重の請求", ago=5)], False),
        (BOTH, said("二重です", AGENT), [said("請求が", ago=5)], False),
        (BOTH, said("重です"), [said("請求が二", ago=1)], False),
        (BOTH, said("請求が", ago=2), [said("二重です")], True),
        (CHOICE, said("今日、返金を"), [], True),
        (CHOICE, said("今日"), [], False),
        (CHOICE, said("返金を"), [], False),
        (CHOICE, said("お金を"), [said("今日", ago=3)], True),
        (CHOICE, said("今日です"), [said("お金", ago=3)], True),
        (EXCEPT, said("解約です"), [], True),
        (EXCEPT, said("解約しないです"), [], False),
        (EXCEPT, said("解約です"), [said("解約金は", ago=9)], False),
        (EXCEPT, said("解約です"), [said("解約金は", ago=11)], True),
        (EXCEPT, said("解約です"), [said("解約金は", AGENT, ago=9)], True),
        (entry(any=("返金します",), speaker=AGENT), said("返金します", AGENT), [], True),
        (entry(any=("返金します",), speaker=AGENT), said("返金します"), [], False),
        (entry(all=("録音", "困る"), speaker=EITHER), said("困ります、困る"), [said("録音", AGENT, ago=4)], True),
        (entry(any=("", "!?")), said("!?"), [], False),
    ],
)
def test_what_must_be_said_and_what_must_not(book: Phrase, latest: Heard, before: list[Heard], *, fires: bool) -> None:
    assert ids(Book([book]), latest, *before) == (["e"] if fires else [])


def test_every_entry_is_found_in_the_order_of_the_book_even_inside_another_s_phrase() -> None:
    book = Book([entry("b", any=("約",)), entry("a", any=("解約", "解約金")), entry("c", any=("解約金", "金が"))])

    assert book.heard(said("解約金が"), []) == [Match("b", "約"), Match("a", "解約"), Match("c", "解約金")]


WORDS = (
    "解約",
    "データ",
    "きゃんせる",
    "サーバー",
    "cancel",
    "Café",
    "can't log in",
    "ＳＮＳに書く",
    "責任者",
    "don't",
)
DRESSES: tuple[Callable[[str], str], ...] = (
    str,
    str.upper,
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in text),
    lambda text: "".join(chr(ord(one) + 0x60) if "ぁ" <= one <= "ゖ" else one for one in text),
    lambda text: "".join(chr(ord(one) - 0x60) if "ァ" <= one <= "ヶ" else one for one in text),
    lambda text: text.replace(" ", "   ").replace("約", " 約"),
    lambda text: text.replace("サーバー", "ｻｰﾊﾞｰ").replace("データ", "ﾃﾞｰﾀ"),
    lambda text: text.replace("ー", ""),
)


@given(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4),
    st.lists(st.sampled_from(DRESSES), max_size=4),
    st.sampled_from(WORDS),
    st.sampled_from(WORDS),
)
def test_the_verdict_is_the_same_in_every_dress(
    spoken: list[str], dresses: list[Callable[[str], str]], wanted: str, unwanted: str
) -> None:
    book = Book([entry("wanted", any=(wanted,)), entry("unless", any=(wanted,), none=(unwanted,))])
    plain = "、".join(spoken)
    dressed = plain
    for dress in dresses:
        dressed = dress(dressed)

    verdict = ids(book, said(plain))

    assert ids(book, said(dressed)) == verdict
    assert ("wanted" in verdict) == (wanted in spoken)
    assert ("unless" in verdict) == (wanted in spoken and unwanted not in spoken)


@given(st.lists(st.sampled_from(WORDS), max_size=6), st.sampled_from(WORDS))
def test_nothing_fires_where_a_word_that_forbids_it_was_said(spoken: list[str], unwanted: str) -> None:
    book = Book([entry(any=WORDS, none=(unwanted,))])
    segments = [said(word, ago=len(spoken) - place) for place, word in enumerate(spoken)]

    assert not ids(book, said(unwanted), *segments)
    if unwanted in spoken:
        assert not ids(book, said("解約"), *segments)
