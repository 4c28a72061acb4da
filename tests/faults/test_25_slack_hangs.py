"""Row 25: Slack hangs for minutes while 60 people file. 60 acks, none of which waits for it; all delivered, none twice.

How fast the acks are is measured, beside a floor, by `make bench`.
"""

import asyncio
from copy import deepcopy
from datetime import timedelta

from sandbox.slack import payloads
from sandbox.slack.faults import Fault
from sandbox.slack.refusals import JsonObject
from storage.accounts import Account
from storage.outbox import State
from storage.unit_of_work import UnitOfWork
from tests.faults.machine import a_stepped_town, ahead, hasten
from tests.faults.processes import AGENT, Town
from tests.faults.verdict import assert_kept

PEOPLE, ACCOUNTS = 60, 12
STEP, STEPS = timedelta(seconds=20), 6
"""Two minutes, in which whatever is tried again is tried again."""


def _accounts(work: UnitOfWork) -> None:
    every = range(ACCOUNTS)
    work.accounts.save(
        [Account(f"T-{n}", f"Blue Sky {n}", account_manager=f"U_AM{n}", team_channel=f"C_TEAM{n}") for n in every]
    )


def settle(town: Town) -> None:
    """Let 60 people work with customers who have an account manager and a channel for every five of them."""
    workspace = town.slack.workspace
    for number in range(PEOPLE):
        workspace.add_person(f"U_P{number}", name=f"p{number}", real_name=f"Person {number}")
    for number in range(ACCOUNTS):
        workspace.add_person(f"U_AM{number}", name=f"am{number}", real_name=f"Manager {number}")
        workspace.add_channel(f"C_TEAM{number}", name=f"team-{number}", members=[workspace.bot_user_id])
    town.database.write_now(_accounts)


def form_of(person: int, filled: JsonObject) -> JsonObject:
    """Answer what the form of one person sends, from one that was `filled` in."""
    mine = deepcopy(filled)
    mine["user"]["id"], mine["view"]["id"] = f"U_P{person}", f"V_{person}"
    values = mine["view"]["state"]["values"]
    values["summary"]["summary"]["value"] = f"Export {person} fails"
    values["customer"]["customer"]["selected_option"]["value"] = f"T-{person % ACCOUNTS}"
    return mine


async def a_filled_form(town: Town) -> JsonObject:
    """Let the agent fill a form in and think better of it; answer what its submission would have sent."""
    agent = town.slack.person(AGENT)
    await town.open_form()
    filled = payloads.submission(await agent.modal(), town.slack.workspace)
    await agent.close()
    return filled


async def all_file(town: Town, filled: JsonObject) -> None:
    """Let 60 people file in the same moment; Slack would tell a failure after three seconds."""
    send = town.slack.switchboard.send
    forms = [form_of(person, filled) for person in range(PEOPLE)]
    replies = await asyncio.gather(*(send("interactive", form) for form in forms))
    assert {(reply.acked, str(reply.content)) for reply in replies} == {(True, "{}")}


async def work_on(town: Town, hanging: Fault) -> None:
    """Let minutes pass in which Slack hangs, and is asked again and again."""
    for _ in range(STEPS):
        tried = hanging.hits
        ahead(town)
        await town.struck(hanging, tried + 1)


async def test_sixty_file_while_slack_hangs_and_each_is_told_of_once_afterwards(database_url: str) -> None:
    async with a_stepped_town(database_url, STEP, BATON_SLACK_TIMEOUT="2") as town:
        settle(town)
        await town.start()
        filled = await a_filled_form(town)
        hanging = town.slack.faults.add(kind="hang", method="*", times=None)

        await all_file(town, filled)
        await work_on(town, hanging)

        town.slack.faults.clear()
        await hasten(town, State.SENT)
        await assert_kept(town)
        assert len(town.requests()) == PEOPLE
        assert {len(town.dm(f"U_P{person}")) for person in range(PEOPLE)} == {1}
