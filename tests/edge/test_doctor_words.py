"""What the doctor can say, in both languages: each code has its words, and whatever is wrong how it is mended."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.console.doctor.findings import Wording
from bot.console.doctor.tokens import feature_of
from bot.console.manifest import MANIFEST, read_manifest
from bot.words import Words, catalogue
from storage.vocabulary import Locale

DOCTOR = Path(__file__).parents[2] / "bot" / "console" / "doctor"
VERDICTS = ("ok", "wrong", "unused")
PARTS = {
    *("calls_channel", "digest_channel", "escalation_channel", "team_channel"),
    *("chosen_leads", "group", "nobody_known", "line", "scope_lost"),
}
"""Words that stand inside a finding's; scopes have theirs besides."""
ASKS = {Locale.EN: ".", Locale.JA: "ください"}
"""What is in each sentence that asks somebody to mend something."""
SCOPES = [str(scope) for scope in read_manifest()["oauth_config"]["scopes"]["bot"]]


def made() -> Iterator[tuple[str, str]]:
    """Every verdict with the code of the finding that it makes, as the source has them."""
    for path in sorted(DOCTOR.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(attr=verdict), args=[ast.Constant(value=str(code))]) if (
                    verdict in VERDICTS
                ):
                    yield verdict, code


MADE = sorted(set(made()))
WRONG = [code for verdict, code in MADE if verdict == "wrong"]


def test_every_finding_is_made_from_a_code_that_is_written_out() -> None:
    """Else the tables below would lack it."""
    calls = [
        node
        for path in sorted(DOCTOR.glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", None) in VERDICTS
    ]
    assert calls
    assert [ast.unparse(call) for call in calls if not isinstance(call.args[0], ast.Constant)] == []


def test_a_code_has_one_verdict() -> None:
    assert len({code for _, code in MADE}) == len(MADE)


@pytest.mark.parametrize("locale", list(Locale))
def test_the_catalogues_hold_what_the_doctor_says_and_nothing_else(locale: Locale) -> None:
    told = {code for _, code in MADE} | {f"{code}.mend" for code in WRONG} | PARTS
    features = {f"scope.{scope.replace(':', '_').replace('.', '_')}" for scope in SCOPES}
    held = {key.removeprefix("doctor.") for key in catalogue(locale) if key.startswith("doctor.")}
    assert held == told | features


@pytest.mark.parametrize("code", WRONG)
@pytest.mark.parametrize("locale", list(Locale))
def test_whatever_is_wrong_says_how_to_mend_it(code: str, locale: Locale) -> None:
    words, mend = (" ".join(catalogue(locale)[f"doctor.{key}"]) for key in (code, f"{code}.mend"))
    assert ASKS[locale] in mend
    assert ":" in words
    assert mend not in words


@pytest.mark.parametrize("scope", SCOPES)
def test_the_manifest_says_of_each_scope_what_the_doctor_says(scope: str) -> None:
    """README's table of scopes has the same words."""
    [line] = [line for line in MANIFEST.read_text(encoding="utf-8").splitlines() if f"- {scope} #" in line]
    assert line.partition("# ")[2] == feature_of(Wording(Words(Locale.EN)), scope)
