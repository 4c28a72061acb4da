"""How what Slack sends finds its listener: by its id, at the same cost however many there are."""

from collections.abc import Mapping
from typing import Any

import pytest
from slack_bolt.async_app import AsyncAck, AsyncBoltContext, AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.dispatch import bolt
from workflows.people.service import Identity

KNOWN = Identity("T_TEST", "B_BATON", "U_BATON")


class Ears:
    """A Bolt whose every listener notes what it was given."""

    def __init__(self, identity: Identity = KNOWN) -> None:
        self.bolt = bolt(AsyncWebClient("xoxb-test"), lambda: identity)
        self.bolt.error(self.refuse)
        self.heard: list[object] = []

    async def refuse(self, error: Exception) -> BoltResponse:
        """Note what went wrong."""
        self.heard.append(type(error).__name__)
        return BoltResponse(status=500)

    async def hear(self, ack: AsyncAck, body: Mapping[str, Any]) -> None:
        """Take a command, a shortcut, a button, a form or a look-up."""
        self.heard.append(body["said"])
        await ack()

    async def hear_event(self, event: Mapping[str, Any], context: AsyncBoltContext) -> None:
        """Take an event, which is acked by itself."""
        self.heard.append((event["type"], context.user_id, context.bot_user_id))

    async def bring(self, payload: dict[str, Any]) -> int:
        """Dispatch a payload; answer the status."""
        answer = await self.bolt.async_dispatch(AsyncBoltRequest(body=payload, mode="socket_mode"))
        return answer.status


def an_event(name: str, user: str, **more: str) -> dict[str, Any]:
    return {"type": "event_callback", "event": {"type": name, "user": user, **more}}


BY_ID: Mapping[str, dict[str, Any]] = {
    "command": {"command": "/x"},
    "shortcut": {"type": "message_action", "callback_id": "/x"},
    "action": {"type": "block_actions", "actions": [{"action_id": "/x"}]},
    "view": {"type": "view_submission", "view": {"callback_id": "/x"}},
    "view_closed": {"type": "view_closed", "view": {"callback_id": "/x"}},
    "options": {"type": "block_suggestion", "action_id": "/x"},
}


@pytest.mark.parametrize("kind", BY_ID)
async def test_an_id_is_brought_to_the_listener_of_its_kind_alone(kind: str) -> None:
    ears, others = Ears(), Ears()
    for each in BY_ID:
        getattr(ears.bolt, each)("/x")(ears.hear if each == kind else others.hear)
    assert await ears.bring({**BY_ID[kind], "said": kind}) == 200
    assert (ears.heard, others.heard) == ([kind], [])


async def test_the_last_of_two_hundred_buttons_is_found_without_asking_the_others() -> None:
    ears, others = Ears(), Ears()
    for number in range(199):
        ears.bolt.action(f"press.{number}")(others.hear)
    ears.bolt.action("press.199")(ears.hear)
    assert await ears.bring({"type": "block_actions", "actions": [{"action_id": "press.199"}], "said": 1}) == 200
    assert (ears.heard, others.heard) == ([1], [])


def test_two_listeners_to_one_id_are_refused_when_they_are_registered() -> None:
    ears = Ears()
    ears.bolt.action("press")(ears.hear)
    ears.bolt.view("press")(ears.hear)
    with pytest.raises(ValueError, match="two listeners to the action press"):
        ears.bolt.action("press")(ears.hear_event)


async def test_an_event_knows_who_caused_it_and_who_baton_is() -> None:
    ears = Ears()
    ears.bolt.event("message")(ears.hear_event)
    assert await ears.bring(an_event("message", "U_AOI")) == 200
    assert ears.heard == [("message", "U_AOI", "U_BATON")]


OURS = {"our words": an_event("message", "U_BATON"), "our app's": an_event("message", "U_AOI", bot_id="B_BATON")}


@pytest.mark.parametrize("event", OURS.values(), ids=OURS)
async def test_what_baton_itself_has_said_is_acked_and_brought_to_nobody(event: dict[str, Any]) -> None:
    ears = Ears()
    ears.bolt.event("message")(ears.hear_event)
    assert await ears.bring(event) == 200
    assert ears.heard == []


async def test_that_baton_itself_came_into_a_channel_is_heard() -> None:
    ears = Ears()
    ears.bolt.event("member_joined_channel")(ears.hear_event)
    assert await ears.bring(an_event("member_joined_channel", "U_BATON")) == 200
    assert ears.heard == [("member_joined_channel", "U_BATON", "U_BATON")]


async def test_before_slack_has_told_who_baton_is_nothing_counts_as_its_own() -> None:
    ears = Ears(Identity())
    ears.bolt.event("channel_left")(ears.hear_event)
    assert await ears.bring({"type": "event_callback", "event": {"type": "channel_left"}}) == 200
    assert ears.heard == [("channel_left", None, None)]


async def test_what_nobody_listens_to_and_what_fails_is_answered_by_the_handler_of_errors() -> None:
    ears = Ears()
    ears.bolt.view("form")(ears.hear)
    assert await ears.bring({"type": "block_actions", "actions": [{"action_id": "gone"}]}) == 500
    assert await ears.bring({"type": "view_submission", "view": {"callback_id": "form", "type": "modal"}}) == 500
    assert ears.heard == ["BoltUnhandledRequestError", "KeyError"]


async def test_whoever_looks_sees_what_is_brought_and_may_refuse_it() -> None:
    ears = Ears()
    seen: list[str | None] = []

    async def look(request: AsyncBoltRequest) -> None:
        seen.append(request.context.user_id)
        if request.context.user_id == "U_KEN":
            raise PermissionError

    ears.bolt.event("message")(ears.hear_event)
    ears.bolt.use(look)
    assert [await ears.bring(an_event("message", user)) for user in ("U_AOI", "U_KEN")] == [200, 500]
    assert (seen, ears.heard) == (["U_AOI", "U_KEN"], [("message", "U_AOI", "U_BATON"), "PermissionError"])


async def test_slack_checks_the_address() -> None:
    check = AsyncBoltRequest(body={"type": "url_verification", "challenge": "c"}, mode="socket_mode")
    answer = await Ears().bolt.async_dispatch(check)
    assert (answer.status, answer.body) == (200, '{"challenge": "c"}')
