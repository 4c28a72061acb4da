"""A wrong variable is one line that names it and says what would be right."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from bot.settings import BadSettings, Mode, known, load
from storage.vocabulary import Locale


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No variable of whoever runs the tests, and no `.env` of theirs."""
    for variable in known().values():
        monkeypatch.delenv(variable.name, raising=False)
    monkeypatch.chdir(tmp_path)


WRONG = [
    ("BATON_PORT", "eighty"),
    ("BATON_PORT", "65536"),
    ("BATON_PORT", "-1"),
    ("BATON_LOCALE", "fr"),
    ("BATON_TIMEZONE", "Asia"),
    ("BATON_TIMEZONE", "Mars/Olympus"),
    ("BATON_TIMEZONE", "../../etc/passwd"),
    ("BATON_LEADS", "U012345,bob"),
    ("BATON_ADMINS", "@emma"),
    ("BATON_ESCALATION_CHANNEL", "#escalations"),
    ("BATON_CALLS_CHANNEL", "calls"),
    ("BATON_LOG_LEVEL", "loud"),
    ("BATON_SLACK_TIMEOUT", "nan"),
    ("BATON_SLACK_TIMEOUT", "inf"),
    ("BATON_SLACK_TIMEOUT", "0"),
    ("BATON_LEASE", "-3"),
    ("BATON_LEASE", "0"),
    ("DATABASE_URL", "sqlite+aiosqlite:///var/baton.db"),
    ("DATABASE_URL", "postgresql+asyncpg://me@host/db"),
    ("DATABASE_URL", "postgres://me@host/db"),
    ("DATABASE_URL", "mysql://me@host/db"),
    ("DATABASE_URL", "sqlite://var/baton.db"),
    ("DATABASE_URL", "sqlite:///"),
    ("DATABASE_URL", "sqlite:///:memory:"),
    ("DATABASE_URL", "postgresql://me@host:99999/db"),
    ("DATABASE_URL", "postgresql://me@host"),
    ("DATABASE_URL", "var/baton.db"),
    ("SLACK_BOT_TOKEN", "xapp-1-abc"),
    ("SLACK_BOT_TOKEN", "xoxb-with space"),
    ("SLACK_BOT_TOKEN", "xoxb-日本"),
    ("SLACK_APP_TOKEN", "xoxb-1-abc"),
    ("SLACK_API_URL", "slack.com/api"),
    ("SLACK_API_URL", "http://[half"),
    ("JIRA_URL", "jira.example.com"),
    ("JIRA_PROJECT", "support desk"),
]


@pytest.mark.parametrize(("variable", "value"), WRONG)
def test_a_wrong_value_is_named_in_one_line(variable: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, value)

    with pytest.raises(BadSettings) as raised:
        load()

    line = str(raised.value)
    assert line.startswith(f"{variable} is wrong: it should be ")
    assert "\n" not in line


@pytest.mark.parametrize("variable", ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "DATABASE_URL"])
def test_what_may_be_secret_is_not_repeated(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, "hunt2")

    with pytest.raises(BadSettings) as raised:
        load()

    assert "hunt2" not in str(raised.value)


def test_without_any_variable_everything_has_its_default() -> None:
    settings = load()

    assert settings.has_no_slack
    assert settings.database_url == "sqlite:///var/baton.db"
    assert (settings.host, settings.port) == ("127.0.0.1", 3000)
    assert (settings.locale, settings.zone.key) == (Locale.EN, "Asia/Tokyo")
    assert (settings.slack_timeout, settings.lease) == (10, 30)
    assert settings.slack_api_url == "https://slack.com/api/"


def test_letter_case_spaces_and_emptiness_are_forgiven(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BATON_LOG_LEVEL", "WARNING")
    monkeypatch.setenv("BATON_LOCALE", " JA ")
    monkeypatch.setenv("BATON_LEADS", "U012345, S012345,,")
    monkeypatch.setenv("BATON_PORT", "")
    settings = load()

    assert settings.log_level == "warning"
    assert settings.locale is Locale.JA
    assert settings.leads == {"U012345", "S012345"}
    assert settings.port == 3000


def test_a_short_lease_needs_no_second_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BATON_LEASE", "3")

    assert (load().lease, load().slack_timeout) == (3, 10)


@pytest.mark.parametrize(
    "url", ["sqlite:///baton.db", "sqlite:////srv/baton.db", "postgresql://me@host:5432/db", "postgresql:///db"]
)
def test_both_databases_are_taken(url: str) -> None:
    assert load(database_url=url).database_url == url


def test_the_file_beside_us_is_read_and_the_environment_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("BATON_PORT=4000\nBATON_LOCALE=ja\nSOMETHING_ELSE=1\n", encoding="utf-8")
    monkeypatch.setenv("BATON_LOCALE", "en")
    settings = load()

    assert (settings.port, settings.locale) == (4000, Locale.EN)


def test_a_file_in_another_encoding_is_said_so(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("JIRA_USER=青井".encode("cp932"))

    with pytest.raises(BadSettings, match="UTF-8"):
        load()


TOKENS = {"bot_token": "xoxb-1", "app_token": "xapp-1", "signing_secret": "0123456789abcdef"}


@pytest.mark.parametrize(
    ("given", "mode"),
    [
        (("bot_token", "signing_secret"), Mode.HTTP),
        (("bot_token", "app_token"), Mode.SOCKET),
        (("bot_token", "app_token", "signing_secret"), Mode.SOCKET),
    ],
)
def test_the_tokens_choose_the_way_in(given: tuple[str, ...], mode: Mode) -> None:
    assert load(**{name: TOKENS[name] for name in given}).mode is mode


@pytest.mark.parametrize(
    ("given", "variable"),
    [
        (("bot_token",), "SLACK_SIGNING_SECRET"),
        (("signing_secret",), "SLACK_BOT_TOKEN"),
        (("app_token",), "SLACK_BOT_TOKEN"),
        (("app_token", "signing_secret"), "SLACK_BOT_TOKEN"),
    ],
)
def test_a_token_without_its_other_half_is_named(given: tuple[str, ...], variable: str) -> None:
    settings = load(**{name: TOKENS[name] for name in given})

    assert not settings.has_no_slack
    with pytest.raises(BadSettings, match=f"^{variable} is missing: it should be "):
        _ = settings.mode


def test_settings_do_not_change_and_do_not_show_their_secrets() -> None:
    settings = load(**TOKENS, database_url="postgresql://me:hunter2@host/db")

    with pytest.raises(FrozenInstanceError):
        settings.port = 1  # type: ignore[misc]
    assert not {"hunter2", *TOKENS.values()} & set(repr(settings).replace("'", " ").split())
    assert "hunter2" not in repr(settings)


def test_what_the_demo_decides_comes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://me@host/db")
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-1")
    settings = load(database_url="sqlite:///var/demo.db", app_token=None, bot_token="xoxb-1", signing_secret="x" * 8)

    assert settings.database_url == "sqlite:///var/demo.db"
    assert settings.mode is Mode.HTTP
