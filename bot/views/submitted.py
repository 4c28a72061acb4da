"""The inputs of an open or submitted modal, read with suspicion: whoever knows our ids can forge them."""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from bot.views.parts import Block
from bot.views.texts import one_line
from workflows.refusals import InvalidForm, Length, Misfit

MOST_TEXT: Final = 40_000
MOST_ADDRESS: Final = 1000
"""Characters of a web address: Slack shows no longer one."""
"""What Slack's own inputs let through by far; more is no typing."""

_AFTER_ALL_MOMENTS: Final = 10**10
"""Slack's own moments are seconds since 1970 in ten digits."""

_PERSON = re.compile(r"[UW][A-Z0-9_]{1,30}")
_CHANNEL = re.compile(r"[CG][A-Z0-9_]{1,30}")
_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
Code = TypeVar("Code", bound=StrEnum)


class Submitted:
    """What stands in a view's inputs, and what is wrong with it, by block id."""

    __slots__ = ("_values", "carried", "lengths", "misfits")

    def __init__(self, view: Block) -> None:
        """Take a view as Slack sends it."""
        self._values = _mapping(_mapping(view.get("state")).get("values"))
        self.carried = _carried(view)
        self.misfits: dict[str, Misfit] = {}
        self.lengths: dict[str, Length] = {}

    def _input(self, name: str) -> Mapping[str, Any]:
        return _mapping(_mapping(self._values.get(name)).get(name))

    def option(self, name: str) -> Block | None:
        """Answer the whole option chosen in a select or among radio buttons, or None."""
        option = self._input(name).get("selected_option")
        is_option = isinstance(option, dict) and isinstance(option.get("value"), str)
        return option if is_option else None

    def chosen(self, name: str) -> str | None:
        """Answer the value of the chosen option, or None."""
        option = self.option(name)
        return None if option is None else str(option["value"])

    def text(self, name: str) -> str | None:
        """Answer what was typed without the space around it, None for nothing; what is endless is a misfit."""
        typed = self._input(name).get("value")
        text = typed.strip() if isinstance(typed, str) and is_visible(typed) else ""
        if len(text) > MOST_TEXT:
            self.misfits[name] = Misfit.TOO_LONG
        return text[:MOST_TEXT] or None

    def line(self, name: str, most: int) -> str | None:
        """Answer what was typed as one line, None for nothing; more than `most` characters are a misfit with the count.

        Characters are counted as people do: composed, without the space around them.
        """
        line = as_line(self.text(name) or "")
        if len(line) > most:
            self.misfits[name] = Misfit.TOO_LONG
            self.lengths[name] = Length(len(line), most)
        return line or None

    def person(self, name: str) -> str | None:
        """Answer the id of the chosen person, or None."""
        person = self._input(name).get("selected_user")
        return person if isinstance(person, str) and person else None

    def files(self, name: str) -> Iterable[Mapping[str, Any]]:
        """Answer the files that Slack took."""
        files = self._input(name).get("files")
        return [_mapping(each) for each in files] if isinstance(files, list) else []

    def required(self, name: str, given: str | None) -> str:
        """Answer what was given; nothing is a misfit."""
        if not given:
            self.misfits.setdefault(name, Misfit.REQUIRED)
        return given or ""

    def one_of(self, name: str, codes: type[Code]) -> Code:
        """Answer the chosen code; none or an unknown one is a misfit."""
        value = self.chosen(name)
        for code in codes:
            if code.value == value:
                return code
        self.misfits[name] = Misfit.REQUIRED if value is None else Misfit.NOT_A_CHOICE
        return next(iter(codes))

    def several(self, name: str, codes: type[Code]) -> tuple[Code, ...]:
        """Answer the ticked codes in the order of `codes`; an unknown one is a misfit."""
        ticked = self._input(name).get("selected_options")
        values = [_mapping(option).get("value") for option in (ticked if isinstance(ticked, list) else ())]
        known = tuple(code for code in codes if code.value in values)
        if any(value not in known for value in values):
            self.misfits[name] = Misfit.NOT_A_CHOICE
        return known

    def time_of_day(self, name: str) -> str:
        """Answer the chosen time of day as `HH:MM`; none, or what is no time, is a misfit."""
        chosen = self._input(name).get("selected_time")
        is_time = isinstance(chosen, str) and bool(_TIME.fullmatch(chosen))
        if not is_time:
            self.misfits[name] = Misfit.NOT_A_TIME
        return str(chosen) if is_time else ""

    def address(self, name: str) -> str | None:
        """Answer a web address, or None; anything else that was typed is a misfit."""
        typed = self.text(name)
        if typed is not None and not is_web_address(typed):
            self.misfits[name] = Misfit.NOT_A_LINK
        elif typed is not None and len(typed) > MOST_ADDRESS:
            self.misfits[name] = Misfit.TOO_LONG
            self.lengths[name] = Length(len(typed), MOST_ADDRESS)
        return typed

    def member(self, name: str) -> str | None:
        """Answer the id of a person, or None; what cannot be an id is a misfit."""
        person = self.person(name)
        if person is not None and not _PERSON.fullmatch(person):
            self.misfits[name] = Misfit.NO_SUCH_PERSON
        return person

    def instant(self, name: str) -> datetime | None:
        """Answer the chosen moment, aware and in UTC, or None; what is no moment is a misfit."""
        seconds = self._input(name).get("selected_date_time")
        if seconds is None:
            return None
        if not (isinstance(seconds, int) and 0 <= seconds < _AFTER_ALL_MOMENTS):
            self.misfits[name] = Misfit.NOT_A_CHOICE
            return None
        return datetime.fromtimestamp(seconds, UTC)

    def members(self, name: str) -> frozenset[str]:
        """Answer the ids of the chosen people; one that cannot be an id is a misfit."""
        chosen = self._input(name).get("selected_users")
        people = frozenset(map(str, chosen if isinstance(chosen, list) else ()))
        if not all(_PERSON.fullmatch(person) for person in people):
            self.misfits[name] = Misfit.NO_SUCH_PERSON
        return people

    def channel(self, name: str) -> str | None:
        """Answer the id of the chosen channel, or None; someone's DM, or no id at all, is a misfit."""
        channel = self._input(name).get("selected_conversation")
        if not channel:
            return None
        if not isinstance(channel, str) or not _CHANNEL.fullmatch(channel):
            self.misfits[name] = Misfit.NOT_A_CHANNEL
        return str(channel)

    def required_instant(self, name: str) -> datetime:
        """Answer the chosen moment; none is a misfit."""
        moment = self.instant(name)
        if moment is None:
            self.misfits.setdefault(name, Misfit.REQUIRED)
        return moment or datetime.min.replace(tzinfo=UTC)

    def check(self) -> None:
        """Raise InvalidForm where anything was wrong."""
        if self.misfits:
            raise InvalidForm(self.misfits, self.lengths)


def as_line(typed: str) -> str:
    """Fold what was typed into one line of composed characters, as people count them."""
    return unicodedata.normalize("NFC", one_line(typed))


def is_visible(text: str) -> bool:
    """Say whether anybody could see anything of it: neither spaces nor marks without width count."""
    return any(unicodedata.category(character)[0] not in "CZ" for character in text)


def is_web_address(text: str) -> bool:
    """Say whether `text` is one absolute http or https address."""
    try:
        parsed = urlsplit(text)
    except ValueError:
        return False
    return parsed.scheme in {"http", "https"} and bool(parsed.hostname) and not re.search(r"\s", text)


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _carried(view: Block) -> Mapping[str, Any]:
    """Answer what the modal carries along in its `private_metadata`."""
    try:
        return _mapping(json.loads(view.get("private_metadata") or "{}"))
    except (TypeError, ValueError):
        return {}
