"""What ten days of work leave in memory."""

from dataclasses import dataclass
from typing import Any, Final

from benchmarks.days import Lived
from benchmarks.reports.tables import met, table

MOST_MIB: Final = 120


@dataclass(frozen=True, slots=True)
class Days:
    """The ten days."""

    lived: Lived

    def tables(self) -> list[str]:
        """Answer the one table."""
        found = self.lived
        last, most = len(found.days), max(found.days)
        rows = [
            ("once ready", f"{found.ready:.0f} MiB", "", ""),
            ("after one day", f"{found.days[0]:.0f} MiB", "", ""),
            (f"after {last} days", f"{found.days[-1]:.0f} MiB", "", ""),
            ("at most, at the end of a day", f"{most:.0f} MiB", f"≤ {MOST_MIB} MiB", met(most <= MOST_MIB)),
            ("growth for a thousand requests, from the second day on", f"{found.growth:.2f} MiB", "", ""),
        ]
        return [
            table((f"memory over {last} days, {last * found.requests:,} requests, SQLite", "", "goal", "met?"), rows)
        ]

    def json(self) -> dict[str, Any]:
        """Answer every day's end, in MiB."""
        found = self.lived
        days = [round(each, 1) for each in found.days]
        return {"ready": round(found.ready, 1), "days": days, "requests_a_day": found.requests}
