"""The sandbox alone without an app of ours: what it prints, whom it waits for, what it keeps."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from sandbox.slack.http_door import HttpDoor
from sandbox.slack.listener import Listener
from tests.sandbox.alone import BEN, GENERAL, MANIFEST, Alone, Folder, free_port

Answer = Callable[[Request], Awaitable[Response]]
BY_HTTP = {**MANIFEST, "settings": {**MANIFEST["settings"], "socket_mode_enabled": False}}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A folder with the manifest of an app for Socket Mode."""
    there = Folder(tmp_path)
    there.write(MANIFEST)
    return there


@asynccontextmanager
async def answering(answer: Answer, port: int = 0) -> AsyncIterator[str]:
    """An app's request url, where `answer` says what comes back."""
    listener = Listener(Starlette(routes=[Route("/slack/events", answer, methods=["POST"])]), port)
    await listener.open()
    yield f"{listener.url}/slack/events"
    await listener.close()


async def as_json(request: Request) -> Response:
    return JSONResponse({"challenge": (await request.json())["challenge"]})


async def as_text(request: Request) -> Response:
    return PlainTextResponse((await request.json())["challenge"])


async def as_form(request: Request) -> Response:
    return PlainTextResponse(f"challenge={(await request.json())['challenge']}")


async def without(_request: Request) -> Response:
    return JSONResponse({"ok": True})


async def garbled(_request: Request) -> Response:
    return Response(b"\xff\xfe\x80", media_type="text/plain; charset=utf-8")


async def missing(_request: Request) -> Response:
    return PlainTextResponse("no such page", 404)


async def variables(alone: Alone) -> dict[str, str]:
    """The environment that a sandbox prints, its address last."""
    found: dict[str, str] = {}
    while "SLACK_API_URL" not in found:
        line = await alone.hears(r"export (\w+)=(\S+)")
        found[line[1]] = line[2]
    return found


async def test_it_prints_what_an_app_needs_and_ends_by_ctrl_c(folder: Folder) -> None:
    async with folder.sandbox() as alone:
        printed = await variables(alone)
        client = AsyncWebClient(printed["SLACK_BOT_TOKEN"], base_url=printed["SLACK_API_URL"])
        assert (await client.auth_test())["user"] == "hello"
        opened = await client.apps_connections_open(app_token=printed["SLACK_APP_TOKEN"])
        assert str(opened["url"]).startswith("ws://127.0.0.1:")
        assert await alone.interrupt() == 0

    assert list(printed) == ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL"]


async def test_a_kept_workspace_comes_back_with_its_tokens_unless_it_begins_anew(folder: Folder) -> None:
    async with folder.sandbox("--keep", "var/slack.db") as alone:
        before = await variables(alone)
        await alone.says("Remember this")
        assert await alone.interrupt() == 0
    async with folder.sandbox("--keep", "var/slack.db") as alone:
        again = await variables(alone)
        kept = await alone.look(f"messages?channel={GENERAL}")
    async with folder.sandbox("--keep", "var/slack.db", "--anew") as alone:
        anew = await variables(alone)
        assert await alone.look(f"messages?channel={GENERAL}") == []

    assert [message["text"] for message in kept] == ["Remember this"]
    assert again["SLACK_BOT_TOKEN"] == before["SLACK_BOT_TOKEN"] != anew["SLACK_BOT_TOKEN"]
    assert again["SLACK_SIGNING_SECRET"] == before["SLACK_SIGNING_SECRET"]


async def test_a_port_that_is_taken_makes_way_for_the_next(folder: Folder) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = await folder.begin("--port", str(port))
        assert process.stdout
        first, second = [(await process.stdout.readline()).decode() for _ in range(2)]
        process.terminate()
        await process.communicate()

    assert first.startswith(f"Port {port} is taken; this sandbox uses ")
    assert re.search(r"open http://127\.0\.0\.1:\d+ ", second)


async def test_an_app_may_come_up_late_and_nothing_is_sent_before(folder: Folder) -> None:
    folder.write(BY_HTTP)
    port = free_port()
    async with folder.sandbox("--request-url", f"http://127.0.0.1:{port}/slack/events") as alone:
        printed = await variables(alone)
        await alone.says("/hello")
        window = await alone.look(f"window?as={BEN}")
        async with answering(as_json, port):
            await alone.until("app", lambda seen: seen["ready"])
            await alone.hears("is verified")

    assert "SLACK_APP_TOKEN" not in printed
    assert [trouble["reason"] for trouble in window["troubles"]] == ["request_url_not_verified"]


async def test_an_app_that_does_not_know_the_challenge_is_refused_in_words(folder: Folder) -> None:
    folder.write(BY_HTTP)
    async with answering(without) as url, folder.sandbox("--request-url", url) as alone:
        await alone.hears("is refused: it did not respond with the value of the challenge parameter")
        assert await alone.look("app") == {"ready": False, "sockets": 0}


@pytest.mark.parametrize("answer", [as_json, as_text, as_form])
async def test_a_challenge_may_come_back_in_three_shapes(answer: Answer) -> None:
    async with answering(answer) as url:
        assert await refusal(url) is None


async def test_why_a_request_url_is_refused_is_said_in_words() -> None:
    async with answering(without) as url:
        assert await refusal(url) == "it did not respond with the value of the challenge parameter"
    assert await refusal(url) == "nobody answers there"
    async with answering(missing) as url:
        assert await refusal(url) == "it answered with HTTP 404"
    async with answering(garbled) as url:
        assert await refusal(url) == "it did not respond with the value of the challenge parameter"
    async with answering(never) as url:
        assert await refusal(url) == "it did not answer within 3 seconds"


async def never(_request: Request) -> Response:
    return await asyncio.Future()


async def refusal(url: str) -> str | None:
    """Why a signed challenge to `url` is refused."""
    door = HttpDoor("secret")
    door.request_url = url
    refused = await door.verify("retired")
    await door.close()
    return refused.reason if refused else None
