"""The ways to the app: signatures, acks, retries, envelopes, response urls."""

import asyncio
import hashlib
import hmac

import aiohttp
import pytest

from sandbox.slack.methods import auth
from sandbox.slack.methods.request import Arguments
from sandbox.slack.server import SlackServer
from tests.sandbox import tiny
from tests.sandbox.echo import Echo

CHANNEL = "C_ESC"


async def test_every_request_is_signed(slack: SlackServer, echo: Echo) -> None:
    await slack.person("U_AOI").command("/escalate", "@ben and a lone \ud800", channel=CHANNEL)
    [(headers, body)] = echo.got
    base = f"v0:{headers['x-slack-request-timestamp']}:".encode() + body
    assert headers["x-slack-signature"] == "v0=" + hmac.new(b"secret", base, hashlib.sha256).hexdigest()
    assert b"%3C%40U_BEN%7Cben%3E" in body


async def test_a_commands_answer_is_shown_to_whoever_typed_it(slack: SlackServer, echo: Echo) -> None:
    aoi, ben = slack.person("U_AOI"), slack.person("U_BEN")
    echo.body = {"text": "only you"}
    await aoi.command("/escalate", channel=CHANNEL)
    echo.body = {"text": "all of you", "response_type": "in_channel"}
    await aoi.command("/escalate", channel=CHANNEL)
    assert [message.text for message in aoi.ephemerals] == ["only you"]
    assert [message.text for message in ben.messages(CHANNEL)] == ["all of you"]


async def test_without_an_ack_the_person_is_told(slack: SlackServer, echo: Echo) -> None:
    aoi = slack.person("U_AOI")
    echo.status = 500
    reply = await aoi.command("/escalate", channel=CHANNEL)
    slack.reach("http://127.0.0.1:9/nobody")
    await aoi.shortcut("escalate")
    assert not reply.acked
    assert [(trouble.surface, trouble.reason) for trouble in aoi.troubles] == [
        ("/escalate", "http_500"),
        ("escalate", "connection_failed"),
    ]


async def test_an_event_is_delivered_again_until_it_is_acked(slack: SlackServer, echo: Echo) -> None:
    slack.switchboard.retry_seconds = (0.0, 0.0, 0.0)
    echo.status = 500
    slack.person("U_AOI").say("hello", CHANNEL)
    await slack.settled(lambda _ws: len(slack.switchboard.deliveries) == 4)
    assert [headers.get("x-slack-retry-num") for headers, _ in echo.got] == [None, "1", "2", "3"]
    assert echo.got[1][0]["x-slack-retry-reason"] == "http_error"
    assert len({body for _, body in echo.got}) == 1


async def test_only_subscribed_events_of_the_bots_own_channels_are_told(slack: SlackServer, echo: Echo) -> None:
    slack.workspace.add_channel("C_OTHER", name="other", members=["U_AOI"])
    slack.person("U_AOI").say("unheard", "C_OTHER")
    slack.workspace.join(CHANNEL, "U_BEN")
    slack.workspace.change_person("U_AOI", real_name="Aoi")
    await slack.settled(lambda _ws: bool(slack.switchboard.deliveries))
    [delivery] = slack.switchboard.deliveries
    assert delivery.parcel.name == "user_change"
    event = delivery.parcel.payload["event"]
    assert (event["type"], event["user"]["real_name"], event["user"]["locale"]) == ("user_change", "Aoi", "ja-JP")
    assert len(echo.got) == 1


async def post(url: str, **body: object) -> int:
    """The status with which a response url answers."""
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as response:
        return response.status


async def test_a_response_url_is_good_for_five_answers(slack: SlackServer) -> None:
    given = slack.workspace.response_urls.give("U_AOI", CHANNEL)
    statuses = [await post(given, text=str(number)) for number in range(6)]
    assert statuses == [200] * 5 + [404]
    assert len(slack.person("U_AOI").ephemerals) == 5


async def test_a_response_url_replaces_or_deletes_the_message_clicked(slack: SlackServer) -> None:
    workspace = slack.workspace
    card = workspace.messages.post(workspace.channel(CHANNEL), workspace.bot_user_id, "card")
    given = workspace.response_urls.give("U_AOI", CHANNEL, card.ts)
    await post(given, text="new", replace_original=True)
    assert [message.text for message in slack.person("U_BEN").messages(CHANNEL)] == ["new"]
    await post(given, delete_original=True)
    assert slack.person("U_BEN").messages(CHANNEL) == []
    assert workspace.posts() == [card]


async def test_the_same_envelope_can_come_again(slack: SlackServer) -> None:
    async with tiny.over_socket(slack):
        await slack.person("U_AOI").open_home()
        await slack.settled(lambda _ws: bool(slack.switchboard.deliveries))
        [delivery] = slack.switchboard.deliveries
        envelope = slack.sockets.envelope(delivery.parcel)
        assert [(await slack.sockets.send(envelope)).acked for _ in range(2)] == [True, True]
        await slack.settled(lambda ws: [call.method for call in ws.calls].count("views.publish") == 3)


async def test_a_socket_asked_to_refresh_comes_back(slack: SlackServer) -> None:
    async with tiny.over_socket(slack):
        [before] = slack.sockets.connections
        await slack.sockets.disconnect()
        await slack.settled(lambda _ws: bool(slack.sockets.connections))
        assert slack.sockets.connections != [before]
        assert (await slack.person("U_AOI").shortcut("escalate")).acked


async def test_a_half_open_socket_stands_but_answers_no_ping(slack: SlackServer) -> None:
    address = str(auth.open_connection(slack.workspace, Arguments({}))["url"])
    async with aiohttp.ClientSession() as session, session.ws_connect(address, heartbeat=0.2) as connection:
        assert (await connection.receive_json())["type"] == "hello"
        slack.sockets.mute()
        assert (await connection.receive()).type is aiohttp.WSMsgType.ERROR
    assert len(slack.sockets.connections) == 1


async def test_the_eleventh_socket_is_sent_away_and_an_address_is_good_for_one(slack: SlackServer) -> None:
    addresses = [str(auth.open_connection(slack.workspace, Arguments({}))["url"]) for _ in range(11)]
    async with aiohttp.ClientSession() as session:
        opened = [await session.ws_connect(address) for address in addresses]
        said = [await connection.receive_json() for connection in opened]
        assert (await opened[10].receive()).type is aiohttp.WSMsgType.CLOSE
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(addresses[0])
    assert [one["type"] for one in said] == ["hello"] * 10 + ["disconnect"]
    assert said[9]["num_connections"] == 10
    assert said[10]["reason"] == "too_many_websockets"


async def test_a_socket_hears_why_it_is_ended(slack: SlackServer) -> None:
    address = str(auth.open_connection(slack.workspace, Arguments({}))["url"])
    async with aiohttp.ClientSession() as session, session.ws_connect(address) as connection:
        assert (await connection.receive_json())["type"] == "hello"
        await slack.sockets.disconnect("warning")
        await slack.sockets.disconnect("link_disabled")
        said = [await connection.receive_json() for _ in range(2)]
        assert (await connection.receive()).type is aiohttp.WSMsgType.CLOSE
    assert [one["reason"] for one in said] == ["warning", "link_disabled"]
    assert slack.sockets.connections == []


@pytest.mark.parametrize("ending", ["close", "disconnect"])
async def test_a_socket_that_is_ended_already_hinders_no_other(slack: SlackServer, ending: str) -> None:
    async with tiny.over_socket(slack), tiny.over_socket(slack):
        first, second = slack.sockets.connections
        await first.close()
        await getattr(slack.sockets, ending)()
        assert not {first, second} & set(slack.sockets.connections)


async def test_an_envelope_whose_socket_ends_goes_nowhere_else_but_its_ack_may_come_over_another(
    slack: SlackServer,
) -> None:
    addresses = [str(auth.open_connection(slack.workspace, Arguments({}))["url"]) for _ in range(2)]
    async with aiohttp.ClientSession() as session:
        ending, staying = [await session.ws_connect(address) for address in addresses]
        for connection in (ending, staying):
            assert (await connection.receive_json())["type"] == "hello"
        acting = asyncio.create_task(slack.person("U_AOI").shortcut("escalate"))
        envelope = await ending.receive_json()
        await ending.close()
        with pytest.raises(TimeoutError):
            await staying.receive(timeout=0.1)
        await staying.send_json({"envelope_id": envelope["envelope_id"]})
        assert (await acting).acked


async def test_without_a_socket_nothing_arrives(slack: SlackServer) -> None:
    reply = await slack.person("U_AOI").shortcut("escalate")
    assert reply.error == "no_connection"
