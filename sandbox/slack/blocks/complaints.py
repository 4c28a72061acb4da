"""Collecting what is wrong with blocks, in Slack's wording, each with a pointer to the place."""

from typing import Any

from sandbox.slack.refusals import JsonObject


class Complaints:
    """What is wrong so far at and below `pointer`; all places share one list."""

    def __init__(self, pointer: str = "", found: list[str] | None = None) -> None:
        """Begin at `pointer` (a JSON pointer) with nothing found."""
        self.pointer = pointer
        self.found: list[str] = [] if found is None else found

    def below(self, *path: str | int) -> "Complaints":
        """The same list, further down."""
        return Complaints("/".join([self.pointer, *map(str, path)]), self.found)

    def say(self, what: str) -> None:
        """Add one complaint."""
        self.found.append(f"[ERROR] {what} [json-pointer:{self.pointer}]")

    def fields(self, part: JsonObject, required: str = "", optional: str = "") -> None:
        """Complain of missing and of unknown keys; both lists are words, `type` is always known."""
        for name in required.split():
            if name not in part:
                self.say(f"missing required field: {name}")
        for name in part.keys() - {"type", *required.split(), *optional.split()}:
            self.say(f"invalid additional property: {name}")

    def length(self, part: JsonObject, name: str, most: int, least: int = 1) -> None:
        """Complain where the string `name` is present and no string of `least` to `most` characters."""
        if name not in part:
            return
        text = part[name]
        if not isinstance(text, str):
            self.below(name).say("must be a string")
        elif len(text) > most:
            self.below(name).say(f"must be less than {most + 1} characters")
        elif len(text) < least:
            self.below(name).say(f"must be more than {least - 1} characters")

    def one_of(self, part: JsonObject, name: str, *allowed: object) -> None:
        """Complain where `name` is present and none of `allowed`."""
        if name in part and part[name] not in allowed:
            self.below(name).say(f"must be a valid enum value: {', '.join(map(str, allowed))}")

    def number(self, part: JsonObject, name: str, least: int, most: int) -> None:
        """Complain where `name` is present and no whole number between `least` and `most`."""
        value = part.get(name, least)
        if not isinstance(value, int) or not least <= value <= most:
            self.below(name).say(f"must be an integer between {least} and {most}")

    def flag(self, part: JsonObject, *names: str) -> None:
        """Complain where one of `names` is present and no boolean."""
        for name in names:
            if not isinstance(part.get(name, False), bool):
                self.below(name).say("must be a boolean")

    def listed(self, part: JsonObject, name: str, most: int, least: int = 1) -> list[Any]:
        """The list `name`, complaining of its size; empty where it is none."""
        value = part.get(name, [])
        if not isinstance(value, list):
            self.below(name).say("must be an array")
            return []
        if name in part and len(value) > most:
            self.below(name).say(f"no more than {most} items allowed")
        if name in part and len(value) < least:
            self.below(name).say(f"no fewer than {least} items allowed")
        return value

    def unique(self, values: list[str], what: str) -> None:
        """Complain of each value that stands twice."""
        for value in {value for value in values if values.count(value) > 1}:
            self.say(f"`{what}` {value} already exists")
