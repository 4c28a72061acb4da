"""The manifest asks for what the code registers and calls: nothing is missing, nothing is left over."""

import ast
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import jsonschema
import pytest
from slack_bolt.async_app import AsyncApp

import app
from bot import ids, settings
from bot.console.manifest import MANIFEST, over_http, read_manifest
from sandbox.slack.methods import METHODS
from tests.prerequisites import lacks

ROOT = MANIFEST.parent
SCHEMA = ROOT.parent / "shared" / "data" / "slack-manifest.schema.2.0.0.json"

SCOPES: dict[str, set[str]] = {
    "apps.connections.open": set(),
    "auth.test": set(),
    "chat.delete": {"chat:write"},
    "chat.getPermalink": set(),
    "chat.postMessage": {"chat:write"},
    "chat.update": {"chat:write"},
    "conversations.history": {"channels:history", "groups:history", "im:history"},
    "conversations.info": {"channels:read", "groups:read"},
    "conversations.members": {"channels:read", "groups:read"},
    "conversations.open": {"im:write"},
    "conversations.replies": {"channels:history", "groups:history", "im:history"},
    "dnd.info": {"dnd:read"},
    "dnd.teamInfo": {"dnd:read"},
    "files.completeUploadExternal": {"files:write"},
    "files.getUploadURLExternal": {"files:write"},
    "usergroups.list": {"usergroups:read"},
    "users.conversations": {"channels:read", "groups:read"},
    "users.getPresence": {"users:read"},
    "users.info": {"users:read", "users:read.email"},
    "users.list": {"users:read", "users:read.email"},
    "views.open": set(),
    "views.publish": set(),
    "views.push": set(),
    "views.update": set(),
}
"""https://docs.slack.dev/reference/methods: what each method needs of a bot; socket tokens have scopes of their own."""

EVENT_SCOPES: dict[str, set[str]] = {
    "app_home_opened": set(),
    "app_mention": {"app_mentions:read"},
    "channel_left": {"channels:read"},
    "channel_unarchive": {"channels:read"},
    "group_left": {"groups:read"},
    "group_unarchive": {"groups:read"},
    "member_joined_channel": {"channels:read", "groups:read"},
    "member_left_channel": {"channels:read", "groups:read"},
    "message.im": {"im:history"},
    "subteam_members_changed": {"usergroups:read"},
    "team_join": {"users:read"},
    "user_change": {"users:read"},
    "user_huddle_changed": {"users:read"},
}
"""https://docs.slack.dev/reference/events."""

FEATURE_SCOPES = {"commands", "files:read"}
"""Slash commands and shortcuts; the `file_input` of a form."""


@dataclass
class Ledger:
    """Stands where Bolt stands, and writes down who listens to what."""

    heard: dict[str, set[str]] = field(default_factory=dict)

    def __getattr__(self, kind: str) -> Any:  # noqa: ANN401  every method of Bolt's that registers
        """Take `app.command(name)(listener)` and the like."""

        def register(name: Any) -> Any:  # noqa: ANN401  the same
            self.heard.setdefault(kind, set()).add(str(name))
            return lambda listener: listener

        return register

    @cached_property
    def bolt(self) -> AsyncApp:
        """Answer this in Bolt's type."""
        return cast("AsyncApp", self)


@pytest.fixture
async def heard() -> dict[str, set[str]]:
    """Everything that the wired listeners register."""
    given = settings.load(bot_token="xoxb-1", signing_secret="secret", database_url="sqlite:///var/never-made.db")
    baton = app.build(given, lambda: datetime.now(UTC))
    ledger = Ledger()
    for listeners in baton.listeners:
        listeners.register(ledger.bolt)
    await baton.session.close()
    return ledger.heard


MANIFEST_READ = read_manifest()
FEATURES, BEHAVIOUR = MANIFEST_READ["features"], MANIFEST_READ["settings"]


async def test_commands_are_those_that_have_a_listener(heard: dict[str, set[str]]) -> None:
    assert {command["command"] for command in FEATURES["slash_commands"]} == heard["command"]


async def test_shortcuts_are_those_that_have_a_listener(heard: dict[str, set[str]]) -> None:
    assert {shortcut["callback_id"] for shortcut in FEATURES["shortcuts"]} == heard["shortcut"]


async def test_events_are_those_that_have_a_listener(heard: dict[str, set[str]]) -> None:
    subscribed = set(BEHAVIOUR["event_subscriptions"]["bot_events"])
    assert subscribed == set(EVENT_SCOPES)
    assert {event.partition(".")[0] for event in subscribed} == heard["event"]


async def test_every_name_that_slack_hands_back_has_one_place(heard: dict[str, set[str]]) -> None:
    names = {value for name, value in vars(ids).items() if name.isupper() and isinstance(value, str)}
    assert {*heard["action"], *heard["view"], *heard["options"], *heard["command"], *heard["shortcut"]} <= names


def syntax() -> Iterator[ast.Call]:
    """Every call in the bot."""
    for path in sorted((ROOT / "bot").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield node


def methods_called() -> set[str]:
    """What is called on a client by name, or asked for by its own name."""
    found = set()
    for call in syntax():
        match call:
            case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="client" | "web_client"), attr=name)):
                found.add(name.replace("_", "."))
            case ast.Call(func=ast.Attribute(attr="ask" | "pages"), args=[ast.Constant(value=str(name)), *_]):
                found.add(name)
    return found - {"api.call"}


def test_we_know_what_every_method_that_we_call_needs() -> None:
    assert methods_called() == SCOPES.keys()


def test_the_sandbox_knows_the_methods_that_we_call() -> None:
    assert SCOPES.keys() <= METHODS.keys()


def test_scopes_are_those_that_the_methods_and_events_need() -> None:
    asked = set(MANIFEST_READ["oauth_config"]["scopes"]["bot"])
    assert asked == FEATURE_SCOPES.union(*SCOPES.values(), *EVENT_SCOPES.values())


def test_the_manifest_is_for_a_socket_and_names_no_address() -> None:
    assert BEHAVIOUR["socket_mode_enabled"] is True
    assert "url" not in json.dumps(MANIFEST_READ)


def test_the_http_variant_has_every_door_at_one_address() -> None:
    http = over_http(MANIFEST_READ, "https://baton.example/")
    door = "https://baton.example/slack/events"
    assert http["settings"]["socket_mode_enabled"] is False
    assert http["settings"]["event_subscriptions"]["request_url"] == door
    assert http["settings"]["interactivity"] == {
        "is_enabled": True,
        "request_url": door,
        "message_menu_options_url": door,
    }
    assert [command["url"] for command in http["features"]["slash_commands"]] == [door] * 4
    assert read_manifest() == MANIFEST_READ


@pytest.mark.parametrize("manifest", [MANIFEST_READ, over_http(MANIFEST_READ, "https://baton.example")])
def test_slack_would_take_it(manifest: dict[str, Any]) -> None:
    if not SCHEMA.exists():
        lacks("manifest-schema", "the published schema of Slack's manifests is not beside the repository")
    jsonschema.validate(manifest, json.loads(Path(SCHEMA).read_text(encoding="utf-8")))
