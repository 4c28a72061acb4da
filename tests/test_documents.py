"""Documents that must keep up with the code: where one falls behind, the test names what is missing from it."""

import re
import tomllib
from pathlib import Path

import pytest

import app
from bot.console import commands
from bot.console.shell import Shell
from bot.settings import Settings
from storage.vocabulary import (
    CustomerState,
    Helped,
    Outcome,
    RequestType,
    SignKind,
    Status,
    Tone,
    Urgency,
    Verb,
    WhisperAnswer,
)

ROOT = Path(__file__).parent.parent
SEEN = (CustomerState, Helped, Outcome, RequestType, SignKind, Status, Tone, Urgency, Verb, WhisperAnswer)


DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def read(name: str) -> str:
    """A document's text."""
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_example_environment_lists_every_variable_and_no_other() -> None:
    known = [str(field.validation_alias) for field in Settings.model_fields.values()]
    assert sorted(re.findall(r"^#([A-Z_]+)=", read(".env.example"), flags=re.MULTILINE)) == sorted(known)


def test_every_variable_of_the_example_is_explained_above_it() -> None:
    unexplained = re.findall(r"^(?!# ).*\n#([A-Z_]+)=", read(".env.example"), flags=re.MULTILINE)
    assert unexplained == []


def test_the_glossary_knows_every_code_that_people_see() -> None:
    glossary = read("docs/glossary.md")
    assert [code for kind in SEEN for code in kind if f"`{code}`" not in glossary] == []


def test_every_dependency_says_what_it_is_for() -> None:
    project = tomllib.loads(read("pyproject.toml"))
    declared = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    explained = re.findall(r"^\| ([^|]+) \|", read("docs/dependencies.md"), flags=re.MULTILINE)
    assert {bare(line) for line in declared} - set(re.findall(r"[\w-]+", " ".join(explained))) == set()


def bare(requirement: str) -> str:
    """The name in a requirement: `uvicorn[standard]>=0.40` is of uvicorn."""
    return re.split(r"[<>=\[;]", requirement)[0]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_to_something_that_is_there(document: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8"))
    assert [target for target in targets if "://" not in target and not (document.parent / target).exists()] == []


def test_the_readme_lists_every_command() -> None:
    console = commands(Shell(app.machine_now, app.open_mirror), app.run, app.demo)
    typed = [command.callback.__name__ for command in console.registered_commands if command.callback]
    groups = [str(group.name) for group in console.registered_groups]
    table = read("README.md").partition("## Commands")[2].partition("## ")[0]
    assert {name for name in (*typed, *groups) if not re.search(rf"\b{name}\b", table)} == set()
