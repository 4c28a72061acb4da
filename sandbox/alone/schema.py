"""The parts of an app manifest that the sandbox goes by, as Slack takes them (docs.slack.dev/reference/app-manifest).

Keys that Slack does not know are refused there and here. What an app may say besides (workflows, functions, types …)
is taken as it stands.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Address = Annotated[str, StringConstraints(pattern=r"^https?://", max_length=3500)]


def _text(most: int, least: int = 1) -> Any:  # noqa: ANN401 - a constraint for an annotation
    return StringConstraints(min_length=least, max_length=most)


class Part(BaseModel):
    """One mapping of a manifest: its keys and no others, its values as they are written."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Display(Part):
    """`display_information`: how the app introduces itself."""

    name: Annotated[str, _text(35)]
    description: Annotated[str, _text(140)] | None = None
    background_color: Annotated[str, _text(7, 4)] | None = None
    long_description: Annotated[str, _text(4000, 175)] | None = None


class AppHome(Part):
    """`features.app_home`: which tabs the app has."""

    home_tab_enabled: bool = False
    messages_tab_enabled: bool = False
    messages_tab_read_only_enabled: bool = False


class BotUser(Part):
    """`features.bot_user`: the name under which the app posts."""

    display_name: Annotated[str, _text(80)]
    always_online: bool = False


class Shortcut(Part):
    """One of `features.shortcuts`."""

    name: Annotated[str, _text(24)]
    type: Literal["message", "global"]
    callback_id: Annotated[str, _text(255)]
    description: Annotated[str, _text(150)]


class SlashCommand(Part):
    """One of `features.slash_commands`."""

    command: Annotated[str, StringConstraints(pattern=r"^/\S+$", max_length=32)]
    description: Annotated[str, _text(2000)]
    url: Address | None = None
    usage_hint: Annotated[str, _text(1000)] | None = None
    should_escape: bool = False


class Features(Part):
    """`features`: what people see of the app."""

    app_home: AppHome | None = None
    bot_user: BotUser | None = None
    shortcuts: list[Shortcut] = Field(default=[], max_length=10)
    slash_commands: list[SlashCommand] = Field(default=[], max_length=50)
    unfurl_domains: list[str] = Field(default=[], max_length=5)
    workflow_steps: Any = None
    functions: Any = None
    assistant_view: Any = None
    agent_view: Any = None


class Scopes(Part):
    """`oauth_config.scopes`: what the app may do."""

    bot: list[str] = Field(default=[], max_length=255)
    user: list[str] = Field(default=[], max_length=255)
    bot_optional: list[str] = Field(default=[], max_length=255)
    user_optional: list[str] = Field(default=[], max_length=255)


class OAuth(Part):
    """`oauth_config`; there is no OAuth in the sandbox, where the app is installed from the start."""

    redirect_urls: Any = None
    scopes: Scopes | None = None
    token_management_enabled: bool | None = None
    pkce_enabled: bool | None = None


class EventSubscriptions(Part):
    """`settings.event_subscriptions`: what the app is told of."""

    request_url: Address | None = None
    bot_events: list[str] = Field(default=[], max_length=100)
    user_events: list[str] = Field(default=[], max_length=100)
    metadata_subscriptions: Any = None


class Interactivity(Part):
    """`settings.interactivity`."""

    is_enabled: bool
    request_url: Address | None = None
    message_menu_options_url: Address | None = None


class Settings(Part):
    """`settings`: how the app is reached."""

    event_subscriptions: EventSubscriptions | None = None
    interactivity: Interactivity | None = None
    socket_mode_enabled: bool = False
    org_deploy_enabled: bool | None = None
    token_rotation_enabled: bool | None = None
    allowed_ip_address_ranges: Any = None
    incoming_webhooks: Any = None
    is_hosted: bool | None = None
    siws_links: Any = None
    hermes_app_type: str | None = None
    function_runtime: str | None = None
    is_mcp_enabled: bool | None = None


class Manifest(Part):
    """A whole manifest."""

    display_information: Display
    features: Features = Features()
    oauth_config: OAuth = OAuth()
    settings: Settings = Settings()
    metadata: Any = Field(default=None, alias="_metadata")
    schema_: Any = Field(default=None, alias="$schema")
    app_directory: Any = None
    functions: Any = None
    workflows: Any = None
    datastores: Any = None
    outgoing_domains: Any = None
    types: Any = None
    external_auth_providers: Any = None
    mcp_servers: Any = None
