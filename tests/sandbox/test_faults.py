"""Faults on demand, as the app's SDK meets them; and what stands in the records afterwards."""

import asyncio
import time

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.limits import Limits
from sandbox.slack.refusals import SlackRefusal
from sandbox.slack.server import SlackServer

CHANNEL = "C_ESC"


async def test_a_lost_answer_leaves_the_post_behind(slack: SlackServer, client: AsyncWebClient) -> None:
    slack.faults.add(kind="lost", method="chat.postMessage", channel=CHANNEL)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await client.chat_postMessage(channel=CHANNEL, text="once")
    await client.chat_postMessage(channel=CHANNEL, text="twice")
    assert [post.text for post in slack.workspace.posts()] == ["once", "twice"]


async def test_a_late_post_arrives_after_the_connection_is_cut(slack: SlackServer, client: AsyncWebClient) -> None:
    slack.faults.add(kind="late", method="chat.*", seconds=0.05)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await client.chat_postMessage(channel=CHANNEL, text="late")
    assert slack.workspace.posts() == []
    await slack.settled(lambda ws: bool(ws.posts()))


async def test_too_many_requests_come_with_the_seconds_to_wait(slack: SlackServer, client: AsyncWebClient) -> None:
    slack.faults.add(kind="ratelimited", method="chat.postMessage", seconds=30)
    with pytest.raises(SlackApiError) as refusal:
        await client.chat_postMessage(channel=CHANNEL, text="x")
    response = refusal.value.response
    assert (response.status_code, response.headers["Retry-After"], response["error"]) == (429, "30", "ratelimited")
    assert slack.workspace.posts() == []


@pytest.mark.parametrize(("effect", "posts"), [(False, 0), (True, 1)])
async def test_a_server_error_may_or_may_not_have_taken_effect(
    slack: SlackServer,
    client: AsyncWebClient,
    effect: bool,  # noqa: FBT001 - a case of the table
    posts: int,
) -> None:
    slack.faults.add(kind="server_error", status=502, effect=effect)
    with pytest.raises(SlackApiError) as refusal:
        await client.chat_postMessage(channel=CHANNEL, text="x")
    assert refusal.value.response.status_code == 502
    assert len(slack.workspace.posts()) == posts


async def test_a_hanging_slack_holds_up_nobody_else(slack: SlackServer, client: AsyncWebClient) -> None:
    slack.faults.add(kind="hang", method="chat.postMessage", channel=CHANNEL, times=None)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await client.chat_postMessage(channel=CHANNEL, text="x")
    await client.chat_postMessage(channel="U_AOI", text="y")
    assert [post.text for post in slack.workspace.posts()] == ["y"]


async def test_a_refusal_strikes_as_often_as_it_was_told_to(slack: SlackServer, client: AsyncWebClient) -> None:
    slack.faults.add(kind="refuse", method="chat.postMessage", error="token_revoked", times=2)
    for _ in range(2):
        with pytest.raises(SlackApiError, match="token_revoked"):
            await client.chat_postMessage(channel=CHANNEL, text="x")
    await client.chat_postMessage(channel=CHANNEL, text="x")
    assert [call.error for call in slack.workspace.calls] == ["token_revoked", "token_revoked", None]


async def test_a_delayed_answer_comes_in_the_end(slack: SlackServer, client: AsyncWebClient) -> None:
    slack.faults.add(kind="delay", seconds=0.1)
    began = time.monotonic()
    await client.auth_test()
    assert time.monotonic() - began >= 0.1


async def test_connections_are_refused_until_slack_listens_again(slack: SlackServer, client: AsyncWebClient) -> None:
    await slack.refuse()
    with pytest.raises(aiohttp.ClientConnectorError):
        await client.auth_test()
    await slack.listen()
    await client.auth_test()


async def test_other_processes_set_faults_and_read_the_records(slack: SlackServer, client: AsyncWebClient) -> None:
    rule = {"kind": "refuse", "method": "chat.*", "error": "is_archived"}
    async with aiohttp.ClientSession(slack.url, raise_for_status=True) as session:
        async with session.post("/sandbox/faults", json=rule) as answer:
            assert [fault["hits"] for fault in await answer.json()] == [0]
        with pytest.raises(SlackApiError, match="is_archived"):
            await client.chat_postMessage(channel=CHANNEL, text="x")
        await client.chat_postMessage(channel=CHANNEL, text="x")
        async with session.get("/sandbox/calls?since=1") as answer:
            assert [(call["method"], call["ok"]) for call in await answer.json()] == [("chat.postMessage", True)]
        async with session.get(f"/sandbox/messages?channel={CHANNEL}") as answer:
            assert [message["text"] for message in await answer.json()] == ["x"]
        with pytest.raises(aiohttp.ClientResponseError, match="400"):
            await session.post("/sandbox/faults", json={"kind": "earthquake"})


def test_posts_are_limited_in_each_channel_after_a_burst() -> None:
    now = 0.0
    limits = Limits(enabled=True, clock=lambda: now)
    for _ in range(5):
        limits.check("chat.postMessage", "C1")
    with pytest.raises(SlackRefusal, match="ratelimited") as refusal:
        limits.check("chat.postMessage", "C1")
    assert refusal.value.extra == {"retry_after": 1}
    limits.check("chat.postMessage", "C2")
    now = 1.0
    limits.check("chat.postMessage", "C1")


async def test_a_fault_of_a_dm_strikes_under_either_of_its_names(slack: SlackServer, client: AsyncWebClient) -> None:
    channel = slack.workspace.dm("U_AOI").id
    slack.faults.add(kind="refuse", error="fatal_error", channel="U_AOI", times=2)
    for place in (channel, "U_AOI"):
        with pytest.raises(SlackApiError, match="fatal_error"):
            await client.chat_postMessage(channel=place, text="x")
    slack.faults.add(kind="refuse", error="fatal_error", channel=channel)
    with pytest.raises(SlackApiError, match="fatal_error"):
        await client.chat_postMessage(channel="U_AOI", text="x")


async def test_text_that_is_no_text_is_refused_but_people_may_type_it(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    slack.person("U_AOI").say("\ud800", CHANNEL)
    [message] = (await client.conversations_history(channel=CHANNEL))["messages"]
    assert message["text"] == "\ud800"
    with pytest.raises(SlackApiError, match="invalid_json"):
        await client.api_call("chat.postMessage", json={"channel": CHANNEL, "text": "\ud800"})
