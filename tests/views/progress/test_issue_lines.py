"""A line for each Jira issue on the card and on the receipt, in Jira's own words, never by colour alone."""

from dataclasses import replace

import pytest

from bot.views.escalation import card, receipt
from bot.views.progress import lines
from bot.words import Words
from sandbox.slack.blocks import check_message
from storage.issues import Issue
from storage.vocabulary import Category
from tests.views.examples import EN, JA, NOW, a_view
from tests.views.progress.examples import TRACKER, an_issue
from workflows.escalation.views import RequestView


def shown(*issues: Issue, words: Words = JA, awaited: int = 0) -> list[str]:
    """Answer the lines."""
    block = lines.build(a_tracked(*issues, awaited=awaited), words)
    return [] if block is None else block["elements"][0]["text"].split("\n")


def a_tracked(*issues: Issue, awaited: int = 0) -> RequestView:
    """Answer a request with these issues."""
    return replace(a_view(), issues=issues, tracker=TRACKER, awaited=awaited)


def test_a_line_says_where_the_issue_stands_with_whom_and_for_when() -> None:
    [line] = shown(an_issue())

    assert line == "<https://jira.example.com/browse/SUP-88|SUP-88> ・ ◐ レビュー ・ Ben ・ 2026.12 で対応"


@pytest.mark.parametrize(("category", "sign"), [(Category.TODO, "○"), (Category.DOING, "◐"), (Category.DONE, "✓")])
def test_the_category_has_a_sign_beside_jira_s_word(category: Category, sign: str) -> None:
    assert f"{sign} レビュー" in shown(an_issue(category=category, assignee=None, fix_versions=()))[0]


def test_what_jira_no_longer_shows_is_said() -> None:
    [line] = shown(an_issue(gone_at=NOW), words=EN)

    assert line.endswith("no longer in Jira, or no longer visible to Baton")
    assert "Ben" not in line


def test_of_many_the_open_ones_stand_first_and_the_rest_is_counted() -> None:
    done = [an_issue(issue_key=f"SUP-{number}", category=Category.DONE) for number in range(1, 6)]
    told = shown(*done, an_issue(), words=EN)

    assert "SUP-88" in told[0]
    assert len(told) == lines.MOST_LINES + 1
    assert told[-1] == "1 more Jira issue"


def test_what_jira_still_owes_is_counted() -> None:
    assert shown(awaited=2, words=EN) == ["2 Jira issues asked for; waiting for Jira"]


def test_without_a_jira_the_key_leads_nowhere() -> None:
    block = lines.build(replace(a_tracked(an_issue()), tracker=None), JA)

    assert block is not None
    assert block["elements"][0]["text"].startswith("SUP-88 ・")


@pytest.mark.parametrize("words", [JA, EN], ids=["ja", "en"])
def test_card_and_receipt_have_the_lines_within_slack_s_limits(words: Words) -> None:
    hostile = an_issue(status="<!channel> *" + "あ" * 300, assignee="<@U_AOI>" * 40, fix_versions=("9" * 300,) * 9)
    view = a_tracked(*(replace(hostile, issue_key=f"SUP-{number}") for number in range(1, 9)))

    for message in (card.build(view, words), receipt.build(view, words)):
        check_message(message.blocks)
        told = str(message.blocks)
        assert "SUP-1" in told
        assert "<!channel>" not in told
        assert "<@U_AOI>" not in told
    assert "SUP-1" not in str(receipt.build(a_view(), words).blocks)
