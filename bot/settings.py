"""What the operator decides: frozen settings from the environment and `.env`, checked before anything starts."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, NoReturn
from zoneinfo import ZoneInfo

from bot import variables
from bot.variables import Secret, Variable, variable
from storage.vocabulary import Locale, Urgency


class BadSettings(Exception):  # noqa: N818  what is said is one line for the operator, not a trace
    """A variable is missing or wrong: the one line that names it and says what would be right."""


class Mode(StrEnum):
    """The two ways in which Slack reaches us."""

    HTTP = "http"
    SOCKET = "socket"


ENV_FILE: Final = Path(".env")
DEFAULT_PRIORITIES = "low=Low,medium=Medium,high=High,critical=Highest"
PRIORITIES = f"a priority of Jira for each urgency: {DEFAULT_PRIORITIES}"
A_CHANNEL = "a channel's id such as C0123456789"
PRINCIPALS = "ids of people or user groups, with commas between: U0123456789,S0123456789"
SECONDS = "a number of seconds above 0"
AN_ADDRESS = "an address that begins with http:// or https://, without a password in it"
A_SECRET = "the secret that both sides share"  # noqa: S105  says what is right, is none
A_DATABASE = (
    "sqlite:///var/baton.db, sqlite:////absolute/path.db or postgresql://user@host:port/db, no +driver; "
    "the marks of a password are escaped: %40 for @"
)
A_BOT_TOKEN = "the Bot User OAuth Token of your Slack app, which begins with xoxb-"  # noqa: S105  the same
AN_APP_TOKEN = "an app-level token with connections:write, which begins with xapp-"  # noqa: S105  the same
A_SIGNING_SECRET = "the Signing Secret of your Slack app"  # noqa: S105  the same

_channel = variables.matching(r"[CG][A-Z0-9_]+")
_principals = variables.among_commas(variables.matching(r"[UWS][A-Z0-9_]+"))
_project = variables.matching(r"[A-Z][A-Z0-9_]+")
_levels = variables.one_of("debug", "info", "warning", "error")


def _locale(text: str) -> Locale:
    return Locale(text.lower())


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Every variable of the environment that Baton knows, what would be right for each, and its default."""

    bot_token: Secret | None = variable("SLACK_BOT_TOKEN", A_BOT_TOKEN, variables.token("xoxb"))
    signing_secret: Secret | None = variable("SLACK_SIGNING_SECRET", A_SIGNING_SECRET, variables.secret)
    app_token: Secret | None = variable("SLACK_APP_TOKEN", AN_APP_TOKEN, variables.token("xapp"))
    slack_api_url: str = variable("SLACK_API_URL", AN_ADDRESS, variables.address, "https://slack.com/api/")
    database_url: str = variable("DATABASE_URL", A_DATABASE, variables.database, "sqlite:///var/baton.db", shown=False)
    jira_url: str | None = variable("JIRA_URL", AN_ADDRESS, variables.address)
    jira_user: str | None = variable("JIRA_USER", "the account that Baton uses in Jira", str)
    jira_token: Secret | None = variable("JIRA_TOKEN", "an API token of Jira", variables.secret)
    jira_project: str | None = variable("JIRA_PROJECT", "a project's key such as SUP", _project)
    jira_issue_type: str = variable("JIRA_ISSUE_TYPE", "the name of a type of Jira issue", str, "Task")
    jira_priorities: Mapping[Urgency, str] = variable(
        "JIRA_PRIORITIES", PRIORITIES, variables.priorities, DEFAULT_PRIORITIES
    )
    jira_stuck_days: int = variable(
        "JIRA_STUCK_DAYS", "a number of working days from 1 to 90", variables.between(1, 90), "3"
    )
    jira_webhook_secret: Secret | None = variable("JIRA_WEBHOOK_SECRET", A_SECRET, variables.secret)
    host: str = variable(
        "BATON_HOST", "an address of this machine such as 127.0.0.1", variables.matching(r"\S+"), "127.0.0.1"
    )
    port: int = variable(
        "BATON_PORT", "a port from 0 to 65535; 0 takes any that is free", variables.between(0, 65_535), "3000"
    )
    locale: Locale = variable("BATON_LOCALE", "ja or en", _locale, "en")
    zone: ZoneInfo = variable("BATON_TIMEZONE", "a time zone such as Asia/Tokyo", variables.zone, "Asia/Tokyo")
    escalation_channel: str | None = variable("BATON_ESCALATION_CHANNEL", A_CHANNEL, _channel)
    calls_channel: str | None = variable("BATON_CALLS_CHANNEL", A_CHANNEL, _channel)
    leads: frozenset[str] = variable("BATON_LEADS", PRINCIPALS, _principals, "")
    admins: frozenset[str] = variable("BATON_ADMINS", PRINCIPALS, _principals, "")
    webhook_secret: Secret | None = variable("BATON_WEBHOOK_SECRET", A_SECRET, variables.secret)
    slack_timeout: float = variable("BATON_SLACK_TIMEOUT", SECONDS, variables.seconds, "10")
    lease: float = variable("BATON_LEASE", SECONDS, variables.seconds, "30")
    whisper_resend: float = variable("BATON_WHISPER_RESEND", SECONDS, variables.seconds, "15")
    whisper_warn: float = variable("BATON_WHISPER_WARN", SECONDS, variables.seconds, "30")
    whisper_expire: float = variable("BATON_WHISPER_EXPIRE", SECONDS, variables.seconds, "120")
    long_call: float = variable("BATON_LONG_CALL", SECONDS, variables.seconds, "1200")
    log_level: str = variable("BATON_LOG_LEVEL", "debug, info, warning or error", _levels, "info")

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


def known() -> dict[str, Variable]:
    """Answer every variable by the name of its setting, in the order in which they are checked."""
    return {setting.name: setting.metadata["variable"] for setting in fields(Settings)}


def load(env_file: Path | None = ENV_FILE, /, **overrides: Any) -> Settings:  # noqa: ANN401  texts, or what they mean
    """Read the environment and `env_file`; raise BadSettings at the first that is wrong.

    `overrides` come first, by the name of the setting or of its variable: texts, or values that need no reading.
    """
    try:
        texts: dict[str, Any] = variables.typed(os.environ, env_file) | overrides
    except UnicodeDecodeError:
        raise BadSettings(f"{env_file} is not UTF-8: it should be, like .env.example") from None
    return Settings(**{name: _value(variable, texts, name) for name, variable in known().items()})


def _value(variable: Variable, given: Mapping[str, Any], setting: str) -> Any:  # noqa: ANN401  whatever that setting is
    value = given.get(setting, given.get(variable.name, variable.default))
    try:
        return variable.read(value) if isinstance(value, str) else value
    except ValueError:
        raise BadSettings(f"{variable.name} is wrong: it should be {variable.right}") from None
