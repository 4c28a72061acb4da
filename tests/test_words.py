"""Both languages, whole and equal: nothing is said that a catalogue does not hold, and nothing held is unsaid."""

import ast
import re
import string
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

import pytest

from bot.words import Words, catalogue, code_key
from storage.vocabulary import (
    CustomerState,
    DigestKind,
    EmptyDay,
    Helped,
    HolidayRule,
    Locale,
    Order,
    Outcome,
    RequestType,
    Section,
    SignKind,
    Speaker,
    Status,
    Tone,
    Urgency,
    Verb,
    Weekday,
    WhisperAnswer,
)
from workflows.refusals import Misfit, Refusal
from workflows.sheets import Mistake

BOT = Path(__file__).parents[1] / "bot"
FOR_OPERATORS = {"settings.py", "web.py", "socket.py", "scheduler.py", "logs.py", "console"}
"""What these say is read in a shell or a log: English, by whoever runs Baton."""

CODES: tuple[type[StrEnum], ...] = (
    RequestType,
    Urgency,
    Status,
    Outcome,
    CustomerState,
    Speaker,
    Tone,
    WhisperAnswer,
    Helped,
    SignKind,
    DigestKind,
    EmptyDay,
    HolidayRule,
    Order,
    Section,
    Weekday,
    Refusal,
    Misfit,
    Mistake,
)
JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]")
SENTENCE = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")
FOREIGN = re.compile(
    r"\b(tickets?|issues?|items?|cases?|categor(y|ies)|priorit(y|ies)|severit(y|ies)|assign(ed|ee|s)?|clients?|reps?|hints?|tips?"
    r"|reports?|notifications?|events?|ideas?|deadlines?|timeouts?)\b",
    re.IGNORECASE,
)
"""What docs/glossary.md says a thing is not called."""

OF_JIRA = re.compile(r"\bJira (issues?|priorit(y|ies))\b", re.IGNORECASE)
"""What is called so in Jira alone, and named as Jira's."""
FOREIGN_IN_JAPANESE = re.compile("チケット|案件|優先度|深刻度|カテゴリ|クライアント|レポート|イベント|アサイン|締め?切")
TELLS_OPERATORS = {"log", "logger", "structlog"}
EVERY_KEY = frozenset(catalogue(Locale.JA))


def _modules() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(BOT.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def _placeholders(form: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(form) if name is not None}


def _said() -> Iterator[str]:
    """Every string that could name a message: as it stands, or as a pattern where a code is put in."""
    for _, module in _modules():
        for node in ast.walk(module):
            if isinstance(node, ast.JoinedStr):
                yield "".join(_pattern(part) for part in node.values)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield re.escape(node.value)


def _pattern(part: ast.expr) -> str:
    return re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[a-z_.]+"


def _calls(*names: str) -> Iterator[tuple[Path, str]]:
    """Every message id that is written out in a call of one of `names`."""
    for path, module in _modules():
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", None)) in names:
                yield from ((path, key) for arg in node.args[:2] for key in _texts_of(arg))


def _texts_of(node: ast.expr) -> tuple[str, ...]:
    return (node.value,) if isinstance(node, ast.Constant) and isinstance(node.value, str) else ()


def test_both_catalogues_hold_the_same_messages() -> None:
    assert set(catalogue(Locale.EN)) == EVERY_KEY


@pytest.mark.parametrize("key", sorted(EVERY_KEY))
def test_both_languages_have_places_for_the_same_values(key: str) -> None:
    forms = [*catalogue(Locale.JA)[key], *catalogue(Locale.EN)[key]]
    assert all(form.strip() for form in forms)
    assert len({frozenset(_placeholders(form)) for form in forms}) == 1


@pytest.mark.parametrize("locale", list(Locale))
def test_words_hold_no_control_characters_of_slack(locale: Locale) -> None:
    """Words go into mrkdwn as they are: `&`, `<` and `>` would need escaping."""
    assert [key for key, forms in catalogue(locale).items() if set("".join(forms)) & set("&<>")] == []


@pytest.mark.parametrize("locale", list(Locale))
def test_no_message_is_given_twice(locale: Locale) -> None:
    lines = (BOT / "locales" / locale.value / "baton.po").read_text(encoding="utf-8").splitlines()
    ids = [line for line in lines if line.startswith("msgid ")]
    assert sorted(ids) == sorted(set(ids))


def test_english_counts_and_japanese_does_not() -> None:
    plurals = {key for key, forms in catalogue(Locale.EN).items() if len(forms) > 1}
    assert plurals
    assert {key for key in plurals if "{count}" not in catalogue(Locale.JA)[key][0]} == set()


def test_every_message_is_said_somewhere() -> None:
    codes = {code_key(code) for codes in CODES for code in codes}
    by_name = "|".join(sorted(set(_said())))
    unsaid = {key for key in EVERY_KEY - codes if not re.fullmatch(by_name, key)}
    assert unsaid == set()


def test_every_message_that_is_said_exists() -> None:
    named = {(path.name, key) for path, key in _calls("say", "say_safely", "plural")}
    assert named
    assert {(path, key) for path, key in named if key not in EVERY_KEY} == set()


@pytest.mark.parametrize("code", [code for codes in CODES for code in codes], ids=code_key)
@pytest.mark.parametrize("locale", list(Locale))
def test_every_code_has_words(code: StrEnum, locale: Locale) -> None:
    assert catalogue(locale)[code_key(code)]


@pytest.mark.parametrize("verb", list(Verb))
def test_every_verb_has_a_line(verb: Verb) -> None:
    assert f"step.{verb.value}" in EVERY_KEY


def _quiet(module: ast.Module) -> set[int]:
    """What is no text for people: docstrings, log lines, and what only an exception says."""
    quiet: set[int] = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            quiet.add(id(node.value))
        if isinstance(node, ast.Raise) or (isinstance(node, ast.Call) and _tells_operators(node)):
            quiet.update(id(inner) for inner in ast.walk(node))
    return quiet


DESCRIBED = {"Counter", "Gauge", "Histogram", "GaugeMetricFamily", "InfoMetricFamily", "by_label"}
"""What is made of a metric's name and its description."""


def _tells_operators(call: ast.Call) -> bool:
    """Log lines, and the descriptions of metrics."""
    name = call.func
    if isinstance(name, ast.Attribute):
        return isinstance(name.value, ast.Name) and name.value.id in TELLS_OPERATORS
    return isinstance(name, ast.Name) and name.id in DESCRIBED


def _texts_in_code(root: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(root.rglob("*.py")):
        if FOR_OPERATORS & set(path.relative_to(root).parts):
            continue
        module = ast.parse(path.read_text(encoding="utf-8"))
        quiet = _quiet(module)
        for node in ast.walk(module):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in quiet:
                yield path.name, node.value


def _is_for_people(text: str) -> bool:
    return bool(JAPANESE.search(text) or SENTENCE.search(text))


def test_no_text_for_people_stands_outside_the_catalogues() -> None:
    assert [found for found in _texts_in_code(BOT) if _is_for_people(found[1])] == []


@pytest.mark.parametrize("line", ['text = "担当する"', 'say("Claim this now")', 'f"{who} has claimed {key}"'])
def test_text_outside_the_catalogues_would_be_found(tmp_path: Path, line: str) -> None:
    (tmp_path / "card.py").write_text(line, encoding="utf-8")
    assert [found for found in _texts_in_code(tmp_path) if _is_for_people(found[1])]


@pytest.mark.parametrize("line", ['"""A docstring of ours."""', 'log.info("request filed late")', 'key = "card.filed"'])
def test_what_people_never_see_may_stand_in_code(tmp_path: Path, line: str) -> None:
    (tmp_path / "card.py").write_text(line, encoding="utf-8")
    assert [found for found in _texts_in_code(tmp_path) if _is_for_people(found[1])] == []


@pytest.mark.parametrize("key", sorted(EVERY_KEY))
def test_screens_use_the_words_of_the_glossary_and_no_others(key: str) -> None:
    english, japanese = (" ".join(catalogue(locale)[key]) for locale in (Locale.EN, Locale.JA))
    assert FOREIGN.search(OF_JIRA.sub("", english)) is None
    assert FOREIGN_IN_JAPANESE.search(japanese.replace("Jira の優先度", "")) is None


def test_numbers_and_plurals_follow_the_language() -> None:
    english, japanese = Words(Locale.EN), Words(Locale.JA)
    assert english.plural("home.sentence", 1) == "1 request is waiting for you"
    assert english.plural("home.sentence", 1200) == "1,200 requests are waiting for you"
    assert japanese.plural("home.sentence", 1200) == "自分待ちが 1,200 件です"


def test_clocks_are_told_where_the_reader_is() -> None:
    instant = datetime(2026, 11, 20, 1, 42, tzinfo=UTC)
    assert Words(Locale.JA, "Asia/Tokyo").time(instant) == "10:42"
    assert Words(Locale.EN, "America/New_York").date_and_time(instant) == "Nov 19, 2026 20:42"
    assert Words(Locale.JA, "Asia/Tokyo").date_and_time(instant) == "2026/11/20 10:42"


@pytest.mark.parametrize("zone", ["Nowhere/Atlantis", "", "../etc/passwd", "\0"])
def test_a_zone_that_nobody_knows_is_utc(zone: str) -> None:
    assert Words(Locale.EN, zone).time(datetime(2026, 11, 20, 1, 42, tzinfo=UTC)) == "01:42"


def test_a_key_that_no_catalogue_has_is_an_error() -> None:
    with pytest.raises(KeyError):
        Words(Locale.JA).say("card.nothing")
