"""Charts, tables and files on the page: what they look like, what they say, and who may open what."""

from collections.abc import AsyncIterator

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox import page
from sandbox.clock import MovableClock
from sandbox.page.charts import Drawing, drawing, ticks
from sandbox.page.tables import table_pages
from sandbox.slack.records import Message
from sandbox.slack.server import SlackServer
from tests.sandbox.conftest import CHANNEL, a_workspace
from tests.sandbox.echo import Echo
from tests.sandbox.figures import cell, drawn, number, pie, pressed, requests, rich, series, table
from tests.sandbox.tiny import Body
from tests.sandbox.windows import Browser, browsing, serving

TWO = (series("high", 4, 5), series("low", 1, 0))


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    server = SlackServer(a_workspace(), routes=page.routes(MovableClock(), []))
    server.workspace.app.manifest = {
        **server.workspace.app.manifest,
        "oauth_config": {"scopes": {"bot": ["chat:write", "files:write"]}},
    }
    async with serving(server):
        yield server


@pytest.fixture
async def browser(slack: SlackServer, echo: Echo) -> AsyncIterator[Browser]:
    assert echo.got == []
    async with browsing(slack) as there:
        yield there


def fills(drawing: Drawing) -> list[str]:
    return [shape.said for shape in drawing.shapes if shape.kind == "fill"]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0, 3], [0, 1, 2, 3]),
        ([0, 14, 3], [0, 5, 10, 15]),
        ([0, 0], [0, 1]),
        ([0, -3, 2], [-3, -2, -1, 0, 1, 2]),
        ([0, 0.5], [0, 0.1, 0.2, 0.3, 0.4, 0.5]),
        ([0, 1200], [0, 500, 1000, 1500]),
    ],
)
def test_an_axis_has_round_numbers(values: list[float], expected: list[float]) -> None:
    assert ticks(values) == expected


def test_every_bar_every_point_and_every_slice_says_what_it_is() -> None:
    four = ["high, day 0: 4", "high, day 1: 5", "low, day 0: 1", "low, day 1: 0"]

    assert fills(drawing(drawn("bar", *TWO))) == four
    assert fills(drawing(drawn("line", *TWO))) == four
    assert fills(drawing(drawn("area", *TWO))) == ["high", "low"]
    assert fills(drawing(pie(3, 1))) == ["slice 0 75% (3)", "slice 1 25% (1)"]
    assert drawing(drawn("area", *TWO)).said == "high: day 0 4, day 1 5; low: day 0 1, day 1 0"
    assert drawing(pie(3, 1)).table == [["", ""], ["slice 0", "3"], ["slice 1", "1"]]


def test_areas_stand_on_one_another_and_bars_beside() -> None:
    rows = (*TWO, series("calm", 9, 9))
    drawings = [drawing(drawn(kind, *rows)) for kind in ("bar", "area")]
    assert [[label.text for label in one.labels if label.kind == "tick"][-1] for one in drawings] == ["10", "15"]


def test_points_are_drawn_where_their_category_stands_whatever_their_order() -> None:
    turned = {"name": "high", "data": list(reversed(series("high", 4, 5)["data"]))}

    assert drawing(drawn("bar", turned)).table == [["", "day 0", "day 1"], ["high", "4", "5"]]


def test_long_names_of_many_days_are_slanted() -> None:
    crowded = drawing(drawn("bar", series("high", *range(20))))

    assert {label.kind for label in crowded.labels} >= {"slanted"}
    assert crowded.height > drawing(drawn("bar", *TWO)).height


def test_a_table_has_pages_of_five_rows_unless_told() -> None:
    assert [(one.first, one.last, one.count) for one in table_pages(requests(12))] == [
        (1, 5, 12),
        (6, 10, 12),
        (11, 12, 12),
    ]
    assert len(table_pages(requests(12, page_size=100))) == 1


async def test_a_chart_is_shown_with_the_same_in_words_and_numbers(browser: Browser, slack: SlackServer) -> None:
    post(slack, drawn("bar", *TWO), pie(3, 1))

    shown = (await browser.changed("U_AOI", CHANNEL))["main"]

    assert shown.count("<svg viewBox") == 4
    assert 'role="img" aria-label="棒グラフ: In work. high: day 0 4, day 1 5; low: day 0 1, day 1 0"' in shown
    assert 'aria-label="円グラフ: By urgency.' in shown
    assert "<title>low, day 0: 1</title>" in shown
    assert '<th scope="row">high</th><td class="number">4</td><td class="number">5</td>' in shown
    assert "style=" not in shown


async def test_a_table_is_shown_page_by_page_with_its_buttons(browser: Browser, slack: SlackServer) -> None:
    card = post(slack, requests(6))

    shown = (await browser.changed("U_BEN", CHANNEL))["main"]
    assert ">Nobody&#39;s</caption>" in shown
    assert '<th scope="row">R-1006</th>' in shown
    assert shown.count("<tbody") == 2
    assert '<tbody data-said="Rows 6–6 of 6" hidden>' in shown
    taken = {"action": "request.claim", "block": card.blocks[0]["block_id"], "value": "R-1006"}
    await browser.act("U_BEN", "press", surface="message", channel=CHANNEL, ts=card.ts, **taken)

    [click] = [one.parcel.payload for one in slack.switchboard.deliveries if one.parcel.kind == "interactive"]
    assert click["actions"][0]["value"] == "R-1006"


async def test_hostile_words_in_figures_stay_words(browser: Browser, slack: SlackServer) -> None:
    bad = "<b>x</b>\"'"
    chart = drawn("bar", {"name": bad, "data": [{"label": "day 0", "value": 1}]}, days=1, x_label=bad)
    post(
        slack,
        {**chart, "title": bad},
        table([cell(bad)], [rich(bad)], [number(1, bad)], [pressed("a", bad)], caption=bad),
    )

    assert "<b>" not in (await browser.changed("U_BEN", CHANNEL))["main"]


async def test_a_file_is_downloaded_by_members_alone(browser: Browser, slack: SlackServer) -> None:
    workspace = slack.workspace
    workspace.add_person("U_OUT", name="out")
    client = AsyncWebClient("xoxb-test", base_url=slack.api_url)
    sent = await client.files_upload_v2(content=b"key\n", filename="終礼 1.csv", title="終礼", channel=CHANNEL)
    file_id = sent["files"][0]["id"]

    shown = (await browser.changed("U_AOI", CHANNEL))["main"]
    assert f'href="/page/file/{file_id}?as=U_AOI" download="終礼 1.csv">終礼</a>' in shown
    async with browser.http.get(f"{slack.url}/page/file/{file_id}?as=U_AOI") as answer:
        assert await answer.read() == b"key\n"
        assert answer.headers["Content-Type"].startswith("text/csv")
        assert answer.headers["Content-Disposition"] == ("attachment; filename*=UTF-8''%E7%B5%82%E7%A4%BC%201.csv")
    for path in (f"{file_id}?as=U_OUT", "F_NONE?as=U_AOI"):
        async with browser.http.get(f"{slack.url}/page/file/{path}") as answer:
            assert answer.status == 404


def post(slack: SlackServer, *blocks: Body) -> Message:
    workspace = slack.workspace
    return workspace.messages.post(workspace.channel(CHANNEL), workspace.bot_user_id, "card", blocks=list(blocks))
