"""The way on which https://slack.com leads to a sandbox: to it and nowhere else, for whoever trusts it."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from slack_sdk import WebClient

from sandbox.alone.environment import trusted
from sandbox.alone.way import Way, is_slack
from sandbox.slack.server import SlackServer
from tests.sandbox.alone import free_port
from tests.sandbox.conftest import CHANNEL


@pytest.fixture
async def way(slack: SlackServer) -> AsyncIterator[Way]:
    """The way to `slack`."""
    opened = Way(slack.port)
    await opened.open()
    yield opened
    await opened.close()


@pytest.fixture
def trusting(way: Way, tmp_path: Path) -> ssl.SSLContext:
    """Whom an app trusts that the sandbox started."""
    way.trust(tmp_path / "trusted.pem", *trusted({}))
    return ssl.create_default_context(cafile=str(tmp_path / "trusted.pem"))


async def asked(way: Way, request: str) -> bytes:
    """What comes back for a request that is typed by hand."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(way.url.rpartition(":")[2]))
    writer.write(request.encode())
    answer = await reader.read()
    writer.close()
    return answer


async def test_a_synchronous_client_posts_and_uploads(slack: SlackServer, way: Way, trusting: ssl.SSLContext) -> None:
    slack.workspace.uploads.base = "https://files.slack.com"
    slack.workspace.app.manifest = {"oauth_config": {"scopes": {"bot": ["chat:write", "files:write"]}}}
    client = WebClient("xoxb-test", proxy=way.url, ssl=trusting)
    await asyncio.to_thread(client.chat_postMessage, channel=CHANNEL, text="From afar")
    await asyncio.to_thread(client.files_upload_v2, channel=CHANNEL, filename="a.txt", content="a")
    first, second = slack.workspace.posts(CHANNEL)
    assert first.text == "From afar"
    assert [slack.workspace.files[file].name for file in second.files] == ["a.txt"]


async def test_whoever_was_not_told_to_trust_it_does_not(way: Way) -> None:
    async with aiohttp.ClientSession() as session:
        with pytest.raises(aiohttp.ClientConnectorCertificateError):
            await session.get("https://slack.com/api/auth.test", proxy=way.url)


async def test_every_host_of_slacks_leads_here_also_those_without_an_answer(way: Way, trusting: ssl.SSLContext) -> None:
    async with aiohttp.ClientSession() as session:
        for host in ("slack.com", "sandbox.slack.com", "files.slack.com"):
            async with session.get(f"https://{host}/no-such-page", proxy=way.url, ssl=trusting) as answer:
                assert answer.status == 404


@pytest.mark.parametrize(
    ("host", "is_theirs"),
    [
        ("slack.com", True),
        ("Slack.COM.", True),
        ("wss-primary.slack.com", True),
        ("notslack.com", False),
        ("slack.com.example", False),
    ],
)
def test_slacks_own_hosts_are_known_by_their_names(host: str, is_theirs: bool) -> None:  # noqa: FBT001 - a row
    assert is_slack(host) is is_theirs


async def test_any_other_host_is_tunnelled_to_unread(way: Way) -> None:
    async def repeat(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(await reader.readline())
        writer.close()

    async with await asyncio.start_server(repeat, "127.0.0.1", 0) as other:
        port = other.sockets[0].getsockname()[1]
        answer = await asked(way, f"CONNECT 127.0.0.1:{port} HTTP/1.1\r\n\r\nas it stands\n")
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.endswith(b"\r\n\r\nas it stands\n")


async def test_what_it_cannot_do_it_says(way: Way) -> None:
    assert (await asked(way, f"CONNECT 127.0.0.1:{free_port()} HTTP/1.1\r\n\r\n")).startswith(b"HTTP/1.1 502 ")
    assert (await asked(way, "GET http://example.com/ HTTP/1.1\r\n\r\n")).startswith(b"HTTP/1.1 501 ")
    assert (await asked(way, "\r\n\r\n")).startswith(b"HTTP/1.1 501 ")
