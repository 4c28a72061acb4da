"""What the sandbox's Jira knows, as plain records; ids are Jira's own and never change, keys do."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sandbox.slack.refusals import JsonObject

Category = Literal["new", "indeterminate", "done"]


@dataclass(slots=True)
class Person:
    """An account; who has a `token` may log in with e-mail and token. `zone` is what its times and JQL are in."""

    account_id: str
    name: str
    email: str = ""
    zone: str = "Asia/Tokyo"
    token: str | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """A step of a workflow; only its `category` says the same everywhere."""

    id: str
    name: str
    category: Category


@dataclass(frozen=True, slots=True)
class IssueType:
    """A kind of issue."""

    id: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Priority:
    """A priority of the site's only scheme."""

    id: str
    name: str
    color: str


@dataclass(slots=True)
class Version:
    """A version of a project."""

    id: str
    name: str


@dataclass(slots=True)
class Project:
    """A project; `old_keys` go on leading to it."""

    id: str
    key: str
    name: str
    status_ids: list[str]
    type_ids: list[str]
    versions: list[Version] = field(default_factory=list)
    old_keys: list[str] = field(default_factory=list)
    last_number: int = 0


@dataclass(slots=True)
class Comment:
    """A comment; `body` is an Atlassian document."""

    id: str
    author: str
    body: JsonObject
    created: datetime
    updated: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """One field's way from one value to another, as id and as words; None where it had, or has, no value."""

    field: str
    field_id: str | None
    before: str | None
    before_words: str | None
    after: str | None
    after_words: str | None


@dataclass(slots=True)
class History:
    """What one person changed at once."""

    id: str
    author: str
    created: datetime
    changes: list[Change]


@dataclass(slots=True)
class RemoteLink:
    """A link from an issue to somewhere else."""

    id: int
    global_id: str | None
    content: JsonObject


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What the search index knows of an issue from `at` on."""

    at: datetime
    updated: datetime
    project_id: str
    status_id: str
    labels: tuple[str, ...]


@dataclass(slots=True)
class Issue:
    """An issue; `old_keys` go on leading to it. `glimpses` are what the index saw of it, oldest first."""

    id: str
    key: str
    project_id: str
    type_id: str
    status_id: str
    priority_id: str
    summary: str
    reporter: str
    created: datetime
    updated: datetime
    description: JsonObject | None = None
    labels: list[str] = field(default_factory=list)
    assignee: str | None = None
    fix_versions: list[str] = field(default_factory=list)
    resolved: datetime | None = None
    old_keys: list[str] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)
    histories: list[History] = field(default_factory=list)
    links: list[RemoteLink] = field(default_factory=list)
    properties: dict[str, object] = field(default_factory=dict)
    glimpses: list[Glimpse] = field(default_factory=list)

    @property
    def number(self) -> int:
        """The id as a number: younger issues have higher ones."""
        return int(self.id)


@dataclass(frozen=True, slots=True)
class Event:
    """What a webhook tells: `kind` as Jira names it, `type_name` the finer name that Jira adds to an update."""

    kind: str
    type_name: str
    at: datetime
    by: str
    issue: Issue
    history: History | None = None
    comment: Comment | None = None
