"""People's text: nothing in it pings, formats or breaks what stands around it."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.views.texts import (
    BLANK,
    Markup,
    clean,
    clip,
    clock,
    dotted,
    escape,
    link,
    literal,
    mention,
    say,
    shorten,
    width,
)
from tests.views.examples import EN, JA, NOW

ANY_TEXT = st.one_of(
    st.text(st.characters(exclude_categories=[])),
    st.sampled_from(
        [
            "<!channel>",
            "<@U_MORI>",
            "<#C_ESC|x>",
            "<!subteam^S1>",
            "@channel",
            "*b* _i_ ~s~ `c`",
            "> quote",
            "\u202eabc",
            "\0",
            "\ud83d",
            "😀" * 200,
            "&lt;!here&gt;",
            "a&b",
            "ﷺ" * 50,
            "語" * 40_000,
        ]
    ),
).flatmap(lambda some: st.sampled_from([some, some * 2, f"x {some} y\n{some}"]))
ENTITY = re.compile(r"&(?:amp|lt|gt);")


@given(ANY_TEXT)
def test_escaped_text_holds_no_markup(text: str) -> None:
    bare = ENTITY.sub("", escape(text))
    assert not set(bare) & set("<>&*~`\n\0")
    assert bare.encode().decode() == bare


@given(ANY_TEXT, st.integers(1, 3000))
def test_literal_text_is_short_and_mentions_nobody(text: str, most: int) -> None:
    shown = literal(text, most)
    assert 1 <= width(shown) <= most
    assert not re.search(r"<[!@#]", shown)
    assert "\u202e" not in shown


@given(ANY_TEXT, st.integers(2, 300))
def test_a_clipped_line_never_ends_inside_a_token_or_an_entity(text: str, most: int) -> None:
    line = clip(f"{escape(text)} {mention('U_MORI')} {escape(text)}", most)
    assert width(line) <= most
    assert not ENTITY.sub("", line).replace("<@U_MORI>", "").strip("…").count("<")
    assert "&" not in ENTITY.sub("", line)


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_an_ellipsis_stands_for_the_rest_and_no_emoji_is_cut_in_two() -> None:
    assert shorten("請求書の再発行", 5) == "請求書の…"
    assert shorten("😀😀😀", 4) == "😀…"
    assert shorten("😀😀", 4) == "😀😀"


def test_marks_look_the_same_and_do_nothing() -> None:
    assert escape("*bold* ~no~ `x`") == "＊bold＊ ～no～ ｀x｀"
    assert escape("> quote & <b>") == "＞ quote &amp; &lt;b&gt;"
    assert escape("_italic_ export_csv") == "＿italic＿ export_csv"


def test_nothing_visible_is_still_something_to_slack() -> None:
    assert escape("\u202e \n") == BLANK
    assert literal("", 10) == BLANK


def test_values_are_made_safe_once_and_ours_are_left_alone() -> None:
    assert say(JA, "receipt.handed", key="R-1", who="<@U1>") == "R-1 を &lt;@U1&gt; さんに渡しました。"
    assert say(JA, "receipt.handed", key="R-1", who=mention("U1")) == "R-1 を <@U1> さんに渡しました。"


def test_facts_that_are_missing_leave_no_gap() -> None:
    assert dotted(JA, "ひかり", None, "", Markup("森")) == "ひかり ・ 森"
    assert dotted(EN, "a", "b") == "a · b"


@pytest.mark.parametrize("forged", ["U1>", "U1|x", "!channel", "", "u1"])
def test_only_an_id_of_slack_is_mentioned(forged: str) -> None:
    assert "<" not in mention(forged)


def test_a_link_keeps_nothing_that_could_end_it() -> None:
    built = link("https://x.test/a?b=1&c=|>\n<!channel>", "会話 <b>")
    assert built == "<https://x.test/a?b=1&amp;c=%7C%3E%0A%3C!channel%3E|会話 &lt;b&gt;>"


def test_a_clock_tells_the_date_once_the_day_is_over() -> None:
    assert clock(JA, NOW, since=NOW).endswith("^{time}|10:42>")
    later = NOW + timedelta(days=1)
    assert clock(JA, later, since=NOW).endswith("^{date_short_pretty} {time}|2026/11/21 10:42>")


def test_the_day_is_the_readers_own() -> None:
    just_before, just_after = datetime(2026, 11, 20, 14, 59, tzinfo=UTC), datetime(2026, 11, 20, 15, 1, tzinfo=UTC)
    assert "{time}" in clock(EN, just_after, since=just_before)
    assert "{date_short_pretty}" in clock(JA, just_after, since=just_before)
