"""docs/slack-compared.md says of each method what the code says."""

import re
from pathlib import Path

import pytest

from sandbox.slack import events
from sandbox.slack.blocks import elements, layout
from sandbox.slack.limits import PER_MINUTE
from sandbox.slack.methods import METHODS

PAGE = (Path(__file__).parents[2] / "docs" / "slack-compared.md").read_text(encoding="utf-8")
ROW = re.compile(
    r"^\| `(?P<name>[\w.]+)` \| (?P<scopes>[^|]*) \| (?P<limit>[^|]*) \| (?P<formats>[^|]*) \|", re.MULTILINE
)
ROWS = {row["name"]: row for row in ROW.finditer(PAGE)}


def test_the_page_names_every_method_in_the_order_of_the_code() -> None:
    assert list(ROWS) == list(METHODS)


@pytest.mark.parametrize("name", METHODS)
def test_scopes_limit_and_formats_are_those_of_the_code(name: str) -> None:
    row, method = ROWS[name], METHODS[name]
    assert tuple(re.findall(r"`([^`]+)`", row["scopes"])) == method.scopes
    assert row["limit"] == (str(PER_MINUTE[name]) if name in PER_MINUTE else "1 a second and channel")
    assert row["formats"] == ("form, JSON" if method.writes else "form")


@pytest.mark.parametrize("event", sorted(events.SCOPES))
def test_every_event_is_named(event: str) -> None:
    named = event if event.startswith("message.") or not event.startswith("group_") else "the `group_…` ones"
    assert named in PAGE


def test_what_is_said_to_be_missing_in_block_kit_is_missing() -> None:
    [said] = re.findall(r"address and file input\. Missing: (.*?);", PAGE, re.DOTALL)
    missing = set(re.findall(r"`(\w+)`", said))
    assert missing
    assert missing & (elements.CHECKS.keys() | layout.CHECKS.keys()) == set()
