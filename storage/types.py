"""Column types that hold the same on SQLite and on PostgreSQL."""

import json
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import ARRAY, ColumnElement, DateTime, Dialect, Integer, String, Text, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

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


class _Values(TypeDecorator[Collection[Any]]):
    """Any number of words or numbers as one value: an array, and where there is none, JSON."""

    impl = Text
    cache_ok = True

    def __init__(self, each: TypeEngine[Any]) -> None:
        """Remember what they are."""
        super().__init__()
        self.each = each

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose by the database."""
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else ARRAY(self.each))

    def process_bind_param(self, value: Collection[Any] | None, dialect: Dialect) -> str | list[Any] | None:
        """Write them down, in order."""
        values = sorted(value or ())
        return json.dumps(values) if dialect.name == "sqlite" else values


class _IsAmong(FunctionElement[Any]):
    """A column, and the values that it may have; of no type, for what is a boolean SQLite would compare with 1."""

    inherit_cache = True


def is_among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Say that a column has one of the values bound to `name`, however many: the statement is the same for all.

    `in_` makes another statement for each number of values, to be written, and planned by the database, anew.
    """
    each = Integer() if isinstance(column.type, Integer) else String()
    return _IsAmong(column, bindparam(name, type_=_Values(each)))


@compiles(_IsAmong, "postgresql")
def _in_array(element: _IsAmong, compiler: SQLCompiler, **more: Any) -> str:
    column, values = (compiler.process(each, **more) for each in element.clauses)
    return f"{column} = ANY ({values})"


@compiles(_IsAmong, "sqlite")
def _in_json(element: _IsAmong, compiler: SQLCompiler, **more: Any) -> str:
    column, values = (compiler.process(each, **more) for each in element.clauses)
    return f"{column} IN (SELECT value FROM json_each({values}))"  # noqa: S608  what stands there SQLAlchemy has made
