"""`python -m benchmarks` prints the tables of docs/benchmarks.md; `--keep` puts them into it."""

import argparse
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from benchmarks import contests, databases, machine, servers
from benchmarks.contests import Contest, Result
from benchmarks.databases import Databases
from benchmarks.footprint import weigh
from benchmarks.hanging import Hang, endure
from benchmarks.report import Report, keep

GOALS: Final = {"SQLite": 0.60, "PostgreSQL": 0.35}


def main() -> None:
    """Run everything once."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="What Baton costs, beside a bare floor.")
    parser.add_argument("--keep", action="store_true", help="put the tables into docs/benchmarks.md")
    parser.add_argument("--rounds", type=int, default=contests.ROUNDS, help="of each contest, default %(default)s")
    asked = parser.parse_args()
    with _offered(servers.ROOT / "var") as kinds:
        report = run(kinds, asked.rounds)
    print(report.markdown())
    if asked.keep:
        keep(report)


@contextmanager
def _offered(folder: Path) -> Iterator[Mapping[str, Databases]]:
    """Offer the kinds of database that there are, by name; SQLite's files go below `folder`."""
    with ExitStack() as stack:
        kinds = {"SQLite": stack.enter_context(databases.sqlite(folder))}
        postgresql = stack.enter_context(databases.postgresql())
        if postgresql is None:
            _say("no PostgreSQL here: its tables are left out")
        else:
            kinds["PostgreSQL"] = postgresql
        yield kinds


def run(kinds: Mapping[str, Databases], rounds: int) -> Report:
    """Play every contest, let Slack hang, and weigh the process."""
    described = machine.describe(servers.ROOT / "var")
    wanted = [contests.acks(kinds["SQLite"])]
    wanted += [contests.forms(fresh, kind, GOALS[kind]) for kind, fresh in kinds.items()]
    played = [_play(contest, rounds) for contest in wanted]
    hangs = {kind: _endure(kind, fresh) for kind, fresh in kinds.items()}
    _say("memory after a thousand forms")
    return Report(described, played, hangs, weigh(kinds["SQLite"]))


def _play(contest: Contest, rounds: int) -> Result:
    _say(f"{contest.name}: {rounds} rounds")
    return contests.play(contest, rounds)


def _endure(kind: str, fresh: Databases) -> Hang:
    _say(f"60 forms while Slack hangs: {kind}")
    return endure(fresh)


def _say(what: str) -> None:
    print(what, file=sys.stderr)


if __name__ == "__main__":
    main()
