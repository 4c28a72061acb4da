"""Serve a Slack that only takes down when what came: `python -m benchmarks.recorder PORT`.

It checks nothing and costs as little as it can, so that the moment in which a post is there in whole is known to a few
microseconds, on the clock that all processes of this machine share. `GET /recorded` tells what came, `POST /refuse`
lets it answer 429 to posts in one channel.
"""

import asyncio
import json
import re
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

import uvloop
from httptools import HttpRequestParser

from benchmarks import team

TOKEN: Final = re.compile(rb"token-(\d{6})")
CHANNEL: Final = re.compile(rb'"channel":\s*"(\w+)"')
POSTS: Final = b"/api/chat.postMessage"
Arrival = tuple[int, str, str | None]
"""When a post was there in whole (nanoseconds of `time.perf_counter_ns`), in which channel, with which token."""


@dataclass(slots=True)
class Record:
    """What came so far, and which channels take nothing for how many seconds."""

    arrivals: list[Arrival] = field(default_factory=list)
    refuses: dict[str, int] = field(default_factory=dict)
    refused: int = 0

    def take(self, at: int, body: bytes) -> bytes:
        """Take down a post; answer what Slack answers."""
        found, named = TOKEN.search(body), CHANNEL.search(body)
        channel = named[1].decode() if named else ""
        if channel in self.refuses:
            self.refused += 1
            return _answer({"ok": False, "error": "ratelimited"}, "429 Too Many Requests", self.refuses[channel])
        self.arrivals.append((at, channel, found[1].decode() if found else None))
        return _answer({"ok": True, "channel": channel, "ts": f"{at / 1e9:.6f}"})

    def control(self, path: bytes, body: bytes) -> bytes | None:
        """Answer the benchmark; None where it is not it that asks."""
        if path == b"/recorded":
            return _answer({"arrivals": self.arrivals, "refused": self.refused})
        if path == b"/refuse":
            asked = json.loads(body)
            self.refuses[asked["channel"]] = asked["seconds"]
            return _answer({})
        return None


class Door(asyncio.Protocol):
    """One kept connection."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._parser = HttpRequestParser(self)
        self._path, self._body = b"", b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is one in all but name

    def data_received(self, data: bytes) -> None:
        """Feed the parser, which calls the methods below."""
        self._parser.feed_data(data)

    def on_message_begin(self) -> None:
        """Begin anew."""
        self._path, self._body = b"", b""

    def on_url(self, url: bytes) -> None:
        """Note the method that is called."""
        self._path += url

    def on_body(self, body: bytes) -> None:
        """Note what it is called with."""
        self._body += body

    def on_message_complete(self) -> None:
        """Look at the clock first, then at what came."""
        at = time.perf_counter_ns()
        path = self._path.partition(b"?")[0]
        if path == POSTS:
            self._transport.write(self._record.take(at, self._body))
        else:
            self._transport.write(self._record.control(path, self._body) or _answer(says(path, self._body)))


def says(path: bytes, body: bytes) -> dict[str, Any]:
    """Answer what Baton asks beside its posts: who is who (nobody new), who is away (nobody), views (all well)."""
    if path == b"/api/auth.test":
        known = {"team_id": team.TEAM, "user_id": "U0BATON", "bot_id": "B0BATON", "url": "https://bench.slack.com/"}
        return {"ok": True, **known}
    if path == b"/api/conversations.open":
        person = re.search(rb"U\w+", body)
        return {"ok": True, "channel": {"id": team.direct_channel(person[0].decode() if person else "U")}}
    named = CHANNEL.search(body)
    posted = {"channel": named[1].decode() if named else "", "ts": "1700000000.000100"}
    nobody: Mapping[str, Any] = {"members": [], "channels": [], "usergroups": []}
    present = {"presence": "active", "dnd_enabled": False}
    return {"ok": True, **posted, **nobody, **present, "view": {"id": "V0", "hash": "1.1"}}


def _answer(says: Mapping[str, Any], status: str = "200 OK", retry_after: int | None = None) -> bytes:
    body = json.dumps(says).encode()
    again = "" if retry_after is None else f"Retry-After: {retry_after}\r\n"
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\n{again}Content-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


async def _serve(port: int) -> None:
    record = Record()
    server = await asyncio.get_running_loop().create_server(lambda: Door(record), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(_serve(int(sys.argv[1])))
