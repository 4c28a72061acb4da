"""api.*, auth.* and apps.*."""

from sandbox.slack.methods.request import Arguments
from sandbox.slack.refusals import JsonObject, SlackRefusal
from sandbox.slack.workspace import Workspace


def try_out(_workspace: Workspace, arguments: Arguments) -> JsonObject:
    """api.test: what was sent comes back; `error` is answered as the refusal of that name."""
    error = arguments.text("error")
    if error:
        raise SlackRefusal(error, args=arguments.values)
    return {"args": arguments.values} if arguments.values else {}


def test(workspace: Workspace, _arguments: Arguments) -> JsonObject:
    """auth.test: who the token belongs to."""
    app = workspace.app
    return {
        "url": f"https://{app.domain}.slack.com/",
        "team": app.domain,
        "user": app.bot_name.lower(),
        "team_id": app.team,
        "user_id": app.bot_user_id,
        "bot_id": app.bot_id,
        "is_enterprise_install": False,
    }


def revoke(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """auth.revoke: the token is worth nothing any more; `test` only says that it could be."""
    if arguments.flag("test"):
        return {"revoked": False}
    workspace.app.revoked = True
    workspace.on_event({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [workspace.bot_user_id]}})
    return {"revoked": True}


def open_connection(workspace: Workspace, _arguments: Arguments) -> JsonObject:
    """apps.connections.open: a socket's address, good for one connection."""
    if not workspace.socket_url:
        raise SlackRefusal("socket_mode_disabled")
    return {"url": workspace.socket_url()}
