"""A snapshot as plain JSON and back: what an edition keeps for ever."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, get_args, get_origin, get_type_hints

from workflows.digest.snapshot import Snapshot

Content = dict[str, Any]
Turn = Callable[[Any], Any]
"""From a value to what JSON has for it, or back."""

PLAIN: Final = (str, int, bool, NoneType)


def to_content(snapshot: Snapshot) -> Content:
    """Answer all that a snapshot says as plain JSON; what is as it always is when nobody says otherwise is left out."""
    content: Content = _plain(snapshot)
    return content


def from_content(content: Content) -> Snapshot:
    """Answer the snapshot that was kept: the very same; what a later version has added is left out."""
    snapshot: Snapshot = _reader(Snapshot)(content)
    return snapshot


# ---- to JSON


def _plain(value: Any) -> Any:  # noqa: ANN401  any value of a snapshot
    kind: Any = type(value)
    if kind in PLAIN:  # nine in ten
        return value
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):  # a datetime is one, too
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return {name: _plain(told) for name, usual in _usual(kind) if (told := getattr(value, name)) != usual}


@cache
def _usual(kind: type[Any]) -> tuple[tuple[str, Any], ...]:
    """Answer the fields of a class, each with what it is where nothing is said."""
    return tuple((each.name, each.default) for each in fields(kind))


# ---- and back


@cache
def _reader(kind: Any) -> Turn:  # noqa: ANN401  a type, or a union or tuple of types
    """Answer what turns JSON into a value of `kind`; made once for each."""
    if isinstance(kind, UnionType):
        return _optional(kind)
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind))
    if is_dataclass(kind):
        return _record(kind)
    if kind in PLAIN:
        return _same
    return kind.fromisoformat if kind in {datetime, date} else _coded(kind)


def _same(value: Any) -> Any:  # noqa: ANN401  whatever stands in JSON as it is
    return value


def _coded(codes: Callable[[str], Any]) -> Turn:
    return codes


def _optional(kind: UnionType) -> Turn:
    [some] = [each for each in get_args(kind) if each is not NoneType]
    read = _reader(some)
    return lambda value: None if value is None else read(value)


def _tuple(kinds: tuple[Any, ...]) -> Turn:
    """Read a tuple: of one kind and any length, or of one kind for each place."""
    if kinds[-1] is Ellipsis:
        each = _reader(kinds[0])
        return lambda values: tuple(map(each, values))
    readers = tuple(map(_reader, kinds))
    return lambda values: tuple(read(value) for read, value in zip(readers, values, strict=True))


def _record(kind: Any) -> Turn:  # noqa: ANN401  a dataclass
    hints = get_type_hints(kind)
    readers = {each.name: _reader(hints[each.name]) for each in fields(kind)}
    return lambda values: kind(**{name: readers[name](value) for name, value in values.items() if name in readers})
