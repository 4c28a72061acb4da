"""What `/metrics` tells: what this process has counted, what the database says, and whether each part works.

Asked for anew by each scrape, so that a replica that does nothing, or has just started, tells the same as any other.
"""

import asyncio
import platform
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import structlog
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.registry import Collector

from bot import VERSION
from bot.delivery import backlog
from bot.metrics import by_label
from bot.socket import SocketDoor
from bot.web import Check
from storage.database import Database, StorageFailed

PATIENCE: Final = 1.0
"""Seconds that the database has to answer: Prometheus gives up after ten, unless told otherwise."""

log = structlog.get_logger("baton.metrics")


@dataclass(frozen=True, slots=True)
class Scrape:
    """Asks `database` and `checks`, those of `/readyz`; `door` is None where Slack reaches us over HTTP."""

    database: Database
    checks: Mapping[str, Check]
    door: SocketDoor | None

    async def tell(self) -> bytes:
        """Answer it in Prometheus's own format; what a database does not answer within a second is left out."""
        well = asyncio.gather(*(check() for check in self.checks.values()))
        found = _Found([*await self._owed(), *self._parts(await well)])
        asked = CollectorRegistry(auto_describe=False)
        asked.register(found)
        return generate_latest(REGISTRY) + generate_latest(asked)

    async def _owed(self) -> Iterable[Metric]:
        try:
            async with asyncio.timeout(PATIENCE):
                return backlog.families(await self.database.read(backlog.look))
        except (StorageFailed, TimeoutError):
            log.warning("backlog_not_counted")
            return ()

    def _parts(self, well: Iterable[bool]) -> Iterator[Metric]:
        """Tell whether each part works, whether there is a socket, and how many units wait for a thread."""
        yield by_label(
            "baton_ready",
            "Whether each part works, as /readyz has it",
            "part",
            dict(zip(self.checks, well, strict=True)),
        )
        yield by_label(
            "baton_database_waiting", "Units of work that no thread has taken up", "by", self.database.waiting
        )
        if self.door is not None:
            yield GaugeMetricFamily("baton_socket_connected", "Whether Slack reaches us", self.door.is_connected)
        build = {"version": VERSION, "python": platform.python_version(), "database": self.database.dialect}
        yield InfoMetricFamily("baton_build", "What runs", build)


@dataclass(frozen=True, eq=False)
class _Found(Collector):
    """What one scrape has found."""

    families: list[Metric]

    def collect(self) -> Iterable[Metric]:
        """Answer it."""
        return self.families
