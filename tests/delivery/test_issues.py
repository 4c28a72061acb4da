"""Issues as Jira takes them: its lengths, its labels, its two kinds of text."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.issues import MOST_DESCRIPTION, document, fields_of, label, wiki
from bot.views.progress.wanted import Line
from sandbox.jira import adf
from tests.delivery.jiras import KEY, LABEL, WANTED

LINES = st.lists(st.builds(Line, st.text(max_size=200), st.none() | st.just("https://example.com/a|b]c")), max_size=8)


@given(LINES)
def test_any_text_makes_a_document_that_jira_takes(lines: list[Line]) -> None:
    described = fields_of(replace(WANTED, description=tuple(lines)), KEY, is_cloud=True)["description"]

    assert adf.is_valid(described)
    assert len(adf.plain(described)) <= adf.MOST_LETTERS


@given(LINES)
def test_no_text_mentions_anyone_in_wiki_markup(lines: list[Line]) -> None:
    assert "[~" not in wiki(lines).replace("\\[", "").replace("\\\\", "")


def test_a_description_beyond_all_bounds_is_cut() -> None:
    endless = (Line("あ" * MOST_DESCRIPTION), Line("x" * 10), Line("y"))
    described = fields_of(replace(WANTED, description=endless), KEY, is_cloud=False)["description"]

    assert len(described) <= MOST_DESCRIPTION


def test_line_breaks_stay() -> None:
    [paragraph] = document([Line("one\ntwo\n\nthree")])["content"]

    assert [node["type"] for node in paragraph["content"]] == [
        "text",
        "hardBreak",
        "text",
        "hardBreak",
        "hardBreak",
        "text",
    ]


def test_a_link_in_wiki_markup_ends_where_it_should() -> None:
    assert wiki([Line("R-1042", "https://example.com/a|b]c")]) == "[R-1042|https://example.com/a%7Cb%5Dc]"


@pytest.mark.parametrize(("text", "shown"), [("two words", "two_words"), ("  ", ""), ("a\nb", "a_b"), ("x" * 300, 255)])
def test_a_label_is_one_word(text: str, shown: str | int) -> None:
    assert label(text) == shown if isinstance(shown, str) else len(label(text)) == shown


def test_the_label_by_which_an_issue_is_found_again_says_nothing_else() -> None:
    assert fields_of(WANTED, KEY, is_cloud=True)["labels"][:2] == ["baton", LABEL]
