"""A channel takes no posts: its admin sees in Home what is stuck and why, mends it, and tries again."""

from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from bot import ids
from bot.delivery import letters
from sandbox.slack.people import Person
from storage.outbox import State, outbox
from tests.faults.forging import click
from tests.journeys.team import AOI, EMMA, ESCALATIONS, SATO, Team, Way, a_team, every_way

REFUSED = {"kind": "refuse", "method": "chat.postMessage", "channel": ESCALATIONS}
STUCK = "could not be posted"


@pytest.fixture
async def team(way: Way) -> AsyncIterator[Team]:
    """A team with two admins: Emma reads English, Sato Japanese; posts to the channel are refused for now."""
    async with a_team(way.url, way.transport, admins=f"{EMMA},{SATO}") as working:
        working.slack.faults.add(**REFUSED, error="restricted_action", times=None)
        yield working


async def buried(team: Team, count: int = 1) -> None:
    """Wait until so many messages are stuck."""
    await team.knows(lambda work: work.outbox.count_all_dead() == count)


async def settled(team: Team) -> None:
    """Wait until nothing is stuck and nothing is owed."""
    await team.knows(lambda work: {row.state for row in work.connection.execute(outbox.select())} == {State.SENT})


async def opened(person: Person, words: str = STUCK) -> None:
    """Let an admin open the list in Home."""
    await person.open_home()
    await person.home_shown(until=lambda view: words in view.text())
    await person.press_home(ids.LETTERS_OPEN)
    await person.modal(until=ids.LETTERS_LIST)


async def test_an_admin_sees_what_is_stuck_and_why_and_tries_it_again(team: Team) -> None:
    key = await team.file()
    await buried(team)
    await opened(team.emma)
    shown = (await team.emma.modal()).text()
    assert f"Card of {key}" in shown
    assert f"<#{ESCALATIONS}>" in shown
    assert "restricted_action" in shown
    team.slack.faults.clear()

    await team.emma.press(ids.LETTERS_RETRY)

    await team.emma.modal(until=lambda view: "Baton tries again" in view.text())
    assert key in (await team.card(key)).all_text()
    await settled(team)
    await team.emma.home_shown(until=lambda view: STUCK not in view.text())


async def test_the_message_that_tells_of_trouble_opens_the_list_in_the_admins_own_language(team: Team) -> None:
    key = await team.file()
    await team.slack.settled(lambda _: any(ids.LETTERS_OPEN in each.buttons for each in team.sato.dm()))
    [trouble] = [each for each in team.sato.dm() if ids.LETTERS_OPEN in each.buttons]

    await team.sato.press_in(trouble, ids.LETTERS_OPEN)

    shown = (await team.sato.modal(until=ids.LETTERS_LIST)).text()
    assert f"{key} のカード" in shown
    assert "再送する" in shown


async def test_what_is_refused_once_more_comes_back_to_the_list(team: Team) -> None:
    await team.file()
    await buried(team)
    await opened(team.emma)
    posts = len(team.slack.workspace.calls)

    await team.emma.press(ids.LETTERS_RETRY_ALL)

    await team.emma.modal(until=lambda view: "Baton tries again" in view.text())
    await team.slack.settled(lambda ws: any(call.error == "restricted_action" for call in ws.calls[posts:]))
    await buried(team)
    await team.emma.close()
    await opened(team.emma)
    assert "Card of" in (await team.emma.modal()).text()


@every_way
async def test_of_two_admins_who_try_the_same_the_second_is_told_and_it_is_posted_once(team: Team) -> None:
    key = await team.file()
    await buried(team)
    await opened(team.emma)
    await opened(team.sato, "届けられなかったもの")
    team.slack.faults.clear()

    await team.emma.press(ids.LETTERS_RETRY)
    await team.card(key)
    await team.sato.press(ids.LETTERS_RETRY)

    shown = await team.sato.modal(until=lambda view: "ほかの人が先に再送しました" in view.text())
    assert "すべて届いています" in shown.text()
    await settled(team)
    assert len([each for each in team.emma.messages(ESCALATIONS) if key in each.all_text()]) == 1


async def test_what_the_command_has_tried_meanwhile_is_not_tried_twice(team: Team) -> None:
    key = await team.file()
    await buried(team)
    await opened(team.emma)
    team.slack.faults.clear()
    await team.baton.database.write(letters.retry)
    await team.card(key)
    await settled(team)

    await team.emma.press(ids.LETTERS_RETRY_ALL)

    await team.emma.modal(until=lambda view: "Somebody was faster" in view.text())
    assert len([each for each in team.emma.messages(ESCALATIONS) if key in each.all_text()]) == 1


async def test_nobody_else_is_shown_them_nor_may_try_them(team: Team) -> None:
    key = await team.file()
    await buried(team)
    await team.aoi.open_home()
    assert ids.LETTERS_OPEN not in (await team.aoi.home_shown()).text()
    [receipt] = [each for each in team.aoi.dm() if key in each.all_text()]
    for button in (ids.LETTERS_OPEN, ids.LETTERS_RETRY, ids.LETTERS_RETRY_ALL):
        said = await team.forge(team.aoi, receipt, button, "1")
        assert f"<@{EMMA}>" in said
        assert key not in said
    await buried(team)


@pytest.mark.parametrize("value", ["", "0", "-1", "R-1001", "9" * 4000, "1; drop table outbox", "<!channel>", None, 7])
async def test_an_admins_button_that_was_forged_is_refused_in_words_and_changes_nothing(
    sqlite_url: str, value: object
) -> None:
    async with a_team(sqlite_url, "http", admins=EMMA) as team:
        team.slack.faults.add(**REFUSED, error="restricted_action", times=None)
        await team.file()
        await team.slack.settled(lambda _: bool(team.emma.dm()))
        with capture_logs() as logs:
            reply = await click(team, team.emma, team.emma.dm()[0], {"action_id": ids.LETTERS_RETRY, "value": value})
        assert reply.status == 200
        assert "not in the list" in await team.refused(team.emma)
        assert [(line["code"], line["by"]) for line in logs if line["event"] == "refused"] == [("no_such_letter", EMMA)]
        assert AOI not in str(logs)
        await buried(team)
