"""Serve the floor of a look-up: `python -m benchmarks.floor.lookup PORT DATABASE_URL`.

A raw ASGI function that checks the signature, reads what was typed, asks its database the one bare query that an index
helps (names that begin so), and says what Slack wants: options for a form; for a command, what is in work for them.
"""

import json
import sys
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import parse_qs

import uvicorn

from benchmarks import team
from benchmarks.floor.forms import is_signed
from benchmarks.floor.store import connecting
from benchmarks.floor.wire import Receive, Send, answer, body_of
from storage.folding import fold

BEGINNING_SO: Final = """
    SELECT account_id, name FROM accounts WHERE folded_name >= ? AND folded_name < ? ORDER BY folded_name LIMIT 20
"""
IN_WORK: Final = """
    SELECT number, summary, status FROM requests WHERE account_id = ? AND status <> 'done' ORDER BY number DESC LIMIT 15
"""
LAST: Final = "\U0010ffff"
JSON: Final = [(b"content-type", b"application/json")]


class LookUpFloor:
    """Signature, query, JSON."""

    def __init__(self, url: str) -> None:
        self._secret = team.SIGNING_SECRET.encode()
        self._connection = connecting(url)()
        self.close = self._connection.close

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer what was found; to a GET at once, for whoever waits until it serves."""
        body = b"" if scope["method"] == "GET" else await body_of(receive)
        if not body:
            return await answer(send, 200)
        if not is_signed(self._secret, scope["headers"], body):
            return await answer(send, 401)
        said = json.dumps(self.said(parse_qs(body.decode()))).encode()
        await send({"type": "http.response.start", "status": 200, "headers": [*JSON, _length(said)]})
        await send({"type": "http.response.body", "body": said})
        return None

    def said(self, asked: dict[str, list[str]]) -> dict[str, Any]:
        """Answer a form body in Slack's words."""
        if "payload" in asked:
            found = self._beginning(json.loads(asked["payload"][0])["value"])
            return {"options": [{"text": {"type": "plain_text", "text": name}, "value": key} for key, name in found]}
        return {"text": "\n".join(self._in_work(asked["text"][0].removeprefix("find ")))}

    def _in_work(self, typed: str) -> list[str]:
        lines = []
        for account_id, name in self._beginning(typed):
            requests = self._rows(IN_WORK, (account_id,))
            lines += [f"R-{number} {name} {status} {summary}" for number, summary, status in requests]
        return lines

    def _beginning(self, typed: str) -> list[Any]:
        wanted = fold(typed)
        return self._rows(BEGINNING_SO, (wanted, wanted + LAST))

    def _rows(self, query: str, values: Sequence[object]) -> list[Any]:
        """Ask in a transaction of its own."""
        self._connection.begin()
        cursor: Any = self._connection.execute(query, values)
        found: list[Any] = cursor.fetchall()
        self._connection.commit()
        return found


def _length(said: bytes) -> tuple[bytes, bytes]:
    return b"content-length", str(len(said)).encode()


def main(port: str, url: str) -> None:
    """Serve on 127.0.0.1 until stopped, as the other floors do."""
    uvicorn.run(LookUpFloor(url), host="127.0.0.1", port=int(port), log_config=None, lifespan="off", access_log=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
