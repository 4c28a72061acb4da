"""A lead who whispers to an agent, through true processes; and the verdict on what became of it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sandbox.slack.records import Message
from tests.faults.processes import AGENT, MANAGER, WITHIN, Town, a_town


@asynccontextmanager
async def a_floor(url: str, lease: float = 30.0, **settings: str) -> AsyncIterator[Town]:
    """The town, its account manager being a lead."""
    async with a_town(url, lease, BATON_LEADS=MANAGER, **settings) as town:
        yield town


async def whisper(town: Town, text: str, to: str = "agent") -> None:
    """Let the lead whisper by the command; it is on its way once this returns."""
    reply = await town.slack.person(MANAGER).command("/whisper", f"@{to} {text}")
    assert reply.acked, reply


def whispered(town: Town, text: str, agent: str = AGENT) -> list[Message]:
    """Answer every message to an agent that says `text`."""
    return [message for message in town.dm(agent) if text in message.all_text()]


async def arrived(town: Town, text: str, agent: str = AGENT) -> Message:
    """Wait until the agent has `text` before their eyes."""
    await town.slack.settled(lambda _: bool(whispered(town, text, agent)), timeout=WITHIN)
    return whispered(town, text, agent)[0]
