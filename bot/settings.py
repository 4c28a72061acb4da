"""What the operator decides: frozen settings from the environment and `.env`, checked before anything starts."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal, NoReturn
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from storage.vocabulary import Locale, Urgency


class BadSettings(Exception):  # noqa: N818  what is said is one line for the operator, not a trace
    """A variable is missing or wrong: the one line that names it and says what would be right."""


class Mode(StrEnum):
    """The two ways in which Slack reaches us."""

    HTTP = "http"
    SOCKET = "socket"


def _lower(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


def _among_commas(value: object) -> object:
    return frozenset(filter(None, re.split(r"[,\s]+", value))) if isinstance(value, str) else value


def _token(prefix: str) -> AfterValidator:
    shape = re.compile(rf"{prefix}-[\w.-]+", re.ASCII)

    def check(token: SecretStr) -> SecretStr:
        if not shape.fullmatch(token.get_secret_value()):
            raise ValueError(prefix)
        return token

    return AfterValidator(check)


def _zone(name: object) -> ZoneInfo:
    if isinstance(name, ZoneInfo):
        return name
    try:
        return ZoneInfo(str(name))
    except (KeyError, OSError) as unknown:  # a folder such as `Asia` is an OSError
        raise ValueError(str(name)) from unknown


def _priorities(value: object) -> object:
    """Read `low=Low,…`; whatever is not named goes to Jira without a priority."""
    if not isinstance(value, str):
        return value
    pairs = (pair.partition("=") for pair in value.split(",") if pair.strip())
    named = {Urgency(urgency.strip().lower()): name.strip() for urgency, _, name in pairs}
    if not all(named.values()):
        raise ValueError(value)
    return named


def _address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0:
        raise ValueError(url)
    return url.rstrip("/") + "/"


def _database(url: str) -> str:
    parts = urlsplit(url)
    is_file = parts.scheme == "sqlite" and not parts.netloc and len(parts.path) > 1 and ":memory:" not in url
    is_server = parts.scheme == "postgresql" and len(parts.path) > 1 and parts.port != 0
    if not (is_file or is_server):
        raise ValueError(parts.scheme)
    return url


Channel = Annotated[str, Field(pattern=r"^[CG][A-Z0-9_]+$")]
Principal = Annotated[str, Field(pattern=r"^[UWS][A-Z0-9_]+$")]
Principals = Annotated[frozenset[Principal], NoDecode, BeforeValidator(_among_commas)]
Priorities = Annotated[Mapping[Urgency, str], NoDecode, Field(validate_default=True), BeforeValidator(_priorities)]
Seconds = Annotated[float, Field(gt=0, le=86_400, allow_inf_nan=False)]
Address = Annotated[str, AfterValidator(_address)]

DEFAULT_PRIORITIES = "low=Low,medium=Medium,high=High,critical=Highest"
PRIORITIES = f"a priority of Jira for each urgency: {DEFAULT_PRIORITIES}"
A_CHANNEL = "a channel's id such as C0123456789"
PRINCIPALS = "ids of people or user groups, with commas between: U0123456789,S0123456789"
SECONDS = "a number of seconds above 0"
AN_ADDRESS = "an address that begins with http:// or https://"
A_SECRET = "the secret that both sides share"  # noqa: S105  says what is right, is none
A_DATABASE = "sqlite:///var/baton.db, sqlite:////absolute/path.db or postgresql://user@host:port/db, no +driver"
A_BOT_TOKEN = "the Bot User OAuth Token of your Slack app, which begins with xoxb-"  # noqa: S105  the same
AN_APP_TOKEN = "an app-level token with connections:write, which begins with xapp-"  # noqa: S105  the same
A_SIGNING_SECRET = "the Signing Secret of your Slack app"  # noqa: S105  the same


def _field(variable: str, right: str, default: object = None, **rules: Any) -> Any:  # noqa: ANN401  as Field does
    return Field(default, validation_alias=variable, description=right, **rules)


class Settings(BaseSettings):
    """Every variable of the environment that Baton knows; `description` says what would be right."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
        str_strip_whitespace=True,
        hide_input_in_errors=True,
    )

    bot_token: Annotated[SecretStr, _token("xoxb")] | None = _field("SLACK_BOT_TOKEN", A_BOT_TOKEN)
    signing_secret: SecretStr | None = _field("SLACK_SIGNING_SECRET", A_SIGNING_SECRET, min_length=1)
    app_token: Annotated[SecretStr, _token("xapp")] | None = _field("SLACK_APP_TOKEN", AN_APP_TOKEN)
    slack_api_url: Address = _field("SLACK_API_URL", AN_ADDRESS, "https://slack.com/api/")
    database_url: Annotated[str, AfterValidator(_database)] = _field(
        "DATABASE_URL", A_DATABASE, "sqlite:///var/baton.db", repr=False
    )
    jira_url: Address | None = _field("JIRA_URL", AN_ADDRESS)
    jira_user: str | None = _field("JIRA_USER", "the account that Baton uses in Jira")
    jira_token: SecretStr | None = _field("JIRA_TOKEN", "an API token of Jira")
    jira_project: str | None = _field("JIRA_PROJECT", "a project's key such as SUP", pattern=r"^[A-Z][A-Z0-9_]+$")
    jira_issue_type: str = _field("JIRA_ISSUE_TYPE", "the name of a type of Jira issue", "Task")
    jira_priorities: Priorities = _field("JIRA_PRIORITIES", PRIORITIES, DEFAULT_PRIORITIES)
    jira_stuck_days: int = _field("JIRA_STUCK_DAYS", "a number of working days from 1 to 90", 3, ge=1, le=90)
    jira_webhook_secret: SecretStr | None = _field("JIRA_WEBHOOK_SECRET", A_SECRET, min_length=1)
    host: str = _field("BATON_HOST", "an address of this machine such as 127.0.0.1", "127.0.0.1", pattern=r"^\S+$")
    port: int = _field("BATON_PORT", "a port from 0 to 65535; 0 takes any that is free", 3000, ge=0, le=65_535)
    locale: Annotated[Locale, BeforeValidator(_lower)] = _field("BATON_LOCALE", "ja or en", Locale.EN)
    zone: Annotated[ZoneInfo, BeforeValidator(_zone)] = _field(
        "BATON_TIMEZONE", "a time zone such as Asia/Tokyo", ZoneInfo("Asia/Tokyo")
    )
    escalation_channel: Channel | None = _field("BATON_ESCALATION_CHANNEL", A_CHANNEL)
    calls_channel: Channel | None = _field("BATON_CALLS_CHANNEL", A_CHANNEL)
    leads: Principals = _field("BATON_LEADS", PRINCIPALS, frozenset())
    admins: Principals = _field("BATON_ADMINS", PRINCIPALS, frozenset())
    webhook_secret: SecretStr | None = _field("BATON_WEBHOOK_SECRET", A_SECRET, min_length=1)
    slack_timeout: Seconds = _field("BATON_SLACK_TIMEOUT", SECONDS, 10.0)
    lease: Seconds = _field("BATON_LEASE", SECONDS, 30.0)
    whisper_resend: Seconds = _field("BATON_WHISPER_RESEND", SECONDS, 15.0)
    whisper_warn: Seconds = _field("BATON_WHISPER_WARN", SECONDS, 30.0)
    whisper_expire: Seconds = _field("BATON_WHISPER_EXPIRE", SECONDS, 120.0)
    long_call: Seconds = _field("BATON_LONG_CALL", SECONDS, 1200.0)
    log_level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_lower)] = _field(
        "BATON_LOG_LEVEL", "debug, info, warning or error", "info"
    )

    @property
    def has_jira(self) -> bool:
        """Say whether Baton is connected to a Jira."""
        return self.jira_url is not None and self.jira_token is not None

    @property
    def has_no_slack(self) -> bool:
        """Say whether nothing at all connects us to Slack: then `run` starts the demo."""
        return not (self.bot_token or self.signing_secret or self.app_token)

    @property
    def mode(self) -> Mode:
        """Answer how Slack reaches us; raise BadSettings where a token or secret of that way is missing."""
        if self.bot_token is None:
            _missing("SLACK_BOT_TOKEN", A_BOT_TOKEN)
        if self.app_token is None and self.signing_secret is None:
            _missing("SLACK_SIGNING_SECRET", f"{A_SIGNING_SECRET}; or, for Socket Mode, SLACK_APP_TOKEN")
        return Mode.HTTP if self.app_token is None else Mode.SOCKET


def _missing(variable: str, right: str) -> NoReturn:
    raise BadSettings(f"{variable} is missing: it should be {right}")


def load(**overrides: Any) -> Settings:  # noqa: ANN401  as Settings itself takes them
    """Read the environment and `.env`, `overrides` by field name first; raise BadSettings at the first wrong one."""
    try:
        return Settings(**overrides)
    except ValidationError as wrong:
        raise BadSettings(_explained(wrong)) from None
    except UnicodeDecodeError:
        raise BadSettings(".env is not UTF-8: it should be, like .env.example") from None


def _explained(wrong: ValidationError) -> str:
    place = str(wrong.errors()[0]["loc"][0])
    fields = Settings.model_fields
    field = next(known for name, known in fields.items() if place in {name, known.validation_alias})
    return f"{field.validation_alias} is wrong: it should be {field.description}"
