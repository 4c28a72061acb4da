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
# Each value of a row that is stored or read goes through these types, forty for a form: a processor of their own is one
# call, where `process_bind_param` is three.

_encode = json.JSONEncoder(separators=(",", ":")).encode


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
    """An aware instant; kept in UTC, refused where naive. SQLite's type keeps no zone, so it goes in without."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], str | datetime | None]:
        """Turn into UTC, for SQLite in the very letters that SQLAlchemy would write."""
        return _written if dialect.name == "sqlite" else _in_utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None]:
        """Give the zone back."""
        return _read if dialect.name == "sqlite" else _in_utc


def _in_utc(value: datetime | None) -> datetime | None:
    if value is None:
        return None
    if value.tzinfo is None:
        msg = "an instant without a time zone"
        raise ValueError(msg)
    return value.astimezone(UTC)


def _written(value: datetime | None) -> str | None:
    instant = _in_utc(value)
    return None if instant is None else instant.replace(tzinfo=None).isoformat(" ", "microseconds")


def _read(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)


class CleanText(TypeDecorator[str]):
    """Any text a person may have typed, made safe to store."""

    impl = Text
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], str | None]:
        """Replace what the database would refuse."""
        return lambda text: None if text is None else clean(text)


class Json(TypeDecorator[Any]):
    """A JSON value as text: neither database ever looks inside."""

    impl = Text
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], str | None]:
        """Write the value; escapes keep NUL and lone surrogates out of the bytes."""
        return lambda value: None if value is None else _encode(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], Any]:
        """Read the value back."""
        return lambda text: None if text is None else json.loads(text)


class Code(TypeDecorator[E]):
    """One of the words in `vocabulary`, kept as it stands there."""

    impl = String(24)
    cache_ok = True

    def __init__(self, codes: type[E]) -> None:
        """Remember which enum the column speaks."""
        super().__init__()
        self.codes = codes
        self._words: dict[E | None, str | None] = {None: None} | {code: code.value for code in codes}
        self._known: dict[str | None, E | None] = {None: None} | {code.value: code for code in codes}

    def bind_processor(self, dialect: Dialect) -> Callable[[E | None], str | None]:
        """Keep the bare word."""
        return self._words.__getitem__

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
