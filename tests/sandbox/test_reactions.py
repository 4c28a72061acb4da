"""Reacting, pinning, and mending what one has said: what people and the app do to messages that stand there."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.forms import NotOnScreen
from sandbox.slack.refusals import SlackRefusal
from sandbox.slack.server import SlackServer
from tests.sandbox.conftest import CHANNEL
from tests.sandbox.echo import Echo
from tests.sandbox.test_posting import refused
from tests.sandbox.wide import hears, manifest


@pytest.fixture(autouse=True)
def _wide(slack: SlackServer, echo: Echo) -> None:
    assert echo.got == []
    slack.workspace.app.manifest = manifest()


async def test_people_and_the_app_react_and_take_it_back(slack: SlackServer, client: AsyncWebClient) -> None:
    aoi = slack.person("U_AOI")
    message = aoi.say("done?", CHANNEL)
    slack.person("U_BEN").react(message, "eyes")
    added = await hears(slack, "reaction_added")
    await client.reactions_add(channel=CHANNEL, timestamp=message.ts, name="eyes")
    await client.reactions_add(channel=CHANNEL, timestamp=message.ts, name="+1::skin-tone-3")

    item = {"type": "message", "channel": CHANNEL, "ts": message.ts}
    assert (added["user"], added["reaction"], added["item"], added["item_user"]) == ("U_BEN", "eyes", item, "U_AOI")
    found = (await client.reactions_get(channel=CHANNEL, timestamp=message.ts))["message"]["reactions"]
    assert [(one["name"], one["count"]) for one in found] == [("eyes", 2), ("+1::skin-tone-3", 1)]
    [mine] = (await client.reactions_list())["items"]
    assert mine["message"]["ts"] == message.ts
    assert [one["message"]["ts"] for one in (await client.reactions_list(user="U_BEN"))["items"]] == [message.ts]

    slack.person("U_BEN").unreact(message, "eyes")
    await client.reactions_remove(channel=CHANNEL, timestamp=message.ts, name="eyes")
    assert (await hears(slack, "reaction_removed"))["user"] == "U_BEN"
    assert list(message.reactions) == ["+1::skin-tone-3"]
    assert (await client.reactions_list(user="U_BEN"))["items"] == []


async def test_reactions_are_refused_in_slacks_words(slack: SlackServer, client: AsyncWebClient) -> None:
    workspace = slack.workspace
    workspace.add_channel("C_OTHER", name="other", members=["U_AOI"])
    place = {"channel": CHANNEL, "timestamp": slack.person("U_AOI").say("x", CHANNEL).ts}
    elsewhere = {"channel": "C_OTHER", "timestamp": slack.person("U_AOI").say("x", "C_OTHER").ts}
    await client.reactions_add(**place, name="eyes")

    assert await refused(client.reactions_add(**place, name="eyes")) == "already_reacted"
    assert await refused(client.reactions_add(**place, name="No Such")) == "invalid_name"
    assert await refused(client.reactions_remove(**place, name="tada")) == "no_reaction"
    assert await refused(client.reactions_add(**elsewhere, name="eyes")) == "not_in_channel"
    assert await refused(client.reactions_add(channel=CHANNEL, timestamp="soon", name="eyes")) == "bad_timestamp"
    assert await refused(client.reactions_get(channel=CHANNEL)) == "no_item_specified"
    assert await refused(client.reactions_list(user="U_NONE")) == "user_not_found"
    for number in range(22):
        await client.reactions_add(**place, name=f"e{number}")
    assert await refused(client.reactions_add(**place, name="tada")) == "too_many_reactions"
    workspace.archive(CHANNEL)
    assert await refused(client.reactions_add(**place, name="tada")) == "is_archived"


async def test_a_message_takes_fifty_different_emoji(slack: SlackServer) -> None:
    message = slack.person("U_AOI").say("x", CHANNEL)
    for number in range(50):
        slack.person("U_BEN" if number % 3 == 0 else "U_AOI" if number % 3 == 1 else "U0BATON").react(
            message, f"e{number}"
        )
    with pytest.raises(SlackRefusal, match="too_many_emoji"):
        slack.person("U_BEN").react(message, "tada")


async def test_people_mend_and_take_back_their_own_words_only(slack: SlackServer) -> None:
    aoi, ben = slack.person("U_AOI"), slack.person("U_BEN")
    said = aoi.say("frist", CHANNEL)
    aoi.edit(said, "first")
    changed = await hears(slack, "message", "message_changed")
    assert (changed["message"]["text"], changed["previous_message"]["text"]) == ("first", "frist")
    with pytest.raises(NotOnScreen):
        ben.edit(said, "mine")
    aoi.delete(said)
    assert (await hears(slack, "message", "message_deleted"))["deleted_ts"] == said.ts
    assert ben.messages(CHANNEL) == []


async def test_nobody_reacts_where_they_cannot_read(slack: SlackServer) -> None:
    slack.workspace.add_channel("C_OTHER", name="other", members=["U_AOI"])
    said = slack.person("U_AOI").say("x", "C_OTHER")
    whispered = slack.workspace.show_ephemeral("U_AOI", CHANNEL, "psst", [])
    for person, message in (("U_BEN", said), ("U_AOI", whispered)):
        with pytest.raises(NotOnScreen):
            slack.person(person).react(message, "eyes")


async def test_what_is_pinned_is_listed_until_it_is_taken_away(slack: SlackServer, client: AsyncWebClient) -> None:
    said = slack.person("U_AOI").say("keep this", CHANNEL)
    await client.pins_add(channel=CHANNEL, timestamp=said.ts)
    added = await hears(slack, "pin_added")
    assert (added["channel_id"], added["item"]["message"]["ts"], added["pin_count"]) == (CHANNEL, said.ts, 1)
    [pin] = (await client.pins_list(channel=CHANNEL))["items"]
    assert (pin["message"]["text"], pin["message"]["pinned_to"]) == ("keep this", [CHANNEL])
    assert await refused(client.pins_add(channel=CHANNEL, timestamp=said.ts)) == "already_pinned"

    await client.pins_remove(channel=CHANNEL, timestamp=said.ts)
    assert (await hears(slack, "pin_removed"))["has_pins"] is False
    assert (await client.pins_list(channel=CHANNEL))["items"] == []
    assert await refused(client.pins_remove(channel=CHANNEL, timestamp=said.ts)) == "no_pin"


async def test_slacks_own_lines_are_pinned_by_nobody_and_a_channel_takes_a_hundred_pins(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    slack.workspace.rename(CHANNEL, "calls")
    line = slack.workspace.messages.in_channel(CHANNEL)[-1]
    assert await refused(client.pins_add(channel=CHANNEL, timestamp=line.ts)) == "not_pinnable"
    for number in range(100):
        await client.pins_add(channel=CHANNEL, timestamp=slack.person("U_AOI").say(str(number), CHANNEL).ts)
    last = slack.person("U_AOI").say("one more", CHANNEL).ts
    assert await refused(client.pins_add(channel=CHANNEL, timestamp=last)) == "too_many_pins"
