"""Charts and data tables: what Slack accepts, what it refuses, and the clicks in their cells."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.blocks import check_home, check_message, check_modal
from sandbox.slack.forms import NotOnScreen
from sandbox.slack.refusals import SlackRefusal
from sandbox.slack.server import SlackServer
from tests.sandbox.conftest import CHANNEL
from tests.sandbox.echo import Echo
from tests.sandbox.figures import cell, drawn, number, pie, pressed, requests, rich, series, table
from tests.sandbox.tiny import Body, form

HEAD = [cell("Request"), cell("Do")]
WIDE = [cell(f"c{column}") for column in range(20)]
ACCEPTED = [
    pie(1, 2, 3.5),
    pie(*[1] * 12, title="x" * 50),
    drawn("bar", series("high", 1, 0), series("low", -2, 5)),
    drawn("line", *[series(f"s{one}", *[1] * 20) for one in range(12)]),
    drawn("area", series("x" * 20, 1), x_label="Day", y_label="Requests"),
    requests(1),
    requests(100, page_size=100, row_header_column_index=2),
    table(WIDE, WIDE, page_size=1),
    table(HEAD, [rich("*R-1*"), pressed("request.claim", "R-1")]),
    table([number(1, "1")], [{"type": "action", "element": pressed("a", "1")["element"]}]),
    table([cell("x" * 5000)], [cell("x" * 5000)]),
]
REFUSED = [
    (pie(1, title="x" * 51), "/title"),
    (pie(1, colour="red"), ""),
    (pie(), "/chart/segments"),
    (pie(*[1] * 13), "/chart/segments"),
    (pie(1, 0), "/chart/segments/1/value"),
    ({"type": "data_visualization", "title": "x"}, ""),
    ({**pie(1), "chart": {"type": "donut"}}, "/chart"),
    (drawn("bar", *[series(f"s{one}", 1) for one in range(13)]), "/chart/series"),
    (drawn("bar", series("high", *[1] * 21)), "/chart/axis_config/categories"),
    (drawn("bar", series("high", 1), days=2), "/chart/series/0/data"),
    (drawn("bar", series("high", 1, 2), series("low", 1)), "/chart/series/1/data"),
    (drawn("line", series("x" * 21, 1)), "/chart/series/0/name"),
    (drawn("line", series("same", 1), series("same", 2)), "/chart/series"),
    (drawn("area", {"name": "a", "data": [{"label": "day 0", "value": "3"}]}), "/chart/series/0/data/0/value"),
    (drawn("area", series("a", 1), z_label="x"), "/chart/axis_config"),
    (table(HEAD), "/rows"),
    (requests(101), "/rows"),
    ({"type": "data_table", "rows": [HEAD, HEAD]}, ""),
    (table(HEAD, HEAD, caption=""), "/caption"),
    (table(HEAD, [cell("R-1")]), "/rows"),
    (table([*WIDE, cell("x")], [*WIDE, cell("x")]), "/rows/0"),
    (table([rich("Request")], [cell("R-1")]), "/rows/0/0"),
    (table([pressed("a", "1")], [cell("R-1")]), "/rows/0/0"),
    (table(HEAD, [cell(""), cell("x")]), "/rows/1/0/text"),
    (table(HEAD, [{"type": "raw_number", "value": 3}, cell("x")]), "/rows/1/0"),
    (table(HEAD, [{**number(1, "1"), "value": True}, cell("x")]), "/rows/1/0/value"),
    (table(HEAD, [{"type": "action", "element": {"type": "datepicker"}}, cell("x")]), "/rows/1/0/element"),
    (table(HEAD, [{**pressed("a", "1"), "fallback": rich("x")}, cell("x")]), "/rows/1/0/fallback"),
    (table(HEAD, HEAD, page_size=0), "/page_size"),
    (table(HEAD, HEAD, page_size=101), "/page_size"),
    (table(HEAD, HEAD, row_header_column_index=2), "/row_header_column_index"),
    (table([cell("x" * 5000)], [cell("x" * 5001)]), "/rows"),
]


@pytest.mark.parametrize("block", ACCEPTED)
def test_what_slack_draws_is_accepted(block: Body) -> None:
    assert check_message([block]) == [block]


@pytest.mark.parametrize(("block", "pointer"), REFUSED)
def test_what_slack_cannot_draw_is_refused_with_a_pointer(block: Body, pointer: str) -> None:
    with pytest.raises(SlackRefusal) as refusal:
        check_message([block])
    assert refusal.value.code == "invalid_blocks"
    assert any(line.endswith(f"[json-pointer:/blocks/0{pointer}]") for line in refusal.value.messages)


def test_a_message_shows_two_charts_and_one_table_home_charts_alone_a_modal_neither() -> None:
    check_message([pie(1), pie(1), requests(1)])
    check_home({"type": "home", "blocks": [pie(1), pie(1)]})
    for blocks in ([pie(1)] * 3, [requests(1), requests(2)]):
        with pytest.raises(SlackRefusal, match="invalid_blocks"):
            check_message(blocks)
    for further in (pie(1), requests(1)):
        with pytest.raises(SlackRefusal, match="unsupported type"):
            check_modal(form(further))
    for blocks in ([pie(1)] * 3, [requests(1)]):
        with pytest.raises(SlackRefusal, match="invalid_arguments"):
            check_home({"type": "home", "blocks": blocks})


async def test_a_table_is_posted_read_and_claimed_from_row_by_row(
    slack: SlackServer, client: AsyncWebClient, echo: Echo
) -> None:
    sent = await client.chat_postMessage(channel=CHANNEL, text="2 open", blocks=[pie(3, 1), requests(2)])
    post = slack.workspace.messages.get(CHANNEL, sent["ts"])
    ben = slack.person("U_BEN")

    await ben.press_in(post, "request.claim", "R-1002")
    await ben.press_in(post, "request.claim")

    assert post.buttons == ["request.claim"] * 2
    for words in ("By urgency", "slice 1", "Nobody's", "Request", "R-1002", "2 h", "request.claim"):
        assert words in post.all_text().split("\n")
    clicks = [one.parcel.payload for one in slack.switchboard.deliveries if one.parcel.kind == "interactive"]
    assert [click["actions"][0]["value"] for click in clicks] == ["R-1002", "R-1001"]
    assert clicks[0]["actions"][0]["block_id"] == post.blocks[1]["block_id"]
    assert clicks[0]["message"]["blocks"] == post.blocks
    assert len(echo.got) == 3
    with pytest.raises(NotOnScreen):
        await ben.press_in(post, "request.claim", "R-1003")


async def test_an_older_workspace_refuses_what_it_has_not_heard_of(slack: SlackServer, client: AsyncWebClient) -> None:
    workspace = slack.workspace
    workspace.unknown_blocks = {"data_visualization", "data_table"}

    for block in (pie(1), requests(1)):
        with pytest.raises(SlackApiError) as refused:
            await client.chat_postMessage(channel=CHANNEL, text="2 open", blocks=[block])
        assert refused.value.response["error"] == "invalid_blocks"
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await client.views_publish(user_id="U_BEN", view={"type": "home", "blocks": [pie(1)]})
    assert workspace.posts(CHANNEL) == []

    workspace.unknown_blocks = frozenset()
    await client.chat_postMessage(channel=CHANNEL, text="2 open", blocks=[pie(1), requests(1)])
    assert len(workspace.posts(CHANNEL)) == 1
