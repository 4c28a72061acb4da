"""The app as it is installed in the workspace: its tokens, its secret and what its manifest asks for."""

from dataclasses import dataclass
from typing import Any

from sandbox.slack.refusals import JsonObject


@dataclass(slots=True)
class Installation:
    """One app in one team; `manifest` decides which scopes, commands, shortcuts and events exist.

    `outside_marketplace` makes it a commercial app that is not in Slack's Marketplace, which reads history slowly.
    """

    team: str
    bot_token: str
    app_token: str
    signing_secret: str
    manifest: JsonObject
    domain: str = "sandbox"
    app_id: str = "A0BATON"
    bot_id: str = "B0BATON"
    bot_user_id: str = "U0BATON"
    verification_token: str = "sandbox-verification"  # noqa: S105 - Slack's retired token, checked by nobody
    revoked: bool = False
    outside_marketplace: bool = False

    @property
    def scopes(self) -> list[str]:
        """The bot's scopes."""
        return list(self._at("oauth_config", "scopes", "bot") or [])

    @property
    def events(self) -> list[str]:
        """The event subscriptions of the bot."""
        return list(self._at("settings", "event_subscriptions", "bot_events") or [])

    @property
    def commands(self) -> dict[str, JsonObject]:
        """The slash commands by name, with their slash."""
        return {command["command"]: command for command in self._at("features", "slash_commands") or []}

    @property
    def shortcuts(self) -> dict[str, JsonObject]:
        """The shortcuts by callback id."""
        return {shortcut["callback_id"]: shortcut for shortcut in self._at("features", "shortcuts") or []}

    @property
    def unfurl_domains(self) -> list[str]:
        """The domains of whose links the app is told."""
        return list(self._at("features", "unfurl_domains") or [])

    @property
    def has_home(self) -> bool:
        """Whether the app has a Home tab."""
        return bool(self._at("features", "app_home", "home_tab_enabled"))

    @property
    def bot_name(self) -> str:
        """The name under which the bot posts."""
        return str(self._at("features", "bot_user", "display_name") or "baton")

    def _at(self, *path: str) -> Any:  # noqa: ANN401 - any part of a manifest
        part: Any = self.manifest
        for name in path:
            part = (part or {}).get(name)
        return part
