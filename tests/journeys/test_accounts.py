"""A lead keeps the list of customers in Slack: the next request asks whoever stands there now."""

from copy import deepcopy

from sandbox.slack import payloads
from sandbox.slack.view import View
from storage.accounts import Account
from tests.journeys.team import AOI, COVER, EMMA, ESCALATIONS, SATO, Team

BLUE_SKY = "A-001"


def known(team: Team, account_id: str = BLUE_SKY) -> Account:
    """Answer a customer as the database has it."""
    found = team.baton.database.read_now(lambda work: work.accounts.get(account_id))
    assert found is not None
    return found


async def the_list(team: Team) -> View:
    """Let Emma open the list of customers from her Home."""
    await team.emma.open_home()
    await team.emma.home_shown(until=lambda view: "Customers" in view.text())
    await team.emma.press_home("account.open")
    return await team.emma.modal(until=lambda view: "Whom do you want to edit?" in view.text())


async def the_form(team: Team, customer: str = BLUE_SKY, typed: str = "アオゾラ") -> View:
    """Let Emma open the form of one customer."""
    await the_list(team)
    await team.emma.choose("account.pick", customer, typed=typed)
    return await team.emma.modal(until="account.form")


async def test_the_next_request_asks_the_new_account_manager(team: Team) -> None:
    before = await team.file()
    await team.handoff(before)
    await the_form(team)
    await team.emma.fill(account_manager=COVER, cover=None, team_channel=ESCALATIONS, plan="ゴールド", locale="ja")
    assert (await team.emma.submit()).content == {}

    assert known(team) == Account(
        BLUE_SKY,
        "株式会社青空商事",
        "アオゾラショウジ",
        COVER,
        team_channel=ESCALATIONS,
        plan="ゴールド",
        locale=known(team).locale,
    )
    kato = team.slack.person(COVER)
    after = await team.file()
    await team.slack.settled(lambda _: any(after in message.all_text() for message in kato.dm()))
    assert all(before not in message.all_text() for message in kato.dm())
    assert all(after not in message.all_text() for message in team.sato.dm())


async def test_whoever_has_left_is_named_and_can_be_replaced(team: Team) -> None:
    team.slack.workspace.change_person(SATO, deleted=True)
    await team.knows(lambda work: work.people.among([SATO])[SATO].deactivated)
    listed = await the_list(team)
    assert "佐藤, the account manager, has left" in listed.text()

    await team.emma.press("account.edit", BLUE_SKY)
    form = await team.emma.modal(until="account.form")
    assert "has left" in form.text()
    await team.emma.fill(account_manager=EMMA)
    assert (await team.emma.submit()).content == {}

    assert known(team).account_manager == EMMA
    await team.emma.modal(until=lambda view: "Every customer has somebody." in view.text())


async def test_a_customer_that_no_list_has_is_added_and_a_listed_one_is_not_added_twice(team: Team) -> None:
    await the_form(team, "new:みどり製作所", "みどり製作所")
    await team.emma.fill(name="青空商事", account_manager=SATO)
    await team.emma.submit()
    assert "already" in str((await team.emma.modal(until="account.form")).errors["name"])

    await team.emma.fill(name="みどり製作所")
    assert (await team.emma.submit()).content == {}

    await team.file(customer="みどり製作所", typed="みどり")
    await team.slack.settled(lambda _: any("みどり製作所" in message.all_text() for message in team.sato.dm()))


async def test_the_same_person_cannot_be_account_manager_and_cover(team: Team) -> None:
    form = await the_form(team)
    await team.emma.fill(cover=SATO)
    await team.emma.submit()
    assert set(form.errors) == {"cover"}
    assert known(team).cover == COVER


async def test_an_agent_s_forged_form_is_refused(team: Team) -> None:
    form = await the_form(team)
    await team.emma.fill(account_manager=AOI)
    forged = deepcopy(payloads.submission(form, team.slack.workspace))
    forged["user"]["id"] = AOI

    reply = await team.slack.switchboard.send("interactive", forged)

    assert f"<@{EMMA}>" in str(reply.content)
    assert known(team).account_manager == SATO


async def test_where_nobody_stands_for_a_customer_the_leads_are_asked_once(team: Team) -> None:
    await the_form(team)
    await team.emma.fill(account_manager=None, cover=None)
    await team.emma.submit()
    await team.emma.modal(until=lambda view: "Nobody stands for them" in view.text())

    key = await team.file()

    await team.slack.settled(lambda _: len(team.emma.pings) == 1)
    assert key in team.emma.pings[0].all_text()
    await team.card(key)
    assert (team.sato.pings, len(team.emma.pings)) == ([], 1)
