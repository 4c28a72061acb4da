"""Files on their way into the workspace: an address for the bytes first, then a message that shows them.

docs.slack.dev/messaging/working-with-files: files.getUploadURLExternal, a POST, files.completeUploadExternal.
"""

import base64
import mimetypes
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from sandbox.slack.records import Call, SharedFile
from sandbox.slack.refusals import SlackRefusal

if TYPE_CHECKING:
    from sandbox.slack.strikes import Strikes
    from sandbox.slack.workspace import Workspace

METHOD = "upload_url"
MOST_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Ticket:
    """Leave to send `length` bytes of the file `file_id`, to be called `name`."""

    file_id: str
    name: str
    length: int


class Uploads:
    """Addresses that were given out, and the files whose bytes have arrived but which nobody has shown yet."""

    def __init__(self) -> None:
        """Begin with none."""
        self.base = ""
        self.arrived: dict[str, SharedFile] = {}
        self._given: dict[str, Ticket] = {}

    def give(self, name: str, length: int) -> tuple[str, str]:
        """The id of a new file and the address for its bytes."""
        ticket = Ticket(f"F{secrets.token_hex(5).upper()}", name, length)
        identity = secrets.token_urlsafe(16)
        self._given[identity] = ticket
        return ticket.file_id, f"{self.base}/upload/{identity}"

    def receive(self, identity: str, body: bytes, owner: str) -> None:
        """Take the bytes for an address; refuses an unknown one, or another length than was announced."""
        ticket = self._given.get(identity)
        if ticket is None:
            raise SlackRefusal("unknown_upload_url")
        if len(body) != ticket.length:
            raise SlackRefusal("length_mismatch")
        kind = mimetypes.guess_type(ticket.name)[0] or "application/octet-stream"
        file = SharedFile(ticket.file_id, ticket.name, owner, kind, len(body))
        file.content = base64.b64encode(body).decode()
        self.arrived[file.id] = file


class Intake:
    """`POST /upload/<id>` with the raw bytes, for one workspace; faults know it as the method `upload_url`."""

    def __init__(self, workspace: "Workspace", strikes: "Strikes") -> None:
        """Serve `workspace` as well as `strikes` let it."""
        self._workspace = workspace
        self._strikes = strikes

    async def receive(self, request: Request) -> Response:
        """Answer "OK" with the length, or 400 with the word for why not; every try is recorded as a call."""
        identity, body = request.path_params["identity"], await request.body()
        return await self._strikes.answer(METHOD, set(), lambda: self._run(identity, body), self._record)

    def _run(self, identity: str, body: bytes) -> Response:
        try:
            self._workspace.uploads.receive(identity, body, self._workspace.bot_user_id)
        except SlackRefusal as refusal:
            self._record(refusal.code)
            return PlainTextResponse(refusal.code, 400)
        self._record(None)
        return PlainTextResponse(f"OK - {len(body)}")

    def _record(self, error: str | None) -> None:
        self._workspace.record(Call(METHOD, {}, error is None, error, time.time()))
