"""A phrase book as a file: what it may say, every mistake with its line, and the book that Baton comes with."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.folding import fold_speech
from storage.phrases import Phrase
from storage.vocabulary import Locale, Speaker, Tone
from workflows.sheets import Finding, Mistake
from workflows.whisper.matching import Book, Heard, Match
from workflows.whisper.policy import LONGEST_ADVICE
from workflows.whisper.sheet import PhraseSheet, read, seed

HEADER = "phrase_id,locale,speaker,any,all,none,within,tone,danger,advice,link\n"
NOW = datetime(2026, 11, 22, tzinfo=UTC)
SEED = read(seed()).entries


def found(line: str) -> tuple[Finding, ...]:
    return read((HEADER + line + "\n").encode()).findings


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_an_entry_is_read_as_spreadsheets_in_japan_save_it(encoding: str) -> None:
    line = "ja-1,ja,agent,返金します | お返しします|,,返金しません,10,stop,yes,約束しないでください,https://example.com/返金\n"

    assert read((HEADER + line).encode(encoding)) == PhraseSheet(
        (
            Phrase(
                "ja-1",
                Locale.JA,
                Speaker.AGENT,
                ("返金します", "お返しします"),
                (),
                ("返金しません",),
                10,
                Tone.STOP,
                danger=True,
                advice="約束しないでください",
                link="https://example.com/返金",
            ),
        )
    )


def test_what_is_left_out_has_a_plain_meaning_and_a_name_that_lasts() -> None:
    [entry] = read(b"locale,any,advice\nen,cancel|quit,Ask why\n").entries
    [later] = read(b"advice,any,locale\nAsk gently,Quit|CANCEL,en\n").entries

    assert (entry.speaker, entry.within, entry.tone, entry.danger) == (Speaker.CUSTOMER, 30, Tone.INFO, False)
    assert entry.phrase_id == later.phrase_id
    assert entry.phrase_id.startswith("en-")


@pytest.mark.parametrize(
    ("line", "finding"),
    [
        (",fr,,a b,,,,,,x,", Finding(2, Mistake.BAD_LOCALE, "locale", "fr")),
        (",,,a b,,,,,,x,", Finding(2, Mistake.VALUE_MISSING, "locale")),
        (",en,,a b,,,,,,,", Finding(2, Mistake.VALUE_MISSING, "advice")),
        (",en,boss,a b,,,,,,x,", Finding(2, Mistake.BAD_SPEAKER, "speaker", "boss")),
        (",en,,a b,,,,loud,,x,", Finding(2, Mistake.BAD_TONE, "tone", "loud")),
        (",en,,a b,,,,,maybe,x,", Finding(2, Mistake.BAD_DANGER, "danger", "maybe")),
        (",en,,a b,,,0,,,x,", Finding(2, Mistake.BAD_WITHIN, "within", "0")),
        (",en,,a b,,,601,,,x,", Finding(2, Mistake.BAD_WITHIN, "within", "601")),
        (",en,,a b,,,３０,,,x,", Finding(2, Mistake.BAD_WITHIN, "within", "３０")),
        (",en,,a b,,," + "9" * 5000 + ",,,x,", Finding(2, Mistake.BAD_WITHIN, "within", "9" * 40)),
        (",en,,,,cancel,,,,x,", Finding(2, Mistake.NO_PHRASE, "any")),
        (",en,, | ,,,,,,x,", Finding(2, Mistake.NO_PHRASE, "any")),
        (",en,,a,,,,,,x,", Finding(2, Mistake.BAD_PHRASE, "any", "a")),
        (",en,,ab,!?,,,,,x,", Finding(2, Mistake.BAD_PHRASE, "all", "!?")),
        (",en,,ab,,ー,,,,x,", Finding(2, Mistake.BAD_PHRASE, "none", "ー")),
        (",en,," + "ab" * 51 + ",,,,,,x,", Finding(2, Mistake.VALUE_TOO_LONG, "any", "102/100")),
        (",en,,ab,,,,,," + "x" * 121 + ",", Finding(2, Mistake.VALUE_TOO_LONG, "advice", "121/120")),
        (",en,,ab,,,,,,x,ftp://a", Finding(2, Mistake.BAD_LINK, "link", "ftp://a")),
        (",en,,ab,,,,,,x,https://a b", Finding(2, Mistake.BAD_LINK, "link", "https://a b")),
        ("new:x,en,,ab,,,,,,x,", Finding(2, Mistake.BAD_ID, "phrase_id", "new:x")),
        ("x,en,,ab,,,,,,x,\nx,en,,cd,,,,,,x,", Finding(3, Mistake.ID_TWICE, "phrase_id", "x")),
        (",en,,ab,,,,,,x", Finding(2, Mistake.FIELDS_MISCOUNTED, value="10/11")),
    ],
)  # fmt: skip
def test_every_mistake_has_its_line(line: str, finding: Finding) -> None:
    assert finding in found(line)


def test_every_bad_line_is_told_and_the_good_ones_are_not_taken() -> None:
    sheet = read((HEADER + ",en,,good one,,,,,,x,\n,fr,,ab,,,,,,x,\n,en,,,,,,,,x,\n").encode())

    assert [finding.line for finding in sheet.findings] == [3, 4]
    assert sheet.entries == ()


def test_the_same_phrases_twice_are_one_entry_too_many() -> None:
    [finding] = found(",en,,ab|cd,,,,,,x,\n,en,,CD|ab,,,,,,y,")

    assert (finding.line, finding.mistake) == (3, Mistake.ID_TWICE)


@pytest.mark.parametrize("phrase", ["死", "ab", "100%", "a1"])
def test_one_japanese_character_is_enough_to_listen_for(phrase: str) -> None:
    assert found(f",ja,,{phrase},,,,,,x,") == ()


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    sheet = read(raw)
    assert bool(sheet.findings) != bool(sheet.entries)


# ---- the book that Baton comes with


def test_the_seed_has_enough_for_both_languages() -> None:
    assert read(seed()).findings == ()
    counts = Counter(entry.locale for entry in SEED)
    assert min(counts[locale] for locale in Locale) >= 30
    assert max(len(entry.advice) for entry in SEED) <= LONGEST_ADVICE


@pytest.mark.parametrize("entry", SEED, ids=[entry.phrase_id for entry in SEED])
def test_every_entry_of_the_seed_hears_each_of_its_phrases(entry: Phrase) -> None:
    speaker = Speaker.CUSTOMER if entry.speaker is Speaker.EITHER else entry.speaker
    book = Book([entry])

    for phrase in entry.any:
        [match] = book.heard(Heard(NOW, speaker, f"... {phrase}."), [])
        assert match.phrase_id == entry.phrase_id
        assert match.said in entry.any


def test_no_two_entries_of_the_seed_listen_for_the_same() -> None:
    said = [(entry.locale, entry.speaker, fold_speech(phrase)) for entry in SEED for phrase in entry.any]
    assert [phrase for phrase, count in Counter(said).items() if count > 1] == []


@pytest.mark.parametrize("words", ["解約", "cancel", "弁護士", "lawyer", "SNSに書", "data breach"])
def test_what_leads_must_know_of_is_danger(words: str) -> None:
    told = {entry.phrase_id: entry for entry in SEED if words in entry.any}
    assert all(entry.danger for entry in told.values())
    assert told


@pytest.mark.parametrize(
    "calm",
    [
        "It's downloading in Firefox, and I posted it in Slack.",
        "The pressure is fine, we can celebrate, no issue.",
        "3名以上の人が使っています",
        "大丈夫です、お名前をお願いします",
        "はい、そうですね。よろしくお願いいたします。",
        "Thanks, that is all. Have a nice day.",
    ],
)
def test_everyday_words_bring_nothing_up(calm: str) -> None:
    heard: list[Match] = [
        match
        for speaker in (Speaker.AGENT, Speaker.CUSTOMER)
        for match in Book(SEED).heard(Heard(NOW, speaker, calm), [])
    ]
    assert heard == []
