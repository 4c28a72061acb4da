"""Whether a person is there to read, asked of the sandbox's Slack over true HTTP."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.presence import MOST_ASKED, SlackPresence, is_resting, rest_until
from sandbox.slack.server import SlackServer
from storage.database import Database

NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)
LATER: dict[str, Any] = {"dnd_enabled": True, "next_dnd_start_ts": 200, "next_dnd_end_ts": 300}


async def nothing_goes(_within: float) -> None:
    """Nothing is on its way that could be held up."""


@pytest.fixture
async def presence(slack: SlackServer, sqlite_url: str) -> AsyncIterator[SlackPresence]:
    """What asks; nothing is stored in these stories."""
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient("xoxb-test", base_url=slack.api_url, session=session, retry_handlers=[])
        yield SlackPresence(Database(sqlite_url, lambda: NOW), client, lambda: NOW, nothing_goes)


def allow_dnd(slack: SlackServer) -> None:
    """Give the app the scope that its manifest asks for."""
    slack.workspace.app.manifest["oauth_config"]["scopes"]["bot"].append("dnd:read")


async def test_without_the_scope_only_absence_is_seen(slack: SlackServer, presence: SlackPresence) -> None:
    slack.person("U_BEN").dnd(NOW + HOUR, NOW - HOUR)
    assert await presence.caution_of("U_BEN") is None
    slack.person("U_BEN").away()
    assert await presence.caution_of("U_BEN") == "away"


async def test_rest_counts_more_than_absence(slack: SlackServer, presence: SlackPresence) -> None:
    allow_dnd(slack)
    ben = slack.person("U_BEN")
    assert await presence.caution_of("U_BEN") is None
    ben.away()
    assert await presence.caution_of("U_BEN") == "away"
    ben.dnd(NOW + HOUR, NOW - HOUR)
    assert await presence.caution_of("U_BEN") == "dnd"
    ben.back()
    ben.dnd(NOW + 2 * HOUR, NOW + HOUR)
    assert await presence.caution_of("U_BEN") is None


async def test_what_slack_does_not_say_warns_nobody(slack: SlackServer, presence: SlackPresence) -> None:
    assert await presence.caution_of("U_NOBODY") is None
    slack.person("U_BEN").away()
    await slack.stop()
    assert await presence.caution_of("U_BEN") is None


def whole_second(moment: datetime) -> datetime:
    """Answer a moment as Slack tells it."""
    return moment.replace(microsecond=0)


async def test_of_many_only_those_who_rest_are_told_and_until_when(slack: SlackServer, presence: SlackPresence) -> None:
    allow_dnd(slack)
    slack.person("U_BEN").dnd(NOW + HOUR, NOW - HOUR)
    slack.person("U_AOI").dnd(NOW + 2 * HOUR, NOW + HOUR)
    assert await presence.resting(["U_BEN", "U_AOI"]) == {"U_BEN": whole_second(NOW + HOUR)}
    assert [call.method for call in slack.workspace.calls] == ["dnd.teamInfo"]
    assert await presence.resting([]) == {}


async def test_somebody_whom_slack_does_not_show_hides_nobody_s_rest(
    slack: SlackServer, presence: SlackPresence
) -> None:
    allow_dnd(slack)
    slack.person("U_BEN").dnd(NOW + HOUR, NOW - HOUR)
    assert await presence.resting(["U_BEN", "U_NOBODY"]) == {"U_BEN": whole_second(NOW + HOUR)}


async def test_more_than_slack_tells_of_at_once_are_asked_for_one_lot_after_the_other(
    slack: SlackServer, presence: SlackPresence
) -> None:
    allow_dnd(slack)
    slack.person("U_BEN").dnd(NOW + HOUR, NOW - HOUR)
    many = [f"U_{number}" for number in range(MOST_ASKED)]
    for user_id in many:
        slack.workspace.add_person(user_id, name=user_id.lower(), real_name=user_id)
    assert await presence.resting([*many, "U_BEN"]) == {"U_BEN": whole_second(NOW + HOUR)}


async def test_without_the_scope_or_an_answer_nobody_is_known_to_rest(
    slack: SlackServer, presence: SlackPresence
) -> None:
    slack.person("U_BEN").dnd(NOW + HOUR, NOW - HOUR)
    assert await presence.resting(["U_BEN"]) == {}
    await slack.stop()
    assert await presence.resting(["U_BEN"]) == {}


@pytest.mark.parametrize(
    ("answer", "until"),
    [
        (LATER, None),
        (LATER | {"next_dnd_start_ts": 50}, 300),
        ({"snooze_enabled": True, "snooze_endtime": 400}, 400),
        ({"snooze_enabled": True, "snooze_is_indefinite": True}, None),
        ({}, None),
    ],
)
def test_a_rest_without_an_end_that_is_told_keeps_nobody_waiting(answer: dict[str, Any], until: int | None) -> None:
    now = datetime.fromtimestamp(100, UTC)
    assert rest_until(answer, now) == (None if until is None else datetime.fromtimestamp(until, UTC))


@pytest.mark.parametrize(
    ("answer", "now", "rests"),
    [
        ({"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}, 100, False),
        (LATER, 100, False),
        (LATER, 200, True),
        (LATER, 299, True),
        (LATER, 300, False),
        (LATER | {"dnd_enabled": False}, 250, False),
        ({"dnd_enabled": False, "snooze_enabled": True}, 100, True),
        ({"dnd_enabled": True, "next_dnd_start_ts": "200", "next_dnd_end_ts": None}, 100, False),
        ({}, 100, False),
    ],
)
def test_a_schedule_counts_only_while_it_is_on(answer: dict[str, Any], now: float, rests: bool) -> None:  # noqa: FBT001
    assert is_resting(answer, now) is rests
