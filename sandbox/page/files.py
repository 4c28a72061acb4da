"""Who may open a file, and the answer by which a browser keeps it."""

from urllib.parse import quote

from starlette.responses import Response

from sandbox.slack.records import SharedFile
from sandbox.slack.workspace import Workspace


def seen_by(workspace: Workspace, user: str, identity: str) -> SharedFile | None:
    """The file, where `user` brought it or is a member of a channel in which it stands, and its bytes are known."""
    file = workspace.files.get(identity)
    if file is None or not file.content:
        return None
    shown = (m.channel for m in workspace.messages.every() if identity in m.files and not m.deleted)
    return file if user == file.owner or any(user in workspace.channel(one).members for one in shown) else None


def download(file: SharedFile) -> Response:
    """The bytes, to be kept and never shown, whatever they are."""
    named = f"attachment; filename*=UTF-8''{quote(file.name, safe='')}"
    return Response(file.body, headers={"Content-Disposition": named}, media_type=file.mimetype)
