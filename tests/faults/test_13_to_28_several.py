"""Rows 13, 23, 25 and 28 on two and on four replicas: what comes in by any door, a Slack and a Jira that fail.

tests/faults/test_05_to_09_several.py has what ails Slack alone.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from bot import ids
from bot.listeners.steps import AT_ONCE, FORMS
from bot.webhooks.jira import PATH
from sandbox.jira.hooks import Delivery, signed
from sandbox.jira.server import JiraServer
from sandbox.slack import payloads
from sandbox.slack.people import Person
from sandbox.slack.records import Message
from sandbox.slack.refusals import JsonObject
from storage.issues.tables import issue_moves
from storage.outbox import State
from storage.requests import Request, Step
from storage.unit_of_work import UnitOfWork
from tests.faults.machine import hasten
from tests.faults.processes import AGENT, CHANNEL, MANAGER, SECRET, WITHIN, Town
from tests.faults.several import Transport, several
from tests.faults.test_14_forged import DOORS
from tests.faults.test_23_jira import login
from tests.faults.test_25_slack_hangs import PEOPLE, STEP, a_filled_form, all_file, settle, work_on
from tests.faults.tracked import a_jira, assert_one_each
from tests.faults.verdict import assert_kept

LEASE = 3000.0
"""Seconds: however often the clock is stepped, no lane is taken over (that is row 16)."""
STRANGER = "U_STRANGER"
WORDS = "Export has failed for three days"
CREATED: tuple[JsonObject, ...] = (
    {"kind": "lost"},
    {"kind": "late", "seconds": 0.3},
    {"kind": "server_error", "effect": True},
)
"""How Jira's answer to a new issue is lost."""


@asynccontextmanager
async def beside_jira(url: str, replicas: int, transport: Transport) -> AsyncIterator[tuple[Town, JiraServer]]:
    """Start replicas with every door, and a Jira."""
    async with a_jira(SECRET) as jira:
        given = DOORS | login(jira) | {"CLOCK_STEP": str(STEP.total_seconds()), "BATON_SLACK_TIMEOUT": "2"}
        async with several(url, replicas, transport, LEASE, **given) as town:
            yield town, jira


async def a_trigger_expires(town: Town) -> None:
    """Row 13: whichever replica draws Home and the next form, what stood in the one that never opened is there."""
    agent = town.slack.person(AGENT)
    town.slack.faults.add(kind="refuse", method="views.open", error="expired_trigger_id")
    assert (await agent.message_shortcut(ids.ESCALATE_MESSAGE, agent.say(WORDS, CHANNEL))).acked
    await town.slack.settled(lambda _: bool(agent.ephemerals), timeout=WITHIN)
    for _ in town.running:
        agent.window.home = None
        await agent.open_home()
        await agent.home_shown(until=lambda view: WORDS in view.text(), timeout=WITHIN)
        await agent.press_home(ids.DRAFT_OPEN)
        form = await agent.modal(until=ids.ESCALATION_FORM, timeout=WITHIN)
        assert WORDS in str(form.values)
        await agent.close()


# ---- whoever has no right


def kept(work: UnitOfWork) -> tuple[list[Request], list[Step]]:
    """All that is stored of requests."""
    return list(work.requests.every()), list(work.requests.every_step())


async def a_stranger_clicks(town: Town, key: str) -> None:
    """Row 28: every replica refuses every step in words, and logs who tried."""
    town.slack.workspace.add_person(STRANGER, name="mallory", real_name="Mallory")
    mallory, before = town.slack.person(STRANGER), town.database.read_now(kept)
    own = mallory.say("hello")
    buttons = (*AT_ONCE, *FORMS, ids.REQUEST_EDIT, ids.REQUEST_TRAIL)
    for button in buttons:
        replies = await asyncio.gather(*(click(town, mallory, own, button, key) for _ in town.running))
        assert all(replies)
    await town.logged("refused", len(buttons) * len(town.running))
    await town.slack.settled(lambda _: bool(mallory.ephemerals), timeout=WITHIN)
    assert all(STRANGER in line for line in town.log if '"refused"' in line)
    assert town.database.read_now(kept) == before


async def click(town: Town, person: Person, message: Message, button: str, key: str) -> bool:
    """Click a button that does not stand in `message`; say whether it was acked."""
    forged = {"block_id": "forged", "type": "button", "action_id": button, "value": key}
    payload = payloads.click_in_message(forged, person.id, message, town.slack.workspace)
    return (await town.slack.switchboard.send("interactive", payload)).acked


# ---- Jira


async def answers_of_jira_are_lost(town: Town, jira: JiraServer) -> None:
    """Row 23: each request has its one issue, whichever replica looks for it."""
    lost = [jira.faults.add(method="POST", path="issue", **fault) for fault in CREATED]
    cards = [message for message in town.messages(CHANNEL) if message.bot_id]
    manager = town.slack.person(MANAGER)
    for card, request in zip(cards, town.requests(), strict=True):
        assert request.key in card.all_text()
        assert (await manager.press_in(card, "request.more", f"request.jira:{request.key}")).acked
        await manager.modal(until="jira.form", timeout=WITHIN)
        assert (await manager.submit()).content == {}
    await town.come_to(State.SENT)
    assert [fault.hits for fault in lost] == [1] * len(CREATED)
    assert_one_each(jira, cards)


async def webhooks_come_again(town: Town, jira: JiraServer) -> None:
    """Row 23: each move counts once, however often and in whatever order every replica is told."""
    doors = [f"{address}{PATH}" for address in town.addresses.values()]
    jira.reach(doors[0])
    jira.hooks.held = True
    told = len(town.dm(MANAGER))
    for status in ("進行中", "完了"):
        jira.site.move("SUP-1", status)
        await bring(jira.hooks.deliveries[-1], doors)
    for delivery in jira.hooks.deliveries[::-1]:
        await bring(delivery, doors)
    await town.come_to(State.SENT)
    assert len(town.database.read_now(lambda work: work.connection.execute(issue_moves.select()).all())) == 2
    assert len(town.dm(MANAGER)) == told + 1


async def bring(delivery: Delivery, doors: list[str]) -> None:
    """Bring a webhook to every replica at once."""
    headers = signed(delivery.body, SECRET, delivery.identifier)
    async with aiohttp.ClientSession(headers=headers) as session:
        answers = await asyncio.gather(*(session.post(door, data=delivery.body) for door in doors))
    assert {answer.status for answer in answers} == {204}


# ---- a Slack that hangs


async def sixty_file_while_slack_hangs(town: Town) -> None:
    """Row 25: sixty acks, and everybody is told once when that is over."""
    settle(town)
    filled, before = await a_filled_form(town), len(town.requests())
    hanging = town.slack.faults.add(kind="hang", method="*", times=None)
    await all_file(town, filled)
    await work_on(town, hanging)
    town.slack.faults.clear()
    await hasten(town, State.SENT)
    assert len(town.requests()) == before + PEOPLE
    assert {len(town.dm(f"U_P{person}")) for person in range(PEOPLE)} == {1}


@pytest.mark.parametrize("replicas", [2, 4])
@pytest.mark.parametrize("transport", ["http", "socket"])
async def test_rows_13_to_28_whatever_comes_to_any_replica_counts_once_or_not_at_all(
    postgresql_url: str, replicas: int, transport: Transport
) -> None:
    async with beside_jira(postgresql_url, replicas, transport) as (town, jira):
        await a_trigger_expires(town)
        for number in range(len(CREATED)):
            await town.file(f"Export {number} is lost")
        await town.come_to(State.SENT)
        await a_stranger_clicks(town, town.requests()[0].key)
        await answers_of_jira_are_lost(town, jira)
        await webhooks_come_again(town, jira)
        await sixty_file_while_slack_hangs(town)
        await assert_kept(town)
