"""Refusing what the app's scopes do not cover."""

from sandbox.slack.records import Channel
from sandbox.slack.refusals import SlackRefusal
from sandbox.slack.workspace import Workspace

PREFIXES = {"public": "channels", "private": "groups", "im": "im"}


def need(workspace: Workspace, scope: str) -> None:
    """Refuse with `missing_scope` unless the app has `scope`."""
    scopes = workspace.app.scopes
    if scope not in scopes:
        raise SlackRefusal("missing_scope", needed=scope, provided=",".join(scopes))


def need_for(workspace: Workspace, channel: Channel, right: str) -> None:
    """Refuse unless the app has the `right` ("read", "history") to this kind of conversation."""
    need(workspace, f"{PREFIXES[channel.kind]}:{right}")
