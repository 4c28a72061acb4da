"""What a support team does with its contacts, one story each, through Slack, the telephone and Jira."""

import asyncio
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Final

from benchmarks import team
from sandbox.jira.server import JiraServer
from sandbox.slack import texts
from sandbox.slack.forms import NotOnScreen, options_of
from sandbox.slack.people import Person
from sandbox.slack.records import Message
from sandbox.slack.refusals import SlackRefusal
from sandbox.slack.server import SlackServer
from sandbox.telephone.phone import Telephone

LEAD: Final = team.MANAGERS[-1]
SAYINGS: Final = (
    "請求書がダウンロードできません",
    "もう解約しようと思っています",
    "いつ直りますか",
    "The export has failed again",
)
WAITS: Final = 20.0
"""Seconds for which somebody waits for a message: Slack takes one post a second in each place."""
THINKS: Final = 0.6
"""Seconds between two acts of one story, as it is told ten times as fast as in life."""
DIGEST_EVERY: Final = 60
"""Contacts."""
NEWEST: Final = 20
"""How far back somebody looks in their DM."""
LOOKS_EVERY: Final = 0.2


class NotAcked(Exception):  # noqa: N818  what happened, and is counted
    """A form, or what the telephone told, was not taken."""


@dataclass(eq=False)
class Floor:
    """One town's people at work; `told` counts what they did, `failed` what did not go as it should, by its name."""

    slack: SlackServer
    phone: Telephone
    jira: JiraServer
    draw: Random
    told: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    _locks: dict[str, asyncio.Lock] = field(default_factory=dict)

    async def contact(self, number: int) -> None:
        """Let one contact come: of ten, four become requests, two are calls, the others need a look alone."""
        self.told["contacts"] += 1
        chance = number % 10
        try:
            if chance in {1, 6}:
                await self._call(number, is_coached=chance == 1)
            elif chance % 2 == 0:
                await self._request(number)
            else:
                await self._look(number)
            if number % DIGEST_EVERY == DIGEST_EVERY - 1:
                await self._digest()
        except (NotAcked, NotOnScreen, SlackRefusal, TimeoutError) as failure:
            self.failed[f"{type(failure).__name__} {failure}"[:80]] += 1

    # ---- a call, with a coach or without

    async def _call(self, number: int, *, is_coached: bool) -> None:
        agent = team.AGENTS[number % len(team.AGENTS)]
        call = await self.phone.start(agent, {"account_id": self._account(number)})
        for speaker in ("customer", "agent", "customer", "agent"):
            await self._think()
            await self.phone.say(call, speaker, self.draw.choice(SAYINGS))
        if is_coached:
            await self._coach(agent, number)
        await self.phone.hang_up(call)
        if not all(answer.accepted for answer in call.answers):
            raise NotAcked(f"{[answer.status for answer in call.answers]}")
        self.told["calls"] += 1

    async def _coach(self, agent: str, number: int) -> None:
        advice = f"折り返しをご案内ください {number}"
        await self.slack.person(LEAD).command("/whisper", f"@{agent.lower()} {advice}")
        said = await self._message(agent, advice, "whisper.got_it")
        await self.slack.person(agent).press_in(said, "whisper.got_it")
        self.told["whispers"] += 1

    # ---- a request, from the form to its end

    async def _request(self, number: int) -> None:
        agent, summary = team.AGENTS[number % len(team.AGENTS)], f"請求書の件 no-{number}-"
        manager = team.MANAGERS[int(self._account(number)[-3:]) % len(team.MANAGERS)]
        await self._file(agent, number, summary)
        handoff = await self._message(manager, summary, "request.claim")
        key = str(self._value(handoff, "request.claim"))
        await self.slack.person(manager).press_in(handoff, "request.claim")
        await self._think()
        if number % 4 == 0:
            await self._ask(manager, agent, handoff, key)
        if number % 8 == 2:  # noqa: PLR2004  one in four of the others
            await self._track(manager, handoff, key)
        result = {"outcome": "done", "customer_state": "satisfied", "result": "再発行してお送りしました"}
        await self._by_form(manager, handoff, "request.resolve", key, result)
        self.told["requests"] += 1

    async def _file(self, agent: str, number: int, summary: str) -> None:
        person, account = self.slack.person(agent), self._account(number)
        async with self._alone(agent):
            await person.command("/escalate")
            await person.modal(until="escalation.form", timeout=WAITS)
            await person.choose("customer", account, typed=f"ベンチ{account[-3:]}")
            await person.fill(request_type="action", urgency="high", summary=summary, customer_words=SAYINGS[0])
            await self._submit(person)

    async def _ask(self, manager: str, agent: str, handoff: Message, key: str) -> None:
        await self._by_form(manager, handoff, "request.ask", key, {"question": f"いつの請求書ですか {key}"})
        asked = await self._message(agent, f"いつの請求書ですか {key}", "request.reply")
        await self._by_form(agent, asked, "request.reply", key, {"words": "先月分です"})

    async def _track(self, manager: str, handoff: Message, key: str) -> None:
        """Let an issue be made of it, and be done."""
        known = set(self.jira.site.issues)
        await self._by_form(manager, handoff, "request.jira", key, {})
        await self._until(lambda: bool(set(self.jira.site.issues) - known))
        [made, *_] = set(self.jira.site.issues) - known
        for status in ("進行中", "完了"):
            await self._think()
            self.jira.site.move(self.jira.site.issues[made].key, status)
        self.told["Jira issues"] += 1

    # ---- a look, a digest

    async def _look(self, number: int) -> None:
        person = self.slack.person(team.AGENTS[number % len(team.AGENTS)])
        await person.open_home()
        await self._think()
        await person.command("/escalate", f"find ベンチ{self._account(number)[-3:]}")
        self.told["looks"] += 1

    async def _digest(self) -> None:
        await self.slack.person(LEAD).command("/digest", "now", team.CHANNELS[0])
        self.told["digests"] += 1

    # ---- how

    @staticmethod
    def _account(number: int) -> str:
        return team.ACCOUNTS[number * 7 % len(team.ACCOUNTS)]

    async def _think(self) -> None:
        await asyncio.sleep(self.draw.expovariate(1 / THINKS))

    def _alone(self, person: str) -> asyncio.Lock:
        """Give a person's screen to one story at a time."""
        return self._locks.setdefault(person, asyncio.Lock())

    async def _by_form(self, by: str, message: Message, action: str, key: str, values: dict[str, str]) -> None:
        """Press a button, or its place in the menu, and fill in the form that it opens."""
        person = self.slack.person(by)
        await self._until(lambda: _offers(message, action))
        async with self._alone(by):
            if action in message.buttons:
                await person.press_in(message, action)
            else:
                await person.press_in(message, "request.more", f"{action}:{key}")
            await person.modal(until=f"{action.partition('.')[2]}.form", timeout=WAITS)
            await person.fill(values)
            await self._submit(person)
        await self._think()

    @staticmethod
    async def _submit(person: Person) -> None:
        reply = await person.submit()
        person.window.stack.clear()
        if not reply.acked or reply.content:
            raise NotAcked(f"{reply.status} {reply.error} {reply.content}")

    async def _message(self, person: str, said: str, action: str) -> Message:
        """Wait for a message in somebody's DM that says this and offers that."""
        found: list[Message] = []

        def is_there() -> bool:
            newest = self.slack.person(person).dm()[-NEWEST:]
            found[:] = [each for each in newest if _offers(each, action) and said in each.all_text()]
            return bool(found)

        await self._until(is_there)
        return found[-1]

    @staticmethod
    async def _until(is_so: Callable[[], bool]) -> None:
        async with asyncio.timeout(WAITS):
            while not is_so():  # noqa: ASYNC110  asked seldom, as everybody is at work at once
                await asyncio.sleep(LOOKS_EVERY)

    @staticmethod
    def _value(message: Message, action: str) -> object:
        [element, *_] = [each for _, each in texts.elements(message.parts) if each["action_id"] == action]
        return element["value"]


def _offers(message: Message, action: str) -> bool:
    """Say whether a message has a button, or a line in its menu, for an action."""
    menus = [each for _, each in texts.elements(message.parts) if each["type"] == "overflow"]
    lines = [str(option["value"]) for menu in menus for option in options_of(menu)]
    return action in message.buttons or any(line.startswith(f"{action}:") for line in lines)
