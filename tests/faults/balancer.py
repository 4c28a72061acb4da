"""A small balancer in front of replicas, as those that teams use: each replica in turn, the well ones first.

It goes by `/healthz`. What could not be brought to one replica, for nobody was there, goes to the next; what was sent
into one is never sent again, for a form that is filed may not be filed twice.
"""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import count

import aiohttp

HOST = "127.0.0.1"
LOOKS = 0.2
"""Seconds between two looks at a replica."""
PATIENCE = 0.5
"""Seconds after which one that does not say that it is well is taken to be ill."""
TRYING = 2.0
"""Seconds for which somebody is looked for who takes a request: Slack waits for three."""
LONGEST_HEAD = 65_536

Connection = tuple[StreamReader, StreamWriter]


@dataclass(eq=False)
class Replica:
    """One of those behind the balancer."""

    port: int
    is_well: bool = False


@dataclass
class Balancer:
    """Takes requests on a port of its own and shares them out; `lost` counts those that nobody answered."""

    session: aiohttp.ClientSession
    replicas: list[Replica] = field(default_factory=list)
    port: int = 0
    lost: int = 0
    _turns: Iterator[int] = field(default_factory=count)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://{HOST}:{self.port}"

    async def join(self, port: int) -> None:
        """Share with the replica on `port`, too, once it has been looked at."""
        replica = Replica(port)
        await self._look_at(replica)
        self.replicas.append(replica)

    def leave(self, port: int) -> None:
        """Forget the replica on `port`: it has ended, and the port may soon be someone else's."""
        self.replicas[:] = [replica for replica in self.replicas if replica.port != port]

    # ---- requests

    async def take(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Bring one request to a replica and its answer back, then hang up; ends with the balancer."""
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            async with _closing(writer):
                await self._pass_on(await _request(reader), writer)

    async def _pass_on(self, request: bytes, back: StreamWriter) -> None:
        answered = False
        with suppress(OSError):
            answers, onward = await self._connected()
            async with _closing(onward):
                onward.write(request)
                while piece := await answers.read(LONGEST_HEAD):
                    answered = True
                    back.write(piece)
                    await back.drain()
        if not answered:
            self.lost += 1
            back.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

    async def _connected(self) -> Connection:
        """Connect to whoever's turn it is, else to the next; TimeoutError where nobody is there for two seconds."""
        async with asyncio.timeout(TRYING):
            while True:
                for replica in self._in_turn():
                    with suppress(ConnectionError):
                        return await asyncio.open_connection(HOST, replica.port)
                await asyncio.sleep(PATIENCE / 10)

    def _in_turn(self) -> list[Replica]:
        first = next(self._turns) % max(1, len(self.replicas))
        return sorted(self.replicas[first:] + self.replicas[:first], key=lambda replica: not replica.is_well)

    # ---- health

    async def watch(self) -> None:
        """Look after the replicas until cancelled."""
        while True:
            await asyncio.gather(*map(self._look_at, self.replicas))
            await asyncio.sleep(LOOKS)

    async def _look_at(self, replica: Replica) -> None:
        try:
            async with self.session.get(f"http://{HOST}:{replica.port}/healthz") as answer:
                replica.is_well = answer.ok
        except (aiohttp.ClientError, TimeoutError):
            replica.is_well = False

    async def finish(self) -> None:
        """Cut every connection."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def _request(reader: StreamReader) -> bytes:
    """Read one request, the body being as long as its head says; make it the only one of its connection."""
    head = await reader.readuntil(b"\r\n\r\n")
    lines = (line.partition(b":") for line in head.lower().split(b"\r\n"))
    length = next((int(value) for name, _, value in lines if name == b"content-length"), 0)
    body = await reader.readexactly(length)
    return head.replace(b"\r\n", b"\r\nConnection: close\r\n", 1) + body


@asynccontextmanager
async def _closing(writer: StreamWriter) -> AsyncIterator[None]:
    try:
        yield
    finally:
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


@asynccontextmanager
async def a_balancer() -> AsyncIterator[Balancer]:
    """Balance until the block ends."""
    patience = aiohttp.ClientTimeout(total=PATIENCE)
    async with aiohttp.ClientSession(timeout=patience, connector=aiohttp.TCPConnector(force_close=True)) as session:
        balancer = Balancer(session)
        server = await asyncio.start_server(balancer.take, HOST, 0)
        balancer.port = server.sockets[0].getsockname()[1]
        watching = asyncio.create_task(balancer.watch())
        try:
            yield balancer
        finally:
            server.close()
            watching.cancel()
            await asyncio.gather(watching, balancer.finish(), return_exceptions=True)
            await server.wait_closed()
