"""What the messages about progress show, as values."""

from dataclasses import dataclass

from storage.issues import Issue, Move, Tracker

__all__ = ["Issue", "Move", "MovedIssue", "Standing", "Told", "Tracker"]


@dataclass(frozen=True, slots=True)
class MovedIssue:
    """An issue as it stands, and what is to be told of it, by when it happened."""

    issue: Issue
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What a line in the thread of a card says: an issue that is new there, and those that have moved.

    `url` is where Jira is, with its slash; None where it is no longer set up.
    """

    issues: tuple[MovedIssue, ...]
    linked: Issue | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """The issues of a request as they stand, in the order in which they were linked."""

    issues: tuple[Issue, ...]
    url: str | None = None
