"""What chat.* and conversations.* accept and refuse."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.server import SlackServer

CHANNEL = "C_ESC"
METADATA = {"event_type": "baton", "event_payload": {"key": "k1"}}


async def refused(call: object) -> str:
    """The code with which Slack refuses `call`."""
    with pytest.raises(SlackApiError) as refusal:
        await call  # type: ignore[misc]
    return str(refusal.value.response["error"])


async def test_a_post_is_seen_by_members_and_found_by_its_key(slack: SlackServer, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel=CHANNEL, text="hello", metadata=METADATA)

    [seen] = slack.person("U_AOI").messages(CHANNEL)
    [found] = (await client.conversations_history(channel=CHANNEL, include_all_metadata=True))["messages"]
    [bare] = (await client.conversations_history(channel=CHANNEL))["messages"]
    assert seen.ts == posted["ts"] == found["ts"]
    assert (seen.key, found["metadata"], "metadata" in bare) == ("k1", METADATA, False)
    assert [post.key for post in slack.workspace.posts(CHANNEL)] == ["k1"]
