"""Serve the floor of a whisper: `python -m benchmarks.floor.whisper PORT SLACK_PORT`.

A raw ASGI function that, on the click that Baton gets, checks the signature, reads the form, sends one post over a
connection to Slack that is kept, and acks. It remembers nothing and asks nobody's right. Its client is Baton's own,
aiohttp: what is measured is what Baton adds.
"""

import json
import sys
from typing import Any, Final
from urllib.parse import parse_qs

import aiohttp
import uvicorn

from benchmarks import team
from benchmarks.floor.forms import is_signed
from benchmarks.floor.wire import Receive, Send, answer, body_of

HEADERS: Final = {
    "Authorization": f"Bearer {team.BOT_TOKEN}",
    "Content-Type": "application/json;charset=utf-8",
}


class WhisperFloor:
    """Signature, form, post, 200."""

    def __init__(self, slack_port: int) -> None:
        self._url = f"http://127.0.0.1:{slack_port}/api/chat.postMessage"
        self._secret = team.SIGNING_SECRET.encode()
        self._session: aiohttp.ClientSession | None = None

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer 200 once Slack has taken the post; to a GET at once, for whoever waits until it serves."""
        status = 200 if scope["method"] == "GET" else await self._whisper(scope, await body_of(receive))
        await answer(send, status)

    async def _whisper(self, scope: dict[str, Any], body: bytes) -> int:
        if not is_signed(self._secret, scope["headers"], body):
            return 401
        async with self._connected().post(self._url, data=message(body), headers=HEADERS) as taken:
            await taken.read()
        return 200

    def _connected(self) -> aiohttp.ClientSession:
        """Answer the one session, whose connection is kept."""
        if self._session is None:
            self._session = aiohttp.ClientSession()
        return self._session


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
