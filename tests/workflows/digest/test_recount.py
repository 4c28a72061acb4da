"""A week of a busy team, counted again from the bare rows of the trail: each digest says what that says."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from storage.requests.tables import requests, trail
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import RequestType, Urgency
from tests.workflows.digest.room import DIGEST, PRIVATE, posted
from tests.workflows.escalation.team import Team
from tests.workflows.escalation.test_lives import STEPS, steps_allowed
from workflows.digest.snapshot import Snapshot
from workflows.refusals import Refused

CUSTOMERS = ["A-1", "A-2", PRIVATE]
DIGESTS, ACTS = 6, 14
Entry = dict[str, Any]


def busy(team: Team, chance: Random, keys: list[str]) -> None:
    """Let half a day pass in which people file, and do whatever they may with what was filed."""
    for _ in range(ACTS):
        act(team, chance, keys)


def act(team: Team, chance: Random, keys: list[str]) -> None:
    """Let up to an hour pass until somebody files, or does what they may with what was filed."""
    team.now += timedelta(minutes=chance.randint(1, 70))
    team.resume()
    if not keys or chance.random() < 0.3:
        kind, heat = chance.choice(list(RequestType)), chance.choice(list(Urgency))
        keys.append(team.file(customer=chance.choice(CUSTOMERS), request_type=kind, urgency=heat))
        return
    key = chance.choice(keys)
    allowed = team.database.read_now(steps_allowed, key)
    verb = chance.choice(sorted(allowed))
    with suppress(Refused):
        STEPS[verb](chance.choice(allowed[verb]))(team, key)


def rows_of(work: UnitOfWork) -> tuple[list[Entry], dict[str, Entry]]:
    """Answer the trail and the requests as the tables have them, the trail in order."""
    steps = [dict(row._mapping) for row in work.connection.execute(trail.select().order_by(trail.c.position))]
    found = [dict(row._mapping) for row in work.connection.execute(requests.select())]
    return steps, {f"R-{1000 + each['number']}": each for each in found}


def lived(team: Team, until: Any) -> dict[str, list[Entry]]:  # noqa: ANN401  a moment, or None
    """Answer each request's life up to a moment."""
    steps, _ = team.database.read_now(rows_of)
    lives: dict[str, list[Entry]] = {}
    for step in steps:
        if until is not None and step["at"] <= until:
            lives.setdefault(f"R-{1000 + step['number']}", []).append(step)
    return lives


def counts(life: list[Entry]) -> bool:
    """Say whether a request is to be counted after its last step."""
    return bool(life) and life[-1]["request_type"] != "fyi"


def in_work(lives: dict[str, list[Entry]]) -> dict[str, Entry]:
    """Answer what was in work after these lives: its last step."""
    return {key: life[-1] for key, life in lives.items() if counts(life) and life[-1]["to_status"] != "done"}


def recounted(before: dict[str, list[Entry]], now: dict[str, list[Entry]]) -> Counter[tuple[str, str]]:
    """Count what has changed between two moments by looking at both: what was, what is, and what came between."""
    found: Counter[tuple[str, str]] = Counter()
    for key, life in now.items():
        old = before.get(key, [])
        between = [step["to_status"] for step in life[len(old) :]]
        if not between or not counts(life):
            continue
        was, is_now = (old[-1] if counts(old) else None), life[-1]
        ended = is_now["to_status"] == "done" and any(a != "done" for a in [_status(old), *between[:-1]])
        if was is None:
            found[key, "new"] += 1
        elif was["urgency"] != is_now["urgency"]:
            is_raised = is_now["urgency"].rank > was["urgency"].rank
            found[key, "raised" if is_raised else "lowered"] += 1
        if ended:
            found[key, "finished"] += 1
        elif was is not None and is_now["to_status"] != "done" and "done" in [_status(old), *between]:
            found[key, "reopened"] += 1
        elif was is not None and was["to_status"] != is_now["to_status"]:
            found[key, "moved"] += 1
    return found


def _status(life: list[Entry]) -> str | None:
    return life[-1]["to_status"] if life else None


def assert_is_told(team: Team, snapshot: Snapshot) -> None:
    """Compare one digest with the rows; what is masked by its number alone."""
    before, now = lived(team, snapshot.since), lived(team, snapshot.as_of)
    _, columns = team.database.read_now(rows_of)
    hidden = {key for key, each in columns.items() if each["account_id"] == PRIVATE}
    open_now, expected = in_work(now), recounted(before, now)

    assert {row.key for row in snapshot.rows if not row.is_masked} == open_now.keys() - hidden
    assert sum(row.is_masked for row in snapshot.rows) == len(open_now.keys() & hidden)
    assert len(snapshot.unowned) == sum(step["owner"] is None for step in open_now.values())
    heat = Counter(step["urgency"] for step in open_now.values())
    assert snapshot.points[-1].counts == tuple(heat[urgency] for urgency in ("low", "medium", "high", "critical"))
    assert snapshot.in_work_before == len(in_work(before))
    told = Counter((change.key, change.kind.value) for change in snapshot.changes if change.key is not None)
    assert told == Counter({what: count for what, count in expected.items() if what[0] not in hidden})
    masked = Counter(change.kind.value for change in snapshot.changes if change.key is None)
    assert masked == Counter(kind for key, kind in expected.elements() if key in hidden)
    assert len(snapshot.finished) == sum(kind == "finished" for _, kind in expected)


@pytest.mark.parametrize("seed", range(4))
def test_each_digest_of_a_week_says_what_the_trail_says(team: Team, seed: int) -> None:
    chance = Random(seed)  # noqa: S311  a story's chance, no secret's
    keys: list[str] = []
    posted(team, DIGEST)
    for _ in range(DIGESTS):
        busy(team, chance, keys)
        team.now += timedelta(minutes=5)
        assert_is_told(team, posted(team, DIGEST))
        team.now += timedelta(minutes=5)
