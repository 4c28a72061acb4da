"""Column types that hold the same on SQLite and on PostgreSQL."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import DateTime, Dialect, String, Text
from sqlalchemy.types import TypeDecorator

E = TypeVar("E", bound=StrEnum)
REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def clean(text: str) -> str:
    """Replace what no database takes as text: NUL and lone surrogates."""
    if "\0" in text:
        text = text.replace("\0", REPLACEMENT)
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant; kept in UTC, refused where naive."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn into UTC; SQLite's type keeps no zone, so it goes in without."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "an instant without a time zone"
            raise ValueError(msg)
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class CleanText(TypeDecorator[str]):
    """Any text a person may have typed, made safe to store."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Replace what the database would refuse."""
        return None if value is None else clean(value)


class Json(TypeDecorator[Any]):
    """A JSON value as text: neither database ever looks inside."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """Write the value; escapes keep NUL and lone surrogates out of the bytes."""
        return None if value is None else json.dumps(value, separators=(",", ":"))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """Read the value back."""
        return None if value is None else json.loads(value)


class Code(TypeDecorator[E]):
    """One of the words in `vocabulary`, kept as it stands there."""

    impl = String(24)
    cache_ok = True

    def __init__(self, codes: type[E]) -> None:
        """Remember which enum the column speaks."""
        super().__init__()
        self.codes = codes
        self._known: dict[str | None, E | None] = {None: None} | {code.value: code for code in codes}

    def process_bind_param(self, value: E | None, dialect: Dialect) -> str | None:
        """Keep the bare word."""
        return None if value is None else str(value.value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], E | None]:
        """Give words their meaning back, thousands for a digest: nothing but a look into a dictionary for each."""
        return self._known.__getitem__
