"""What has no room in a digest's message stands in its thread: all of it once, in the same order, within limits."""

import re
from dataclasses import replace

import pytest

from bot.views import figures
from bot.views.digest import message, page
from bot.views.parts import MESSAGE_SIZE, Message
from bot.words import Words
from sandbox.slack.blocks import check_message
from sandbox.slack.texts import visible
from tests.views.digest.snapshots import DAY, EN, JA, a_day, many
from workflows.digest.snapshot import Snapshot
from workflows.refusals import Refused

LANGUAGES = pytest.mark.parametrize("words", [JA, EN], ids=["ja", "en"])
KEY = re.compile(r"R-\d+")


def thread(snapshot: Snapshot, words: Words = JA) -> list[Message]:
    """Every page, each of which Slack takes in either form."""
    told = [page.build(snapshot, number + 1, words) for number in range(page.pages(snapshot, words))]
    for each in told:
        for blocks in (each.blocks, each.plain or []):
            check_message(blocks)
            assert figures.size(blocks) <= MESSAGE_SIZE
    return told


def keys(told: Message, *, plain: bool) -> list[str]:
    """The requests that a message names, in their order."""
    return list(dict.fromkeys(KEY.findall(visible(told.plain if plain else told.blocks))))


@pytest.mark.parametrize("count", [0, 1, 30])
def test_what_fits_has_no_pages(count: int) -> None:
    assert thread(a_day(rows=many(count), changes=(), since=None)) == []


@LANGUAGES
@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("count", [31, 500])
def test_every_row_stands_somewhere_exactly_once(words: Words, count: int, *, plain: bool) -> None:
    day = a_day(rows=many(count), changes=(), finished=(), issues=(), since=None)
    told = [message.build(day, words), *thread(day, words)]
    shown = [key for each in told for key in keys(each, plain=plain)]
    assert len(shown) == count
    assert set(shown) == {row.key for row in day.rows}


def test_lines_that_do_not_fit_go_on_in_the_thread_under_their_title() -> None:
    changes = tuple(replace(change, key=f"R-{3000 + number}") for number, change in enumerate(DAY.changes * 10))
    day = a_day(changes=changes, issues=DAY.issues * 10)
    [only] = thread(day)
    shown = visible(only.blocks)
    assert "*動いたもの*（続き）" in shown
    assert "*Jira*（続き）\n*株式会社青空商事* ・ SUP\n" in shown
    assert only.text == "11 月 21 日（金） のダイジェストの続き、1／1 ページ"


def test_a_thread_ends_and_says_how_many_stand_in_the_file_alone() -> None:
    told = thread(a_day(rows=many(5000)), EN)
    assert len(told) == page.MOST_PAGES
    assert "more rows are only in the CSV file." in visible(told[-1].blocks)
    assert "CSV" not in visible(told[0].blocks)


@pytest.mark.parametrize("text", ["&" * 400, '"\\' * 200, "👩‍👩‍👧‍👦" * 60, "<!channel>" * 40])
def test_pages_hold_whatever_people_write(text: str) -> None:
    rows = many(120, customer=text, summary=text, owner_name=text, asked_name=text)
    issues = tuple(replace(issue, customer=text, summary=text, status=text, before=text) for issue in DAY.issues * 60)
    assert thread(a_day(rows=rows, issues=issues))


@pytest.mark.parametrize("number", [0, 2, -1])
def test_there_is_no_page_beyond_the_last(number: int) -> None:
    day = a_day(rows=many(60), changes=(), issues=(), since=None)
    assert page.pages(day, JA) == 1
    with pytest.raises(Refused):
        page.build(day, number, JA)
