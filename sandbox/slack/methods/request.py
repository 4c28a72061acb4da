"""The arguments of one Web API call, sent as a form or as JSON alike."""

import base64
import json
from dataclasses import dataclass
from typing import Any

from sandbox.slack.refusals import JsonObject, SlackRefusal

CURSOR = "next:"


@dataclass(frozen=True, slots=True)
class Arguments:
    """What the app sent, by name."""

    values: JsonObject

    def text(self, name: str, default: str = "") -> str:
        """The argument as text, `default` where it is missing."""
        value = self.values.get(name)
        return default if value is None else str(value)

    def required(self, name: str) -> str:
        """The argument as text; refuses with `invalid_arguments` where it is missing."""
        value = self.text(name)
        if not value:
            raise SlackRefusal("invalid_arguments", [f"[ERROR] missing required field: {name}"])
        return value

    def flag(self, name: str) -> bool:
        """The argument as a boolean, as Slack reads one from forms."""
        return self.text(name).lower() in {"1", "true"}

    def number(self, name: str, default: int, most: int) -> int:
        """The argument as a number between 1 and `most`; refuses with `invalid_limit`."""
        value = self.text(name, str(default))
        if not value.isdecimal() or not 1 <= int(value) <= most:
            raise SlackRefusal("invalid_limit")
        return int(value)

    def structure(self, name: str, broken: str) -> Any:  # noqa: ANN401 - the caller checks it
        """The argument as JSON (a string of it in forms), None where missing; refuses with `broken`."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise SlackRefusal(broken) from None


def page(found: list[JsonObject], arguments: Arguments, default: int, most: int) -> tuple[list[JsonObject], JsonObject]:
    """One page of `found` and the `response_metadata` that leads to the next."""
    limit, start = arguments.number("limit", default, most), _start(arguments.text("cursor"))
    following = _cursor(start + limit) if start + limit < len(found) else ""
    return found[start : start + limit], {"response_metadata": {"next_cursor": following}}


def warned(*warnings: str) -> JsonObject:
    """What an answer says beside its content where Slack warns of something."""
    return {"warning": ",".join(warnings), "response_metadata": {"warnings": list(warnings)}} if warnings else {}


def _cursor(start: int) -> str:
    return base64.b64encode(f"{CURSOR}{start}".encode()).decode()


def _start(cursor: str) -> int:
    """Where the page of `cursor` begins; refuses what no page has given out."""
    if not cursor:
        return 0
    try:
        word, _, start = base64.b64decode(cursor, validate=True).decode().partition(":")
        if word == CURSOR.rstrip(":"):
            return int(start)
    except ValueError:
        pass
    raise SlackRefusal("invalid_cursor")
