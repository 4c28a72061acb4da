"""People act, a true Bolt app answers: over HTTP and over Socket Mode alike."""

from collections.abc import AsyncIterator

import pytest

from sandbox.slack.forms import NotOnScreen
from sandbox.slack.people import Person
from sandbox.slack.server import SlackServer
from tests.sandbox import tiny

CHANNEL = "C_ESC"


@pytest.fixture(params=["http", "socket"])
async def aoi(request: pytest.FixtureRequest, slack: SlackServer) -> AsyncIterator[Person]:
    """Aoi, with the tiny app reachable over each door in turn."""
    connected = tiny.over_http if request.param == "http" else tiny.over_socket
    async with connected(slack):
        yield slack.person("U_AOI")


async def test_a_form_is_opened_filled_refused_mended_and_filed(slack: SlackServer, aoi: Person) -> None:
    assert (await aoi.command("/escalate", "it is late", channel=CHANNEL)).acked
    view = await aoi.modal("form")
    await aoi.fill(customer="A-001", summary="wrong")
    await aoi.submit()
    assert view.errors == {"summary": "Say more"}

    await aoi.choose("summary", "Export fails")
    assert (await aoi.submit()).acked
    assert aoi.window.top is None
    [card] = slack.person("U_BEN").messages(CHANNEL)
    assert card.all_text().startswith("*Export fails*")


async def test_what_was_typed_stays_when_the_form_grows(aoi: Person) -> None:
    await aoi.shortcut("escalate")
    view = await aoi.modal()
    await aoi.fill(summary="kept")
    await aoi.press("more")
    await aoi.modal(until=lambda view: "details" in view.text())
    assert view.values["summary"]["summary"]["value"] == "kept"
    assert view.values["details"]["details"]["value"] is None


async def test_an_incomplete_form_never_leaves_slack(slack: SlackServer, aoi: Person) -> None:
    await aoi.shortcut("escalate")
    view = await aoi.modal()
    before = len(slack.switchboard.deliveries)
    assert (await aoi.submit()).error == "incomplete"
    assert set(view.errors) == {"customer", "summary"}
    assert len(slack.switchboard.deliveries) == before


async def test_a_click_is_answered_to_the_clicker_alone(slack: SlackServer, aoi: Person) -> None:
    await aoi.shortcut("escalate")
    await aoi.modal()
    await aoi.fill(customer="A-001", summary="Export fails")
    await aoi.submit()
    [card] = aoi.messages(CHANNEL)
    await aoi.press_in(card, "claim")
    assert [message.text for message in aoi.ephemerals] == ["claimed"]
    assert slack.person("U_BEN").ephemerals == []
    with pytest.raises(NotOnScreen):
        await aoi.press_in(card, "decline")


async def test_home_is_published_when_it_is_opened(aoi: Person) -> None:
    await aoi.open_home()
    assert "Welcome" in (await aoi.home_shown()).text()


async def test_a_mention_is_answered_in_its_thread_and_pings_the_asker(slack: SlackServer, aoi: Person) -> None:
    asked = aoi.say(f"<@{slack.workspace.bot_user_id}> hello", CHANNEL)
    await slack.settled(lambda ws: bool(ws.posts(CHANNEL)))
    [answer] = slack.workspace.posts(CHANNEL)
    assert answer.thread_ts == asked.ts
    assert aoi.pings == [answer]
    assert slack.person("U_BEN").pings == []


async def test_a_command_that_the_manifest_lacks_does_not_exist(aoi: Person) -> None:
    with pytest.raises(NotOnScreen):
        await aoi.command("/unknown")
