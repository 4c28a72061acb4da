"""PostgreSQL: a kept connection for each thread, one transaction for each unit, retried where that is safe."""

import time
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, repeat
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event
from sqlalchemy.exc import DBAPIError

from storage.units import FAULTS, Group, Opening, Unit

TO_BE_RETRIED = frozenset({"40001", "40P01"})
"""Serialization failure and deadlock: rolled back for sure, and likely to pass the next time."""

PAUSES = (0.0, 0.0, 0.02, 0.05, 0.1, 0.2)
"""Seconds before each try: a server that restarts is back within one or two."""

STATEMENTS = 512
"""How many statements a connection keeps prepared: more than Baton has."""

LIMITS = "-c statement_timeout=2000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=20000"


def postgresql_engine(url: URL, *, limits: str = LIMITS) -> Engine:
    """Make the engine of one database; nothing on it blocks much longer than two seconds."""
    options = f"{limits} {url.query.get('options', '')}".strip()
    engine = create_engine(
        url,
        poolclass=NullPool,
        pool_reset_on_return=None,  # what is closed needs no rollback: where a server is gone it fails, and is logged
        hide_parameters=True,
        use_native_hstore=False,
        connect_args={"connect_timeout": 2, "tcp_user_timeout": 2500, "client_encoding": "utf8", "options": options},
    )
    event.listen(engine, "connect", _keep_prepared)
    return engine


def _keep_prepared(connection: Any, _record: object) -> None:  # noqa: ANN401  loaded only where it is used
    """Let a connection keep every statement prepared that comes often: psycopg forgets beyond a hundred."""
    connection.prepared_max = STATEMENTS


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a try failed, and whether COMMIT was already on its way."""

    error: DBAPIError
    gone: bool
    during_commit: bool

    def may_be_retried(self, unit: Unit[Any]) -> bool:
        """Say whether another try is safe, and worth it."""
        if getattr(self.error.orig, "sqlstate", None) in TO_BE_RETRIED:
            return True
        return self.gone and (unit.repeatable or not self.during_commit)


class UnitRunner:
    """Runs each unit in a transaction of its own, which is committed; one that only `reads` has nothing to lose."""

    def __init__(self, engine: Engine, opening: Opening, *, reads: bool = False) -> None:
        self._reads = reads
        self._engine = engine
        if reads:
            self._engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        self._opening = opening
        self._connection: Connection | None = None

    def run(self, units: Group) -> None:
        """Bring each unit through its transaction, or to StorageFailed."""
        for unit in units:
            self._settle(unit)

    def _settle(self, unit: Unit[Any]) -> None:
        fault: Fault | None = None
        for pause in chain(PAUSES, repeat(PAUSES[-1])):
            if pause:
                time.sleep(pause)
            if unit.is_overdue():
                break
            fault = self._try(unit)
            if fault is None:
                return
            if not fault.may_be_retried(unit):
                break
        unit.fail(None if fault is None else fault.error)

    def _try(self, unit: Unit[Any]) -> Fault | None:
        """Run the unit once; answer what went wrong, None where it is settled."""
        committing = False
        try:
            connection = self._connected()
            stands = unit.run(self._opening(connection))
            committing = stands and not self._reads
            if stands:
                connection.commit()  # of a read, too: upon ROLLBACK psycopg forgets every statement it has prepared
            else:
                connection.rollback()
        except FAULTS as error:
            return self._fault(error, during_commit=committing)
        return None

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = self._engine.connect()
        return self._connection

    def _fault(self, error: DBAPIError, *, during_commit: bool) -> Fault:
        """Look at what is left of the connection, and drop it where it is of no more use."""
        gone = self._connection is None or error.connection_invalidated
        if self._connection is not None and not gone:
            with suppress(*FAULTS):
                self._connection.rollback()
                return Fault(error, gone, during_commit)
        self.close()
        return Fault(error, gone, during_commit)

    def close(self) -> None:
        """Close the connection, if there is one."""
        if self._connection is not None:
            with suppress(*FAULTS):
                self._connection.close()
        self._connection = None
