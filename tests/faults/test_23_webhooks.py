"""Row 23: a webhook replayed, forged, late, out of order, oversized, or of an issue that is nobody's yet. Ignored."""

from collections.abc import Iterable
from io import BytesIO

import aiohttp

from sandbox.jira.hooks import Delivery, signed
from storage.issues.records import Issue
from storage.issues.tables import issue_moves
from storage.unit_of_work import UnitOfWork
from tests.faults.replicas import DAY, MINUTE
from tests.faults.tracked import SECRET, Beside, beside_jira
from workflows.forgetting import forget_old

SUMMARY = "帳票が空になる"
LARGEST = 1024 * 1024


def kept(work: UnitOfWork) -> tuple[list[Issue], int]:
    """Answer what Baton knows of issues, and how many moves it has told of."""
    known = [issue for issues in work.issues.of_requests(range(1, 20)).values() for issue in issues]
    return known, len(work.connection.execute(issue_moves.select()).all())


async def bring(beside: Beside, deliveries: Iterable[Delivery]) -> None:
    """Bring webhooks to either replica, one after the other; one that nobody answered is tried again, as Jira does."""
    for delivery in deliveries:
        for door in beside.doors:
            beside.jira.reach(door)
            deliver = beside.jira.hooks.deliver
            assert (await deliver(delivery) or await deliver(delivery)) == 204


async def assert_turned_away(beside: Beside, delivery: Delivery) -> None:
    """Bring the same with another signature, none, one of other bytes; and what is too long."""
    body, name = delivery.body, "forged"
    for headers in (signed(body, "guessed", name), signed(body, "", name), signed(body + b" ", SECRET, name)):
        assert await beside.jira.hooks.send(body, headers) == 401
    long = body + b" " * LARGEST
    async with (
        aiohttp.ClientSession() as session,
        session.post(beside.doors[0], data=BytesIO(long), headers=signed(long, SECRET, name)) as answer,
    ):
        assert answer.status == 413


async def test_each_move_counts_once_however_and_whenever_it_is_told(database_url: str) -> None:
    async with beside_jira(database_url) as beside:
        site, hooks, team = beside.jira.site, beside.jira.hooks, beside.replicas.team
        beside.jira.faults.add(kind="server_error", path="search/jql", times=None)
        [card] = await beside.ask()
        await beside.see_to_all()
        dms = len(team.sato.dm())
        hooks.held = True
        told = len(hooks.deliveries)
        for status in ("進行中", "完了"):
            beside.replicas.clock.shift(MINUTE)
            site.move("SUP-1", status)
        nobodys = site.create(summary=SUMMARY)
        moved, done, created = hooks.deliveries[told:]

        await assert_turned_away(beside, done)
        await bring(beside, [done, moved, created, done, moved])
        await beside.see_to_all()
        [issue], moves = team.baton.database.read_now(kept)
        assert (issue.status, moves) == ("完了", 2)
        assert "完了" in card.all_text()
        assert len(team.sato.dm()) == dms + 1

        beside.replicas.clock.shift(2 * MINUTE)
        await team.baton.moments.tell_moves()
        await beside.see_to_all()
        said = len(team.slack.workspace.posts())
        beside.replicas.clock.shift(8 * DAY)
        team.baton.database.write_now(forget_old)
        await bring(beside, [moved, done, created])
        await beside.see_to_all()
        assert team.baton.database.read_now(kept)[1] == 2
        assert len(team.slack.workspace.posts()) == said

        await beside.tracked.ask(team.sato, card, link=nobodys.key)
        await beside.see_to_all()
        assert f"|{nobodys.key}>" in card.all_text()
        assert len(team.baton.database.read_now(kept)[0]) == 2
