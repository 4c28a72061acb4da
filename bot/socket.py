"""Socket Mode: Slack reaches us over a socket that we opened, under a watchdog of our own.

The SDK's client tries one closed session for ever (python-slack-sdk #1922) and answers "too many sockets" with the
next one at once. So it never reconnects by itself here: whatever ends a socket is told to the watchdog, which makes a
new client, the whole of it, and lets the old one go.
"""

import asyncio
import logging
import random
import time
from collections.abc import Coroutine
from contextlib import ExitStack, suppress
from typing import Any, cast

import structlog
from aiohttp import ClientSession
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

PING = 4.0
"""Seconds between pings; a socket that misses one is dead after half of that again."""
CONNECTING = 8.0
LOOK = 0.5
LONGEST_PAUSE = 8.0
"""Worst case from half-open to rebuilt: PING * 1.5 + LOOK + LONGEST_PAUSE + CONNECTING, within 30 s."""
LIVED = 30.0
"""Seconds after which a socket counts as a good one, and the next may follow it without a pause."""
QUIET = 0.1
"""Seconds without an envelope after which a socket may go: people do one thing right after the other."""
FINISHING = 2.5
"""Seconds for such a moment to come when a socket goes, and again for hanging up."""

log = structlog.get_logger("baton.socket")


class Socket(SocketModeClient):
    """The SDK's client, which tells that its socket is lost instead of opening the next."""

    def __init__(self, app_token: str, web_client: AsyncWebClient) -> None:
        silent = logging.getLogger("slack_sdk.socket_mode")
        silent.setLevel(logging.CRITICAL)  # it prints addresses with their tickets; we say what happens ourselves
        super().__init__(app_token, logger=silent, web_client=web_client, ping_interval=PING)
        self.lost = asyncio.Event()
        self._in_hand: set[asyncio.Task[None]] = set()
        self._came = asyncio.Event()

    def carry(self, answering: Coroutine[Any, Any, None]) -> None:
        """Answer an envelope beside whatever else is in hand."""
        self._came.set()
        task = asyncio.create_task(answering, name="socket-envelope")
        self._in_hand.add(task)
        task.add_done_callback(self._in_hand.discard)

    async def quiet(self) -> None:
        """Return in a moment when nothing is in hand and nothing comes.

        What Slack sends while we say goodbye cannot be acked any more, and an interaction is never sent again.
        """
        with suppress(TimeoutError):
            while True:
                self._came.clear()
                if self._in_hand:
                    await asyncio.wait(self._in_hand)
                async with asyncio.timeout(QUIET):
                    await self._came.wait()

    async def issue_new_wss_url(self) -> str:
        """Ask Slack for a socket's address; raises, and logs, what Slack says instead."""
        try:
            answer = await self.web_client.apps_connections_open(app_token=self.app_token)
        except SlackApiError as refused:
            log.warning("socket_refused", code=refused.response.get("error"))
            raise
        return str(answer["url"])

    async def connect_to_new_endpoint(self, force: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002  as the SDK calls it
        """Tell the watchdog: Slack said goodbye, or a ping was not answered."""
        self.lost.set()

    async def last(self) -> None:
        """Return when the socket can no longer be trusted."""
        while not self.lost.is_set() and await self.is_connected():
            try:
                async with asyncio.timeout(LOOK):
                    await self.lost.wait()
            except TimeoutError:
                continue


class SocketDoor:
    """Takes envelopes for `bolt` from start to stop, over one socket after the other."""

    def __init__(self, bolt: AsyncApp, app_token: str, web_client: AsyncWebClient) -> None:
        self._bolt = bolt
        self._app_token = app_token
        self._web_client = web_client
        self._watchdog: asyncio.Task[None] | None = None
        self._closing: set[asyncio.Task[None]] = set()
        self._socket: Socket | None = None

    @property
    def is_connected(self) -> bool:
        """Say whether a socket stands."""
        return self._socket is not None and not self._socket.lost.is_set()

    async def start(self) -> None:
        """Begin to connect; returns at once, whether Slack answers or not."""
        self._watchdog = asyncio.create_task(self._watch(), name="socket-watchdog")

    async def stop(self) -> None:
        """Take what comes until a quiet moment (2.5 s at most), then hang up."""
        if self._watchdog is not None:
            self._watchdog.cancel()
            await asyncio.wait([self._watchdog])
        self._let_go()
        if self._closing:
            await asyncio.wait(self._closing, timeout=2 * FINISHING)

    async def _watch(self) -> None:
        failures = 0
        while True:
            began = time.monotonic()
            await _guarded(self._connect_and_last(), "socket_failed")
            failures = 0 if time.monotonic() - began > LIVED else failures + 1
            await asyncio.sleep(min(LONGEST_PAUSE, 0.25 * 2**failures) * random.uniform(0.5, 1))  # noqa: S311  jitter

    async def _connect_and_last(self) -> None:
        """Live through one socket; the old one is let go only once this one stands."""
        socket = Socket(self._app_token, self._web_client)
        socket.socket_mode_request_listeners.append(self._take)
        with ExitStack() as unless_it_stands:
            unless_it_stands.callback(self._close, socket)
            async with asyncio.timeout(CONNECTING):
                await socket.connect()  # type: ignore[no-untyped-call]
            unless_it_stands.pop_all()
        self._let_go()
        self._socket = socket
        log.info("socket_open")
        await socket.last()
        log.info("socket_lost")

    def _let_go(self) -> None:
        if self._socket is not None:
            self._close(self._socket)
            self._socket = None

    def _close(self, socket: Socket) -> None:
        """Close in a task of its own, in a quiet moment: a dead socket may take its time."""
        task = asyncio.create_task(_guarded(_closed(socket), "socket_not_closed"), name="socket-close")
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def _take(self, client: AsyncBaseSocketModeClient, envelope: SocketModeRequest) -> None:
        """Dispatch one envelope and ack it; the SDK brings what came over the socket `client`."""
        cast("Socket", client).carry(_guarded(self._answer(client, envelope), "envelope_not_acked", type=envelope.type))

    async def _answer(self, client: AsyncBaseSocketModeClient, envelope: SocketModeRequest) -> None:
        answer = await run_async_bolt_app(self._bolt, envelope)
        await send_async_response(client, envelope, answer, start_time=0)  # for a debug line that never shows


async def _guarded(work: Coroutine[Any, Any, None], failing: str, **about: str) -> None:
    """Outlive whatever `work` meets, and log it as `failing`: the next socket, or Slack itself, tries again."""
    try:
        await work
    except Exception as error:
        log.warning(failing, **about, exc_info=error)


async def _closed(socket: Socket) -> None:
    session: ClientSession = socket.aiohttp_client_session
    try:
        for step in (socket.quiet, socket.close):  # there may be no quiet moment; a dead socket says no goodbye
            with suppress(TimeoutError):
                async with asyncio.timeout(FINISHING):
                    await step()
    finally:
        for task in (socket.message_processor, socket.message_receiver, socket.current_session_monitor):
            if task is not None:
                task.cancel()  # the client ends them last, and not at all where its goodbye took too long
        await session.close()
