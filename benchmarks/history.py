"""Two years of requests that are finished: a hundred written out, then their like, again and again, each time later."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Column, ColumnElement, Connection, Insert, Integer, MetaData, Table, bindparam, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import AddConstraint, DropConstraint
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from benchmarks.lives import FINISHED, LASTS, Life, Row
from storage.requests.tables import requests, trail
from storage.types import UtcDateTime

MODELS: Final = 100
"""How many are written out."""
SPARE: Final = 10
"""Numbers left free behind each hundred: for what was filed then, and is still in work."""
STRIDE: Final = MODELS + SPARE
LONG: Final = timedelta(days=730)

UNSAFE: Final = ("journal_mode = OFF", "synchronous = OFF", "cache_size = -200000")
"""How SQLite is filled within seconds; a power cut would cost no more than the benchmark."""


class Later(FunctionElement[datetime]):
    """A moment so many seconds later, as its column keeps it."""

    inherit_cache = True
    type = UtcDateTime()


@compiles(Later, "sqlite")
def _on_sqlite(later: Later, compiler: SQLCompiler, **kwargs: Any) -> str:  # noqa: ANN401  SQLAlchemy's own
    moment, seconds = (compiler.process(each, **kwargs) for each in later.clauses)
    return f"(datetime({moment}, {seconds} || ' seconds') || '.000000')"


@compiles(Later, "postgresql")
def _on_postgresql(later: Later, compiler: SQLCompiler, **kwargs: Any) -> str:  # noqa: ANN401  SQLAlchemy's own
    moment, seconds = (compiler.process(each, **kwargs) for each in later.clauses)
    return f"({moment} + make_interval(secs => {seconds}))"


def live_through(connection: Connection, finished: int, until: datetime) -> None:
    """Keep `finished` requests, a multiple of a hundred, filed evenly over two years; all are over by `until`."""
    apart = LONG / finished
    began = until.replace(microsecond=0) - LASTS - LONG
    filed = ((began + number * apart).replace(microsecond=0) for number in range(MODELS))
    models = [Life(number, at, FINISHED[number % len(FINISHED)]) for number, at in enumerate(filed, 1)]
    with _filling(connection):
        again = [
            _again(connection, requests, [life.row() for life in models]),
            _again(connection, trail, [step for life in models for step in life.trail()]),
        ]
        for time in range(finished // MODELS):
            shift = {"numbers": time * STRIDE, "seconds": int((time * MODELS * apart).total_seconds())}
            for statement in again:
                connection.execute(statement, shift)


@contextmanager
def _filling(connection: Connection) -> Iterator[None]:
    """Take what slows an insert down away meanwhile: indexes, and on PostgreSQL foreign keys; both come back."""
    on_sqlite = connection.dialect.name == "sqlite"
    for how in UNSAFE if on_sqlite else ():
        connection.exec_driver_sql(f"PRAGMA {how}")
    indexes = [index for table in (requests, trail) for index in table.indexes]
    keys = [] if on_sqlite else [key for table in (trail, requests) for key in table.foreign_key_constraints]
    for key in keys:
        connection.execute(DropConstraint(key))
    for index in indexes:
        index.drop(connection)
    yield
    for index in indexes:
        index.create(connection)
    for key in keys:
        connection.execute(AddConstraint(key, isolate_from_table=False))


def _again(connection: Connection, table: Table, rows: list[Row]) -> Insert:
    """Answer what keeps `rows` in a table, as often as it is executed: `numbers` further, `seconds` later."""
    columns = [column for column in table.columns if column.name in rows[0]]
    likeness = (Column(column.name, column.type) for column in columns)
    models = Table(f"{table.name}_models", MetaData(), *likeness, prefixes=["TEMPORARY"])
    models.create(connection)
    connection.execute(models.insert(), rows)
    shifted = select(*(_shifted(column) for column in models.columns))
    return table.insert().from_select([column.name for column in columns], shifted)


def _shifted(column: Column[Any]) -> ColumnElement[Any]:
    if column.name == "number":
        return column + bindparam("numbers", type_=Integer)
    if isinstance(column.type, UtcDateTime):
        return Later(column, bindparam("seconds", type_=Integer))
    return column


def finished_number(place: int) -> int:
    """Answer the number of the one that was filed `place`-th."""
    return (place - 1) // MODELS * STRIDE + (place - 1) % MODELS + 1


def spare_number(place: int, count: int, finished: int) -> int:
    """Answer the number of the one at `place` of `count` that were filed evenly over the two years."""
    spare = place * (finished // MODELS * SPARE) // count
    return spare // SPARE * STRIDE + MODELS + 1 + spare % SPARE
