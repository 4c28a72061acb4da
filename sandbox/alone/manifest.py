"""The app's manifest: found, read, and checked before anything starts."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from sandbox.alone.schema import Manifest
from sandbox.alone.wrong import Wrong
from sandbox.slack.refusals import JsonObject

NAMES = ("manifest.yml", "manifest.yaml", "manifest.json")
KINDS = {
    "extra_forbidden": "Slack knows no such key",
    "missing": "it is missing",
    "model_type": "it should be a mapping",
}


def found(named: Path | None, folder: Path) -> Path:
    """The manifest that was named, else the one in `folder`; Wrong where there is none."""
    if named:
        return named
    candidates = [folder / name for name in NAMES]
    for candidate in candidates:
        if candidate.exists():
            return candidate
    raise Wrong(f"no manifest here: there should be {', '.join(NAMES[:2])} or {NAMES[2]}, or --manifest FILE")


def read(path: Path) -> JsonObject:
    """The manifest in `path`, YAML or JSON, checked as Slack does; Wrong names the file and the place in it."""
    manifest = _parsed(path)
    try:
        checked = Manifest.model_validate(manifest)
    except ValidationError as wrong:
        raise Wrong(f"{path}: {_first(wrong)}") from None
    _refuse_doubles(path, "slash_commands", "command", [one.command for one in checked.features.slash_commands])
    _refuse_doubles(path, "shortcuts", "callback_id", [one.callback_id for one in checked.features.shortcuts])
    return dict(manifest)


def uses_socket_mode(manifest: JsonObject) -> bool:
    """Whether the app asks to be reached by Socket Mode."""
    return bool((manifest.get("settings") or {}).get("socket_mode_enabled"))


def _parsed(path: Path) -> Any:  # noqa: ANN401 - whatever stands there
    try:
        text = path.read_text(encoding="utf-8")
        return json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    except OSError as refused:
        raise Wrong(f"{path}: {refused.strerror}") from None
    except UnicodeDecodeError:
        raise Wrong(f"{path}: it should be text in UTF-8") from None
    except json.JSONDecodeError as broken:
        raise Wrong(f"{path}: line {broken.lineno}, column {broken.colno}: {broken.msg}") from None
    except yaml.YAMLError as broken:
        raise Wrong(f"{path}: {_place(broken)}") from None


def _place(broken: yaml.YAMLError) -> str:
    """Where YAML breaks, and why, in one line."""
    if not isinstance(broken, yaml.MarkedYAMLError) or broken.problem_mark is None:
        return " ".join(str(broken).split())
    mark = broken.problem_mark
    return f"line {mark.line + 1}, column {mark.column + 1}: {broken.problem}"


def _first(wrong: ValidationError) -> str:
    """The first thing that is wrong, by its place; how many there are besides."""
    first, *others = wrong.errors()
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in first["loc"]).lstrip(".")
    reason = KINDS.get(first["type"], first["msg"])
    more = f" (and {len(others)} more)" if others else ""
    return f"{place or 'the whole'}: {reason}{more}"


def _refuse_doubles(path: Path, part: str, key: str, names: list[str]) -> None:
    for name, times in Counter(names).items():
        if times > 1:
            raise Wrong(f"{path}: features.{part}: {key} {name} stands there {times} times")
