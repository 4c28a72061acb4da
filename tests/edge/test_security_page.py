"""docs/security.md promises nothing without a test, knows every door, and the licences are as it says."""

import ast
import re
from functools import cache
from importlib.metadata import metadata
from pathlib import Path

import pytest

from bot import patience, web
from bot.settings import load
from bot.web import Guard, Readiness, build
from bot.webhooks import body, calls, jira
from tests.edge.test_guard import SECRET, a_bolt

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)))
FREE = re.compile(r"MIT|BSD|Apache|PSF|ISC|MPL|Mozilla|Python Software Foundation|LGPL")
"""Licences under which a package may run beside ours, which is Apache-2.0."""

NOT_LICENCES = ("Programming", "Operating", "Development", "Intended", "Topic", "Framework", "Typing", "Environment")
"""How classifiers begin that tell of something else."""

ELSEWHERE = {"colorama", "tzdata"}
"""Locked for Windows, and so not here to be asked."""


def section(title: str) -> str:
    """Answer what stands below a heading."""
    return PAGE.partition(f"## {title}\n")[2].partition("\n## ")[0]


@cache
def named_in(file: str) -> frozenset[str]:
    """Answer every test of a file."""
    module = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return frozenset(node.name for node in module.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_every_test_that_is_named_is_there(file: str, name: str) -> None:
    assert name in named_in(file)


def test_every_threat_names_what_holds_its_answer() -> None:
    rows = [line for line in section("What somebody may try").splitlines() if line.startswith("| ")][2:]
    assert len(rows) > 15
    assert [row for row in rows if not re.search(r"`tests/[\w/]+\.py::\w+` \|$", row)] == []


def test_every_door_stands_on_the_page_and_no_other() -> None:
    others = {calls.PATH: Guard(a_bolt([]), SECRET), jira.PATH: Guard(a_bolt([]), SECRET)}
    doors = build(Guard(a_bolt([]), SECRET), Readiness({}), others)
    told = re.findall(r"^\| `(/[\w/]+)`", section("Who can reach which door"), re.MULTILINE)
    assert sorted(told) == sorted(str(getattr(route, "path", route)) for route in doors.routes)


def test_the_figures_are_those_of_the_code() -> None:
    assert body.LARGEST == 1024 * 1024
    assert web.FRESH_FOR == 300
    assert f"{patience.SECONDS:.0f} seconds" in PAGE
    assert f"{patience.LONGEST_HEAD // 1024} KiB" in PAGE
    assert patience.SHARE_OF_FILES == 2
    assert load(None, bot_token="xoxb-1", signing_secret="s").host == "127.0.0.1"


def locked() -> list[str]:
    """Answer every package that runs."""
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    return [found[1] for line in lines if (found := re.match(r"([\w.-]+)(?:\[.*?\])?==", line))]


def licence_of(package: str) -> str:
    """Answer what a package says of its licence, wherever it says so."""
    told, fields = metadata(package), ("License-Expression", "License", "Classifier")
    said = [each[:60] for field in fields for each in told.get_all(field) or []]
    return " ".join(each for each in said if not each.startswith(NOT_LICENCES))


def test_every_dependency_has_a_licence_that_goes_with_ours() -> None:
    packages = locked()
    assert len(packages) > 40
    licences = {package: licence_of(package) for package in packages if package not in ELSEWHERE}
    assert {package: licence for package, licence in licences.items() if not FREE.search(licence)} == {}
    assert [package for package, licence in licences.items() if "LGPL" in licence] == ["psycopg", "psycopg-binary"]
