"""What one can type: `python -m sandbox [options] [-- COMMAND …]`."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from sandbox.alone import credentials, manifest
from sandbox.alone.serving import Order, serve
from sandbox.alone.wrong import Wrong
from sandbox.slack.refusals import JsonObject

PORT = 4000
BOLTS_OWN = "http://127.0.0.1:3000/slack/events"
"""Where a Bolt app listens that says nothing else."""

File = Annotated[Path | None, typer.Option("--manifest", metavar="FILE", help="The app's manifest, YAML or JSON.")]
Url = Annotated[
    str | None, typer.Option(metavar="URL", help="Reach the app by HTTP there, whatever its manifest says.")
]
Port = Annotated[int, typer.Option(min=0, max=65535, help="Where the page stands; 0 is any port that is free.")]
Keep = Annotated[Path | None, typer.Option(metavar="FILE", help="Keep the workspace and its tokens in this file.")]
Anew = Annotated[bool, typer.Option("--anew", help="Begin the kept workspace from the beginning.")]
Control = Annotated[
    bool, typer.Option("--control", help="Open the door for tests (/sandbox/…), which asks for no name.")
]
App = Annotated[list[str] | None, typer.Argument(metavar="[-- COMMAND]", help="Start this app, and end with it.")]


def sandbox(
    app: App = None,
    named: File = None,
    request_url: Url = None,
    port: Port = PORT,
    keep: Keep = None,
    anew: Anew = False,  # noqa: FBT002 - typer's way to say a flag
    control: Control = False,  # noqa: FBT002 - the same
) -> None:
    """Serve a Slack of one's own for the app of a manifest, until Ctrl-C."""
    of_app = manifest.read(manifest.found(named, Path()))
    order = Order(of_app, _request_url(request_url, of_app), port, keep, control, tuple(app or ()))
    if anew:
        _begin_anew(keep)
    say = _on_stderr if app else _on_stdout
    raise typer.Exit(asyncio.run(serve(order, say)))


def commands() -> typer.Typer:
    """Lay out the one command that there is."""
    console = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    console.command()(sandbox)
    return console


def main() -> None:
    """Do what was typed; what can be mended is one line on stderr, never a trace."""
    try:
        commands()()
    except Wrong as wrong:
        _on_stderr(str(wrong))
        sys.exit(2)
    except OSError as refused:
        _on_stderr(f"{refused.filename or 'The machine'}: {refused.strerror or refused}")
        sys.exit(1)


def _request_url(given: str | None, of_app: JsonObject) -> str | None:
    """Where the app is reached by HTTP; None where it is by Socket Mode.

    The addresses of the manifest are not used: they are where the app truly runs.
    """
    if given is None:
        return None if manifest.uses_socket_mode(of_app) else BOLTS_OWN
    if urlsplit(given).scheme not in {"http", "https"} or not urlsplit(given).hostname:
        raise Wrong(f"--request-url {given}: it should be an address like {BOLTS_OWN}")
    return given


def _begin_anew(keep: Path | None) -> None:
    if keep is None:
        raise Wrong("--anew needs --keep FILE: without it, every run begins anew")
    credentials.forget(keep)


def _on_stdout(line: str) -> None:
    typer.echo(line)


def _on_stderr(line: str) -> None:
    typer.echo(line, err=True)
