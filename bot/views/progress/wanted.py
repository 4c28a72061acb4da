"""What Jira is asked for: an issue to be created, or one to be looked up. Values, in no markup of Jira's."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of a description: a text, and what the whole of it links to, if anything."""

    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class WantedIssue:
    """An issue to be created; `labels` are those that people see, the one by which it is found again comes besides."""

    project: str
    issue_type: str
    priority: str | None
    labels: tuple[str, ...]
    summary: str
    description: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class SoughtIssue:
    """An issue that is there already."""

    issue_key: str
