"""Who is there and who takes notifications: what a person switches, what the app hears and what it may ask."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.server import SlackServer
from tests.sandbox.echo import Echo

NOON = datetime(2026, 11, 20, 3, tzinfo=UTC)
NEVER = {"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}


@pytest.fixture(autouse=True)
def at_noon(slack: SlackServer) -> None:
    slack.workspace.now = NOON.timestamp
    slack.workspace.app.manifest = {
        "oauth_config": {"scopes": {"bot": ["users:read", "dnd:read"]}},
        "settings": {"event_subscriptions": {"bot_events": ["user_change", "user_huddle_changed", "dnd_updated_user"]}},
    }


def told(slack: SlackServer) -> list[dict[str, Any]]:
    """The inner events that the app got."""
    return [one.parcel.payload["event"] for one in slack.switchboard.deliveries if one.parcel.kind == "event"]


async def dnd(client: AsyncWebClient, user: str) -> dict[str, Any]:
    """What dnd.info says of `user`."""
    answer = await client.dnd_info(user=user)
    return {name: answer[name] for name in NEVER}


async def presence(client: AsyncWebClient, user: str) -> object:
    """What users.getPresence says of `user`."""
    return (await client.users_getPresence(user=user))["presence"]


async def test_a_huddle_is_told_twice_at_once_and_stands_in_the_profile(
    slack: SlackServer, client: AsyncWebClient, echo: Echo
) -> None:
    aoi = slack.person("U_AOI")
    aoi.huddle()
    await slack.settled(lambda _ws: len(told(slack)) == 2)

    assert sorted(event["type"] for event in told(slack)) == ["user_change", "user_huddle_changed"]
    [profile, same] = [event["user"]["profile"] for event in told(slack)]
    assert profile == same == (await client.users_info(user="U_AOI"))["user"]["profile"]
    assert profile["huddle_state"] == "in_a_huddle"
    assert profile["huddle_state_expiration_ts"] == int((NOON + timedelta(minutes=15)).timestamp())
    assert len(echo.got) == 2

    aoi.huddle(on=False)
    profile = (await client.users_info(user="U_AOI"))["user"]["profile"]
    assert (profile["huddle_state"], profile["huddle_state_expiration_ts"]) == ("default_unset", 0)


async def test_an_app_that_did_not_subscribe_hears_of_no_huddle(slack: SlackServer, echo: Echo) -> None:
    settings = {"event_subscriptions": {"bot_events": ["team_join"]}}
    slack.workspace.app.manifest = {**slack.workspace.app.manifest, "settings": settings}
    slack.person("U_AOI").huddle()
    slack.workspace.add_person("U_NEW", name="new")
    await slack.settled(lambda _ws: bool(told(slack)))

    assert [event["type"] for event in told(slack)] == ["team_join"]
    assert len(echo.got) == 1


async def test_do_not_disturb_lasts_until_it_is_over(slack: SlackServer, client: AsyncWebClient, echo: Echo) -> None:
    aoi = slack.person("U_AOI")
    assert await dnd(client, "U_AOI") == NEVER

    aoi.dnd(until=NOON + timedelta(minutes=30))
    session = {
        "dnd_enabled": True,
        "next_dnd_start_ts": int(NOON.timestamp()),
        "next_dnd_end_ts": int(NOON.timestamp()) + 1800,
    }
    assert await dnd(client, "U_AOI") == session
    assert await dnd(client, "U_BEN") == NEVER
    await slack.settled(lambda _ws: bool(told(slack)))
    assert (told(slack)[0]["user"], told(slack)[0]["dnd_status"]) == ("U_AOI", session)
    assert len(echo.got) == 1

    slack.workspace.now = (NOON + timedelta(minutes=30)).timestamp
    assert await dnd(client, "U_AOI") == NEVER
    assert not aoi.takes_no_notifications


async def test_a_session_to_come_is_told_but_holds_nothing_back_yet(slack: SlackServer, client: AsyncWebClient) -> None:
    aoi = slack.person("U_AOI")
    aoi.dnd(since=NOON + timedelta(hours=8), until=NOON + timedelta(hours=20))

    assert (await dnd(client, "U_AOI"))["next_dnd_start_ts"] == int(NOON.timestamp()) + 8 * 3600
    assert not aoi.takes_no_notifications


async def test_whoever_is_away_comes_back_with_everything_switched_off(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    aoi = slack.person("U_AOI")
    assert await presence(client, "U_AOI") == "active"
    aoi.away()
    aoi.dnd()
    aoi.huddle()
    assert await presence(client, "U_AOI") == "away"
    assert aoi.takes_no_notifications

    aoi.back()
    assert await presence(client, "U_AOI") == "active"
    assert await dnd(client, "U_AOI") == NEVER
    assert aoi.member.huddle_until == 0


async def test_the_deactivated_are_away_and_the_unknown_are_not_found(
    slack: SlackServer, client: AsyncWebClient
) -> None:
    slack.person("U_BEN").dnd()
    slack.workspace.change_person("U_BEN", deleted=True)

    assert await presence(client, "U_BEN") == "away"
    assert await dnd(client, "U_BEN") == NEVER
    for asked in (client.users_getPresence(user="U_NOBODY"), client.dnd_info(user="U_NOBODY")):
        with pytest.raises(SlackApiError, match="user_not_found"):
            await asked


async def test_who_takes_notifications_is_told_only_with_the_scope(slack: SlackServer, client: AsyncWebClient) -> None:
    slack.workspace.app.manifest = {"oauth_config": {"scopes": {"bot": ["users:read"]}}}

    with pytest.raises(SlackApiError, match="missing_scope"):
        await client.dnd_info(user="U_AOI")
    assert await presence(client, "U_AOI") == "active"


async def test_the_app_learns_more_of_itself(slack: SlackServer, client: AsyncWebClient) -> None:
    assert (await client.dnd_info())["snooze_enabled"] is False
    assert (await client.users_getPresence(user=slack.workspace.bot_user_id))["online"] is True


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("@ben Say sorry", "<@U_BEN|ben> Say sorry"),
        ("@青井 返金の約束はまだしないで", "<@U_AOI|aoi> 返金の約束はまだしないで"),
        ("see #escalations and #secret, #floor-x", "see <#C_ESC|escalations> and #secret, #floor-x"),
        ("read https://example.com/a?b=1 first", "read <https://example.com/a?b=1> first"),
        ("<@U_BEN> <https://example.com|this>", "<@U_BEN> <https://example.com|this>"),
        ("mail ben@example.com", "mail ben@example.com"),
    ],
)
@pytest.mark.parametrize("escapes", [True, False])
async def test_a_commands_names_are_marked_only_where_the_manifest_asks_for_it(
    slack: SlackServer, echo: Echo, typed: str, sent: str, *, escapes: bool
) -> None:
    slack.workspace.add_channel("C_SECRET", name="secret", members=["U_BEN"], private=True)
    slack.workspace.add_channel("C_FLOOR", name="floor", members=[])
    commands = [{"command": "/whisper", "should_escape": escapes}]
    slack.workspace.app.manifest = {"features": {"slash_commands": commands}}

    await slack.person("U_AOI").command("/whisper", typed)

    assert slack.switchboard.deliveries[0].parcel.payload["text"] == (sent if escapes else typed)
    assert len(echo.got) == 1


async def test_one_call_tells_who_of_many_rests(slack: SlackServer, client: AsyncWebClient) -> None:
    slack.person("U_AOI").dnd()

    answer = await client.dnd_teamInfo(users=["U_AOI", "U_BEN"])

    until = int((NOON + timedelta(hours=1)).timestamp())
    resting = {"dnd_enabled": True, "next_dnd_start_ts": int(NOON.timestamp()), "next_dnd_end_ts": until}
    assert answer["users"] == {"U_AOI": resting, "U_BEN": NEVER}


@pytest.mark.parametrize(
    ("users", "error"),
    [([], "no_users_provided"), (["U_BEN"] * 51, "too_many_users"), (["U_NOBODY"], "user_not_visible")],
)
async def test_of_nobody_too_many_or_strangers_it_is_not_told(
    client: AsyncWebClient, users: list[str], error: str
) -> None:
    with pytest.raises(SlackApiError) as refused:
        await client.dnd_teamInfo(users=users)

    assert refused.value.response["error"] == error
