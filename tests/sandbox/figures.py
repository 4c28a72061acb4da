"""Charts and tables to try things with."""

from tests.sandbox.tiny import Body, button


def pie(*values: float, **more: object) -> Body:
    segments = [{"label": f"slice {number}", "value": value} for number, value in enumerate(values)]
    return {"type": "data_visualization", "title": "By urgency", "chart": {"type": "pie", "segments": segments}, **more}


def series(name: str, *values: float) -> Body:
    return {"name": name, "data": [{"label": f"day {number}", "value": value} for number, value in enumerate(values)]}


def drawn(kind: str, *rows: Body, days: int | None = None, **axes: object) -> Body:
    """A chart of `kind` with axes; as many days as its first series has points, unless told."""
    count = len(rows[0]["data"]) if days is None else days
    config = {"categories": [f"day {number}" for number in range(count)], **axes}
    chart = {"type": kind, "series": list(rows), "axis_config": config}
    return {"type": "data_visualization", "title": "In work", "chart": chart}


def cell(text: str) -> Body:
    return {"type": "raw_text", "text": text}


def number(value: float, text: str) -> Body:
    return {"type": "raw_number", "value": value, "text": text}


def rich(text: str) -> Body:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


def pressed(action_id: str, value: str) -> Body:
    """A cell with a button."""
    return {"type": "action", "element": button(action_id, value), "fallback": cell(value)}


def table(*rows: list[Body], **more: object) -> Body:
    return {"type": "data_table", "caption": "Nobody's", "rows": list(rows), **more}


def requests(count: int, **more: object) -> Body:
    """A table of `count` requests, each with a button to claim it."""
    head = [cell("Request"), cell("Hours"), cell("Do")]
    keys = [f"R-{1000 + one}" for one in range(1, count + 1)]
    return table(head, *[[cell(key), number(2, "2 h"), pressed("request.claim", key)] for key in keys], **more)
