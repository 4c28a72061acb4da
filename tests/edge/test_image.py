"""The container's files alone are enough to run, and nothing else is among them.

No Docker is needed: what the image would hold is laid out in a folder, and started with the image's own words.
"""

import json
import os
import re
import shutil
import stat
import sys
import tomllib
from asyncio import create_subprocess_exec, wait_for
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.settings import known, load
from tests.documents import ROOT
from tests.edge.images import IMAGE, RUN_TIME, files_of, is_let_in, read
from tests.faults.processes import WITHIN, Town, a_town
from tests.faults.verdict import assert_kept

TEN_SECONDS = 10.0
KNOWN = frozenset(variable.name for variable in known().values())


@pytest.fixture
def image(tmp_path: Path) -> Path:
    """A folder with the files that the image would have, and its empty `var`."""
    for sources, target in RUN_TIME:
        for source in sources:
            lay_out(source, tmp_path / target if (ROOT / source).is_dir() else tmp_path / target / Path(source).name)
    (tmp_path / "var").mkdir(mode=0o700)
    return tmp_path


def lay_out(source: str, target: Path) -> None:
    """Copy what a COPY copies."""
    for path in files_of(source):
        place = target / path.relative_to(ROOT / source)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)


def test_every_copied_file_is_there_and_let_in() -> None:
    sources = [source for sources, _ in IMAGE.copied for source in sources]
    assert [source for source in sources if not files_of(source)] == []


@pytest.mark.parametrize(
    "path", [".env", "var/baton.db", ".git/config", "tests/conftest.py", "bot/x/__pycache__/y.pyc"]
)
def test_nothing_of_a_developer_is_let_in(path: str) -> None:
    assert not is_let_in(path)


def test_every_dependency_is_checked_by_its_hash_and_no_tool_of_development_comes_along() -> None:
    [install] = [words for words in IMAGE.all("RUN") if "pip install" in words]
    assert "--require-hashes -r requirements.lock" in install
    lock = set(re.findall(r"^([\w.-]+)==", read("requirements.lock"), flags=re.MULTILINE))
    tools = tomllib.loads(read("pyproject.toml"))["dependency-groups"]["dev"]
    assert {re.split(r"[<>=\[]", tool)[0] for tool in tools} & lock == set()


def test_the_image_is_of_the_python_that_the_project_asks_for() -> None:
    assert {words.split()[0] for words in IMAGE.all("FROM")} == {"python:3.11-slim"}


def test_it_runs_as_somebody_without_rights_who_may_write_to_var_alone() -> None:
    user, group = IMAGE.last("USER").split(":")
    assert int(user) == int(group) > 0
    owned = [words for words in IMAGE.all("RUN") if f"--owner={user} --group={group} --mode=700 var" in words]
    assert len(owned) == 1
    assert IMAGE.words("VOLUME") == [f"{IMAGE.last('WORKDIR')}/var"]


def test_no_secret_is_built_in() -> None:
    assert IMAGE.all("ARG") == []
    assert IMAGE.environment.keys() & KNOWN == {"BATON_HOST"}
    assert load(None, host=IMAGE.environment["BATON_HOST"]).host == "0.0.0.0"  # noqa: S104  inside a container


@pytest.fixture
async def town(sqlite_url: str, image: Path) -> AsyncIterator[Town]:
    """A Slack whose Baton consists of nothing but the files of the image."""
    async with a_town(sqlite_url, PYTHONDONTWRITEBYTECODE=IMAGE.environment["PYTHONDONTWRITEBYTECODE"]) as town:
        town.app = image / "app.py"
        yield town


async def test_its_files_are_enough_to_take_a_form_to_stop_in_time_and_to_say_that_it_lives(
    town: Town, image: Path
) -> None:
    before = names(image)
    assert IMAGE.words("ENTRYPOINT") + IMAGE.words("CMD") == ["python", "app.py", "run"]
    process = await town.start()
    assert await healthy(image, town.address) == 0
    await town.file()
    await town.delivered()
    await assert_kept(town)
    assert IMAGE.last("STOPSIGNAL") == "SIGTERM"
    await wait_for(town.stop(process), TEN_SECONDS)
    assert process.returncode == 0
    assert await healthy(image, town.address) == 1
    assert names(image) == before


def names(folder: Path) -> set[str]:
    """Every path in a folder: on a read-only disk there can be no other."""
    return {str(path) for path in folder.rglob("*")}


async def healthy(image: Path, address: str) -> int | None:
    """Ask as the container would; answer the exit code."""
    [words] = [words for words in IMAGE.all("HEALTHCHECK") if "CMD" in words]
    _, file = json.loads(words.partition("CMD ")[2])
    port = address.rpartition(":")[2]
    environment = os.environ | {"BATON_PORT": port, "HTTP_PROXY": "http://127.0.0.1:9", "PYTHONDONTWRITEBYTECODE": "1"}
    asked = await create_subprocess_exec(sys.executable, file, cwd=image, env=environment)
    return await wait_for(asked.wait(), WITHIN)


@pytest.mark.parametrize(
    ("command", "said"), [("run", "SLACK_BOT_TOKEN is missing"), ("demo", "The demo is not in this")]
)
async def test_without_settings_it_says_what_is_missing(image: Path, command: str, said: str) -> None:
    bare = {name: value for name, value in os.environ.items() if name not in KNOWN}
    started = await create_subprocess_exec(sys.executable, "app.py", command, cwd=image, env=bare, stderr=PIPE)
    _, complaint = await wait_for(started.communicate(), WITHIN)
    assert (started.returncode, complaint.decode().count("\n")) == (2, 1)
    assert complaint.decode().startswith(said)


def test_the_check_can_be_read_by_everyone() -> None:
    assert (ROOT / "deploy" / "healthy.py").stat().st_mode & stat.S_IROTH
