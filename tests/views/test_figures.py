"""Charts and tables stay within Slack's rules, whatever is put into them."""

from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.views import figures, parts
from bot.views.figures import Axes, Series
from sandbox.slack.blocks import check_message
from tests.views.test_texts import ANY_TEXT


@given(name=ANY_TEXT, count=st.integers(1, 40), kind=st.sampled_from(["area", "bar"]))
@settings(deadline=None, max_examples=40)
def test_a_chart_is_never_refused(name: str, count: int, kind: Literal["area", "bar"]) -> None:
    axes = Axes(tuple(f"{day}" for day in range(count)), name, name)
    series = [Series(f"{number} {name}", tuple(range(count))) for number in range(9)]
    check_message([figures.chart(kind, name, axes, series)])


def test_of_too_many_days_the_last_are_drawn() -> None:
    days = tuple(f"{day}" for day in range(30))
    chart = figures.chart("bar", "Days", Axes(days, "x", "y"), [Series("all", tuple(range(30)))])["chart"]
    assert chart["axis_config"]["categories"] == list(days[-20:])
    assert chart["series"][0]["data"][-1] == {"label": "29", "value": 29}


@given(text=ANY_TEXT, count=st.integers(1, 130))
@settings(deadline=None, max_examples=40)
def test_a_table_is_never_refused(text: str, count: int) -> None:
    button = figures.button_cell(parts.button("request.claim", "Claim", "R-1"))
    row = [figures.text_cell(text[:40]), figures.number_cell(2, text[:20]), button]
    table = figures.table(text, ["Request", "Age", text], [row] * count, 10)
    check_message([table])
    assert len(table["rows"]) == 1 + min(count, figures.TABLE_ROWS)


@pytest.mark.parametrize("text", ["あ", "👩‍👩‍👧‍👦", "a"])
def test_a_table_counts_for_its_words_and_everything_else_for_its_json(text: str) -> None:
    row = [figures.text_cell(text), figures.number_cell(2, text)]
    table = figures.table("Caption", ["A", "B"], [row], 5)
    assert figures.written(row) == 2 * len(text.encode("utf-16-le")) // 2
    assert figures.size([table]) == figures.written(row) + len("AB") + len("[]")
    assert figures.size([parts.divider()]) == len('[{"type": "divider"}]')
