"""Row 25: Jira hangs for minutes while 60 people file. 60 acks, none of which waits for it; all delivered later.

How fast the acks are is measured, beside a floor, by `make bench`.
"""

import asyncio
from copy import deepcopy

import aiohttp

from sandbox.slack import payloads
from sandbox.slack.refusals import JsonObject
from tests.faults.replicas import HOUR, MINUTE
from tests.faults.test_20_clocks import TOKYO
from tests.faults.tracked import LANE, MONDAY, Beside, assert_one_each, beside_jira
from tests.journeys.team import ESCALATIONS, Team

PEOPLE, AT_ONCE = 60, 10


async def a_form(team: Team) -> JsonObject:
    """Let Aoi fill a form in; answer what its submission would send."""
    await team.aoi.shortcut("escalate")
    await team.aoi.modal(until="escalation.form")
    await team.aoi.choose("customer", "A-001", typed="アオゾラ")
    await team.aoi.fill(request_type="action", urgency="high", summary="請求書の再発行が止まっている")
    form = await team.aoi.modal()
    return payloads.submission(form, team.slack.workspace)


async def submit(team: Team, form: JsonObject, number: int) -> None:
    """Submit the form as one person does, to whom Slack would tell a failure after three seconds."""
    mine = deepcopy(form)
    mine["view"]["id"] = f"V_{number}"
    reply = await team.slack.switchboard.send("interactive", mine)
    assert (reply.acked, reply.content) == (True, {})


async def all_file(beside: Beside) -> None:
    """Let 60 people file, ten in the same moment."""
    team = beside.replicas.team
    form = await a_form(team)
    for first in range(0, PEOPLE, AT_ONCE):
        numbers = range(first, first + AT_ONCE)
        await asyncio.gather(*(submit(team, form, number) for number in numbers))


async def is_ready(beside: Beside) -> bool:
    """Ask /readyz of either replica."""
    async with aiohttp.ClientSession() as session:
        for door in beside.doors:
            async with session.get(door.replace("/webhooks/jira", "/readyz")) as answer:
                if answer.status != 200:
                    return False
    return True


async def test_nobody_waits_for_a_jira_that_hangs(database_url: str) -> None:
    async with beside_jira(database_url) as beside:
        replicas = beside.replicas
        [first] = await beside.ask()
        await beside.see_to_all()
        hanging = beside.jira.faults.add(kind="hang", times=None)
        cards = [first, *await beside.ask(2)]
        replicas.hang(TOKYO, "11:00")
        await all_file(beside)
        assert hanging.hits
        assert await is_ready(beside)

        await beside.see_to_all(besides=LANE)
        replicas.clock.shift(2 * MINUTE)
        await replicas.other.sweeper.run()  # type: ignore[union-attr]  # there is a Jira
        await replicas.team.knows(lambda work: work.sweeps.get().failing_since is not None)
        replicas.clock.move_to(MONDAY + HOUR)
        await replicas.tick()
        await beside.see_to_all(besides=LANE)
        assert "からつながっていません" in replicas.digests()[0].all_text()

        beside.jira.faults.clear()
        await beside.see_to_all()
        keys = {request.key for request in replicas.team.baton.database.read_now(lambda work: [*work.requests.every()])}
        standing = [post.all_text() for post in replicas.team.slack.workspace.posts(ESCALATIONS) if not post.thread_ts]
        assert len(keys) == PEOPLE + len(cards)
        assert all(sum(f" {key}\n" in text for text in standing) == 1 for key in keys)
        assert_one_each(beside.jira, cards)
