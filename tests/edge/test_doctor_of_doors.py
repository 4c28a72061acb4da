"""`python app.py doctor` and doors: our own, and the public address as Slack would meet it; each broken for real."""

import asyncio
import os
import socket
import ssl
import sys
from asyncio import StreamReader, StreamWriter
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import trustme
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

import app
from bot import serving, settings
from sandbox.slack.listener import Listener
from tests.edge.ward import BOT, SECRET, SOCKET, Ward
from tests.postgresql import free_port

APP = Path(__file__).parents[2] / "app.py"
OVER_HTTP = {"SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": SECRET}


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """What is seen from outside is the same on every database."""
    return sqlite_url


@asynccontextmanager
async def running(ward: Ward, *, is_met: bool = True, **given: str) -> AsyncIterator[str]:
    """A Baton beside the doctor, over HTTP unless `given` an app-level token; its address, once it has met everyone."""
    where = {"database_url": ward.given["DATABASE_URL"], "slack_api_url": ward.slack.api_url}
    baton = app.build(settings.load(**where, bot_token=BOT, signing_secret=SECRET, **given), app.machine_now)
    listening = serving.listen("127.0.0.1", 0)
    await baton.start()
    async with serving.served(baton.web, listening):
        if is_met:
            await asyncio.wait_for(baton.mirror.looked_once.wait(), 10)
        yield serving.address_of(listening)
    await baton.stop()


@asynccontextmanager
async def stranger(posts: Response, ready: int = 200, lives: str = "ok") -> AsyncIterator[str]:
    """Some program that answers like a Baton who lives, and `posts` to whatever is posted."""

    async def taken(_request: Request) -> Response:
        return posts

    async def says_ready(_request: Request) -> Response:
        return JSONResponse({"ready": ready == 200, "slack": "ok" if ready == 200 else "waiting"}, ready)

    async def says_lives(_request: Request) -> Response:
        return PlainTextResponse(lives)

    doors = [
        Route("/healthz", says_lives),
        Route("/readyz", says_ready),
        Route("/{path:path}", taken, methods=["POST"]),
    ]
    listener = Listener(Starlette(routes=doors))
    await listener.open()
    yield listener.url
    await listener.close()


@pytest.fixture
def deaf() -> Iterator[int]:
    """A port that takes connections, behind which nobody answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield int(listening.getsockname()[1])


def port_of(address: str) -> str:
    return str(urlsplit(address).port)


# ---- our own


async def test_a_baton_that_runs_is_found_ready(ward: Ward) -> None:
    async with running(ward) as address:
        code, lines = await ward.doctor(**OVER_HTTP, BATON_PORT=port_of(address))

    assert (code, lines["wrong"]) == (0, [])
    assert f"Own door: Baton answers at {address}, and is ready." in lines["ok"]


async def test_where_nothing_runs_nothing_is_wrong(ward: Ward) -> None:
    found = await ward.codes(BATON_PORT=str(free_port()))
    assert ("own_door_closed" in found["unused"], found["wrong"]) == (True, set())


async def test_a_baton_that_still_waits_says_for_what(ward: Ward) -> None:
    ward.slack.faults.add(kind="refuse", method="auth.test", error="invalid_auth", times=None)
    async with running(ward, is_met=False) as address:
        code, lines = await ward.doctor(**OVER_HTTP, BATON_PORT=port_of(address), BATON_HOST="0.0.0.0")  # noqa: S104

    assert code == 1
    assert any(line.startswith(f"Own door: Baton answers at {address}, but still waits") for line in lines["wrong"])


async def test_another_program_at_our_port_is_wrong(ward: Ward) -> None:
    async with stranger(Response(), lives="hello") as address:
        complaint = await ward.complaint(BATON_PORT=port_of(address))
    assert "another program answers than Baton" in complaint
    assert "BATON_PORT" in complaint


async def test_a_program_that_does_not_answer_is_wrong(ward: Ward, deaf: int) -> None:
    assert (await ward.codes(BATON_PORT=str(deaf)))["wrong"] == {"own_door_silent"}


# ---- the public address


async def test_a_baton_behind_its_public_address_takes_what_is_signed_and_nothing_else(ward: Ward) -> None:
    async with running(ward) as address:
        found = await ward.codes("--url", f"{address}/slack/events", **OVER_HTTP)

    assert found["wrong"] == set()
    assert {"public", "public_ready", "public_guarded", "public_signed"} <= found["ok"]


async def test_without_an_address_it_is_said_how_to_look(ward: Ward) -> None:
    assert "public_unasked" in (await ward.codes(**OVER_HTTP))["unused"]
    assert "public_unasked" not in (await ward.codes())["unused"]


async def test_a_secret_that_differs_is_found_out(ward: Ward) -> None:
    async with running(ward) as address:
        complaint = await ward.complaint("--url", address, **OVER_HTTP | {"SLACK_SIGNING_SECRET": "another"})
    assert "turns away what is signed with this SLACK_SIGNING_SECRET (401)" in complaint
    assert "Basic Information" in complaint


async def test_a_baton_in_socket_mode_has_no_door_for_slack(ward: Ward) -> None:
    async with running(ward, app_token=SOCKET) as address:
        assert "public_in_socket_mode" in (await ward.codes("--url", address))["unused"]
        assert (await ward.codes("--url", address, **OVER_HTTP))["wrong"] == {"public_no_door", "public_signed_answers"}


async def test_webhooks_are_guarded_or_missing(ward: Ward) -> None:
    hooks = {"BATON_WEBHOOK_SECRET": SECRET, "JIRA_WEBHOOK_SECRET": SECRET}
    async with running(ward, webhook_secret=SECRET, jira_webhook_secret=SECRET) as address:
        _, lines = await ward.doctor("--url", address, **hooks)
        guarded = [line for line in lines["ok"] if "turns away what nobody signed" in line]
    assert [path in line for path, line in zip(("/webhooks/calls", "/webhooks/jira"), guarded, strict=True)] == [
        True
    ] * 2
    async with running(ward) as address:
        assert (await ward.codes("--url", address, **hooks))["wrong"] == {"public_webhook_answers"}


@pytest.mark.parametrize(
    ("posts", "code"),
    [
        (PlainTextResponse("welcome"), "public_unguarded"),
        (RedirectResponse("/login"), "public_door_answers"),
        (Response(status_code=502), "public_door_answers"),
    ],
    ids=["takes all", "sends to a login", "does not reach Baton"],
)
async def test_what_stands_in_the_way_is_named(ward: Ward, posts: Response, code: str) -> None:
    async with stranger(posts) as address:
        found = await ward.codes("--url", address, **OVER_HTTP)
    assert found["wrong"] == {code, "public_signed_answers"}


async def test_one_that_is_not_ready_and_one_that_is_no_baton_are_named(ward: Ward) -> None:
    async with stranger(Response(status_code=401), ready=503) as address:
        assert "public_not_ready" in (await ward.codes("--url", address, **OVER_HTTP))["wrong"]
    async with stranger(Response(), lives="<html>") as address:
        assert (await ward.codes("--url", address, **OVER_HTTP))["wrong"] == {"public_stranger"}


async def test_no_connection_and_no_answer_are_told_apart(ward: Ward, deaf: int) -> None:
    closed = f"http://127.0.0.1:{free_port()}"
    assert (await ward.codes("--url", closed))["wrong"] == {"public_unreached"}
    found = await ward.codes("--url", f"http://127.0.0.1:{deaf}", BATON_SLACK_TIMEOUT="1")
    assert found["wrong"] == {"public_silent"}


async def test_only_the_sandbox_may_be_reached_without_tls(ward: Ward) -> None:
    result = await ward.type("--url", "http://baton.example.com")
    assert result.exit_code == 2
    assert "https://" in result.output


# ---- certificates and names


@asynccontextmanager
async def balancer(address: str, authority: trustme.CA, name: str) -> AsyncIterator[str]:
    """A door with TLS before a Baton, with a certificate for `name`; its address under the name localhost."""

    async def copy(reader: StreamReader, writer: StreamWriter) -> None:
        while piece := await reader.read(65_536):
            writer.write(piece)
        writer.close()

    async def pass_on(reader: StreamReader, writer: StreamWriter) -> None:
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", urlsplit(address).port)
        await asyncio.gather(copy(reader, inner_writer), copy(inner_reader, writer), return_exceptions=True)

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)
    async with await asyncio.start_server(pass_on, "127.0.0.1", 0, ssl=context) as server:
        yield f"https://localhost:{server.sockets[0].getsockname()[1]}"


async def told_by_process(ward: Ward, url: str, trusted: Path | None = None) -> str:
    """Run the command in a process of its own, which may trust another authority and ask for any name."""
    given = {name: value for name, value in (ward.given | OVER_HTTP).items() if value}
    trusts = {"HTTPS_PROXY": "", "https_proxy": ""} | ({} if trusted is None else {"SSL_CERT_FILE": str(trusted)})
    command = (sys.executable, str(APP), "doctor", "--format", "json", "--url", url)
    process = await asyncio.create_subprocess_exec(*command, env=os.environ | given | trusts, stdout=PIPE)
    out, _ = await asyncio.wait_for(process.communicate(), 60)
    return out.decode()


async def test_a_certificate_must_be_good_for_its_name(ward: Ward, tmp_path: Path) -> None:
    authority, trusted = trustme.CA(), tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(trusted)
    async with running(ward) as address:
        async with balancer(address, authority, "localhost") as url:
            assert '"public_signed"' in await told_by_process(ward, url, trusted)
            assert (await ward.codes("--url", url, **OVER_HTTP))["wrong"] == {"public_certificate"}
        async with balancer(address, authority, "elsewhere.example") as url:
            assert '"public_certificate"' in await told_by_process(ward, url, trusted)


async def test_a_name_that_nobody_knows_is_named(ward: Ward) -> None:
    assert '"public_name"' in await told_by_process(ward, "https://baton.invalid")
