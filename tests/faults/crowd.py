"""Several people who file, each one form after the other and all at the same time, while a test does its worst."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from sandbox.slack.parcels import Reply
from sandbox.slack.people import Person
from storage.accounts import Account
from tests.faults.processes import WITHIN, Town
from tests.faults.verdict import assert_told_once

THINKING = 0.4
"""Seconds between two forms of one person: Slack takes one message a second in each place."""


@dataclass
class Crowd:
    """People of a town, each with a customer, an account manager and a channel of their own; and what they filed."""

    town: Town
    people: list[Person]
    filed: list[str] = field(default_factory=list)
    _over: bool = False

    async def go_on(self, person: Person) -> None:
        """Let one person file until all go home."""
        turn = 0
        while not self._over:
            await self.file(person, f"Export {(turn := turn + 1)} of {person.id} fails")
            await asyncio.sleep(THINKING)

    async def file(self, person: Person, summary: str) -> None:
        """File one request; what fails is tried again, as people do, and kept among the complaints."""
        async with asyncio.timeout(WITHIN):
            while not await self._fill_in(person, summary):  # noqa: ASYNC110  people do not hear when it works again
                await asyncio.sleep(THINKING)
        self.filed.append(summary)

    async def _fill_in(self, person: Person, summary: str) -> bool:
        """Fill a form in and submit it until it closes; False where it must be opened anew."""
        if not (await person.command("/escalate")).acked:
            return False
        await person.modal(until="escalation.form", timeout=WITHIN)
        customer = customer_of(person)
        offered = {option["value"]: option for option in await person.suggestions("customer", customer)}
        if customer not in offered:
            return False
        await person.pick("customer", offered[customer])
        await person.fill(request_type="action", urgency="high", summary=summary)
        while not _closed(reply := await person.submit()) and reply.error != "incomplete":  # noqa: ASYNC110  the same
            await asyncio.sleep(THINKING)
        return _closed(reply)

    async def has_filed(self, more: int) -> None:
        """Wait until they have filed so many forms more."""
        wanted = len(self.filed) + more
        await self.town.slack.settled(lambda _: len(self.filed) >= wanted, timeout=WITHIN)

    def go_home(self) -> None:
        """Let everyone finish the form in hand."""
        self._over = True

    def complaints(self) -> list[tuple[str, str]]:
        """Answer what Slack had to tell them: which form, command or choice failed, and why."""
        return [(trouble.surface, trouble.reason) for person in self.people for trouble in person.troubles]

    async def assert_kept(self) -> None:
        """Everything filed is stored, once, and posted, once."""
        await assert_told_once(self.town)
        stored = [request.summary for request in self.town.requests()]
        assert sorted(stored) == sorted(self.filed)
        cards = [message.all_text() for person in self.people for message in self.town.messages(channel_of(person))]
        assert all(any(request.key in card for card in cards) for request in self.town.requests())


def _closed(reply: Reply) -> bool:
    """Say whether a form closed; an answer with words for the person keeps it open."""
    return reply.acked and not reply.content


def customer_of(person: Person) -> str:
    """Answer the account that a person of the crowd files for."""
    return f"A-{person.id}"


def channel_of(person: Person) -> str:
    """Answer the channel that hears of it."""
    return f"C_{person.id}"


def _settle(town: Town, number: int) -> Person:
    """Add a person, and whoever else hears of what they file."""
    workspace, name = town.slack.workspace, f"U_CROWD{number}"
    manager = f"U_MANAGER{number}"
    for identity in (name, manager):
        workspace.add_person(identity, name=identity.lower(), real_name=identity)
    person = town.slack.person(name)
    workspace.add_channel(channel_of(person), name=name.lower(), members=[name, manager, workspace.bot_user_id])
    account = Account(
        customer_of(person), customer_of(person), account_manager=manager, team_channel=channel_of(person)
    )
    town.database.write_now(lambda work: work.accounts.save([account]))
    return person


@asynccontextmanager
async def a_crowd(town: Town, size: int = 3) -> AsyncIterator[Crowd]:
    """Let `size` people file while the block lasts, and finish what they have begun."""
    crowd = Crowd(town, [_settle(town, number) for number in range(size)])
    async with asyncio.TaskGroup() as going_on:
        for person in crowd.people:
            going_on.create_task(crowd.go_on(person))
        yield crowd
        crowd.go_home()
