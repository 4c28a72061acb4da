"""The way on which https://slack.com leads to the sandbox, for an app that names no address at all.

An HTTP proxy on loopback that knows CONNECT. Slack's SDK takes it from HTTPS_PROXY; for slack.com and all hosts below
it, TLS ends here, by a certificate of an authority that lives as long as this process and that only the app is told to
trust (SSL_CERT_FILE). Any other host is tunnelled to, unread. So nothing ever reaches the true Slack.
"""

import asyncio
import contextlib
import ssl
from pathlib import Path

import trustme

from sandbox.slack.tasks import Tasks

SLACK = "slack.com"
PIECE = 64 * 1024
OPENED = b"HTTP/1.1 200 Connection established\r\n\r\n"
ONLY_CONNECT = b"HTTP/1.1 501 This proxy knows CONNECT only\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
NO_WAY = b"HTTP/1.1 502 The host does not answer\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"

Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def is_slack(host: str) -> bool:
    """Whether `host` is one of Slack's own."""
    name = host.lower().rstrip(".")
    return name == SLACK or name.endswith(f".{SLACK}")


class Way:
    """The proxy; `port` is where the sandbox serves by plain HTTP."""

    def __init__(self, port: int) -> None:
        """Make the authority and its certificate for Slack's names."""
        self._port = port
        self._authority = trustme.CA()
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._authority.issue_cert(SLACK, f"*.{SLACK}").configure_cert(self._tls)
        self._tasks = Tasks()
        self._server: asyncio.Server | None = None
        self.url = ""

    async def open(self) -> None:
        """Listen on any port that is free."""
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.url = f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        """Listen no more and end every connection."""
        if self._server:
            self._server.close()
        await self._tasks.stop()

    def trust(self, bundle: Path, *others: Path) -> None:
        """Write to `bundle` whom the app is to trust: the authorities in `others`, and this one."""
        known = [other.read_bytes() for other in others]
        bundle.write_bytes(b"\n".join([*known, self._authority.cert_pem.bytes()]))

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._tasks.start(self._serve(reader, writer))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry one connection from its CONNECT to its end."""
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            try:
                if far := await self._join(reader, writer):
                    await _carry((reader, writer), far)
            finally:
                writer.close()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> Ends | None:
        """Open what was asked for and say so; None where that cannot be."""
        request = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        method, target, *_ = [*request.split(), "", ""]
        host, _, port = target.rpartition(":")
        if method != "CONNECT" or not port.isdigit():
            writer.write(ONLY_CONNECT)
            return None
        if is_slack(host):
            writer.write(OPENED)
            await writer.start_tls(self._tls)
            return await asyncio.open_connection("127.0.0.1", self._port)
        try:
            far = await asyncio.open_connection(host.strip("[]"), int(port))
        except OSError:
            writer.write(NO_WAY)
            return None
        writer.write(OPENED)
        return far


async def _carry(near: Ends, far: Ends) -> None:
    """Pour both ways until both have run dry."""
    try:
        await asyncio.gather(_pour(near[0], far[1]), _pour(far[0], near[1]))
    finally:
        far[1].close()


async def _pour(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    try:
        while piece := await source.read(PIECE):
            sink.write(piece)
            await sink.drain()
    finally:
        sink.close()
