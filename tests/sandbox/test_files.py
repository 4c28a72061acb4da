"""Files: the three steps by which an app brings one in, what members then see, and what can go wrong on the way."""

from typing import Any

import pytest
from aiohttp import ClientSession, ServerDisconnectedError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.records import Message
from sandbox.slack.server import SlackServer
from tests.sandbox.conftest import CHANNEL

SHEET = "key,hours\nR-1001,2\n請求書,3\n".encode()


@pytest.fixture(autouse=True)
def _allowed(slack: SlackServer) -> None:
    scopes = [*slack.workspace.app.scopes, "files:write"]
    slack.workspace.app.manifest = {
        **slack.workspace.app.manifest,
        "oauth_config": {"scopes": {"bot": scopes}},
    }


async def sent(slack: SlackServer, client: AsyncWebClient, body: bytes = SHEET) -> str:
    """Bring the bytes in; the id of a file that is shown nowhere yet."""
    leave = await client.files_getUploadURLExternal(filename="digest.csv", length=len(body))
    async with ClientSession() as http, http.post(leave["upload_url"], data=body) as answer:
        assert answer.status == 200
    assert slack.workspace.files == {}
    return str(leave["file_id"])


def with_files(slack: SlackServer) -> list[Message]:
    return [message for message in slack.workspace.posts(CHANNEL) if message.files]


async def test_the_sdk_brings_a_file_into_a_thread(slack: SlackServer, client: AsyncWebClient) -> None:
    root = await client.chat_postMessage(channel=CHANNEL, text="digest")

    answer = await client.files_upload_v2(
        content=SHEET,
        filename="digest.csv",
        title="The digest of 20 November",
        channel=CHANNEL,
        thread_ts=root["ts"],
        initial_comment="All 14 rows",
    )

    [shown] = answer["files"]
    assert set(shown) == {"id", "title"}
    read = await client.conversations_replies(channel=CHANNEL, ts=root["ts"], include_all_metadata=True)
    reply = read["messages"][1]
    assert (reply["text"], reply["thread_ts"], reply["user"]) == ("All 14 rows", root["ts"], "U0BATON")
    assert "metadata" not in reply
    [file] = reply["files"]
    assert file.items() >= {"name": "digest.csv", "title": "The digest of 20 November", "size": len(SHEET)}.items()
    assert file["mimetype"] == "text/csv"
    assert file["permalink"].endswith(f"/{file['id']}/digest.csv")
    assert slack.workspace.files[shown["id"]].body == SHEET


async def test_a_file_stands_in_a_channels_history(slack: SlackServer, client: AsyncWebClient) -> None:
    file_id = await sent(slack, client)

    await client.files_completeUploadExternal(files=[{"id": file_id}], channel_id=CHANNEL)

    [said] = (await client.conversations_history(channel=CHANNEL))["messages"]
    assert [(file["id"], file["title"]) for file in said["files"]] == [(file_id, "digest.csv")]


@pytest.mark.parametrize(
    ("place", "files", "error"),
    [
        ("C_GONE", None, "channel_not_found"),
        ("U_AOI", None, "channel_not_found"),
        ("C_OTHER", None, "not_in_channel"),
        ("C_OLD", None, "is_archived"),
        (CHANNEL, [{"id": "F_NONE"}], "file_not_found"),
        (CHANNEL, [], "invalid_arguments"),
    ],
)
async def test_what_slack_does_not_show_is_refused(
    slack: SlackServer, client: AsyncWebClient, place: str, files: list[Any] | None, error: str
) -> None:
    workspace = slack.workspace
    workspace.add_channel("C_OTHER", name="other", members=["U_AOI"])
    workspace.add_channel("C_OLD", name="old", members=["U_AOI", workspace.bot_user_id])
    workspace.archive("C_OLD")
    file_id = await sent(slack, client)

    with pytest.raises(SlackApiError) as refused:
        await client.files_completeUploadExternal(
            files=[{"id": file_id}] if files is None else files,
            channel_id=place,
        )

    assert refused.value.response["error"] == error
    assert workspace.posts() == []


async def test_bytes_that_never_came_or_not_all_of_them_are_no_file(slack: SlackServer, client: AsyncWebClient) -> None:
    leave = await client.files_getUploadURLExternal(filename="digest.csv", length=len(SHEET))
    async with ClientSession() as http:
        async with http.post(leave["upload_url"], data=SHEET[:-1]) as answer:
            assert answer.status == 400
        async with http.post(f"{slack.url}/upload/forged", data=SHEET) as answer:
            assert answer.status == 400

    with pytest.raises(SlackApiError, match="file_not_found"):
        await client.files_completeUploadExternal(
            files=[{"id": leave["file_id"]}],
            channel_id=CHANNEL,
        )
    with pytest.raises(SlackApiError, match="missing_argument"):
        await client.files_getUploadURLExternal(filename="empty.csv", length=0)


async def test_without_its_scope_the_app_brings_in_nothing(slack: SlackServer, client: AsyncWebClient) -> None:
    slack.workspace.app.manifest = {"oauth_config": {"scopes": {"bot": ["chat:write"]}}}

    with pytest.raises(SlackApiError) as refused:
        await client.files_getUploadURLExternal(filename="digest.csv", length=3)

    assert refused.value.response["needed"] == "files:write"


async def test_a_lost_answer_leaves_one_file_and_a_careless_second_try_two(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    file_id = await sent(slack, client)
    slack.faults.add(kind="lost", method="files.completeUploadExternal", channel=CHANNEL)
    files: Any = [{"id": file_id}]

    with pytest.raises(ServerDisconnectedError):
        await client.files_completeUploadExternal(files=files, channel_id=CHANNEL)
    assert [message.files for message in with_files(slack)] == [[file_id]]

    await client.files_completeUploadExternal(files=files, channel_id=CHANNEL)
    assert len(with_files(slack)) == 2


async def test_an_answer_may_be_lost_before_it_takes_effect_and_so_may_the_bytes(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    slack.faults.add(kind="server_error", method="upload_url")
    leave = await client.files_getUploadURLExternal(filename="digest.csv", length=len(SHEET))
    async with ClientSession() as http:
        async with http.post(leave["upload_url"], data=SHEET) as answer:
            assert answer.status == 503
        async with http.post(leave["upload_url"], data=SHEET) as answer:
            assert answer.status == 200
    slack.faults.add(kind="late", method="files.completeUploadExternal", seconds=0.1)

    with pytest.raises(ServerDisconnectedError):
        await client.files_completeUploadExternal(
            files=[{"id": leave["file_id"]}],
            channel_id=CHANNEL,
        )

    assert with_files(slack) == []
    await slack.settled(lambda _ws: len(with_files(slack)) == 1)
