"""What each failure of a call means, as a table."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.delivery.slack.answers import Failure, ask, failure_of
from bot.delivery.transitions import Lost, NotTaken, Refused
from sandbox.slack.server import SlackServer


def answered(status: int, body: Any, **headers: str) -> SlackApiError:  # noqa: ANN401  whatever the body was
    """An answer that is not ok, as the SDK raises it."""
    response = AsyncSlackResponse(
        client=AsyncWebClient("xoxb-test"),
        http_verb="POST",
        api_url="",
        req_args={},
        data=body,
        headers={name.replace("_", "-"): value for name, value in headers.items()},
        status_code=status,
    )
    return SlackApiError("no", response)  # type: ignore[no-untyped-call]


TABLE = [
    (answered(429, {"ok": False, "error": "ratelimited"}, Retry_After="30"), NotTaken(30.0)),
    (answered(429, "", Retry_After="soon"), NotTaken(1.0)),
    (answered(200, {"ok": False, "error": "ratelimited"}), NotTaken(1.0)),
    (answered(200, {"ok": False, "error": "is_archived"}), Refused("is_archived")),
    (answered(200, {"ok": False, "error": "a_code_of_tomorrow"}), Refused("a_code_of_tomorrow")),
    (answered(200, {"ok": False, "error": "fatal_error"}), Lost()),
    (answered(200, {"ok": False, "error": "internal_error"}), Lost()),
    (answered(503, {"ok": False, "error": "is_archived"}), Lost()),
    (answered(502, "<html>"), Lost()),
    (answered(200, {}), Lost()),
    (TimeoutError(), Lost()),
    (aiohttp.ServerDisconnectedError(), Lost()),
    (aiohttp.ClientPayloadError(), Lost()),
    (AttributeError("'str' object has no attribute 'get'"), Lost()),
    (aiohttp.ConnectionTimeoutError(), NotTaken()),
]


@pytest.mark.parametrize(("error", "failure"), TABLE)
def test_what_surely_did_not_happen_and_what_nobody_knows(error: Exception, failure: Failure) -> None:
    assert failure_of(error) == failure


async def test_a_refused_connection_took_nothing(slack: SlackServer) -> None:
    await slack.refuse()
    client = AsyncWebClient("xoxb-test", base_url=slack.api_url, retry_handlers=[])
    assert await ask("chat.postMessage", client.chat_postMessage(channel="C", text="x"), 1.0) == NotTaken()


async def test_a_call_is_given_up_in_time_though_its_session_is_patient(slack: SlackServer) -> None:
    slack.faults.add(kind="hang", method="auth.test")
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient("xoxb-test", base_url=slack.api_url, session=session, retry_handlers=[])
        assert await ask("auth.test", client.auth_test(), 0.1) == Lost()
