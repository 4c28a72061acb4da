"""Rules of the data visualization block (docs.slack.dev/reference/block-kit/blocks/data-visualization-block).

Its page named at most six series and segments in June 2026, later descriptions twelve: more than twelve are refused.
"""

from typing import Any

from sandbox.slack.blocks.complaints import Complaints
from sandbox.slack.refusals import JsonObject

MOST_CHARTS = 2
MOST_SERIES = 12
MOST_POINTS = 20
LABEL = 20
TITLE = 50
DRAWN_BY_AXES = ("bar", "line", "area")


def check_visualization(block: JsonObject, at: Complaints) -> None:
    """Check one `data_visualization`: its title and its chart of whichever kind."""
    at.fields(block, "title chart", "block_id")
    at.length(block, "title", TITLE)
    chart, where = block.get("chart"), at.below("chart")
    kind = chart.get("type") if isinstance(chart, dict) else None
    if isinstance(chart, dict) and kind == "pie":
        _check_pie(chart, where)
    elif isinstance(chart, dict) and kind in DRAWN_BY_AXES:
        _check_axes(chart, where)
    elif "chart" in block:
        where.say(f"unsupported type: {kind}")


def _check_pie(chart: JsonObject, at: Complaints) -> None:
    at.fields(chart, "segments")
    segments = at.listed(chart, "segments", MOST_SERIES)
    for number, segment in enumerate(segments):
        where = at.below("segments", number)
        _check_point(segment, where)
        if isinstance(segment, dict) and _is_number(segment.get("value")) and segment["value"] <= 0:
            where.below("value").say("must be more than 0")


def _check_axes(chart: JsonObject, at: Complaints) -> None:
    at.fields(chart, "series axis_config")
    categories = _checked_categories(chart.get("axis_config", {}), at.below("axis_config"))
    series = at.listed(chart, "series", MOST_SERIES)
    for number, one in enumerate(series):
        _check_series(one, categories, at.below("series", number))
    at.below("series").unique([str(one.get("name")) for one in series if isinstance(one, dict)], "name")


def _checked_categories(config: Any, at: Complaints) -> list[str]:  # noqa: ANN401 - unchecked
    """The labels along the x axis, complaining of what is wrong with the axes."""
    if not isinstance(config, dict):
        at.say("must be an object")
        return []
    at.fields(config, "categories", "x_label y_label")
    at.length(config, "x_label", TITLE)
    at.length(config, "y_label", TITLE)
    categories = at.listed(config, "categories", MOST_POINTS)
    named = {str(number): category for number, category in enumerate(categories)}
    for number in named:
        at.below("categories").length(named, number, LABEL)
    at.below("categories").unique([str(category) for category in categories], "category")
    return [str(category) for category in categories]


def _check_series(series: Any, categories: list[str], at: Complaints) -> None:  # noqa: ANN401 - unchecked
    if not isinstance(series, dict):
        at.say("must be an object")
        return
    at.fields(series, "name data")
    at.length(series, "name", LABEL)
    points = at.listed(series, "data", MOST_POINTS)
    for number, point in enumerate(points):
        _check_point(point, at.below("data", number))
    labels = [str(point.get("label")) for point in points if isinstance(point, dict)]
    if sorted(labels) != sorted(categories):
        at.below("data").say("must have exactly one data point for each of the categories")


def _check_point(point: Any, at: Complaints) -> None:  # noqa: ANN401 - unchecked
    if not isinstance(point, dict):
        at.say("must be an object")
        return
    at.fields(point, "label value")
    at.length(point, "label", LABEL)
    if "value" in point and not _is_number(point["value"]):
        at.below("value").say("must be a number")


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
