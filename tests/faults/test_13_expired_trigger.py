"""Row 13: expired trigger id. A clear message; what was typed is kept."""

from collections.abc import AsyncIterator

import pytest

from bot import ids
from tests.faults.processes import AGENT, CHANNEL, MANAGER, Town, a_town


@pytest.fixture
async def town(database_url: str) -> AsyncIterator[Town]:
    """Baton on each kind of database: what was typed is kept there."""
    async with a_town(database_url) as town:
        await town.start()
        yield town


@pytest.mark.parametrize("code", ["expired_trigger_id", "exchanged_trigger_id"])
async def test_a_form_that_comes_too_late_says_so_and_hands_the_words_back(town: Town, code: str) -> None:
    town.slack.faults.add(kind="refuse", method="views.open", error=code)
    agent = town.slack.person(AGENT)
    assert (await agent.command("/escalate", "Export has failed for three days", channel=CHANNEL)).acked
    await town.slack.settled(lambda _: bool(agent.ephemerals))
    assert "Export has failed for three days" in agent.ephemerals[0].text
    assert agent.window.top is None


async def test_what_stood_in_a_form_that_never_opened_waits_in_home_and_in_the_next_one(town: Town) -> None:
    town.slack.faults.add(kind="refuse", method="views.open", error="expired_trigger_id")
    agent = town.slack.person(AGENT)
    said = agent.say("Export has failed for three days", CHANNEL)
    assert (await agent.message_shortcut(ids.ESCALATE_MESSAGE, said)).acked
    await town.slack.settled(lambda _: bool(agent.ephemerals))

    await agent.open_home()
    await agent.home_shown(until=lambda view: "Export has failed for three days" in view.text())
    await agent.press_home(ids.DRAFT_OPEN)
    form = await agent.modal(until=ids.ESCALATION_FORM)
    assert "Export has failed for three days" in str(form.values)


async def test_a_slack_that_hangs_over_the_form_is_told_as_well(town: Town) -> None:
    town.slack.faults.add(kind="hang", method="views.open")
    agent = town.slack.person(AGENT)
    assert (await agent.command("/escalate", "Export fails", channel=CHANNEL)).acked
    await town.slack.settled(lambda _: bool(agent.ephemerals))
    assert "Export fails" in agent.ephemerals[0].text


async def test_a_button_whose_form_comes_too_late_says_so_beside_it(town: Town) -> None:
    await town.file()
    await town.delivered()
    manager = town.slack.person(MANAGER)
    [ping] = town.dm(MANAGER)
    await manager.press_in(ping, "request.claim")
    await town.slack.settled(lambda _: "request.resolve" in ping.buttons)
    town.slack.faults.add(kind="refuse", method="views.open", error="expired_trigger_id")
    assert (await manager.press_in(ping, "request.resolve")).acked
    await town.slack.settled(lambda _: bool(manager.ephemerals))
    assert manager.window.top is None
