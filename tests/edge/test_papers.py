"""SECURITY.md, PRIVACY.md and docs/upgrade.md promise what the code does: where they part, a test says so."""

import re
from datetime import timedelta

import pytest

from bot import settings, web
from bot.console.export import What
from bot.scheduler import JITTER
from bot.webhooks import body, signature
from storage import drafts, outbox, receipts
from storage.backup import LEAPS
from storage.migrations import newest
from storage.requests.tables import requests
from storage.tables import metadata
from storage.vocabulary import request_key
from tests.edge.images import read
from workflows.digest.policy import LATEST
from workflows.forgetting import PREVIEWS_KEPT_FOR
from workflows.masking import MASK, MOST_DIGITS
from workflows.whisper.pace import WORDS_KEPT_FOR

PRIVACY, SECURITY, UPGRADE = read("PRIVACY.md"), read("SECURITY.md"), read("docs/upgrade.md")
SPANS = {
    "segments": ("10 minutes", WORDS_KEPT_FOR + JITTER),
    "drafts": ("24 hours", drafts.KEPT_FOR),
    "editions": ("7 days", PREVIEWS_KEPT_FOR),
    "outbox": ("7 days", outbox.KEPT_FOR),
    "receipts": ("7 days", receipts.KEPT_FOR),
}
"""What is kept for a while: how PRIVACY.md says it, and how the code does."""


def stored() -> list[tuple[set[str], str]]:
    """The rows of the table of what is stored: which tables it is in, and for how long."""
    section = PRIVACY.partition("## What is stored")[2].partition("\n## ")[0]
    rows = [line.split(" | ") for line in section.splitlines() if line.startswith("| ") and "`" in line]
    return [(set(re.findall(r"`(\w+)`", row[3])), row[4].removesuffix(" |")) for row in rows]


def test_every_table_is_told_of_and_no_other() -> None:
    assert set[str]().union(*(tables for tables, _ in stored())) == set(metadata.tables)


@pytest.mark.parametrize("table", SPANS)
def test_what_is_kept_for_a_while_is_kept_for_so_long(table: str) -> None:
    said, kept = SPANS[table]
    number, unit = said.split()
    assert timedelta(**{unit: int(number)}) == kept
    assert any(table in tables and span.startswith(said) for tables, span in stored())


def test_whatever_has_an_end_has_one_in_the_code() -> None:
    ending = [tables for tables, span in stored() if re.match(r"\d", span)]
    assert set[str]().union(*ending) == set(SPANS)


def test_the_mask_is_as_told() -> None:
    assert f"`{MASK}`" in PRIVACY
    assert MOST_DIGITS == 8
    assert "number of nine\n  digits or more" in PRIVACY


@pytest.mark.parametrize("what", What)
def test_every_export_is_told_of(what: What) -> None:
    assert re.search(rf"\b{what.value}\b", PRIVACY.partition("## Export")[2])


def test_signatures_are_good_for_as_long_as_told() -> None:
    assert web.FRESH_FOR == signature.FRESH_FOR == 300
    assert "no older than five minutes" in SECURITY
    assert body.LARGEST == 1024 * 1024
    assert "1 MiB, refused before it is read" in SECURITY


def test_nobody_but_this_machine_is_let_in_unless_told_otherwise() -> None:
    assert settings.known()["host"].default == "127.0.0.1"
    assert "Baton listens on 127.0.0.1 unless told otherwise" in SECURITY


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_dependency_is_pinned_by_its_hash(lock: str) -> None:
    packages = re.split(r"\n(?=\w)", read(lock))
    assert [package for package in packages if "==" in package and "--hash=sha256:" not in package] == []


@pytest.mark.parametrize("installer", ["Makefile", "Dockerfile"])
def test_whoever_installs_checks_the_hashes(installer: str) -> None:
    installs = [line for line in read(installer).splitlines() if "pip install" in line]
    assert installs
    assert [line for line in installs if "--require-hashes" not in line] == []


def test_numbers_leap_as_told() -> None:
    leap = LEAPS[requests]
    assert f"go on {leap:,} further (R-1042, then {request_key(43 + leap)})" in UPGRADE


def test_a_digest_may_come_again_for_as_long_as_told() -> None:
    assert timedelta(hours=4) == LATEST
    assert "less than four hours ago" in UPGRADE


def test_the_newest_revision_of_the_database_is_named_where_upgrades_look_for_it() -> None:
    assert f"revision {newest()}" in read("CHANGELOG.md")
