"""`python -m benchmarks` prints the tables of docs/benchmarks.md; `--keep` puts them into it."""

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks import (
    backlog,
    breadth,
    contests,
    databases,
    days,
    digests,
    hearing,
    lookups,
    servers,
    starting,
    sweep,
    whispers,
)
from benchmarks.contests import Contest
from benchmarks.databases import Databases
from benchmarks.digests import Costs
from benchmarks.footprint import weigh_digest
from benchmarks.hanging import Hang, endure
from benchmarks.hearing import Listened
from benchmarks.machine import describe
from benchmarks.report import Part, keep
from benchmarks.reports.acks import Acks
from benchmarks.reports.backlog import Backlogs
from benchmarks.reports.breadth import Breadth
from benchmarks.reports.calls import Calls
from benchmarks.reports.days import Days
from benchmarks.reports.digests import Digests
from benchmarks.reports.endurance import Endurance
from benchmarks.reports.lookups import LookUps
from benchmarks.reports.soak import Soak
from benchmarks.reports.starts import Starting
from benchmarks.reports.sweeps import Sweeps
from benchmarks.reports.tables import Section
from benchmarks.reports.usual import Usual
from benchmarks.reports.whispers import Whispers
from benchmarks.soak import play as soaking
from benchmarks.usual import contest as usual

GOALS: Final = {"SQLite": 0.80, "PostgreSQL": 0.50}
ALONE: Final = "soak"
"""The part that runs only where it is asked for: it takes as long as all others."""
Kinds = Mapping[str, Databases]


@dataclass(frozen=True, slots=True)
class Wish:
    """How much of it: `rounds` of each contest; for the soak how many `minutes`, and which `seed`."""

    rounds: int = contests.ROUNDS
    minutes: float = 20.0
    seed: int = 1


def main() -> None:
    """Run everything once, or one part of it; exit with 1 where a soak was not flat."""
    asked = _parser().parse_args()
    names = [asked.only] if asked.only else [name for name in PARTS if name != ALONE]
    wish, is_flat = Wish(asked.rounds, asked.minutes, asked.seed), True
    with _offered(servers.ROOT / "var") as kinds:
        for part in run(kinds, wish, names):
            print(part.markdown(), end="\n\n", flush=True)
            is_flat = is_flat and not (isinstance(part.section, Soak) and not part.section.is_flat)
            if asked.keep:
                keep(part)
    sys.exit(not is_flat)


def _parser() -> argparse.ArgumentParser:
    usually = Wish()
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="What Baton costs, beside a bare floor.")
    parser.add_argument("--keep", action="store_true", help="put the tables into docs/benchmarks.md, each part's alone")
    parser.add_argument("--rounds", type=int, default=usually.rounds, help="of each contest, default %(default)s")
    parser.add_argument("--only", choices=PARTS, help=f"run one part; {ALONE} runs only so")
    parser.add_argument("--minutes", type=float, default=usually.minutes, help="of a soak, default %(default)g")
    parser.add_argument("--seed", type=int, default=usually.seed, help="of a soak, default %(default)s")
    return parser


@contextmanager
def _offered(folder: Path) -> Iterator[Kinds]:
    """Offer the kinds of database that there are, by name; SQLite's files go below `folder`."""
    with ExitStack() as stack:
        kinds = {"SQLite": stack.enter_context(databases.sqlite(folder))}
        postgresql = stack.enter_context(databases.postgresql())
        if postgresql is None:
            _say("no PostgreSQL here: its tables are left out")
        else:
            kinds["PostgreSQL"] = postgresql
        yield kinds


def run(kinds: Kinds, wish: Wish, names: Sequence[str]) -> Iterator[Part]:
    """Play the parts called so, in their order; each is answered as soon as it is over."""
    for name in names:
        machine = describe(servers.ROOT / "var")
        yield Part(name, machine, PARTS[name](kinds, wish))


def _acks(kinds: Kinds, wish: Wish) -> Section:
    """Play every contest about acks."""
    wanted = [contests.acks(kinds["SQLite"])]
    wanted += [contests.forms(fresh, kind, GOALS[kind]) for kind, fresh in kinds.items()]
    return Acks([_played(contest, wish.rounds) for contest in wanted])


def _played(contest: Contest, rounds: int) -> contests.Result:
    _say(f"{contest.name}: {rounds} rounds")
    return contests.play(contest, rounds)


def _whispers(kinds: Kinds, wish: Wish) -> Section:
    _say(f"whispers: {wish.rounds} rounds")
    return Whispers(whispers.play(kinds, wish.rounds))


def _calls(kinds: Kinds, _wish: Wish) -> Section:
    return Calls(hearing.floor(), {name: _listened(name, fresh) for name, fresh in kinds.items()})


def _listened(kind: str, fresh: Databases) -> Mapping[int, Listened]:
    _say(f"50 calls transcribed: {kind}")
    return {ended: hearing.listen(fresh, ended) for ended in hearing.ENDED}


def _endurance(kinds: Kinds, _wish: Wish) -> Section:
    return Endurance({kind: _endured(kind, fresh) for kind, fresh in kinds.items()})


def _endured(kind: str, fresh: Databases) -> Hang:
    _say(f"60 forms while Slack hangs: {kind}")
    return endure(fresh)


def _usual(kinds: Kinds, _wish: Wish) -> Section:
    _say("60 forms beside the usual pattern: SQLite")
    return Usual(usual.play(kinds["SQLite"]))


def _start(kinds: Kinds, wish: Wish) -> Section:
    _say(f"starts and memory: {wish.rounds} rounds")
    return Starting(starting.measure(kinds, wish.rounds))


def _notices(kinds: Kinds, wish: Wish) -> Section:
    """Clear backlogs on PostgreSQL, where there may be several workers."""
    _say(f"notices a second: {wish.rounds} rounds")
    return Backlogs(backlog.play(kinds["PostgreSQL"], wish.rounds) if "PostgreSQL" in kinds else {})


def _lookups(kinds: Kinds, wish: Wish) -> Section:
    _say(f"look-ups: {wish.rounds} rounds")
    return LookUps(lookups.play(kinds, wish.rounds))


def _breadth(_kinds: Kinds, wish: Wish) -> Section:
    _say(f"10 to 200 ids: {wish.rounds} rounds")
    return Breadth(breadth.play(wish.rounds))


def _memory(kinds: Kinds, _wish: Wish) -> Section:
    _say("memory over ten days: SQLite")
    return Days(days.live(kinds["SQLite"]))


def _digests(kinds: Kinds, _wish: Wish) -> Section:
    """Compose beside little history and much, and weigh the process that posts."""
    costs = {name: _composed(name, fresh) for name, fresh in kinds.items()}
    _say("memory while a digest is posted")
    return Digests(costs, weigh_digest(kinds["SQLite"]))


def _composed(kind: str, fresh: Databases) -> Mapping[str, Costs]:
    _say(f"digests beside a million finished requests: {kind}")
    return digests.measure(fresh)


def _sweep(kinds: Kinds, _wish: Wish) -> Section:
    return Sweeps({name: _swept(name, fresh) for name, fresh in kinds.items()})


def _swept(kind: str, fresh: Databases) -> sweep.Sweeps:
    _say(f"5,000 issues swept: {kind}")
    return sweep.measure(fresh, kills=kind == "SQLite")


def _soak(kinds: Kinds, wish: Wish) -> Section:
    _say(f"{wish.minutes:g} minutes of contacts, seed {wish.seed}: {', '.join(kinds)}")
    return Soak(soaking.soak(kinds, wish.minutes, wish.seed), wish.minutes, wish.seed)


def _say(what: str) -> None:
    print(what, file=sys.stderr)


PARTS: Final[Mapping[str, Callable[[Kinds, Wish], Section]]] = {
    "acks": _acks,
    "ids": _breadth,
    "whisper": _whispers,
    "calls": _calls,
    "endurance": _endurance,
    "usual": _usual,
    "notices": _notices,
    "lookup": _lookups,
    "start": _start,
    "memory": _memory,
    "digests": _digests,
    "sweep": _sweep,
    "soak": _soak,
}


if __name__ == "__main__":
    main()
