"""Bolt apps that know of no sandbox run in `python -m sandbox`, unchanged, by Socket Mode and by HTTP."""

import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.sandbox.alone import BEN, CARLA, GENERAL, MANIFEST, Alone, Folder, Found, running


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A folder with the manifest of an app for Socket Mode."""
    there = Folder(tmp_path)
    there.write(MANIFEST)
    return there


@pytest.fixture(params=["socket", "http"])
def transport(request: pytest.FixtureRequest) -> str:
    """Each of the two ways to an app."""
    return str(request.param)


@pytest.fixture
async def hello(folder: Folder, transport: str) -> AsyncIterator[Alone]:
    """The app that is not ours, in its Slack."""
    async with running(folder, "hello.py", transport) as alone:
        yield alone


def called(calls: Found) -> list[tuple[str, bool]]:
    """What an app called besides asking who it is, and whether Slack took it."""
    asking = {"auth.test", "apps.connections.open"}
    return [(call["method"], call["ok"]) for call in calls if call["method"] not in asking]


async def test_a_command_a_form_and_a_button_of_an_app_that_names_no_address(hello: Alone) -> None:
    await hello.says("/hello")
    window = await hello.until(f"window?as={BEN}", lambda seen: seen["stack"])
    typed = [{"block": "words", "action": "it", "value": "Good morning"}]
    [view] = window["stack"]
    await hello.browser.act(BEN, "submit", surface="modal", view=view["id"], typed=typed)
    card = await hello.shown("Good morning")
    await hello.browser.act(CARLA, "press", surface="message", action="wave", channel=GENERAL, ts=card["ts"])
    answer = await hello.shown(f"<@{CARLA}> waves back")

    assert answer["ts"] == card["ts"]
    assert (await hello.look(f"window?as={BEN}"))["troubles"] == []
    assert called(await hello.look("calls")) == [
        ("views.open", True),
        ("chat.postMessage", True),
        ("response_url", True),
    ]


async def test_a_message_is_answered(hello: Alone) -> None:
    await hello.says("hello there")
    answer = await hello.shown(f"Hello, <@{BEN}>")
    assert answer["user"] == "U0SANDBOX"
    assert called(await hello.look("calls")) == [("chat.postMessage", True)]


async def test_an_asynchronous_app_answers_and_uploads_a_file(folder: Folder, transport: str) -> None:
    def with_file(messages: Found) -> Found:
        return [one for one in messages if one["files"]]

    async with running(folder, "hello_async.py", transport) as alone:
        await alone.says("/hello")
        window = await alone.until(f"window?as={BEN}", lambda seen: seen["ephemerals"])
        await alone.says("hello")
        await alone.shown(f"Hello, <@{BEN}>")
        await alone.until(f"messages?channel={GENERAL}", with_file)
        calls = called(await alone.look("calls"))

    assert [one["text"] for one in window["ephemerals"]] == ["Only you see this"]
    assert calls == [
        ("response_url", True),
        ("chat.postMessage", True),
        ("files.getUploadURLExternal", True),
        ("upload_url", True),
        ("files.completeUploadExternal", True),
    ]


async def test_connections_that_slack_renews_come_back(folder: Folder) -> None:
    async with running(folder, "hello.py", "socket") as alone:
        async with alone.browser.http.post(f"{alone.browser.url}/sandbox/disconnect", json={}) as answer:
            assert answer.status == 200
        await alone.until("calls", lambda calls: [c["method"] for c in calls].count("apps.connections.open") == 2)
        await alone.until("app", lambda seen: seen["ready"])
        await alone.says("hello again")
        await alone.shown(f"Hello, <@{BEN}>")


async def test_ctrl_c_ends_both(folder: Folder) -> None:
    tell = "echo $$ > pid; trap 'exit 5' INT; while :; do read line; done"
    async with folder.sandbox("--", "sh", "-c", "mkfifo f; exec 0<>f; " + tell) as alone:
        await alone.hears("Waiting")
        while not (folder.path / "pid").exists():
            await alone.look("calls")
        assert await alone.interrupt() == 5

    with pytest.raises(ProcessLookupError):
        os.kill(int((folder.path / "pid").read_text()), 0)


async def test_an_app_that_does_not_stop_is_killed_within_seconds(folder: Folder) -> None:
    stubborn = "trap '' INT TERM; echo > trapped; mkfifo f; exec 0<>f; while :; do read line; done"
    async with folder.sandbox("--", "sh", "-c", stubborn) as alone:
        while not (folder.path / "trapped").exists():
            await alone.look("calls")
        assert await alone.interrupt(signal.SIGTERM) == 128 + signal.SIGKILL


async def test_the_sandbox_ends_with_its_app_and_its_exit_code(folder: Folder) -> None:
    code, _, _ = await folder.run("--port", "0", "--", sys.executable, "-c", "import sys; sys.exit(7)")
    assert code == 7
    code, _, complaint = await folder.run("--port", "0", "--", "no-such-program")
    assert (code, complaint.splitlines()[-1]) == (2, "no-such-program: No such file or directory")


async def test_an_app_learns_of_no_other_slack(folder: Folder) -> None:
    ask = "import json, os; json.dump(dict(os.environ), open('seen.json', 'w'))"
    code, _, _ = await folder.run(
        "--port", "0", "--request-url", "http://127.0.0.1:9/", "--", sys.executable, "-c", ask
    )
    assert code == 0
    seen = json.loads((folder.path / "seen.json").read_text())
    assert seen.keys() & {"SLACK_APP_TOKEN", "SLACK_CLIENT_ID"} == set()
    assert seen["SLACK_API_URL"] == "https://slack.com/api/"
    assert seen["SLACK_BOT_TOKEN"].startswith("xoxb-")
