"""auth.* and apps.*."""

from sandbox.slack.methods.request import Arguments
from sandbox.slack.refusals import JsonObject, SlackRefusal
from sandbox.slack.workspace import Workspace


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


def open_connection(workspace: Workspace, _arguments: Arguments) -> JsonObject:
    """apps.connections.open: a socket's address, good for one connection."""
    if not workspace.socket_url:
        raise SlackRefusal("socket_mode_disabled")
    return {"url": workspace.socket_url()}
