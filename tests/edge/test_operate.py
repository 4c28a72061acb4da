"""The page for whoever is on call, and the rules of its alerts: both know what there is, and nothing else."""

import re
import tomllib
from typing import Any

import aiohttp
import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot import VERSION
from tests.documents import ROOT
from tests.edge.images import read
from tests.faults.processes import a_town

PAGE = read("docs/operate.md")
RULES: list[dict[str, Any]] = [
    rule for group in yaml.safe_load(read("deploy/alerts.yml"))["groups"] for rule in group["rules"]
]
ENDINGS = {"counter": "_total", "info": "_info"}
"""What Prometheus adds to the names of these kinds."""
PARTS = ("_bucket", "_sum", "_count")


def told_of() -> dict[str, set[str]]:
    """The labels of each metric on the page."""
    table = PAGE.partition("<!-- metrics: begin -->")[2].partition("<!-- metrics: end -->")[0]
    rows = re.findall(r"^\| `(\w+)` \| (.*?) \|", table, flags=re.MULTILINE)
    return {name: set(re.findall(r"\w+", labels)) for name, labels in rows}


@pytest.fixture
async def served(sqlite_url: str) -> dict[str, set[str]]:
    """The labels of each of our metrics, as a process in Socket Mode tells them."""
    async with a_town(sqlite_url, SLACK_APP_TOKEN="xapp-test") as town:
        await town.start()
        await town.file()
        await town.delivered()
        async with aiohttp.ClientSession() as session, session.get(f"{town.address}/metrics") as answer:
            families = list(text_string_to_metric_families(await answer.text()))
    ours = [family for family in families if family.name.startswith("baton_")]
    return {
        family.name + ENDINGS.get(family.type, ""): {
            label for sample in family.samples for label in sample.labels if label != "le"
        }
        for family in ours
    }


async def test_the_page_has_every_metric_and_no_other(served: dict[str, set[str]]) -> None:
    told = told_of()

    assert told.keys() == served.keys()
    assert {name for name, labels in served.items() if labels and labels != told[name]} == set()


def test_every_rule_asks_for_metrics_that_there_are() -> None:
    known = {"up", *told_of()}
    for rule in RULES:
        asked = set(re.findall(r"\b(?:baton_\w+|up)\b", re.sub(r'"[^"]*"', "", rule["expr"])))
        assert asked
        assert {re.sub(rf"({'|'.join(PARTS)})$", "", name) for name in asked} <= known


def test_every_rule_asks_for_labels_that_its_metric_has() -> None:
    told = told_of()
    for rule in RULES:
        for name, chosen in re.findall(r"\b(baton_\w+)\{([^}]*)\}", rule["expr"]):
            assert set(re.findall(r"(\w+)(?:=~|!=|=)", chosen)) <= told[name]
        shown = set(re.findall(r"\$labels\.(\w+)", rule["annotations"]["summary"]))
        labels = {label for name in told if name in rule["expr"] for label in told[name]}
        assert shown <= labels | {"instance"}


def test_every_alert_has_its_paragraph_and_every_paragraph_its_alert() -> None:
    alerts = [rule["alert"] for rule in RULES]

    assert re.findall(r"^### (\w+)$", PAGE, flags=re.MULTILINE) == alerts
    assert [rule["annotations"]["runbook"] for rule in RULES] == [f"docs/operate.md#{name.lower()}" for name in alerts]
    assert {rule["labels"]["severity"] for rule in RULES} == {"page", "ticket"}


def test_every_event_of_the_page_is_logged() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in [*(ROOT / "bot").rglob("*.py"), ROOT / "app.py"])
    table = PAGE.partition("| event | level | means |")[2].partition("\n\n")[0]
    events = {
        (event, level)
        for names, level in re.findall(r"^\| (`.*?) \| (\w+) \|", table, flags=re.MULTILINE)
        for event in re.findall(r"`(\w+)`", names)
    }

    said = {"error": "error|exception", "warning": "warning", "info": "info"}
    assert len(events) > 20
    assert {event for event, level in events if not re.search(rf'log\.(?:{said[level]})\(\s*"{event}"', code)} == set()


def test_the_version_that_is_told_is_the_project_s() -> None:
    assert tomllib.loads(read("pyproject.toml"))["project"]["version"] == VERSION
