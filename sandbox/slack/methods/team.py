"""team.*, bots.* and emoji.*: what the workspace is, and who the bot is in it."""

from sandbox.slack.methods.request import Arguments
from sandbox.slack.refusals import JsonObject, SlackRefusal
from sandbox.slack.workspace import Workspace


def info(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """team.info: the one team there is."""
    app = workspace.app
    if arguments.text("team", app.team) != app.team:
        raise SlackRefusal("team_not_found")
    address = {"domain": app.domain, "url": f"https://{app.domain}.slack.com/"}
    return {"team": {"id": app.team, "name": app.domain, **address, "email_domain": "example.com", "icon": {}}}


def bot(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """bots.info: the app's bot; no other has a profile here."""
    if not arguments.text("bot"):
        raise SlackRefusal("missing_argument")
    app = workspace.app
    if arguments.text("bot") != app.bot_id:
        raise SlackRefusal("bot_not_found")
    about = {"id": app.bot_id, "app_id": app.app_id, "user_id": app.bot_user_id, "name": app.bot_name}
    return {"bot": {**about, "deleted": False, "updated": workspace.member(app.bot_user_id).updated, "icons": {}}}


def emoji(_workspace: Workspace, _arguments: Arguments) -> JsonObject:
    """emoji.list: the workspace's own emoji; it has none."""
    return {"emoji": {}, "cache_ts": "0.000000"}
