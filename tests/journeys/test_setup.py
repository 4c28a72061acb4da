"""The first Home of an admin: choose where escalations go and who leads, see one arrive; the environment wins."""

from collections.abc import AsyncIterator
from copy import deepcopy

import pytest

from sandbox.slack import payloads
from tests.journeys.team import AOI, CALLS, EMMA, ESCALATIONS, SATO, Team, Way, a_team

NEW = "C_NEW"


@pytest.fixture
async def team(way: Way) -> AsyncIterator[Team]:
    """A team whose admin, Emma, has set nothing up yet; she has a channel that Baton is not in."""
    async with a_team(
        way.url, way.transport, escalation_channel=None, calls_channel=None, leads=frozenset(), admins=EMMA
    ) as working:
        working.slack.workspace.add_channel(NEW, name="new-escalations", members=[EMMA, SATO])
        yield working


async def choose(team: Team, channel: str, *leads: str, calls: str | None = None) -> None:
    """Let Emma set Baton up from her Home."""
    await team.emma.open_home()
    await team.emma.home_shown(until=lambda view: "Set Baton up" in view.text())
    await team.emma.press_home("setup.open")
    await team.emma.modal(until="setup.form")
    await team.emma.fill(escalation_channel=channel, calls_channel=calls, leads=list(leads))
    assert (await team.emma.submit()).acked
    await team.emma.modal(until=lambda view: "Saved" in view.text())


async def test_an_admin_chooses_a_channel_and_leads_and_sees_that_it_works(team: Team) -> None:
    await choose(team, ESCALATIONS, SATO)
    await team.emma.home_shown(until=lambda view: "does not know yet" not in view.text())

    await team.emma.press("setup.test")

    await team.emma.modal(until=lambda view: "on its way" in view.text())
    test = await team.found(team.emma, ESCALATIONS, "Baton を設定しました")
    assert "Emma" in test.all_text()
    assert team.emma.pings == []
    await team.emma.close()
    key = await team.file()
    assert key in (await team.card(key)).all_text()
    await team.sato.open_home()
    await team.sato.home_shown(until=lambda view: "チームの依頼" in view.text())


async def test_the_channel_of_calls_is_asked_for_and_tested_too(team: Team) -> None:
    await choose(team, ESCALATIONS, SATO, calls=CALLS)
    assert f"Calls are shown in <#{CALLS}>" in (await team.emma.modal()).text()

    await team.emma.press("setup.test")

    test = await team.found(team.emma, CALLS, "通話と挙手はこのチャンネルに表示されます")
    assert "/phone" in test.all_text()
    await team.emma.close()
    await team.call()
    [card, *_] = [each for each in team.emma.messages(CALLS) if "call.whisper" in each.buttons]
    assert "青井" in card.all_text()


async def test_a_channel_that_baton_is_not_in_is_named_with_what_mends_it(team: Team) -> None:
    await choose(team, NEW)
    assert "/invite @Baton" in (await team.emma.modal()).text()

    await team.emma.press("setup.test")

    await team.slack.settled(lambda _: bool(team.emma.dm()))
    [trouble] = team.emma.dm()
    assert NEW in trouble.all_text()
    assert "/invite @Baton" in trouble.all_text()
    team.slack.workspace.join(NEW, team.slack.workspace.bot_user_id)
    await team.found(team.emma, NEW, "Baton を設定しました")


async def test_whoever_tests_is_told_each_time_why_it_fails(team: Team) -> None:
    await choose(team, NEW)
    await team.emma.press("setup.test")
    await team.slack.settled(lambda _: len(team.emma.dm()) == 1)

    await team.emma.press("setup.test")

    await team.slack.settled(lambda _: len(team.emma.dm()) == 2)


async def test_a_forged_form_of_somebody_else_changes_nothing(team: Team) -> None:
    await team.emma.open_home()
    await team.emma.home_shown(until=lambda view: "Set Baton up" in view.text())
    await team.emma.press_home("setup.open")
    form = await team.emma.modal(until="setup.form")
    await team.emma.fill(escalation_channel=NEW)
    forged = deepcopy(payloads.submission(form, team.slack.workspace))
    forged["user"]["id"] = AOI

    reply = await team.slack.switchboard.send("interactive", forged)

    assert reply.content["response_action"] == "push"
    assert f"<@{EMMA}>" in str(reply.content["view"])
    assert team.baton.database.read_now(lambda work: work.setup.chosen().escalation_channel) is None


async def test_nobody_but_admins_is_offered_the_set_up(team: Team) -> None:
    await team.aoi.open_home()
    home = await team.aoi.home_shown()
    assert "Baton の設定" not in home.text()
    click = {"type": "button", "action_id": "setup.open", "block_id": "b"}
    assert (
        await team.slack.switchboard.send("interactive", payloads.click_in_view(click, home, team.slack.workspace))
    ).acked
    small = await team.aoi.modal()
    assert f"<@{EMMA}>" in small.text()


async def test_what_the_environment_sets_is_shown_and_wins(database_url: str) -> None:
    async with a_team(database_url, "http", admins=EMMA, calls_channel=None) as team:
        await team.emma.open_home()
        await team.emma.home_shown(until=lambda view: "Set Up" in view.text())
        await team.emma.press_home("setup.open")
        form = await team.emma.modal(until="setup.form")
        assert form.text().count("set by the environment") == 2
        assert f"<#{ESCALATIONS}>" in form.text()
        await team.emma.fill(calls_channel=ESCALATIONS)
        await team.emma.submit()
        await team.emma.modal(until=lambda view: "Saved" in view.text())

        chosen = team.baton.database.read_now(lambda work: work.setup.chosen())

        assert (chosen.escalation_channel, chosen.calls_channel) == (None, ESCALATIONS)
        assert (await team.card(await team.file())).channel == ESCALATIONS
