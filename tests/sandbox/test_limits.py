"""Slack's limits as tables: how often a method may be called, how much it takes, and the word with which it refuses."""

import contextlib
import math
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.limits import MOST_SOCKETS, PER_MINUTE, POST, Limits
from sandbox.slack.methods import METHODS
from sandbox.slack.refusals import SlackRefusal
from sandbox.slack.server import SlackServer
from tests.sandbox.conftest import CHANNEL, a_workspace
from tests.sandbox.test_attachments import PRESSED
from tests.sandbox.test_blocks import actions, mrkdwn, option, section, select
from tests.sandbox.test_posting import refused
from tests.sandbox.tiny import button, form, home, plain, text_input
from tests.sandbox.wide import manifest

Body = dict[str, Any]


class Hands:
    """A clock that is moved by hand, in machine seconds."""

    now = 0.0

    def __call__(self) -> float:
        """Where the hands stand."""
        return self.now


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def limits(clock: Hands) -> Limits:
    return Limits(enabled=True, clock=clock)


def allowed(limits: Limits, method: str, channel: str = "", most: int = 1000, **how: bool) -> int:
    """How often `method` may be called before it is refused, `most` times at most."""
    count = 0
    with contextlib.suppress(SlackRefusal):
        for _ in range(most):
            limits.check(method, channel, **how)
            count += 1
    return count


def test_every_method_has_a_limit() -> None:
    assert PER_MINUTE.keys() | {POST} == METHODS.keys()


@pytest.mark.parametrize("method", sorted(PER_MINUTE.keys() - {"chat.postEphemeral", "apps.connections.open"}))
def test_a_method_is_called_as_often_a_minute_as_its_tier_says(limits: Limits, clock: Hands, method: str) -> None:
    assert allowed(limits, method) == max(PER_MINUTE[method], MOST_SOCKETS)
    with pytest.raises(SlackRefusal) as refusal:
        limits.check(method, "")
    assert refusal.value.extra == {"retry_after": math.ceil(60 / PER_MINUTE[method])}
    clock.now = 60 / PER_MINUTE[method] + 0.001
    limits.check(method, "")


def test_sockets_are_opened_ten_at_once_and_one_a_minute(limits: Limits, clock: Hands) -> None:
    assert allowed(limits, "apps.connections.open") == MOST_SOCKETS
    clock.now = 60.001
    assert allowed(limits, "apps.connections.open") == 1


@pytest.mark.parametrize("method", [POST, "chat.postEphemeral"])
def test_words_are_limited_in_each_channel(limits: Limits, clock: Hands, method: str) -> None:
    assert [allowed(limits, method, channel) for channel in ("C1", "C2", "C1")] == [5, 5, 0]
    clock.now = 1.0
    assert allowed(limits, method, "C1") == 1


def test_posts_are_limited_in_the_whole_workspace() -> None:
    few = Limits(enabled=True, posts_per_minute=12, clock=Hands())
    assert [allowed(few, POST, channel) for channel in ("C1", "C2", "C3", "C4")] == [5, 5, 2, 0]


def test_ephemerals_are_limited_by_method_as_well(limits: Limits) -> None:
    assert sum(allowed(limits, "chat.postEphemeral", f"C{number}") for number in range(30)) == 100


def test_a_call_that_is_refused_counts_nowhere(limits: Limits, clock: Hands) -> None:
    assert sum(allowed(limits, POST, "C1") for _ in range(700)) == 5
    clock.now = 0.5
    assert allowed(limits, POST, "C2") == 5


async def test_outside_the_marketplace_history_is_read_once_a_minute_fifteen_at_a_time(
    slack: SlackServer, client: AsyncWebClient, limits: Limits
) -> None:
    for method in ("conversations.history", "conversations.replies"):
        assert allowed(limits, method, outside_marketplace=True) == 1
    for number in range(20):
        slack.person("U_AOI").say(str(number), CHANNEL)
    slack.workspace.app.outside_marketplace = True
    assert len((await client.conversations_history(channel=CHANNEL, limit=100))["messages"]) == 15
    slack.workspace.app.outside_marketplace = False
    assert len((await client.conversations_history(channel=CHANNEL, limit=100))["messages"]) == 20


async def test_a_limited_call_is_told_when_to_come_again(limits: Limits) -> None:
    slack = SlackServer(a_workspace(), limits=limits)
    await slack.start()
    client = AsyncWebClient("xoxb-test", base_url=slack.api_url, retry_handlers=[])
    for _ in range(5):
        await client.chat_postMessage(channel=CHANNEL, text="x")
    with pytest.raises(SlackApiError) as refusal:
        await client.chat_postMessage(channel=CHANNEL, text="x")
    response = refusal.value.response
    assert (response.status_code, response.headers["Retry-After"], response["error"]) == (429, "1", "ratelimited")
    await slack.stop()


def post(**arguments: Any) -> tuple[str, Body]:  # noqa: ANN401 - any argument of the method
    return "chat.postMessage", {"channel": CHANNEL, "text": "x", **arguments}


def blocks(*shown: Body) -> tuple[str, Body]:
    return post(blocks=list(shown))


def opened(**frame: Any) -> tuple[str, Body]:  # noqa: ANN401 - any part of a view
    return "views.open", {"trigger_id": "given", "view": {**form(), **frame}}


def published(*shown: Body) -> tuple[str, Body]:
    return "views.publish", {"user_id": "U_AOI", "view": {**home("x"), "blocks": list(shown)}}


def pie(segments: int, label: str = "a") -> Body:
    shown = [{"label": f"{label}{number}", "value": 1} for number in range(segments)]
    return {"type": "data_visualization", "title": "t", "chart": {"type": "pie", "segments": shown}}


def line(series: int, points: int) -> Body:
    categories = [f"c{number}" for number in range(points)]
    drawn = [{"label": category, "value": 1} for category in categories]
    named = [{"name": f"s{number}", "data": drawn} for number in range(series)]
    chart = {"type": "line", "series": named, "axis_config": {"categories": categories}}
    return {"type": "data_visualization", "title": "t", "chart": chart}


def overflow(count: int) -> Body:
    return actions({"type": "overflow", "action_id": "o", "options": [option(str(n)) for n in range(count)]})


def tables(count: int) -> list[Body]:
    cells = [[{"type": "raw_text", "text": "x"}]] * 2
    return [{"type": "data_table", "caption": "c", "rows": cells}] * count


def metadata(size: int) -> Body:
    return {"event_type": "x", "event_payload": {"key": "x" * size}}


LIMITS: dict[str, tuple[tuple[str, Body], tuple[str, Body], str]] = {
    "text of a post: 40,000": (post(text="x" * 40_000), post(text="x" * 40_001), "msg_too_long"),
    "markdown: 12,000": (
        post(text="", markdown_text="x" * 12_000),
        post(text="", markdown_text="x" * 12_001),
        "msg_too_long",
    ),
    "metadata: 8,000 bytes": (post(metadata=metadata(7_900)), post(metadata=metadata(8_000)), "metadata_too_large"),
    "attachments: 100": (post(attachments=[PRESSED] * 100), post(attachments=[PRESSED] * 101), "too_many_attachments"),
    "blocks of a message: 50": (blocks(*[section()] * 50), blocks(*[section()] * 51), "invalid_blocks"),
    "blocks of a view: 100": (published(*[section()] * 100), published(*[section()] * 101), "invalid_arguments"),
    "header: 150": (
        blocks({"type": "header", "text": plain("x" * 150)}),
        blocks({"type": "header", "text": plain("x" * 151)}),
        "invalid_blocks",
    ),
    "text of a section: 3,000": (blocks(section("x" * 3000)), blocks(section("x" * 3001)), "invalid_blocks"),
    "field of a section: 2,000": (
        blocks({"type": "section", "fields": [mrkdwn("x" * 2000)]}),
        blocks({"type": "section", "fields": [mrkdwn("x" * 2001)]}),
        "invalid_blocks",
    ),
    "text of a button: 75": (
        blocks(actions({**button("b"), "text": plain("x" * 75)})),
        blocks(actions({**button("b"), "text": plain("x" * 76)})),
        "invalid_blocks",
    ),
    "value of a button: 2,000": (
        blocks(actions(button("b", "x" * 2000))),
        blocks(actions(button("b", "x" * 2001))),
        "invalid_blocks",
    ),
    "text of an option: 75": (
        blocks(actions(select(1, options=[option("a", "x" * 75)]))),
        blocks(actions(select(1, options=[option("a", "x" * 76)]))),
        "invalid_blocks",
    ),
    "options of a select: 100": (blocks(actions(select(100))), blocks(actions(select(101))), "invalid_blocks"),
    "options of an overflow: 5": (blocks(overflow(5)), blocks(overflow(6)), "invalid_blocks"),
    "elements of actions: 25": (
        blocks(actions(*[button(f"b{n}") for n in range(25)])),
        blocks(actions(*[button(f"b{n}") for n in range(26)])),
        "invalid_blocks",
    ),
    "action_id: 255": (
        blocks(actions({**button("b"), "action_id": "x" * 255})),
        blocks(actions({**button("b"), "action_id": "x" * 256})),
        "invalid_blocks",
    ),
    "charts of a message: 2": (blocks(*[pie(2)] * 2), blocks(*[pie(2)] * 3), "invalid_blocks"),
    "segments of a pie: 12": (blocks(pie(12)), blocks(pie(13)), "invalid_blocks"),
    "series of a chart: 12": (blocks(line(12, 2)), blocks(line(13, 2)), "invalid_blocks"),
    "points of a chart: 20": (blocks(line(1, 20)), blocks(line(1, 21)), "invalid_blocks"),
    "label of a chart: 20": (blocks(pie(2, "x" * 19)), blocks(pie(2, "x" * 20)), "invalid_blocks"),
    "tables of a message: 1": (blocks(*tables(1)), blocks(*tables(2)), "invalid_blocks"),
    "title of a modal: 24": (opened(title=plain("x" * 24)), opened(title=plain("x" * 25)), "invalid_arguments"),
    "submit of a modal: 24": (opened(submit=plain("x" * 24)), opened(submit=plain("x" * 25)), "invalid_arguments"),
    "close of a modal: 24": (opened(close=plain("x" * 24)), opened(close=plain("x" * 25)), "invalid_arguments"),
    "private_metadata: 3,000": (
        opened(private_metadata="x" * 3000),
        opened(private_metadata="x" * 3001),
        "invalid_arguments",
    ),
    "callback_id: 255": (opened(callback_id="x" * 255), opened(callback_id="x" * 256), "invalid_arguments"),
    "external_id: 255": (opened(external_id="x" * 255), opened(external_id="x" * 256), "invalid_arguments"),
    "a view: 250 kB": (
        published(*[section("語" * 2700)] * 30),
        published(*[section("語" * 2800)] * 30),
        "view_too_large",
    ),
    "text of an input: 3,000": (
        opened(blocks=[text_input("t", max_length=3000)]),
        opened(blocks=[text_input("t", max_length=3001)]),
        "invalid_arguments",
    ),
    "name of a channel: 80": (
        ("conversations.create", {"name": "x" * 80}),
        ("conversations.create", {"name": "x" * 81}),
        "invalid_name_maxlength",
    ),
    "a topic: 250": (
        ("conversations.setTopic", {"channel": CHANNEL, "topic": "x" * 250}),
        ("conversations.setTopic", {"channel": CHANNEL, "topic": "x" * 251}),
        "too_long",
    ),
}


def triggered(slack: SlackServer, call: tuple[str, Body]) -> tuple[str, Body]:
    """The call with a trigger id of its own, where it takes one."""
    method, arguments = call
    given = {"trigger_id": slack.workspace.triggers.give("U_AOI")} if "trigger_id" in arguments else {}
    return method, {**arguments, **given}


@pytest.mark.parametrize(("most", "more", "code"), LIMITS.values(), ids=LIMITS)
async def test_as_much_as_slack_takes_is_taken_and_more_refused(
    slack: SlackServer, client: AsyncWebClient, most: tuple[str, Body], more: tuple[str, Body], code: str
) -> None:
    slack.workspace.app.manifest = manifest()
    method, arguments = triggered(slack, most)
    assert (await client.api_call(method, json=arguments))["ok"]
    method, arguments = triggered(slack, more)
    assert await refused(client.api_call(method, json=arguments)) == code


async def test_an_update_takes_4000_characters(client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel=CHANNEL, text="x"))["ts"]
    await client.chat_update(channel=CHANNEL, ts=ts, text="x" * 4000)
    assert await refused(client.chat_update(channel=CHANNEL, ts=ts, text="x" * 4001)) == "msg_too_long"


async def test_an_external_id_is_given_once(slack: SlackServer, client: AsyncWebClient) -> None:
    for code in (None, "duplicate_external_id"):
        method, arguments = triggered(slack, opened(external_id="mine"))
        call = client.api_call(method, json=arguments)
        assert (await refused(call) if code else (await call).get("error")) == code
