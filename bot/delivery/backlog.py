"""What the database says to `/metrics`: owed, stuck, overdue. The same on a replica that does nothing itself."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily, Metric

from bot.metrics import by_label
from storage.outbox import ALERTS, WHISPERS
from storage.unit_of_work import UnitOfWork
from workflows.digest.timing import TIMER
from workflows.escalation.reminding import REMINDED
from workflows.notices import TRACKER
from workflows.progress.setup import CHOICES
from workflows.progress.sweeping import SWEEP

KINDS: Mapping[str, str] = {WHISPERS: "whisper", ALERTS: "alert", TRACKER: "jira", "C": "channel", "G": "channel"}
"""How the names of lanes begin, whispers and alerts before the places behind them; all others lead to a person."""
PERSON = "person"


@dataclass(frozen=True, slots=True)
class Backlog:
    """By kind of lane: how many notices wait, and how many seconds the first has; dead letters.

    By kind of moment: seconds since the first was due. Seconds since Jira stopped answering, 0 while it does.
    """

    owed: Mapping[str, int]
    oldest: Mapping[str, float]
    dead: Mapping[str, int]
    overdue: Mapping[str, float]
    jira_failing: float


def kind_of(lane: str) -> str:
    """Tell what kind of lane one is by its name: there are few kinds, and as many lanes as people."""
    return next((kind for beginning, kind in KINDS.items() if lane.startswith(beginning)), PERSON)


def look(work: UnitOfWork) -> Backlog:
    """Count what is open, in a few small questions."""
    now = work.clock()
    kinds = {*KINDS.values(), PERSON}
    owed, oldest, dead = dict.fromkeys(kinds, 0), dict.fromkeys(kinds, 0.0), dict.fromkeys(kinds, 0)
    for lane in work.backlog.owed():
        kind = kind_of(lane.lane)
        owed[kind] += lane.count
        oldest[kind] = max(oldest[kind], _seconds(lane.since, now))
    for name, count in work.backlog.dead().items():
        dead[kind_of(name)] += count
    return Backlog(owed, oldest, dead, _overdue(work, now), _failing(work, now))


def _overdue(work: UnitOfWork, now: datetime) -> dict[str, float]:
    """Tell of moments that somebody here sees to: not of marks, nor of Jira where there is none (any more)."""
    unseen = {REMINDED} if work.sweeps.tracker() else {REMINDED, SWEEP, CHOICES}
    since_when = work.backlog.overdue(now)
    return {TIMER: 0.0} | {kind: _seconds(since, now) for kind, since in since_when.items() if kind not in unseen}


def _failing(work: UnitOfWork, now: datetime) -> float:
    since = work.sweeps.get().failing_since if work.sweeps.tracker() else None
    return 0.0 if since is None else _seconds(since, now)


def _seconds(since: datetime, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds())


def families(backlog: Backlog) -> Iterator[Metric]:
    """Put it into words that Prometheus reads."""
    yield by_label("baton_owed_notices", "Notices not yet posted", "lane", backlog.owed)
    yield by_label("baton_oldest_notice_seconds", "How long the oldest of them has waited", "lane", backlog.oldest)
    yield by_label("baton_dead_letters", "Notices refused for good, until they are owed anew", "lane", backlog.dead)
    yield by_label(
        "baton_overdue_seconds",
        "How long the first moment of a kind is overdue; a digest's, too",
        "moment",
        backlog.overdue,
    )
    yield GaugeMetricFamily("baton_jira_failing_seconds", "How long Jira could not be read", backlog.jira_failing)
