"""compose.yaml, its balancer and the systemd unit: each is held to the code, without Docker and without systemd."""

import re
from configparser import ConfigParser
from fnmatch import fnmatch
from typing import Any

import pytest
import yaml

from app import DRAINING
from bot import serving
from bot.settings import known, load
from bot.webhooks import calls, jira
from tests.documents import ROOT
from tests.edge.images import IMAGE, read

TEN_SECONDS = 10.0
KNOWN = frozenset(variable.name for variable in known().values())
ASKED_FOR = {"POSTGRES_PASSWORD", "PUBLIC_DOMAIN"}
"""What compose.yaml takes from `.env` that is none of Baton's settings."""


# ---- compose.yaml and its balancer

COMPOSE: dict[str, Any] = yaml.safe_load(read("compose.yaml"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
REPLICAS = {name: service for name, service in SERVICES.items() if service["image"] == "baton"}
SPECIFIED = {
    *("image", "build", "env_file", "environment", "depends_on", "restart", "stop_grace_period", "read_only", "tmpfs"),
    *("cap_drop", "cap_add", "security_opt", "init", "ports", "volumes", "healthcheck"),
}
"""Of https://github.com/compose-spec/compose-spec/blob/main/spec.md, what is used here."""


def test_compose_has_two_replicas_that_are_alike() -> None:
    first, second = REPLICAS.values()
    assert first == second


def test_compose_says_nothing_that_the_specification_does_not_know() -> None:
    assert {key for key in COMPOSE if not key.startswith("x-")} == {"services", "volumes"}
    assert {key for service in SERVICES.values() for key in service} <= SPECIFIED


def test_whatever_a_service_names_is_there() -> None:
    wanted = [name for service in SERVICES.values() for name in service.get("depends_on", ())]
    assert set(wanted) <= set(SERVICES)
    mounts = [mount.split(":")[0] for service in SERVICES.values() for mount in service.get("volumes", ())]
    kept = {mount for mount in mounts if not mount.startswith(".")}
    assert kept == set(COMPOSE["volumes"])
    assert [mount for mount in mounts if mount.startswith(".") and not (ROOT / mount).exists()] == []


def test_the_database_is_waited_for_and_of_one_major_version() -> None:
    assert all(service["depends_on"]["db"] == {"condition": "service_healthy"} for service in REPLICAS.values())
    assert re.fullmatch(r"postgres:\d+", SERVICES["db"]["image"])
    assert SERVICES["db"]["healthcheck"]["test"][:2] == ["CMD", "pg_isready"]


def test_no_secret_stands_in_compose_and_what_it_asks_for_is_explained() -> None:
    text = re.sub(r"#.*", "", read("compose.yaml"))
    assert set(re.findall(r"\$\{([A-Z_]+)", text)) == ASKED_FOR
    assert [line for line in text.splitlines() if "PASSWORD:" in line and "${POSTGRES_PASSWORD:?" not in line] == []
    assert all(service["env_file"] == ".env" for service in REPLICAS.values())
    assert [name for name in ASKED_FOR if f"`{name}`" not in read("docs/deploy.md")] == []


def test_the_replicas_are_set_up_as_baton_understands_it() -> None:
    for service in REPLICAS.values():
        given = {name: re.sub(r"\$\{\w+:\?[^}]*\}", "secret", value) for name, value in service["environment"].items()}
        assert given.keys() <= KNOWN
        settings = load(None, **given)
        assert settings.database_url == "postgresql://baton:secret@db:5432/baton"
        assert settings.port == 3000


def test_a_replica_can_do_nothing_that_it_need_not() -> None:
    for service in REPLICAS.values():
        assert service["read_only"]
        assert (service["cap_drop"], service["security_opt"]) == (["ALL"], ["no-new-privileges:true"])
        assert IMAGE.words("VOLUME")[0] in service["tmpfs"]


def test_a_replica_is_given_the_time_that_it_needs_to_stop() -> None:
    for service in REPLICAS.values():
        assert float(service["stop_grace_period"].removesuffix("s")) > TEN_SECONDS
    assert serving.LAST_REQUESTS + DRAINING < TEN_SECONDS


def test_the_balancer_leads_to_every_replica_and_opens_the_doors_of_others_only() -> None:
    caddyfile = read("deploy/Caddyfile")
    [upstreams] = re.findall(r"reverse_proxy (.*) \{", caddyfile)
    assert upstreams.split() == [f"{name}:3000" for name in REPLICAS]
    [opened] = re.findall(r"@doors path (.*)", caddyfile)
    doors = ("/slack/events", calls.PATH, jira.PATH, "/healthz")
    assert all(any(fnmatch(door, path) for path in opened.split()) for door in doors)
    assert not any(fnmatch(door, path) for door in ("/metrics", "/readyz", "/") for path in opened.split())
    assert "health_uri /healthz" in caddyfile


# ---- systemd


@pytest.fixture
def unit() -> ConfigParser:
    """The unit file; where a key comes twice, the last counts here."""
    parser = ConfigParser(strict=False, interpolation=None)
    parser.read_string(read("deploy/baton.service"))
    return parser


def test_the_service_starts_baton_and_gives_it_time_to_stop(unit: ConfigParser) -> None:
    service = unit["Service"]
    assert service["ExecStart"].split()[1:] == ["app.py", "run"]
    assert service["KillSignal"] == "SIGTERM"
    assert float(service["TimeoutStopSec"]) > TEN_SECONDS


def test_the_service_comes_back_after_a_fault_and_not_with_bad_settings(unit: ConfigParser) -> None:
    assert unit["Service"]["Restart"] == "on-failure"
    assert unit["Service"]["RestartPreventExitStatus"] == "2"


def test_the_service_may_write_to_its_state_and_to_nothing_else(unit: ConfigParser) -> None:
    service = unit["Service"]
    assert (service["ProtectSystem"], service["ProtectHome"], service["NoNewPrivileges"]) == ("strict", "yes", "yes")
    assert (service["StateDirectory"], service["StateDirectoryMode"]) == ("baton", "0700")
    assert "ReadWritePaths" not in service
    assert service["User"] != "root"
