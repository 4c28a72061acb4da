"""What an admin has chosen in Slack; whatever the environment sets comes before it."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Column, Integer, String, Table, select

from storage.base import Repository, metadata
from storage.types import Json

setup = Table(
    "setup",
    metadata,
    Column("only", Integer, primary_key=True),
    Column("escalation_channel", String(32)),
    Column("calls_channel", String(32)),
    Column("leads", Json, nullable=False),
)
ONLY = 1
_chosen = select(setup.c.escalation_channel, setup.c.calls_channel, setup.c.leads).where(setup.c.only == ONLY)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The channels of cards and of calls, and who leads (people or user groups); empty before anybody chose."""

    escalation_channel: str | None = None
    calls_channel: str | None = None
    leads: frozenset[str] = frozenset()


class Setup(Repository):
    """How the team has set Baton up in Slack."""

    __slots__ = ()

    def chosen(self) -> Chosen:
        """Answer what was chosen last."""
        row = self.connection.execute(_chosen).first()
        return Chosen() if row is None else Chosen(row[0], row[1], frozenset(row[2]))

    def choose(self, escalation_channel: str | None, calls_channel: str | None, leads: Iterable[str]) -> None:
        """Keep a choice in the place of the last one."""
        values = {
            "escalation_channel": escalation_channel,
            "calls_channel": calls_channel,
            "leads": sorted(leads),
        }
        insert = self.upsert(setup).values(only=ONLY, **values)
        self.connection.execute(insert.on_conflict_do_update(index_elements=[setup.c.only], set_=values))
