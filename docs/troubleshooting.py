"""Writes docs/troubleshooting.md from the catalogues: `python -m docs.troubleshooting`."""

import re
from collections.abc import Iterator
from pathlib import Path

from bot.words import catalogue
from storage.vocabulary import Locale

PAGE = Path(__file__).parent / "troubleshooting.md"
MEND = ".mend"
TOP = """# What the doctor says

`python app.py doctor` looks at everything that Baton stands on. Here is each sentence that begins with `wrong`, with
its remedy, as the doctor words it; `…` stands for names and numbers. It speaks the language of `BATON_LOCALE`.
`python app.py doctor --format json` names each finding by the code in the first column.
"""
HEADS = {
    Locale.EN: "## English\n\n| code | it says | what to do |",
    Locale.JA: "## 日本語\n\n| コード | 出る言葉 | どうするか |",
}


def page() -> str:
    """Answer the whole document."""
    return "\n".join([TOP, *("\n".join([head, "| --- | --- | --- |", *_rows(at), ""]) for at, head in HEADS.items())])


def codes() -> list[str]:
    """Answer the code of each finding that can be wrong: it has words for how to mend it."""
    known = (key.removeprefix("doctor.") for key in catalogue(Locale.EN) if key.startswith("doctor."))
    return [key.removesuffix(MEND) for key in known if key.endswith(MEND)]


def said(locale: Locale, key: str) -> str:
    """Answer one of the doctor's sentences, for many of a thing, without the names and numbers of a workspace."""
    words = catalogue(locale)
    known = {"label": words["doctor.escalation_channel"][0], "setting": "BATON_LEADS"}
    return re.sub(r"\{(\w+)\}", lambda found: known.get(found[1], "…"), words[f"doctor.{key}"][-1])


def _rows(locale: Locale) -> Iterator[str]:
    for code in codes():
        yield f"| `{code}` | {said(locale, code)} | {said(locale, code + MEND)} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
