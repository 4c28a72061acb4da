"""Jira issues that belong to requests, as far as Jira has told of them."""

from storage.issues.records import Issue, IssueChanges, IssueLink, Move, NewIssue, NewMove, Progress, Sweep, Tracker
from storage.issues.repository import Issues
from storage.issues.summaries import IssueBrief, IssueSummaries, StatusMove
from storage.issues.sweeps import Sweeps

__all__ = [
    "Issue",
    "IssueBrief",
    "IssueChanges",
    "IssueLink",
    "IssueSummaries",
    "Issues",
    "Move",
    "NewIssue",
    "NewMove",
    "Progress",
    "StatusMove",
    "Sweep",
    "Sweeps",
    "Tracker",
]
