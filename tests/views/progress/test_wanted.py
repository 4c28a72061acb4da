"""What goes to Jira with an issue: where it came from and what it is about, with the customer's numbers masked."""

from bot.views.progress import wanted
from bot.views.progress.wanted import Line
from tests.views.examples import EN, JA, a_view
from workflows.notices import IssueWanted

NOTICE = IssueWanted("R-1042/2", "jira:SUP", "Bug", "High", ["export"], "CSV 出力が止まる", "U_MORI")
CARD = "https://team.slack.com/archives/C_ESC/p1"


def test_it_leads_back_to_the_card_and_the_conversation() -> None:
    view = a_view(conversation_url="https://chat.example.com/7")
    issue = wanted.build(view, NOTICE, CARD, JA)

    assert (issue.project, issue.issue_type, issue.priority) == ("SUP", "Bug", "High")
    assert (issue.labels, issue.summary) == (("export",), "CSV 出力が止まる")
    first, kind, *_, conversation, by = issue.description
    assert first == Line("Baton の依頼 R-1042", CARD)
    assert "ひかり商事" in kind.text
    assert "高" in kind.text
    assert conversation.url == "https://chat.example.com/7"
    assert by.text == "依頼者: 森"


def test_numbers_and_addresses_of_the_customer_stay_with_us() -> None:
    view = a_view(customer_words="090-1234-5678 まで。me@example.com", details="カード 4111 1111 1111 1111 で決済")
    told = str(wanted.build(view, NOTICE, None, EN).description)

    assert "●●●●" in told
    assert not any(number in told for number in ("1234", "me@example.com", "4111"))


def test_without_a_card_nothing_leads_to_it() -> None:
    issue = wanted.build(a_view(), NOTICE, None, EN)

    assert [line.url for line in issue.description] == [None] * len(issue.description)
