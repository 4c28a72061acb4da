"""What the operator reads: one JSON line each, no token, no customer's words."""

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
import structlog

from bot import logs

WORDS = "the customer will leave"


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Leave logging as pytest had it."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def said(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """Every line on stderr, read as JSON."""
    out, complaints = capsys.readouterr()
    assert out == ""
    return [json.loads(line) for line in complaints.splitlines()]


def test_a_line_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("info")
    structlog.get_logger("baton.test").info("card_posted", key="R-1042", name="青井")
    [line] = said(capsys)
    assert line["event"] == "card_posted"
    assert (line["key"], line["name"], line["level"]) == ("R-1042", "青井", "info")
    assert line["timestamp"].endswith("Z")


@pytest.mark.parametrize(("level", "count"), [("debug", 4), ("info", 3), ("warning", 2), ("error", 1)])
def test_the_level_cuts_off_what_is_below(level: str, count: int, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(level)
    log = structlog.get_logger(f"baton.{level}")
    for write in (log.debug, log.info, log.warning, log.error):
        write("something")
    assert len(said(capsys)) == count


def stumble() -> None:
    """Fail over something that a customer said."""
    try:
        dict[str, str]()[WORDS]
    except KeyError as cause:
        raise ValueError(WORDS) from cause


def test_a_fault_shows_where_it_was_and_not_what_it_said(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("info")
    try:
        stumble()
    except ValueError as error:
        structlog.get_logger("baton.fault").error("fault", reference="7F3K", exc_info=error)
    [line] = said(capsys)
    assert line["error"] == ["ValueError", "KeyError"]
    assert any("stumble" in place for place in line["trace"])
    assert WORDS not in json.dumps(line)


@pytest.mark.parametrize(
    "secret",
    ["xoxb-12-34-abc", "xapp-1-A0-99-ff", "xoxe.xoxb-1-aa", "xoxp-1"],
)
def test_a_token_is_never_shown(secret: str, capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("info")
    structlog.get_logger("baton.token").warning("refused", answer=f"token {secret} is revoked")
    logging.getLogger("aiohttp").warning("with %s", secret)
    assert secret not in json.dumps(said(capsys))


def test_a_password_in_an_address_is_never_shown(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("info")
    structlog.get_logger("baton.url").warning("waiting", url="postgresql://me:hunter2@host/db")
    [line] = said(capsys)
    assert line["url"] == "postgresql://…@host/db"


def test_libraries_that_print_payloads_keep_quiet_even_when_debugging(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("debug")
    for library in ("slack_sdk.web", "slack_bolt.AsyncApp", "aiohttp.client", "sqlalchemy.engine"):
        logging.getLogger(library).debug(WORDS)
        logging.getLogger(library).info(WORDS)
    logging.getLogger("slack_bolt.AsyncApp").warning(WORDS)
    assert said(capsys) == []


def test_other_libraries_speak_json_too(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("warning")
    logging.getLogger("apscheduler").warning("a tick was missed by %s s", 5)
    [line] = said(capsys)
    assert line["event"] == "a tick was missed by 5 s"
