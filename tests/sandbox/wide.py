"""An app that may do everything and hears everything, for tests of what Slack does for any app."""

from typing import Any

from sandbox.slack.methods import METHODS
from sandbox.slack.server import SlackServer

SCOPES = sorted({scope for method in METHODS.values() for scope in method.scopes})
EVENTS = [
    *("app_home_opened", "app_mention", "channel_created", "file_created", "file_deleted", "file_shared"),
    *("link_shared", "member_joined_channel", "member_left_channel", "message.channels", "message.groups"),
    *("message.im", "pin_added", "pin_removed", "reaction_added", "reaction_removed", "tokens_revoked"),
]
DOMAIN = "example.test"


def manifest(**app: list[str]) -> dict[str, Any]:
    """A manifest with all scopes and events, but for what `app` says otherwise."""
    settings = {"event_subscriptions": {"bot_events": app.get("events", EVENTS)}}
    scopes = app.get("scopes", [*SCOPES, "app_mentions:read", "links:read"])
    features = {"app_home": {"home_tab_enabled": True}, "unfurl_domains": [DOMAIN], "bot_user": {"display_name": "B"}}
    return {"features": features, "oauth_config": {"scopes": {"bot": scopes}}, "settings": settings}


def heard(slack: SlackServer) -> list[dict[str, Any]]:
    """The inner events that the app got so far."""
    return [one.parcel.payload["event"] for one in slack.switchboard.deliveries if one.parcel.kind == "event"]


async def hears(slack: SlackServer, kind: str, subtype: str | None = None) -> dict[str, Any]:
    """The first event of `kind` and `subtype`, once there is one."""

    def found() -> list[dict[str, Any]]:
        return [event for event in heard(slack) if event["type"] == kind and event.get("subtype") == subtype]

    await slack.settled(lambda _ws: bool(found()))
    return found()[0]
