"""Serve the floor: `python -m benchmarks.floor PORT [DATABASE_URL [AT_ONCE]]`; without a database it only acks."""

import json
import sys
from typing import Any

import uvicorn

from benchmarks import team
from benchmarks.floor import forms
from benchmarks.floor.store import Store
from benchmarks.floor.wire import Receive, Send, answer, body_of


class Floor:
    """A raw ASGI application: signature, body, rows, 200."""

    def __init__(self, store: Store | None) -> None:
        self._secret = team.SIGNING_SECRET.encode()
        self._store = store

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer 200 once what came is safe; to a GET at once, for whoever waits until it serves."""
        status = 200 if scope["method"] == "GET" else await self._answer(scope, await body_of(receive))
        await answer(send, status)

    async def _answer(self, scope: dict[str, Any], body: bytes) -> int:
        if not forms.is_signed(self._secret, scope["headers"], body):
            return 401
        if self._store is None:
            json.loads(body)
        else:
            await self._store.write(forms.read(body))
        return 200


def main(port: str, url: str | None = None, at_once: str = "1") -> None:
    """Serve on 127.0.0.1 until stopped, as Baton serves: uvicorn's own choice of loop and parser, no access log."""
    store = None if url is None else Store(url, int(at_once))
    uvicorn.run(Floor(store), host="127.0.0.1", port=int(port), log_config=None, lifespan="off", access_log=False)


main(*sys.argv[1:])
