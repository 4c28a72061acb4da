"""Refusing what the app's scopes do not cover."""

from sandbox.slack.records import Channel
from sandbox.slack.refusals import SlackRefusal
from sandbox.slack.workspace import Workspace

PREFIXES = {"public": "channels", "private": "groups", "im": "im", "mpim": "mpim"}
MANAGING = ("channels:manage", "channels:write", "groups:write", "im:write", "mpim:write")
INVITING = ("channels:manage", "channels:write.invites", "groups:write", "groups:write.invites", "im:write")
NAMING = ("channels:manage", "channels:write.topic", "groups:write", "groups:write.topic", "im:write", "im:write.topic")
READING = ("channels:read", "groups:read", "im:read", "mpim:read")
RECALLING = ("channels:history", "groups:history", "im:history", "mpim:history")


def need(workspace: Workspace, *scopes: str) -> None:
    """Refuse with `missing_scope` unless the app has one of `scopes`."""
    provided = workspace.app.scopes
    if not any(scope in provided for scope in scopes):
        raise SlackRefusal("missing_scope", needed=",".join(scopes), provided=",".join(provided))


def need_for(workspace: Workspace, channel: Channel, scopes: tuple[str, ...]) -> None:
    """Refuse unless the app has that one of `scopes` that is for this kind of conversation."""
    need(workspace, *for_kind(channel.kind, scopes))


def for_kind(kind: str, scopes: tuple[str, ...]) -> tuple[str, ...]:
    """Those of `scopes` that are for conversations of `kind`."""
    return tuple(scope for scope in scopes if scope.startswith(f"{PREFIXES[kind]}:"))
