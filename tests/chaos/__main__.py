"""`python -m tests.chaos --minutes 10 --seed 7`: leg after leg, then the verdict. Exit code 1 where there is any."""

import argparse
import asyncio
import itertools
import json
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict
from pathlib import Path

import typer

from tests.chaos.plan import Leg, legs
from tests.chaos.running import Outcome, run
from tests.faults.processes import ROOT
from tests.postgresql import PostgresServer, temporary_server

ENOUGH = 0.8
"""How much of a leg's time must be left so that another one is begun."""
KEPT = ROOT / "var" / "chaos"
"""Where the records of legs with a violation are kept."""


def main() -> int:
    """Run what was asked for; answer the exit code."""
    asked = _asked()
    began, found = time.monotonic(), 0
    told: list[str] = []
    for leg in _legs(asked):
        left = asked.minutes * 60 - (time.monotonic() - began)
        if told and left < leg.seconds * ENOUGH:
            break
        typer.echo(leg)
        outcome = asyncio.run(_run(leg))
        told.append(_told(outcome))
        found += len(outcome.violations)
        typer.echo(f"{leg.name}: {told[-1]}, {len(outcome.violations)} violations")
        for violation in outcome.violations:
            typer.echo(f"  ! {violation}")
        if outcome.violations:
            typer.echo(f"  the records are in {_keep(leg, outcome)}")
    verdict = "no violation" if not found else f"{found} violations"
    typer.echo(f"seed {asked.seed}: {len(told)} legs in {(time.monotonic() - began) / 60:.1f} minutes, {verdict}")
    return 1 if found else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="how long, about; 10 unless told otherwise")
    parser.add_argument("--seed", type=int, default=None, help="what to draw everything by; another one each time")
    parser.add_argument("--leg", type=int, default=None, help="run but this one of the seed's legs")
    asked = parser.parse_args()
    if asked.seed is None:
        asked.seed = time.time_ns() % 1_000_000
    return asked


def _legs(asked: argparse.Namespace) -> Iterator[Leg]:
    every = legs(asked.seed, asked.minutes)
    return every if asked.leg is None else itertools.islice(every, asked.leg, asked.leg + 1)


async def _run(leg: Leg) -> Outcome:
    """Run a leg, on a PostgreSQL of its own where it wants one."""
    server: AbstractContextManager[PostgresServer | None]
    server = temporary_server() if leg.storage == "postgresql" else nullcontext()
    with server as started:
        return await run(leg, started)


def _told(outcome: Outcome) -> str:
    """Say how much happened, so that nobody takes a verdict on nothing for one."""
    record = outcome.record
    acted = ", ".join(f"{times} {act}" for act, times in sorted(outcome.acts.items()))
    acked = sum(form.is_acked for form in record.forms)
    stood = f"{acked} of {len(record.forms)} forms acked, {len(record.requests)} requests, {len(record.owed)} notices"
    posted = f"{len(record.posted)} messages ({sum(each.is_deleted for each in record.posted)} doubles deleted)"
    return f"{acted}; {stood}, {posted}, {len(record.labels)} Jira issues"


def _keep(leg: Leg, outcome: Outcome) -> Path:
    folder = KEPT / leg.name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "violations.txt").write_text("\n".join(outcome.violations), encoding="utf-8")
    (folder / "log.jsonl").write_text("".join(said.line for said in outcome.record.log), encoding="utf-8")
    kept = {name: value for name, value in asdict(outcome.record).items() if name != "log"}
    (folder / "record.json").write_text(json.dumps(kept, default=_plain, indent=1), encoding="utf-8")
    return folder.relative_to(ROOT)


def _plain(value: object) -> object:
    return sorted(map(str, value)) if isinstance(value, frozenset) else str(value)


if __name__ == "__main__":
    sys.exit(main())
