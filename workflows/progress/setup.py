"""How Jira is set up, kept where every part can read it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from storage.issues import Tracker
from storage.unit_of_work import UnitOfWork
from workflows.progress import sweeping
from workflows.progress.sweeping import SUBJECT, SWEEP

CHOICES = "jira_choices"
"""The kind of timer by which it is asked anew what can be chosen in Jira."""
EVERY = timedelta(hours=1)
SOON = timedelta(minutes=5)


def begin(work: UnitOfWork, tracker: Tracker | None, now: datetime) -> None:
    """Keep at the start how Jira is set up, None for not at all; what can be chosen there is remembered."""
    known = work.sweeps.tracker()
    if tracker is not None and known is not None and known.url == tracker.url:
        tracker = _with_choices(tracker, known.projects, known.issue_types, known.priority_names)
    work.sweeps.keep_tracker(tracker)
    if tracker is not None:
        work.timers.set_once(SWEEP, SUBJECT, now)
        work.timers.set(CHOICES, SUBJECT, now)


def is_due(work: UnitOfWork, now: datetime) -> bool:
    """Say whether it is time to ask what can be chosen in Jira."""
    return work.timers.is_any_due(CHOICES, now)


def take(work: UnitOfWork, now: datetime) -> bool:
    """Take it on to ask what can be chosen; no, where another replica has. It is asked anew if nobody answers."""
    taken = work.timers.take(CHOICES, SUBJECT, now)
    if taken:
        ask_again(work, now)
    return taken


def ask_again(work: UnitOfWork, now: datetime) -> None:
    """Ask soon again: Jira did not say what can be chosen."""
    work.timers.set(CHOICES, SUBJECT, now + SOON)


def choose_from(
    work: UnitOfWork,
    projects: Mapping[str, str],
    issue_types: tuple[str, ...],
    priority_names: tuple[str, ...],
    now: datetime,
) -> None:
    """Keep what can be chosen in Jira, which has been reached; nothing where it is no longer set up.

    What is known of Jira goes before its timer, as in `begin`: two replicas would else wait for each other crosswise.
    """
    sweeping.reach(work, now)
    known = work.sweeps.tracker()
    if known is not None:
        work.sweeps.keep_tracker(_with_choices(known, projects, issue_types, priority_names))
    work.timers.set(CHOICES, SUBJECT, now + EVERY)


def _with_choices(
    tracker: Tracker, projects: Mapping[str, str], issue_types: tuple[str, ...], priority_names: tuple[str, ...]
) -> Tracker:
    return replace(tracker, projects=dict(projects), issue_types=issue_types, priority_names=priority_names)
