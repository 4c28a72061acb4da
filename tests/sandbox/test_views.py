"""Triggers, stacks, hashes: what views.* accepts and refuses."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.refusals import SlackRefusal
from sandbox.slack.server import SlackServer
from sandbox.slack.triggers import MOST_KEPT, Triggers
from tests.sandbox.test_posting import refused
from tests.sandbox.tiny import form, home


async def test_a_trigger_works_once_and_for_three_seconds(slack: SlackServer, client: AsyncWebClient) -> None:
    given = slack.workspace.triggers
    once = given.give("U_AOI")
    await client.views_open(trigger_id=once, view=form())
    assert await refused(client.views_open(trigger_id=once, view=form())) == "exchanged_trigger_id"
    assert await refused(client.views_open(trigger_id="1.2.3", view=form())) == "invalid_trigger_id"
    given.seconds = 0.0
    assert await refused(client.views_open(trigger_id=given.give("U_AOI"), view=form())) == "expired_trigger_id"


def test_only_the_newest_triggers_are_kept_so_that_weeks_of_clicks_fill_no_memory() -> None:
    given = Triggers()
    first, *_, last = [given.give("U_AOI") for _ in range(MOST_KEPT + 1)]
    with pytest.raises(SlackRefusal, match="invalid_trigger_id"):
        given.exchange(first)
    assert given.exchange(last).user == "U_AOI"


async def test_at_most_three_views_lie_on_each_other(slack: SlackServer, client: AsyncWebClient) -> None:
    given, window = slack.workspace.triggers, slack.workspace.window("U_AOI")
    first = (await client.views_open(trigger_id=given.give("U_AOI"), view=form()))["view"]["id"]
    for _ in range(2):
        await client.views_push(trigger_id=given.give("U_AOI", first), view=form())
    assert await refused(client.views_push(trigger_id=given.give("U_AOI", first), view=form())) == "push_limit_reached"
    assert [view.root_id for view in window.stack] == [first] * 3
    assert slack.workspace.window("U_BEN").stack == []


async def test_an_update_with_an_old_hash_changes_nothing(slack: SlackServer, client: AsyncWebClient) -> None:
    trigger = slack.workspace.triggers.give("U_AOI")
    view = (await client.views_open(trigger_id=trigger, view=form()))["view"]
    updated = (await client.views_update(view_id=view["id"], hash=view["hash"], view=form()))["view"]
    assert updated["hash"] != view["hash"]
    late = client.views_update(view_id=view["id"], hash=view["hash"], view=form())
    assert await refused(late) == "hash_conflict"
    await slack.person("U_AOI").close()
    assert await refused(client.views_update(view_id=view["id"], view=form())) == "not_found"


async def test_home_is_each_ones_own(slack: SlackServer, client: AsyncWebClient) -> None:
    await client.views_publish(user_id="U_AOI", view=home("for aoi"))
    shown = slack.person("U_AOI").home
    assert shown is not None
    assert "for aoi" in shown.text()
    assert slack.person("U_BEN").home is None
    assert await refused(client.views_publish(user_id="U_NONE", view=home("x"))) == "user_not_found"
