"""How Jira is set up, and how far it was read."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from storage.base import Repository
from storage.issues.records import Sweep, Tracker
from storage.issues.tables import sweeps, trackers

JIRA = "jira"
"""The one name in both tables: a deployment knows one Jira."""


class Sweeps(Repository):
    """One row each."""

    __slots__ = ()

    def tracker(self) -> Tracker | None:
        """Answer how Jira is set up, None where it is not."""
        stored = self.connection.execute(select(trackers.c.tracker)).scalar()
        return None if stored is None else _tracker(stored)

    def keep_tracker(self, tracker: Tracker | None) -> None:
        """Keep how Jira is set up, or that it is not."""
        if tracker is None:
            self.connection.execute(trackers.delete())
            return
        insert = self.upsert(trackers).values(name=JIRA, tracker=asdict(tracker))
        latest = {"tracker": insert.excluded.tracker}
        self.connection.execute(insert.on_conflict_do_update(index_elements=[trackers.c.name], set_=latest))

    def get(self, *, lock: bool = False) -> Sweep:
        """Answer how far Jira was read; `lock` holds it against other replicas until the commit."""
        columns = [column for column in sweeps.columns if column.name != "name"]
        query = select(*columns)
        row = self.connection.execute(query.with_for_update() if lock else query).first()
        return Sweep() if row is None else Sweep(**row._mapping)

    def keep(self, sweep: Sweep) -> None:
        """Keep how far Jira was read."""
        values = asdict(sweep)
        insert = self.upsert(sweeps).values(name=JIRA, **values)
        self.connection.execute(insert.on_conflict_do_update(index_elements=[sweeps.c.name], set_=values))


def _tracker(stored: dict[str, Any]) -> Tracker:
    """Answer what JSON has kept; its lists were tuples."""
    types, names = tuple(stored.pop("issue_types")), tuple(stored.pop("priority_names"))
    return Tracker(issue_types=types, priority_names=names, **stored)
