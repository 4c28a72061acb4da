"""How a variable of the environment is read: from a text to a value, or ValueError where it is none."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values

from storage.vocabulary import Urgency

LONGEST = 86_400
"""Seconds that can be set: a day."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A text that no log and no error shows."""

    _text: str = field(repr=False)

    def reveal(self) -> str:
        """Answer it, for whoever needs it on the wire."""
        return self._text


@dataclass(frozen=True, slots=True)
class Variable:
    """One that Baton knows.

    Its name; in words what would be right; what makes a value of its text; the text that stands for none.
    """

    name: str
    right: str
    read: Callable[[str], object]
    default: str | None


def variable(
    name: str, right: str, read: Callable[[str], object], default: str | None = None, *, shown: bool = True
) -> Any:  # noqa: ANN401  as `field` does
    """Give a setting its variable; one that is not `shown` stays out of what is printed."""
    return field(repr=shown, metadata={"variable": Variable(name, right, read, default)})


def typed(environment: Mapping[str, str], env_file: Path | None) -> dict[str, str]:
    """Answer what is set, and not to nothing: in the environment, else in the file, where there is one.

    Raises UnicodeDecodeError where that is not UTF-8.
    """
    lines = dotenv_values(env_file, encoding="utf-8") if env_file else {}
    both = [{name: (text or "").strip() for name, text in source.items()} for source in (lines, environment)]
    return {name: text for source in both for name, text in source.items() if text}


# ---- from texts to values


def secret(text: str) -> Secret:
    """Take any text but an empty one."""
    if not text:
        raise ValueError
    return Secret(text)


def token(prefix: str) -> Callable[[str], Secret]:
    """Take one of Slack's tokens."""
    check = matching(rf"{prefix}-[\w.-]+")
    return lambda text: Secret(check(text))


def matching(pattern: str) -> Callable[[str], str]:
    """Take what the whole of `pattern` matches."""

    def read(text: str) -> str:
        if re.fullmatch(pattern, text, re.ASCII) is None:
            raise ValueError
        return text

    return read


def among_commas(read: Callable[[str], str]) -> Callable[[str], frozenset[str]]:
    """Take any number of what `read` takes."""
    return lambda text: frozenset(read(each) for each in re.split(r"[,\s]+", text) if each)


def between(least: int, most: int) -> Callable[[str], int]:
    """Take a whole number from `least` to `most`."""

    def read(text: str) -> int:
        number = int(text)
        if not least <= number <= most:
            raise ValueError
        return number

    return read


def seconds(text: str) -> float:
    """Take a duration of more than nothing and a day at most."""
    number = float(text)
    if not 0 < number <= LONGEST:  # not a number is not between any two
        raise ValueError
    return number


def one_of(*words: str) -> Callable[[str], str]:
    """Take one of some words, in any letter case."""

    def read(text: str) -> str:
        if text.lower() not in words:
            raise ValueError
        return text.lower()

    return read


def zone(name: str) -> ZoneInfo:
    """Take a time zone's name."""
    try:
        return ZoneInfo(name)
    except (KeyError, OSError) as unknown:  # a folder such as `Asia` is an OSError
        raise ValueError from unknown


def priorities(text: str) -> Mapping[Urgency, str]:
    """Take `low=Low,…`; whatever is not named goes to Jira without a priority."""
    pairs = (pair.partition("=") for pair in text.split(",") if pair.strip())
    named = {Urgency(urgency.strip().lower()): name.strip() for urgency, _, name in pairs}
    if not all(named.values()):
        raise ValueError
    return named


def address(url: str) -> str:
    """Take the address of a server, with or without a slash at its end; none that holds a password, as it is shown."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.port == 0 or "@" in parts.netloc:
        raise ValueError
    return url.rstrip("/") + "/"


def database(url: str) -> str:
    """Take a file of SQLite's or a database of PostgreSQL's.

    A second `@` belongs to a password whose marks were not escaped: its rest would be taken for the host, and told.
    """
    parts = urlsplit(url)
    is_file = parts.scheme == "sqlite" and not parts.netloc and len(parts.path) > 1 and ":memory:" not in url
    is_whole = len(parts.path) > 1 and parts.port != 0 and parts.netloc.count("@") <= 1
    is_server = parts.scheme == "postgresql" and is_whole
    if not (is_file or is_server):
        raise ValueError
    return url
