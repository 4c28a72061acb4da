"""Slack's answers on the wire: JSON in plain ASCII, so that any text a person typed can travel; and none at all."""

import json

from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

from sandbox.slack.listener import CUT


class AsciiJSON(JSONResponse):
    """JSON with everything beyond ASCII escaped, as Slack sends it."""

    def render(self, content: object) -> bytes:
        """Render even lone surrogates."""
        return json.dumps(content).encode("ascii")


class NoAnswer(Response):
    """A response that never comes; `cut` drops the connection at once, else the caller has to."""

    def __init__(self, *, cut: bool) -> None:
        """Choose between a cut connection and silence."""
        super().__init__()
        self._cut = cut

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Say nothing until the connection is gone."""
        del send
        if self._cut:
            scope[CUT]()
        while (await receive())["type"] != "http.disconnect":
            pass
