"""From a request to Jira: an issue is created once, or linked; whatever becomes of Jira, requests go on."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from sandbox.jira import adf
from tests.journeys.team import ESCALATIONS, Way, every_way
from tests.journeys.tracking import Tracked, a_tracked_team


@pytest.fixture
async def tracked(way: Way) -> AsyncIterator[Tracked]:
    """A team with a Jira."""
    async with a_tracked_team(way) as working:
        yield working


@every_way
async def test_an_issue_is_created_from_a_request_and_stands_on_its_card(tracked: Tracked) -> None:
    team = tracked.team
    key = await team.file(customer_words="今日中に。090-1234-5678 へ")
    card = await team.card(key)
    await tracked.ask(team.sato, card, summary="再発行が止まる", labels="export")

    [issue] = await tracked.created()
    described = adf.plain(issue.description)
    assert (issue.key, issue.summary) == ("SUP-1", "再発行が止まる")
    assert issue.labels[0] == "baton"
    assert issue.labels[2:] == ["export"]
    assert all(said in described for said in (key, "株式会社青空商事", "●●●●", "佐藤"))
    assert "090" not in described
    assert f"/archives/{ESCALATIONS}/p{card.ts.replace('.', '')}" in str(issue.description)
    await team.says(card, "SUP-1")
    await team.says(card, "○ 未着手")
    assert "browse/SUP-1" in str(card.blocks)


async def test_its_priority_follows_the_urgency_and_the_form_offers_what_jira_has(tracked: Tracked) -> None:
    team = tracked.team
    card = await team.card(await team.file(urgency="critical"))
    assert (await team.press(team.emma, card, "request.jira")).acked
    view = await team.emma.modal(until="jira.form")
    offered = {block["block_id"]: block["element"] for block in view.blocks if block["type"] == "input"}

    assert offered["priority"]["initial_option"]["value"] == "Highest"
    assert offered["project"]["initial_option"]["value"] == "SUP"
    assert offered["issue_type"]["initial_option"]["value"] == "Task"


async def test_a_form_sent_twice_creates_one_issue_and_a_second_form_another(tracked: Tracked) -> None:
    team = tracked.team
    card = await team.card(await team.file())
    assert (await team.press(team.sato, card, "request.jira")).acked
    view = await team.sato.modal(until="jira.form")
    assert (await team.sato.submit(view)).acked
    assert (await team.sato.submit(view)).acked
    await tracked.chosen()
    await tracked.ask(team.emma, card, project="DEV", issue_type="Bug")

    issues = await tracked.created(2)
    assert sorted(issue.key for issue in issues) == ["DEV-1", "SUP-1"]
    await team.says(card, "SUP-1")
    await team.says(card, "DEV-1")
    assert tracked.creates() == 2


async def test_issues_that_are_there_are_linked_by_key_and_address(tracked: Tracked) -> None:
    team, site = tracked.team, tracked.jira.site
    site.create("SUP", summary="Export fails")
    site.create("DEV", summary="Mail")
    site.move("DEV-1", "In Review")
    card = await team.card(await team.file())
    await tracked.ask(team.sato, card, link=f"sup-1 {tracked.jira.url}/browse/DEV-1")

    await team.says(card, "SUP-1")
    await team.says(card, "In Review")
    assert tracked.creates() == 0


async def test_a_link_to_nowhere_is_said_at_its_input_and_one_that_jira_does_not_know_by_dm(tracked: Tracked) -> None:
    team = tracked.team
    card = await team.card(await team.file())
    assert (await team.press(team.emma, card, "request.jira")).acked
    await team.emma.modal(until="jira.form")
    await team.emma.fill(link="https://other.example.com/browse/SUP-1")
    reply = await team.emma.submit()
    assert "SUP-88" in str(reply.content)

    await team.emma.fill(link="SUP-99")
    assert (await team.emma.submit()).content == {}
    told = await team.told(team.emma, 1)
    assert "SUP-99" in told.all_text()
    await team.slack.settled(lambda _: "waiting" not in card.all_text() and "応答待ち" not in card.all_text())


# ---- when Jira fails


async def test_an_answer_that_is_lost_doubles_nothing(tracked: Tracked) -> None:
    team = tracked.team
    tracked.jira.faults.add(kind="lost", method="POST", path="issue", times=1)
    card = await team.card(await team.file())
    await tracked.ask(team.sato, card)

    await tracked.shown(card, "SUP-1")
    assert len(await tracked.created()) == 1
    assert tracked.creates() == 1


async def test_while_jira_is_down_requests_go_on_and_the_issue_comes_later(tracked: Tracked) -> None:
    team = tracked.team
    await tracked.jira.refuse()
    card = await team.card(await team.file())
    await tracked.ask(team.sato, card)
    await team.says(card, "Jira の応答待ち")
    assert (await team.press(team.sato, card, "request.claim")).acked
    await team.says(card, "対応中")

    await tracked.jira.listen()
    await tracked.shown(card, "SUP-1")
    assert "応答待ち" not in card.all_text()
    assert len(await tracked.created()) == 1


async def test_a_permission_that_is_missing_is_told_to_whoever_asked_in_jira_s_words(tracked: Tracked) -> None:
    team = tracked.team
    tracked.jira.site.revoke("CREATE_ISSUES")
    card = await team.card(await team.file())
    await tracked.ask(team.emma, card)

    told = await team.told(team.emma, 1)
    assert "CREATE_ISSUES" in told.all_text()
    await team.slack.settled(lambda _: "応答待ち" not in card.all_text())
    assert (await team.press(team.sato, card, "request.claim")).acked
    await team.says(card, "対応中")


async def test_a_jira_that_hangs_holds_up_nobody(way: Way) -> None:
    async with a_tracked_team(way, lease=2.0) as tracked:
        team = tracked.team
        tracked.jira.faults.add(kind="hang", times=None)
        card = await team.card(await team.file())
        await asyncio.gather(*(tracked.ask(person, card) for person in (team.sato, team.emma)))
        started = asyncio.get_running_loop().time()
        await team.card(await team.file())

        assert asyncio.get_running_loop().time() - started < 5
        tracked.jira.faults.clear()


@pytest.mark.parametrize("way", ["sqlite-http"], indirect=True)
async def test_without_a_jira_nothing_offers_it(way: Way) -> None:
    async with a_tracked_team(way, jira_url=None, jira_token=None) as tracked:
        team = tracked.team
        key = await team.file()
        card = await team.card(key)

        assert "request.jira" not in str(card.blocks)
        assert "JIRA_URL" in await team.forge(team.sato, card, "request.jira", key)
