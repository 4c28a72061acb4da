"""Documents that must keep up with the code: where one falls behind, the test names what is missing from it."""

import re
import tomllib
from pathlib import Path

import pytest

import app
from bot.console.commands import commands
from bot.console.manifest import read_manifest
from bot.console.shell import Shell
from bot.settings import known
from bot.words import catalogue
from docs import troubleshooting
from storage.vocabulary import (
    CustomerState,
    Helped,
    Locale,
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
    variables = [variable.name for variable in known().values()]
    assert sorted(re.findall(r"^#([A-Z_]+)=", read(".env.example"), flags=re.MULTILINE)) == sorted(variables)


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
    targets = re.findall(r"\]\(([^)\s]+)\)", without_code(document.read_text(encoding="utf-8")))
    assert [target for target in targets if "://" not in target and not leads_somewhere(document, target)] == []


def leads_somewhere(document: Path, target: str) -> bool:
    """Whether a link's file is there and, where it names a heading, that heading in it."""
    path, _, anchor = target.partition("#")
    there = document.parent / path if path else document
    return there.exists() and (not anchor or anchor in anchors(there.read_text(encoding="utf-8")))


def anchors(text: str) -> set[str]:
    """What the headings of a document are called in links, as GitHub does it."""
    names = (re.sub(r"[^\w\- ]", "", title.lower()) for _, title in headings(text))
    return {name.replace(" ", "-") for name in names}


def headings(text: str) -> list[tuple[str, str]]:
    """The marks and words of each heading, in order."""
    return re.findall(r"^(#+) (.+)$", without_code(text), flags=re.MULTILINE)


def without_code(text: str) -> str:
    """The text without its blocks of code."""
    return re.sub(FENCED, "", text)


# ---- README.md and README.ja.md: what they say of the code, and that they say the same

FENCED = re.compile(r"^ *```\n(.*?)^ *```$", flags=re.DOTALL | re.MULTILINE)
READMES = {Locale.EN: "README.md", Locale.JA: "README.ja.md"}
SECTIONS = {
    "scopes": {Locale.EN: "What it asks of Slack", Locale.JA: "Slack に求める権限"},
    "configuration": {Locale.EN: "Configuration", Locale.JA: "設定"},
    "troubleshooting": {Locale.EN: "Troubleshooting", Locale.JA: "困ったときは"},
    "commands": {Locale.EN: "Commands", Locale.JA: "コマンド"},
}
MOST_BYTES = 200_000

in_both_languages = pytest.mark.parametrize("locale", Locale)


def section(locale: Locale, name: str) -> str:
    """One section of a README, by the name above."""
    return read(READMES[locale]).partition(f"\n## {SECTIONS[name][locale]}\n")[2].partition("\n## ")[0]


def rows(text: str) -> list[list[str]]:
    """The cells of each row of all tables, heads and rules among them."""
    lines = (line.strip() for line in text.splitlines() if line.strip().startswith("|"))
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


@in_both_languages
def test_the_readme_lists_every_command(locale: Locale) -> None:
    console = commands(Shell(app.machine_now, app.open_mirror), app.run, app.demo)
    typed = [command.name or command.callback.__name__ for command in console.registered_commands if command.callback]
    groups = [str(group.name) for group in console.registered_groups]
    table = section(locale, "commands")
    assert {name for name in (*typed, *groups) if not re.search(rf"\b{name}\b", table, flags=re.ASCII)} == set()


@in_both_languages
def test_the_readme_has_every_variable_with_its_default(locale: Locale) -> None:
    told = {row[0].strip("`"): row[1].strip("`") for row in rows(section(locale, "configuration")) if "`" in row[0]}
    assert told == {variable.name: variable.default or "—" for variable in known().values()}


@in_both_languages
def test_the_readme_gives_a_reason_for_every_scope_of_the_manifest(locale: Locale) -> None:
    told = [row[0].strip("`") for row in rows(section(locale, "scopes")) if "`" in row[0]]
    assert sorted(told) == sorted(read_manifest()["oauth_config"]["scopes"]["bot"])


@in_both_languages
def test_what_the_readme_calls_not_asked_for_is_not_asked_for(locale: Locale) -> None:
    oauth, settings = read_manifest()["oauth_config"], read_manifest()["settings"]
    refused = re.findall(r"`([a-z:.]+)`", section(locale, "scopes").rpartition("|\n")[2])
    assert len(refused) > 5
    assert not set(refused) & set(oauth["scopes"]["bot"])
    assert "user" not in oauth["scopes"]
    assert not {"message.channels", "message.groups"} & set(settings["event_subscriptions"]["bot_events"])


@in_both_languages
def test_the_readme_says_what_to_do_about_everything_the_doctor_can_call_wrong(locale: Locale) -> None:
    told = " ".join(row[0] for row in rows(section(locale, "troubleshooting")))
    words = catalogue(locale)
    places = ("escalation_channel", "calls_channel", "team_channel", "chosen_leads")
    labels = {"BATON_ADMINS", *(re.sub(r"\{\w+\}", "…", words[f"doctor.{place}"][0]) for place in places)}
    labels |= {re.split("[:：]", troubleshooting.said(locale, code))[0] for code in troubleshooting.codes()}
    assert {label for label in labels if f"`{label}:`" not in told} == set()


def test_the_page_of_the_doctor_is_what_the_doctor_says() -> None:
    assert read("docs/troubleshooting.md") == troubleshooting.page(), "python -m docs.troubleshooting writes it anew"


def test_both_readmes_are_built_alike() -> None:
    english, japanese = (read(name) for name in READMES.values())
    assert [marks for marks, _ in headings(english)] == [marks for marks, _ in headings(japanese)]
    assert typed_in(english) == typed_in(japanese)
    assert [len(table) for table in tables(english)] == [len(table) for table in tables(japanese)]
    assert "(README.ja.md)" in english.partition("\n#")[0].partition("**")[0]
    assert "(README.md)" in japanese.partition("\n#")[0].partition("**")[0]


def typed_in(text: str) -> list[list[str]]:
    """What one types in each block of code, without what is said of it."""
    blocks = re.findall(FENCED, text)
    return [[re.split(r"\s{2,}|#", line.strip())[0].strip() for line in block.splitlines()] for block in blocks]


def tables(text: str) -> list[list[str]]:
    """The lines of each table."""
    found = re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE)
    return [table.splitlines() for table in found]


@in_both_languages
def test_the_pictures_of_a_readme_speak_its_language_and_are_light(locale: Locale) -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", read(READMES[locale]))
    assert len(pictures) >= 5
    assert {picture for picture in pictures if not picture.endswith(f".{locale.value}.png")} == set()
    assert {picture for picture in pictures if (ROOT / picture).stat().st_size > MOST_BYTES} == set()


def test_a_person_of_either_language_finds_links_to_the_same_documents() -> None:
    english, japanese = (re.findall(r"[^!]\[[^\]]*\]\(([^)]+)\)", read(name)) for name in READMES.values())
    assert set(english) - {"README.ja.md"} == set(japanese) - {"README.md"}
