"""docs/faults.md has a section for each row, and each names tests that are there; no file of a row is left out."""

import re

import pytest

from tests.documents import ROOT

ROWS = range(1, 29)
PAGE = (ROOT / "docs" / "faults.md").read_text(encoding="utf-8")
SECTION = re.compile(r"^## (\d+)\. .+?$(.*?)(?=^## |\Z)", flags=re.MULTILINE | re.DOTALL)
FILE = re.compile(r"^- \[`(tests/[\w/]+\.py)`\]\(\.\./\1\): (.+)$", flags=re.MULTILINE)


def shown_by(section: str) -> dict[str, list[str]]:
    """Answer the tests that a section names, by their file."""
    return {file: re.findall(r"`(test_\w+)`", names) for file, names in FILE.findall(section)}


def names_in(file: str) -> set[str]:
    """Answer the names of all tests of a file."""
    return set(re.findall(r"^(?:async )?def (test_\w+)", (ROOT / file).read_text(encoding="utf-8"), flags=re.MULTILINE))


def test_every_row_has_its_section_in_order() -> None:
    assert [int(number) for number, _ in SECTION.findall(PAGE) if int(number) in ROWS] == list(ROWS)


@pytest.mark.parametrize(("number", "section"), SECTION.findall(PAGE), ids=lambda given: given[:2])
def test_what_a_section_names_is_there(number: str, section: str) -> None:
    named = shown_by(section)
    assert named, f"row {number} names no test"
    for file, tests in named.items():
        assert tests
        assert set(tests) <= names_in(file)


def test_no_file_of_a_row_is_left_out() -> None:
    files = {f"tests/faults/{file.name}" for file in (ROOT / "tests" / "faults").glob("test_[0-9]*.py")}
    assert files - {file for file, _ in FILE.findall(PAGE)} == set()
