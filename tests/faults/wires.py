"""A wire between Slack and Baton that tells what passes, and can keep an answer back."""

import asyncio
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass
class Wire:
    """Passes bytes on to `address`; watches for a request that holds `marker`."""

    address: str
    marker: bytes
    keeps_answer: bool = False
    passed: asyncio.Event = field(default_factory=asyncio.Event)
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    async def connect(self, reader: StreamReader, writer: StreamWriter) -> None:
        """Join one connection of Slack's with one to Baton."""
        target = urlsplit(self.address)
        far_reader, far_writer = await asyncio.open_connection(target.hostname, target.port)
        there = asyncio.create_task(self._ask(reader, far_writer))
        await self._answer(far_reader, writer)
        there.cancel()
        for end in (writer, far_writer):
            end.close()
            with suppress(ConnectionError):
                await end.wait_closed()

    async def _ask(self, reader: StreamReader, writer: StreamWriter) -> None:
        seen = b""
        while chunk := await reader.read(65_536):
            writer.write(chunk)
            await writer.drain()
            seen = seen[-len(self.marker) :] + chunk
            if self.marker in seen:
                self.passed.set()

    async def _answer(self, reader: StreamReader, writer: StreamWriter) -> None:
        with suppress(ConnectionError):
            while chunk := await reader.read(65_536):
                if self.passed.is_set():
                    self.answered.set()
                    if self.keeps_answer:
                        continue
                writer.write(chunk)
                await writer.drain()


@asynccontextmanager
async def a_wire(address: str, marker: str, *, keeps_answer: bool = False) -> AsyncIterator[tuple[Wire, str]]:
    """Lay a wire to `address`; answer it and the address of its near end."""
    wire = Wire(address, marker.encode(), keeps_answer=keeps_answer)
    server = await asyncio.start_server(wire.connect, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield wire, f"http://127.0.0.1:{port}"
    finally:
        server.close()
        await server.wait_closed()
