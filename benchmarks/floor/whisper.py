"""Serve the floor of a whisper: `python -m benchmarks.floor.whisper PORT SLACK_PORT`.

A raw ASGI function that, on the click that Baton gets, checks the signature, reads the form, starts one post over a
kept connection to Slack, and acks. It remembers nothing, asks nobody's right, and does not wait for Slack's answer.
"""

import asyncio
import json
import sys
from typing import Any, cast
from urllib.parse import parse_qs

import uvicorn
from httptools import HttpResponseParser

from benchmarks import team
from benchmarks.floor.forms import is_signed
from benchmarks.floor.wire import Receive, Send, answer, body_of


class Line(asyncio.Protocol):
    """One kept connection to Slack."""

    def __init__(self) -> None:
        self._parser = HttpResponseParser(self)
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is one in all but name

    def data_received(self, data: bytes) -> None:
        """Read Slack's answers, for whoever does not could not use the connection again."""
        self._parser.feed_data(data)

    def post(self, body: bytes) -> None:
        """Send one message, in one piece."""
        assert self._transport is not None  # noqa: S101  connected before it is used
        head = (
            "POST /api/chat.postMessage HTTP/1.1\r\n"
            "Host: 127.0.0.1\r\n"
            f"Authorization: Bearer {team.BOT_TOKEN}\r\n"
            "Content-Type: application/json;charset=utf-8\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self._transport.write(head.encode() + body)


class WhisperFloor:
    """Signature, form, post, 200."""

    def __init__(self, slack_port: int) -> None:
        self._slack_port = slack_port
        self._secret = team.SIGNING_SECRET.encode()
        self._line: Line | None = None

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer 200 once the post has left; to a GET at once, for whoever waits until it serves."""
        status = 200 if scope["method"] == "GET" else await self._whisper(scope, await body_of(receive))
        await answer(send, status)

    async def _whisper(self, scope: dict[str, Any], body: bytes) -> int:
        if not is_signed(self._secret, scope["headers"], body):
            return 401
        (await self._connected()).post(message(body))
        return 200

    async def _connected(self) -> Line:
        if self._line is None:
            _, self._line = await asyncio.get_running_loop().create_connection(Line, "127.0.0.1", self._slack_port)
        return self._line


def message(body: bytes) -> bytes:
    """Make the post of a submitted form: the advice in bold, and the four buttons under it."""
    view = json.loads(parse_qs(body.decode())["payload"][0])["view"]
    agent, advice = json.loads(view["private_metadata"])["agent"], view["state"]["values"]["advice"]["advice"]["value"]
    said = {"type": "section", "text": {"type": "mrkdwn", "text": f"*{advice}*"}}
    pressed = [
        {"type": "button", "action_id": name, "text": {"type": "plain_text", "text": name}, "value": agent}
        for name in ("whisper.got_it", "whisper.more", "whisper.hold", "whisper.take_over")
    ]
    blocks = [said, {"type": "actions", "elements": pressed}]
    return json.dumps({"channel": team.direct_channel(agent), "text": advice, "blocks": blocks}).encode()


def main(port: str, slack_port: str) -> None:
    """Serve on 127.0.0.1 until stopped, as the other floor does."""
    app = WhisperFloor(int(slack_port))
    uvicorn.run(app, host="127.0.0.1", port=int(port), log_config=None, lifespan="off", access_log=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
