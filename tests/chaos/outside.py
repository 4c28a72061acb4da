"""What goes on outside Slack: calls that are transcribed, and a board on which issues move."""

import asyncio
import secrets
from collections import Counter
from dataclasses import dataclass, field
from random import Random

from sandbox.jira import hooks
from sandbox.jira.server import JiraServer
from sandbox.telephone import wire
from sandbox.telephone.call import Call
from sandbox.telephone.phone import Telephone
from tests.chaos.cast import AGENTS, CUSTOMERS
from tests.chaos.ground import HOOK_SECRET
from tests.chaos.hands import Typist

FORGED = frozenset({401, 502, None})
"""What may be answered to what is forged: no, or nothing by a Baton that is not there."""
PHRASES = ("I want to cancel", "もう解約しようと思っています", "our lawyer will call you")
SHORT = 3.0
"""Seconds between two lines of a call, at most."""


@dataclass
class Phones:
    """A telephone that is hardly ever silent; `refusals` are answers that it should not have got."""

    phone: Telephone
    draw: Random
    acts: Counter[str] = field(default_factory=Counter)
    refusals: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Let callers say what nobody else says."""
        self.typist = Typist("phone", self.draw)

    async def live(self, evening: asyncio.Event) -> None:
        """Let one call follow the other, until it is evening."""
        while not evening.is_set():
            customer = {"name": self.draw.choice(CUSTOMERS)}
            name = f"call-{len(self.phone.calls)}"
            call = await self.phone.start(self.draw.choice(AGENTS), customer, name)
            await self._talk(call)
            await self.phone.hang_up(call)
            self.acts["calls"] += 1
            await asyncio.sleep(self.draw.uniform(0.5, SHORT))

    async def _talk(self, call: Call) -> None:
        for _ in range(self.draw.randrange(2, 6)):
            await asyncio.sleep(self.draw.uniform(0.3, SHORT))
            text = f"{self.draw.choice(PHRASES)}, {self.typist.words()}"
            answer = await self.phone.say(call, self.draw.choice(("agent", "customer")), text)
            if self.draw.random() < 0.2:
                await self.phone.post(answer.event)
            if self.draw.random() < 0.1:
                await self._forge()

    async def _forge(self) -> None:
        body = b'{"type": "call.started"}'
        status = await self.phone.send(body, wire.signed(body, "guessed", 1))
        if status not in FORGED:
            self.refusals.append(f"a forged call was answered {status}")


@dataclass
class Board:
    """People who move issues in Jira, while its webhooks come twice, late and forged."""

    jira: JiraServer
    draw: Random
    acts: Counter[str] = field(default_factory=Counter)
    refusals: list[str] = field(default_factory=list)

    async def live(self, evening: asyncio.Event) -> None:
        """Do one thing after the other, until it is evening."""
        while not evening.is_set():
            await asyncio.sleep(self.draw.uniform(0.5, SHORT))
            if issues := list(self.jira.site.issues.values()):
                status = self.draw.choice(("進行中", "完了", "未着手"))
                self._move(self.draw.choice(issues).key, status)
                await self._meddle()

    def _move(self, key: str, status: str) -> None:
        try:
            self.jira.site.move(key, status)
        except ValueError:
            self.acts["moves, in vain"] += 1
        else:
            self.acts["moves"] += 1

    async def _meddle(self) -> None:
        """Repeat some webhook, or forge one."""
        if self.draw.random() < 0.3 and (told := self.jira.hooks.deliveries):
            await self.jira.hooks.deliver(self.draw.choice(told))
        if self.draw.random() < 0.1:
            status = await self.jira.hooks.send(b"{}", hooks.signed(b"{ }", HOOK_SECRET, secrets.token_hex(8)))
            if status not in FORGED:
                self.refusals.append(f"a forged webhook of Jira's was answered {status}")
