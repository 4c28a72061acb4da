"""docs/sandbox.md says what is so: its app and its test run as they stand there."""

import asyncio
import os
import re
import sys
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path

from typer.main import get_command

from sandbox.alone import console, control
from sandbox.slack import control as slacks
from tests.sandbox.alone import ROOT, WITHIN

DOCUMENT = (ROOT / "docs" / "sandbox.md").read_text()


def block(language: str, containing: str) -> str:
    """The block of code in which `containing` stands."""
    blocks: list[str] = re.findall(rf"^```{language}\n(.*?)^```$", DOCUMENT, re.DOTALL | re.MULTILINE)
    return next(one for one in blocks if containing in one)


async def test_the_app_and_the_test_from_nothing_run_as_they_are_printed(tmp_path: Path) -> None:
    hello = tmp_path / "hello"
    hello.mkdir()
    (hello / "manifest.yml").write_text(block("yaml", "display_information"))
    (hello / "hello.py").write_text(block("python", "@app.message"))
    (hello / "test_hello.py").write_text(block("python", "def test_hello"))
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "hello/test_hello.py"),
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=PIPE,
        stderr=STDOUT,
    )
    said, _ = await asyncio.wait_for(process.communicate(), WITHIN)
    assert process.returncode == 0, said.decode()


def test_every_option_and_every_address_of_the_door_is_named() -> None:
    options = {name for option in get_command(console.commands()).params for name in option.opts if name[:2] == "--"}
    assert {name for name in options if f"`{name}" not in DOCUMENT} == set()
    paths = {route.path for route in [*slacks.ROUTES, *control.ROUTES]}
    assert {path for path in paths if path not in DOCUMENT} == set()
