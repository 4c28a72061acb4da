"""A Jira that is down, slow, or lets nobody in is left alone for a while; it is kept since when, and told once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from storage.outbox import outbox
from storage.unit_of_work import UnitOfWork
from tests.delivery.readings import NOON, Reading, a_reading, searches
from workflows.notices import JiraLockedOut
from workflows.progress import sweeping

TROUBLES: dict[str, tuple[dict[str, object], str]] = {
    "too many": ({"kind": "ratelimited", "seconds": 300.0}, "429"),
    "a fault": ({"kind": "server_error"}, "no_answer"),
    "slow": ({"kind": "hang"}, "no_answer"),
    "no permission": ({"kind": "refuse", "status": 403, "error": "Forbidden"}, "403 Forbidden"),
    "no login": ({"kind": "refuse", "status": 401}, "401"),
}


@pytest.mark.parametrize(("fault", "trouble"), TROUBLES.values(), ids=TROUBLES.keys())
async def test_it_is_kept_since_when_jira_does_not_answer_and_in_which_way(
    sqlite_url: str, fault: dict[str, object], trouble: str
) -> None:
    async with a_reading(sqlite_url) as reading:
        issue = reading.site.create()
        await reading.link(issue)
        await reading.sweep()
        reading.jira.faults.add(path="search/jql", times=None, **fault)
        await reading.sweep(minutes=1)
        swept = await reading.swept()
        assert swept.failing_since == NOON + timedelta(minutes=1)
        assert (swept.trouble or "").startswith(trouble)
        reading.jira.faults.clear()
        await reading.sweep(minutes=6)
        swept = await reading.swept()
        assert (swept.failing_since, swept.trouble) == (None, None)


@pytest.mark.parametrize(("status", "told"), [(401, ["401"]), (403, ["403 Not for you"]), (503, [])])
async def test_the_admins_hear_once_that_jira_does_not_let_us_in(sqlite_url: str, status: int, told: list[str]) -> None:
    async with a_reading(sqlite_url) as reading:
        await reading.link(reading.site.create())
        reading.jira.faults.add(kind="refuse", path="search/jql", status=status, error="Not for you", times=None)
        for _ in range(3):
            await reading.sweep(minutes=5)
        assert reading.database.read_now(locked_out) == [("U_ADMIN", error) for error in told]


def locked_out(work: UnitOfWork) -> list[tuple[str, str]]:
    """Whom we owe the news that Jira does not let us in, and what it said."""
    owed = select(outbox.c.place, outbox.c.args).where(outbox.c.topic == JiraLockedOut.topic)
    return [(row.place, row.args["error"]) for row in work.connection.execute(owed)]


async def test_jira_is_left_alone_for_as_long_as_it_says(reading: Reading) -> None:
    await reading.link(reading.site.create())
    await reading.sweep()
    reading.jira.faults.add(kind="ratelimited", path="search/jql", seconds=300)
    await reading.sweep(minutes=1)
    assert await reading.sweep(seconds=299) == []
    assert searches(await reading.sweep(seconds=1))


async def test_a_jira_that_is_down_is_asked_ever_more_rarely(reading: Reading) -> None:
    await reading.link(reading.site.create())
    await reading.sweep()
    await reading.jira.refuse()
    tried = []
    for minute in range(1, 61):
        before = (await reading.swept()).failing_since
        reading.clock.now += timedelta(minutes=1)
        due = await reading.database.read(sweeping.is_due, reading.clock())
        await reading.sweeper.run()
        tried += [minute] if due else []
        assert before in {None, NOON + timedelta(minutes=1)}
    assert (await reading.swept()).trouble == "unreachable"
    assert 5 <= len(tried) <= 20
    await reading.jira.listen()
    await reading.sweep(minutes=11)
    assert (await reading.swept()).failing_since is None
