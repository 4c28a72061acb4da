"""What people wrote, and what Baton wrote, as HTML for one reader."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sandbox.page import markdown, rich_text
from sandbox.page.dates import Dates
from sandbox.page.reader import Reader
from tests.sandbox.conftest import a_workspace

NOON = datetime(2026, 11, 20, 3, tzinfo=UTC)
OUR_TAGS = re.compile(
    r"</?(?:strong|em|s|code|pre|blockquote|p|ul|ol|li|h4)(?: class=\"indent\d\")?>|<br>|</a>|</span>"
    r"|<span class=\"mention(?: me)?\">|<a href=\"[^\"]*\" target=\"_blank\" rel=\"noreferrer noopener\">"
)


def seen_by(user: str) -> Reader:
    workspace = a_workspace()
    workspace.add_group("S_LEADS", handle="leads", members=["U_BEN"])
    return Reader(workspace, workspace.member(user), NOON)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("*bold* _it_ ~no~ `a*b*`", "<strong>bold</strong> <em>it</em> <s>no</s> <code>a*b*</code>"),
        ("5 * 3 * 2 snake_case_name", "5 * 3 * 2 snake_case_name"),
        ("&lt;b&gt; &amp;amp;", "&lt;b&gt; &amp;amp;"),
        ("one\ntwo", "one<br>two"),
        ("&gt; said\n&gt; twice\nafter", "<blockquote>said<br>twice</blockquote>after"),
        ("```\n<@U_AOI> *raw*\n```", "<pre>&lt;@U_AOI&gt; *raw*</pre>"),
        ("<@U_AOI>", '<span class="mention">@青井</span>'),
        ("<@U_BEN>", '<span class="mention me">@Ben</span>'),
        ("<!subteam^S_LEADS>", '<span class="mention me">@leads</span>'),
        ("<!channel>", '<span class="mention me">@channel</span>'),
        ("<#C_ESC>", '<span class="mention">#escalations</span>'),
        ("<javascript:alert(1)|click>", "click"),
        ("<!date^1795143600^{date_short_pretty} at {time}|x>", "today at 12:00 PM"),
        ("<!date^1795143600^{ago}|x>", "in 0 seconds"),
        ("<!date^nonsense^{ago}|then>", "then"),
        (":wave: :+1::skin-tone-3: `:wave:` :nobody: 10:30:15", "👋 👍 <code>:wave:</code> :nobody: 10:30:15"),
    ],
)
def test_mrkdwn_is_shown_as_slack_shows_it(written: str, shown: str) -> None:
    assert seen_by("U_BEN").mrkdwn(written) == shown


def test_a_link_opens_outside_and_tells_nobody_where_from() -> None:
    shown = seen_by("U_BEN").mrkdwn("<https://example.com/?a=1&amp;b=2|the docs>")

    assert 'href="https://example.com/?a=1&amp;b=2"' in shown
    assert 'rel="noreferrer noopener"' in shown
    assert ">the docs</a>" in shown


@example("<|>")
@example("<|label>")
@given(st.text(alphabet=st.sampled_from("<>&|!@#^*_~`\"' \n\u202eaz{}/:.1日本"), max_size=80))
def test_no_text_becomes_a_tag_of_its_own(written: str) -> None:
    reader = seen_by("U_BEN")
    for shown in (reader.mrkdwn(written), markdown.render(written)):
        rest = OUR_TAGS.sub("", str(shown))
        assert "<" not in rest
        assert '"' not in rest


def test_each_person_reads_dates_in_their_own_language_and_zone() -> None:
    evening = datetime(2026, 11, 20, 20, 5, tzinfo=UTC)
    japanese, english = Dates("ja", "Asia/Tokyo", NOON), Dates("en", "Europe/London", NOON)

    assert japanese.token(evening, "{date_short_pretty} {time}") == "明日 05:05"
    assert english.token(evening, "{date_short_pretty} {time}") == "today 8:05 PM"
    assert japanese.token(evening, "{date_num} {nonsense}") == "2026-11-21 {nonsense}"
    assert japanese.day(evening) == "明日"
    assert english.day(NOON.replace(day=2)) == "Mon, Nov 2"


def test_rich_text_keeps_its_styles_and_names() -> None:
    words = [
        {"type": "text", "text": "see "},
        {"type": "text", "text": "<here>", "style": {"bold": True}},
        {"type": "user", "user_id": "U_BEN"},
    ]
    items = [{"type": "rich_text_section", "elements": [{"type": "link", "url": "https://a.example", "text": "a"}]}]
    block = {
        "elements": [
            {"type": "rich_text_section", "elements": words},
            {"type": "rich_text_list", "style": "bullet", "elements": items},
        ]
    }

    shown = rich_text.render(block, seen_by("U_BEN"))

    assert shown.startswith('<p>see <strong>&lt;here&gt;</strong><span class="mention me">@Ben</span></p><ul')
    assert 'href="https://a.example"' in shown


def test_a_markdown_block_has_headings_lists_and_links() -> None:
    shown = markdown.render(
        "# Plan\n\n- **one**\n- [two](https://a.example)\n\n1. first\n\n> said\n\n[x](javascript:1)"
    )

    assert shown.startswith("<h4>Plan</h4><ul><li><strong>one</strong></li>")
    assert "<ol><li>first</li></ol><blockquote>said<br></blockquote><p>x</p>" in shown
