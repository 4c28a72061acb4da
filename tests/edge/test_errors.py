"""Every no and every fault is told where the person clicked, in their language, over both doors."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import StorageFailed
from tests.edge.raising import CHANNEL, Raising, button, raising
from workflows.refusals import InvalidForm, Misfit, Refusal, StepRefused

WON = StepRefused(Refusal.ALREADY_CLAIMED, people=("U_SATO",), key="R-1042")
SAID = "<@U_SATO>"
"""The winner is mentioned, whatever the sentence around."""


class Surprise(Exception):  # noqa: N818  what nobody has thought of
    """A fault."""


@pytest.fixture(params=["http", "socket"])
async def edge(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Raising]:
    async with raising(request.param, tmp_path / "baton.db") as listeners:
        yield listeners


async def opened_form(edge: Raising) -> None:
    await edge.aoi.shortcut("escalate")
    await edge.aoi.modal("form")
    await edge.aoi.fill(summary="Export fails")


async def test_a_command_is_refused_to_its_sender_alone(edge: Raising) -> None:
    edge.error = WON
    reply = await edge.aoi.command("/escalate", "x", channel=CHANNEL)
    assert reply.acked
    [said] = edge.aoi.ephemerals
    assert "R-1042" in said.text
    assert SAID in said.text
    assert "さん" in said.text


async def test_a_shortcut_is_refused_in_a_small_modal(edge: Raising) -> None:
    edge.error = WON
    assert (await edge.aoi.shortcut("escalate")).acked
    view = await edge.aoi.modal()
    assert SAID in view.text()


async def test_a_click_in_a_message_is_refused_beside_it(edge: Raising) -> None:
    edge.error = WON
    workspace = edge.slack.workspace
    card = workspace.messages.post(workspace.channels[CHANNEL], workspace.bot_user_id, "card", blocks=[button("press")])
    assert (await edge.aoi.press_in(card, "press")).acked
    await edge.slack.settled(lambda _ws: bool(edge.aoi.ephemerals))
    assert SAID in edge.aoi.ephemerals[0].text
    assert card in edge.aoi.messages(CHANNEL)


async def test_a_click_in_a_dm_is_refused_beside_it(edge: Raising) -> None:
    edge.error = WON
    workspace = edge.slack.workspace
    handoff = workspace.messages.post(workspace.dm("U_AOI"), workspace.bot_user_id, "handoff", blocks=[button("press")])
    assert (await edge.aoi.press_in(handoff, "press")).acked
    await edge.slack.settled(lambda _ws: bool(edge.aoi.ephemerals))
    assert SAID in edge.aoi.ephemerals[0].text


async def test_a_click_in_home_is_refused_in_a_small_modal(edge: Raising) -> None:
    await edge.aoi.open_home()
    await edge.aoi.home_shown()
    edge.error = WON
    assert (await edge.aoi.press_home("press")).acked
    assert SAID in (await edge.aoi.modal()).text()


async def test_a_click_in_a_form_is_refused_on_top_of_it(edge: Raising) -> None:
    await opened_form(edge)
    edge.error = WON
    assert (await edge.aoi.press("press")).acked
    assert SAID in (await edge.aoi.modal(until=lambda view: SAID in view.text())).text()
    await edge.aoi.close()
    assert (await edge.aoi.modal("form")).values["summary"]["summary"]["value"] == "Export fails"


async def test_an_invalid_input_is_said_at_its_field(edge: Raising) -> None:
    await opened_form(edge)
    edge.error = InvalidForm({"summary": Misfit.TOO_LONG})
    await edge.aoi.submit()
    view = await edge.aoi.modal("form")
    assert list(view.errors) == ["summary"]
    assert view.values["summary"]["summary"]["value"] == "Export fails"


@pytest.mark.parametrize("error", [WON, Surprise("the customer said so"), StorageFailed("disk full")])
async def test_a_form_that_fails_keeps_what_was_typed(edge: Raising, error: Exception) -> None:
    await opened_form(edge)
    edge.error = error
    assert (await edge.aoi.submit()).acked
    await edge.aoi.modal(until=lambda view: view.callback_id != "form")
    await edge.aoi.close()
    assert (await edge.aoi.modal("form")).values["summary"]["summary"]["value"] == "Export fails"


async def test_the_third_form_of_a_stack_says_it_at_its_first_input(edge: Raising) -> None:
    await opened_form(edge)
    for depth in (2, 3):
        await edge.aoi.press("deeper")
        await edge.aoi.modal(until=lambda _view: len(edge.aoi.window.stack) == depth)  # noqa: B023  awaited at once
    await edge.aoi.fill(summary="Export fails")
    edge.error = WON
    assert (await edge.aoi.submit()).acked
    view = await edge.aoi.modal("form")
    assert list(view.errors) == ["summary"]
    assert "R-1042" in view.errors["summary"]


async def test_a_lookup_that_fails_offers_nothing(edge: Raising) -> None:
    await opened_form(edge)
    edge.error = WON
    assert await edge.aoi.suggestions("customer", "a") == []


async def test_an_event_that_is_refused_is_not_sent_again(edge: Raising) -> None:
    edge.error = WON
    edge.slack.switchboard.retry_seconds = (0, 0, 0)
    await edge.aoi.open_home()
    await edge.aoi.home_shown()
    assert edge.seen == ["event_callback"]


async def test_an_event_that_failed_is_sent_again(edge: Raising) -> None:
    edge.error = Surprise("once")
    edge.slack.switchboard.retry_seconds = (0, 0, 0)
    await edge.aoi.open_home()
    await edge.slack.settled(lambda _ws: len(edge.seen) > 1)


async def test_a_fault_is_an_apology_with_a_reference_that_stands_in_the_log(
    edge: Raising, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    edge.error = Surprise("the customer said so")
    await edge.aoi.command("/escalate", "x", channel=CHANNEL)
    [said] = edge.aoi.ephemerals
    assert "参照" in said.text
    logged = capsys.readouterr().out + caplog.text
    reference = said.text.split("参照")[1].strip(" 　:：")[:4]
    assert logged.count(reference) == 1


async def test_what_nobody_listens_to_is_acked(edge: Raising) -> None:
    workspace = edge.slack.workspace
    card = workspace.messages.post(
        workspace.channels[CHANNEL], workspace.bot_user_id, "card", blocks=[button("elsewhere")]
    )
    assert (await edge.aoi.press_in(card, "elsewhere")).acked
    assert edge.aoi.troubles == []
