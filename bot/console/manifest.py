"""`python app.py manifest`: what to paste when the Slack app is made."""

from pathlib import Path
from typing import Annotated, Any

import typer

MANIFEST = Path(__file__).parents[2] / "manifest.yml"
Address = Annotated[
    str | None, typer.Option("--http", metavar="URL", help="Reach Baton over HTTP at this address, not by a socket.")
]


def read_manifest() -> dict[str, Any]:
    """Read manifest.yml."""
    import yaml

    manifest: dict[str, Any] = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    return manifest


def over_http(manifest: dict[str, Any], url: str) -> dict[str, Any]:
    """Answer the same manifest with every door at `url`, where Baton is served, in place of Socket Mode."""
    door = url.rstrip("/") + "/slack/events"
    settings = manifest["settings"]
    events = {"request_url": door} | settings["event_subscriptions"]
    interactivity = settings["interactivity"] | {"request_url": door, "message_menu_options_url": door}
    changed = {"event_subscriptions": events, "interactivity": interactivity, "socket_mode_enabled": False}
    commands = [command | {"url": door} for command in manifest["features"]["slash_commands"]]
    features = manifest["features"] | {"slash_commands": commands}
    return manifest | {"features": features, "settings": settings | changed}


def manifest(http: Address = None) -> None:
    """Print the manifest of the Slack app, as YAML."""
    if http is None:
        print(MANIFEST.read_text(encoding="utf-8"), end="")
        return
    if not http.startswith("https://"):
        raise typer.BadParameter("Slack reaches out to https:// only", param_hint="--http")
    import yaml

    print(yaml.safe_dump(over_http(read_manifest(), http), allow_unicode=True, sort_keys=False), end="")
