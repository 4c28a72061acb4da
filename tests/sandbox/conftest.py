"""A workspace with two people and a channel, and the true SDK's client towards it."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Page
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.server import SlackServer
from sandbox.slack.workspace import Workspace
from tests.sandbox.echo import Echo, echoing
from tests.sandbox.windows import a_window, serving

MANIFEST = {
    "features": {
        "app_home": {"home_tab_enabled": True},
        "bot_user": {"display_name": "Baton"},
        "slash_commands": [{"command": "/escalate", "should_escape": True}],
        "shortcuts": [
            {"type": "global", "callback_id": "escalate"},
            {"type": "message", "callback_id": "escalate_message"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "app_mentions:read",
                "chat:write",
                "im:write",
                "im:read",
                "im:history",
                "channels:read",
                "channels:history",
                "groups:read",
                "groups:history",
                "users:read",
                "users:read.email",
                "usergroups:read",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": ["app_home_opened", "app_mention", "message.im", "message.channels", "user_change"]
        }
    },
}
CHANNEL = "C_ESC"


def a_workspace() -> Workspace:
    """Aoi (Japanese) and Ben (English), both in #escalations with the bot."""
    workspace = Workspace.new(
        team="T_TEST",
        bot_token="xoxb-test",
        app_token="xapp-test",
        signing_secret="secret",
        manifest=MANIFEST,
    )
    workspace.add_person("U_AOI", name="aoi", real_name="青井", locale="ja-JP")
    workspace.add_person("U_BEN", name="ben", real_name="Ben", admin=True)
    workspace.add_channel(CHANNEL, name="escalations", members=["U_AOI", "U_BEN", workspace.bot_user_id])
    return workspace


@pytest.fixture
async def slack() -> AsyncIterator[SlackServer]:
    async with serving(SlackServer(a_workspace())) as server:
        yield server


@pytest.fixture
def client(slack: SlackServer) -> AsyncWebClient:
    return AsyncWebClient("xoxb-test", base_url=slack.api_url, retry_handlers=[], timeout=2)


@pytest.fixture
async def echo(slack: SlackServer) -> AsyncIterator[Echo]:
    async with echoing(slack) as app:
        yield app


@pytest.fixture
async def window(slack: SlackServer, echo: Echo, browser: Browser) -> AsyncIterator[Page]:
    """Ben's window on #escalations, where the app is connected already."""
    assert echo.got == []
    async with a_window(browser, f"{slack.url}/?as=U_BEN&at={CHANNEL}") as opened:
        yield opened
