"""Whatever stands in a message, the form gets the words that people read there."""

import pytest
from hypothesis import given

from bot.views.plain import mentioned, plain, without
from tests.views.test_texts import ANY_TEXT

NAMES = {"U_AOI": "青井", "W1": "Lee"}


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("請求書が届かない", "請求書が届かない"),
        ("A &amp; B &lt;b&gt; &amp;lt;", "A & B <b> &lt;"),
        ("<@U_AOI> と <@W1|lee> と <@U9>", "@青井 と @Lee と @U9"),
        ("see <#C1|general>, <#C2>", "see #general, #C2"),
        ("<!here> <!subteam^S1|@leads> <!subteam^S2> <!date^1^{date}|Nov 20>", "@here @leads @subteam Nov 20"),
        ("<https://a.test/x?a=1&amp;b=2>", "https://a.test/x?a=1&b=2"),
        ("<https://a.test/|a.test>", "https://a.test/"),
        ("<https://a.test/7|the invoice>", "the invoice (https://a.test/7)"),
        ("<mailto:a@b.test|a@b.test> <tel:0312345678|03-1234-5678>", "a@b.test 03-1234-5678"),
        ("one\r\ntwo\n\n", "one\ntwo"),
        ("1 < 2 > 0, <>", "1 < 2 > 0, <>"),
    ],
)
def test_marks_become_words(written: str, read: str) -> None:
    assert plain(written, NAMES) == read


def test_people_are_found_in_order_to_be_named() -> None:
    assert mentioned("<@U_AOI> <@W1|lee> <#C1> <!here> U9") == {"U_AOI", "W1"}


def test_whoever_is_spoken_to_is_not_part_of_what_is_said() -> None:
    assert without("<@UB> ask <@U_AOI>", "UB").strip() == "ask <@U_AOI>"
    assert without("<@UB|baton>ask", "UB") == "ask"
    assert without("<@UB> ask", None) == "<@UB> ask"


@given(written=ANY_TEXT)
def test_any_text_can_be_read(written: str) -> None:
    assert "\0" not in plain(written, {})
