"""Row 23: Jira's answer to create lost; down, slow, in a hurry. One issue each, later.

Replicas share a database, and Jira finds nothing that is younger than 20 seconds.
"""

import asyncio
import signal
from datetime import timedelta

from sandbox.jira.server import JiraServer
from sandbox.jira.site import BOT_EMAIL, BOT_TOKEN
from sandbox.slack.records import Message
from storage.outbox import State
from tests.faults.processes import AGENT, CHANNEL, MANAGER, WITHIN, Town, a_town
from tests.faults.replicas import HOUR, MINUTE
from tests.faults.test_20_clocks import TOKYO
from tests.faults.tracked import MONDAY, a_jira, assert_one_each, beside_jira

LAG = timedelta(seconds=20)
NEVER = 10_000.0


async def test_whatever_becomes_of_the_answer_there_is_one_issue(database_url: str) -> None:
    async with beside_jira(database_url) as beside:
        beside.jira.site.index_lag = LAG
        for fault in ({"kind": "lost"}, {"kind": "late", "seconds": 0.3}, {"kind": "late", "seconds": NEVER}):
            beside.jira.faults.add(method="POST", path="issue", **fault)
        for effect in (True, False):
            beside.jira.faults.add(kind="server_error", method="POST", path="issue", effect=effect)
        cards = await beside.ask(5)
        await beside.see_to_all()
        assert_one_each(beside.jira, cards)
        assert [call.effect for call in beside.creates()].count(True) == 5
        assert [fault.hits for fault in beside.jira.faults.rules] == [1] * 5


async def test_while_jira_is_down_requests_go_on_and_the_digest_says_so_then_it_is_left_alone_as_it_asks(
    database_url: str,
) -> None:
    async with beside_jira(database_url) as beside:
        replicas = beside.replicas
        cards = await beside.ask()
        await beside.see_to_all()
        before = len(beside.creates())
        await beside.jira.refuse()
        cards += await beside.ask(3)
        replicas.hang(TOKYO, "11:00")
        replicas.clock.shift(2 * MINUTE)
        await replicas.other.sweeper.run()  # type: ignore[union-attr]  # there is a Jira
        await replicas.team.knows(lambda work: work.sweeps.get().failing_since is not None)
        replicas.clock.move_to(MONDAY + HOUR)
        await replicas.tick()
        await replicas.team.slack.settled(lambda _: bool(replicas.digests()))
        assert "からつながっていません" in replicas.digests()[0].all_text()

        limited = beside.jira.faults.add(kind="ratelimited", method="POST", path="issue", seconds=60)
        await beside.jira.listen()
        await beside.see_to_all()
        first, *others = beside.creates()[before:]
        assert limited.hits == 1
        assert all(call.at - first.at >= 60 for call in others)
        assert_one_each(beside.jira, cards)
        assert len(others) == 3


# ---- processes


async def ask(town: Town) -> Message:
    """File a request, and let its account manager ask for a Jira issue; answer the card."""
    await town.file()
    await town.delivered()
    [card] = town.messages(CHANNEL)
    [request] = town.requests()
    manager = town.slack.person(MANAGER)
    assert (await manager.press_in(card, "request.more", f"request.jira:{request.key}")).acked
    await manager.modal(until="jira.form")
    assert (await manager.submit()).content == {}
    return card


def login(jira: JiraServer) -> dict[str, str]:
    """The settings by which a process knows a Jira."""
    return {"JIRA_URL": jira.url, "JIRA_USER": BOT_EMAIL, "JIRA_TOKEN": BOT_TOKEN, "JIRA_PROJECT": "SUP"}


async def assert_one(town: Town, jira: JiraServer, card: Message) -> None:
    """Hold Baton to its promise: Jira was asked once, and the card names what it made."""
    await town.slack.settled(lambda _: "SUP-1" in card.all_text(), timeout=WITHIN)
    await town.come_to(State.SENT)
    assert [issue.key for issue in jira.site.issues.values()] == ["SUP-1"]
    assert len([call for call in jira.calls if (call.method, call.path) == ("POST", "issue")]) == 1
    assert len(town.dm(AGENT)) == 1


async def test_killed_after_jira_took_it_it_is_found_and_not_created_again(sqlite_url: str) -> None:
    async with a_jira() as jira, a_town(sqlite_url, 30.0, **login(jira)) as town:
        process = await town.start()
        jira.faults.add(kind="delay", method="POST", path="issue", seconds=0.5)
        card = await ask(town)
        await jira.settled(lambda site: bool(site.issues))
        await town.kill(process)
        await town.start()
        await assert_one(town, jira, card)


async def test_a_replica_that_freezes_while_jira_creates_is_taken_over_from(postgresql_url: str) -> None:
    async with a_jira() as jira, a_town(postgresql_url, 4.0, **login(jira)) as town:
        frozen = await town.start()
        slow = jira.faults.add(kind="delay", method="POST", path="issue", seconds=1)
        card = await ask(town)
        async with asyncio.timeout(WITHIN):
            while not slow.hits:  # noqa: ASYNC110  a fault tells nobody whom it has struck
                await asyncio.sleep(0.01)
        frozen.send_signal(signal.SIGSTOP)
        await town.start()
        await town.slack.settled(lambda _: "SUP-1" in card.all_text(), timeout=WITHIN)
        frozen.send_signal(signal.SIGCONT)
        await town.stop(frozen)
        await assert_one(town, jira, card)
