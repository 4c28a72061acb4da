"""How anybody fills in whatever form Baton shows them: plausibly, quickly, and not always the same way."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from sandbox.slack import texts
from sandbox.slack.forms import NotOnScreen, options_of
from sandbox.slack.people import Person
from sandbox.slack.refusals import JsonObject
from tests.chaos.cast import CUSTOMERS, EVERYBODY, SAYINGS, WHISPER, WORD
from tests.faults.processes import CHANNEL

LEFT_OUT = 0.6
"""How often something that need not be filled in is not."""


@dataclass
class Typist:
    """Types texts of which no two are alike; `name` keeps them apart from everybody else's."""

    name: str
    draw: Random
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def words(self, begin: str = WORD) -> str:
        """Type something new."""
        return f"{begin}-{self.name}-{next(self._numbers)}: {self.draw.choice(SAYINGS)}"

    async def fill(self, person: Person) -> None:
        """Fill in the modal on top; what is there already mostly stays."""
        view = person.window.top
        for block, element in [] if view is None else list(texts.elements(view.blocks)):
            if block["type"] == "input" and not self._is_left(person, block, element):
                await self._enter(person, element)

    def _is_left(self, person: Person, block: JsonObject, element: JsonObject) -> bool:
        view = person.window.top
        state = {} if view is None else view.values.get(block["block_id"], {}).get(element["action_id"], {})
        is_filled = any(value for name, value in state.items() if name != "type")
        if element["action_id"] == "link":  # to a Jira issue, of which nobody knows a key
            return True
        if element["action_id"] == "summary":  # by it a request is known again: no two are alike, and it stays
            return is_filled and view is not None and "edits" in str(view.source.get("private_metadata"))
        return (is_filled or bool(block.get("optional"))) and self.draw.random() < LEFT_OUT

    async def _enter(self, person: Person, element: JsonObject) -> None:
        name, kind = element["action_id"], element["type"]
        try:
            if kind == "external_select":
                await self._look_up(person, name)
            elif (value := self._value(name, element)) is not None:
                await person.choose(name, value)
        except NotOnScreen:
            return  # the form is another by now: what was chosen before has redrawn it

    async def _look_up(self, person: Person, name: str) -> None:
        found = await person.suggestions(name, self.draw.choice(CUSTOMERS)[:4])
        if found:
            await person.pick(name, self.draw.choice(found))

    def _value(self, name: str, element: JsonObject) -> Any:  # noqa: ANN401  whatever the element takes
        """Think of something that the element takes; None leaves it alone."""
        options = [option["value"] for option in options_of(element)]
        thoughts: dict[str, Callable[[], Any]] = {
            "plain_text_input": lambda: self.words(WHISPER if name == "advice" else WORD)[: _longest(element)],
            "url_text_input": lambda: f"https://example.com/{self.draw.randrange(1000)}",
            "static_select": lambda: self.draw.choice(options),
            "radio_buttons": lambda: self.draw.choice(options),
            "checkboxes": lambda: [value for value in options if self.draw.random() < LEFT_OUT],
            "users_select": lambda: self.draw.choice(EVERYBODY),
            "conversations_select": lambda: CHANNEL,
            "datetimepicker": lambda: datetime.now(UTC) + timedelta(hours=self.draw.randrange(1, 48)),
        }
        return thoughts.get(element["type"], lambda: None)()


def _longest(element: JsonObject) -> int:
    return int(element.get("max_length", 3000))
