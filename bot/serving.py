"""How the process serves and ends: uvicorn in our own event loop, and the signals that tell it to stop."""

import asyncio
import errno
import gc
import signal
import socket
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from typing import Any, Protocol, cast

import uvicorn
from uvicorn.loops.auto import auto_loop_factory

from bot.patience import Patience, PatientProtocol
from bot.settings import BadSettings

LAST_REQUESTS = 3
"""Seconds that requests under way may still take once the server closes."""
WAITING = 2048
"""Connections that may wait to be accepted: sixty people at once are few."""


def listen(host: str, port: int) -> socket.socket:
    """Take the port, 0 for any that is free; raise BadSettings where it is taken, or `host` is not this machine's."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=WAITING)
    except OSError as refused:
        if refused.errno in {errno.EADDRINUSE, errno.EACCES}:
            raise BadSettings(f"BATON_PORT is wrong: it should be a port that is free, and {port} is not") from None
        raise BadSettings(f"BATON_HOST is wrong: it should be an address of this machine, and {host} is not") from None


def address_of(listening: socket.socket) -> str:
    """Answer where to reach a socket that listens, as an address to open."""
    host, port = listening.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def in_event_loop(work: Coroutine[Any, Any, None]) -> None:
    """Run `work` to its end, on uvloop where there is one."""
    with asyncio.Runner(loop_factory=auto_loop_factory()) as runner:
        runner.run(work)


def told_to_stop() -> asyncio.Future[None]:
    """Answer what comes true at the first SIGTERM or SIGINT; a second one ends the process as it always does."""
    loop = asyncio.get_running_loop()
    told: asyncio.Future[None] = loop.create_future()

    def stop() -> None:
        for kind in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(kind)
        if not told.done():
            told.set_result(None)

    for kind in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(kind, stop)
    return told


def end_by(told: asyncio.Future[None], failure: Exception) -> None:
    """Let whoever waits for `told` meet `failure`, unless it has come true."""
    if not told.done():
        told.set_exception(failure)


class Served(Protocol):
    """What works as long as it is served: its doors, and how it begins and ends."""

    @property
    def web(self) -> Any:  # noqa: ANN401  any ASGI app
        """Its doors."""

    async def start(self) -> None:
        """Begin to work."""

    async def leave(self) -> None:
        """Go on for as long as others may not know that it stops."""

    async def stop(self) -> None:
        """Finish what is in hand."""


@asynccontextmanager
async def at_work(whole: Served, listening: socket.socket) -> AsyncIterator[str]:
    """Let `whole` work, its doors open on `listening`, until the block ends; answers their address."""
    await whole.start()
    gc.freeze()  # what stays as long as the process: no collection need look through it again
    try:
        async with served(whole.web, listening):
            yield address_of(listening)
            await whole.leave()
    finally:
        await whole.stop()


class _Server(uvicorn.Server):
    """Says when it is ready, and captures no signal."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none: they are the process's."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        self.ready.set()


@asynccontextmanager
async def served(
    app: Any,  # noqa: ANN401  any ASGI app
    listening: socket.socket,
    patience: Patience | None = None,
) -> AsyncIterator[None]:
    """Serve `app` until the block ends; then finish the requests under way, 3 s at most.

    `patience` is how long clients may take, None for what fits this process.
    """
    config = uvicorn.Config(
        app,
        http=cast("type[asyncio.Protocol]", partial(PatientProtocol, patience or Patience.of_this_process())),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=LAST_REQUESTS,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve([listening]), name="web")
    await server.ready.wait()
    try:
        yield
    finally:
        server.should_exit = True
        await serving
