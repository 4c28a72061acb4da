"""A manifest is read and checked before anything starts; what is wrong is one line that names the place."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from sandbox.alone import console, manifest, schema
from sandbox.alone.credentials import Credentials
from sandbox.alone.wrong import Wrong
from tests.prerequisites import lacks
from tests.sandbox.alone import MANIFEST, ROOT, Folder

OFFICIAL = ROOT.parent / "shared" / "data" / "slack-manifest.schema.2.0.0.json"
PARTS: dict[str, type[BaseModel]] = {
    "v1.display_information.schema": schema.Display,
    "v1.features.schema": schema.Features,
    "v1.features.app_home": schema.AppHome,
    "v1.features.bot_user": schema.BotUser,
    "v1.features.shortcuts": schema.Shortcut,
    "v1.features.slash_commands": schema.SlashCommand,
    "v1.oauth_config.schema": schema.OAuth,
    "v1.oauth_config.scopes": schema.Scopes,
    "v1.settings.schema": schema.Settings,
    "v1.settings.event_subscriptions": schema.EventSubscriptions,
    "v1.settings.interactivity": schema.Interactivity,
}
NAMED = "display_information: {name: Hello}\n"
WRONG = {
    "": "the whole: it should be a mapping",
    "features: {}": "display_information: it is missing",
    "display_information: {name: [}": "line 1, column 30: ",
    f"{NAMED}commands: []": "commands: Slack knows no such key",
    f"{NAMED}settings: {{event_subscriptions: {{events: []}}}}": "settings.event_subscriptions.events: Slack knows ",
    f"{NAMED}settings: {{socket_mode_enabled: 'yes'}}": "settings.socket_mode_enabled: Input should be a valid boolean",
    f"{NAMED}features: {{slash_commands: [{{command: hello, description: d}}]}}": "features.slash_commands[0].command:",
    f"{NAMED}features: {{slash_commands: [{{command: /hello}}]}}": "features.slash_commands[0].description: it is ",
    f"{NAMED}features: {{slash_commands: [{{command: /a, description: d}}, {{command: /a, description: e}}]}}": (
        "features.slash_commands: command /a stands there 2 times"
    ),
    f"{NAMED}a: 1\nb: 2": "a: Slack knows no such key (and 1 more)",
}


@pytest.mark.parametrize(("text", "complaint"), WRONG.items())
def test_what_is_wrong_is_one_line_that_names_the_place(tmp_path: Path, text: str, complaint: str) -> None:
    path = tmp_path / "manifest.yml"
    path.write_text(text)
    with pytest.raises(Wrong) as wrong:
        manifest.read(path)
    assert str(wrong.value).startswith(f"{path}: {complaint}")
    assert "\n" not in str(wrong.value)


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text("{,}")
    (tmp_path / "latin.yml").write_bytes(b"name: caf\xe9")
    for name, complaint in (
        ("missing.yml", "No such file or directory"),
        ("manifest.json", "line 1, column 2: "),
        ("latin.yml", "it should be text in UTF-8"),
    ):
        with pytest.raises(Wrong, match=f"{name}: {complaint}"):
            manifest.read(tmp_path / name)


def test_the_first_of_three_names_is_found(tmp_path: Path) -> None:
    with pytest.raises(Wrong, match=r"no manifest here: .*--manifest FILE"):
        manifest.found(None, tmp_path)
    for name in ("manifest.json", "manifest.yaml", "manifest.yml"):
        (tmp_path / name).write_text(json.dumps(MANIFEST))
        assert manifest.found(None, tmp_path) == tmp_path / name
    assert manifest.read(tmp_path / "manifest.json") == manifest.read(tmp_path / "manifest.yml") == MANIFEST


def test_our_own_manifest_is_one() -> None:
    assert manifest.uses_socket_mode(manifest.read(ROOT / "manifest.yml"))


async def test_without_a_manifest_nothing_starts(tmp_path: Path) -> None:
    code, printed, complaint = await Folder(tmp_path).run()
    assert (code, printed) == (2, "")
    assert complaint.startswith("no manifest here: ")


def test_what_is_typed_wrong_is_said_before_anything_starts(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(MANIFEST))
    with pytest.raises(Wrong, match="--request-url localhost:3000: it should be an address like http://127"):
        console.sandbox(named=path, request_url="localhost:3000")
    with pytest.raises(Wrong, match="--anew needs --keep FILE"):
        console.sandbox(named=path, anew=True)
    with pytest.raises(Wrong, match="was not made by the sandbox; it stays as it is"):
        console.sandbox(named=path, keep=path, anew=True)
    with pytest.raises(Wrong, match="it should be a file of the sandbox's own"):
        Credentials.kept_in(path)
    assert manifest.read(path) == MANIFEST


def official(name: str) -> dict[str, Any]:
    """A definition of Slack's own schema; of a list, what stands in it."""
    if not OFFICIAL.exists():
        lacks("schema", f"{OFFICIAL.name} is not beside this repository")
    found: dict[str, Any] = json.loads(OFFICIAL.read_text())["definitions"][f"app-manifests.{name}"]
    inner: dict[str, Any] = found.get("items", found)
    return inner


@pytest.mark.parametrize(("name", "part"), PARTS.items())
def test_the_keys_are_slacks_own(name: str, part: type[BaseModel]) -> None:
    theirs, ours = official(name), part.model_json_schema(by_alias=True)
    assert set(ours["properties"]) == set(theirs["properties"])
    assert set(ours.get("required", [])) == set(theirs.get("required", []))
