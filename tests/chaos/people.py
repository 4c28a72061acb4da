"""People who use Baton all the time, each in their own way; what becomes of it is judged elsewhere."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random
from typing import NoReturn

from sandbox.slack import texts
from sandbox.slack.forms import NotOnScreen, options_of
from sandbox.slack.people import Person
from sandbox.slack.records import Message
from sandbox.slack.refusals import JsonObject, SlackRefusal
from sandbox.slack.view import View
from tests.chaos.cast import CALLS, CUSTOMERS, WHISPER
from tests.chaos.hands import Typist
from tests.faults.processes import CHANNEL

LOOKING = 1.5
"""Seconds for which somebody waits for what they opened."""
TRIES = 4
AGAIN = 1.0
"""How often a form that Slack could not bring is sent once more, and after how many seconds."""
NEWEST = 12
"""How far back somebody looks in a channel."""
UNTOUCHED = ("setup.", "account.", "digest.delete")
"""How the buttons begin that nobody presses: the town is to stay as it is."""

Act = Callable[[], Awaitable[None]]


@dataclass
class Someone:
    """One person at work; `habits` say how often they do what, `pace` how many seconds they think in between."""

    person: Person
    draw: Random
    habits: dict[str, int]
    pace: float
    acts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Type as nobody else does."""
        self.typist = Typist(self.person.id[2:].lower(), self.draw)

    async def live(self, evening: asyncio.Event) -> None:
        """Do one thing after the other, until it is evening."""
        while not evening.is_set():
            await asyncio.sleep(self.draw.expovariate(1 / self.pace))
            [habit] = self.draw.choices(list(self.habits), list(self.habits.values()))
            await self.act(habit)

    async def act(self, habit: str) -> None:
        """Do one thing, as far as their Slack lets them."""
        self.acts[habit] += 1
        act: Act = getattr(self, habit)
        try:
            await act()
        except (NotOnScreen, SlackRefusal, TimeoutError):
            self.acts[f"{habit}, in vain"] += 1
        self.person.window.stack.clear()

    # ---- what they do

    async def escalate(self) -> None:
        """File a request, by the command or the shortcut."""
        if self.draw.random() < 0.5:
            await self.person.command("/escalate", self.typist.words() if self.draw.random() < 0.5 else "")
        else:
            await self.person.shortcut("escalate")
        await self._complete(None)

    async def click(self) -> None:
        """Press a button that stands somewhere before their eyes, and fill in what it opens."""
        message, element = self.draw.choice(self._buttons())
        value = self._value_of(element)
        await self.person.press_in(message, element["action_id"], value)
        await self._complete(None)

    async def wish(self) -> None:
        """Ask for a Jira issue from the card of some request."""
        cards = [(message, each) for message, each in self._buttons() if each["action_id"] == "request.more"]
        message, menu = self.draw.choice(cards or _nothing())
        offered = [option["value"] for option in options_of(menu) if option["value"].startswith("request.jira")]
        await self.person.press_in(message, menu["action_id"], self.draw.choice(offered or _nothing()))
        await self._complete(None)

    async def tell(self) -> None:
        """Say something: to Baton, or to everybody with its name in it."""
        mention = f"<@{self.person.workspace.bot_user_id}> "
        channel = self.draw.choice((None, CHANNEL))
        self.person.say(f"{mention if channel else ''}{self.typist.words()}", channel)

    async def pass_on(self) -> None:
        """File a request from what somebody has said."""
        said = [message for message in self.person.messages(CHANNEL) if not message.bot_id]
        await self.person.message_shortcut("escalate_message", self.draw.choice(said[-NEWEST:] or _nothing()))
        await self._complete(None)

    async def look_home(self) -> None:
        """Open Home, and press a button there."""
        await self.person.open_home()
        home = await self.person.home_shown(timeout=LOOKING)
        buttons = [each for _, each in texts.elements(home.blocks) if _is_touched(each)]
        element = self.draw.choice(buttons or _nothing())
        await self.person.press_home(element["action_id"], self._value_of(element))
        await self._complete(None)

    async def phone(self) -> None:
        """Begin a call by hand."""
        await self.person.command("/phone", self.draw.choice(CUSTOMERS))
        await self._complete(None)

    async def whisper(self) -> None:
        """Whisper by the command to whoever may be on the phone."""
        agent = self.draw.choice(("agent", "agent2", "agent3"))
        await self.person.command("/whisper", f"@{agent} {self.typist.words(WHISPER)}")

    async def sum_up(self) -> None:
        """Ask for a digest at once."""
        await self.person.command("/digest", "now", CHANNEL)

    # ---- how

    async def _complete(self, before: View | None) -> None:
        """Fill in what has opened, if anything has, and submit it; what that opens, too."""
        view = await self._opened(before)
        if view is None or not view.callback_id.endswith(".form"):
            return
        await self.typist.fill(self.person)
        if await self._submit(view):
            await self._complete(view)

    async def _opened(self, before: View | None) -> View | None:
        window = self.person.window

        def has_opened() -> bool:
            return window.top is not None and window.top is not before

        try:
            await self.person.workspace.changes.wait(has_opened, LOOKING)
        except TimeoutError:
            return None
        return window.top

    async def _submit(self, view: View) -> bool:
        """Send the form, and again where Slack could not bring it; say whether it has closed."""
        for _ in range(TRIES):
            reply = await self.person.submit(view)
            if reply.acked or reply.error == "incomplete":
                return reply.acked and not reply.content
            await asyncio.sleep(AGAIN)
        return False

    def _buttons(self) -> list[tuple[Message, JsonObject]]:
        dm = self.person.workspace.dm(self.person.id).id
        near = [message for place in (dm, CHANNEL, CALLS) for message in self.person.messages(place)[-NEWEST:]]
        seen = [(message, each) for message in near for _, each in texts.elements(message.parts) if _is_touched(each)]
        return seen or _nothing()

    def _value_of(self, element: JsonObject) -> str | None:
        if element["type"] == "button":
            return element.get("value")
        options = options_of(element)
        return str(self.draw.choice(options or _nothing())["value"])


def _nothing() -> NoReturn:
    raise NotOnScreen("there is nothing to press")


def _is_touched(element: JsonObject) -> bool:
    is_simple = element["type"] in {"button", "overflow", "static_select"}
    return is_simple and not str(element["action_id"]).startswith(UNTOUCHED)
