"""What changed from one state of an issue to the next, as Jira's changelog words it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sandbox.jira import adf
from sandbox.jira.catalogue import PRIORITIES, RESOLUTION, STATUSES, TYPES
from sandbox.jira.directory import Directory
from sandbox.jira.records import Change, Issue

Shown = tuple[str | None, str | None]
Show = Callable[[Directory, Any], Shown]
NOTHING: Shown = (None, None)


def _person(site: Directory, account: str | None) -> Shown:
    return (account, site.people[account].name) if account else NOTHING


def _project(site: Directory, identity: str) -> Shown:
    return identity, site.projects[identity].name


_FIELDS: Mapping[str, tuple[str, str | None, Show]] = {
    "status_id": ("status", "status", lambda _, value: (value, STATUSES[value].name)),
    "resolved": ("resolution", "resolution", lambda _, value: RESOLUTION if value else NOTHING),
    "assignee": ("assignee", "assignee", _person),
    "priority_id": ("priority", "priority", lambda _, value: (value, PRIORITIES[value].name)),
    "type_id": ("issuetype", "issuetype", lambda _, value: (value, TYPES[value].name)),
    "summary": ("summary", "summary", lambda _, value: (None, value)),
    "description": ("description", "description", lambda _, value: (None, adf.plain(value) or None)),
    "labels": ("labels", "labels", lambda _, value: ("", " ".join(value))),
    "project_id": ("project", "project", _project),
    "key": ("Key", None, lambda _, value: (None, value)),
}
"""Jira's name and id of each attribute of Issue, and how its values are shown."""


def changes(site: Directory, issue: Issue, values: Mapping[str, Any]) -> list[Change]:
    """What setting the attributes of `values` would change in `issue`, fix versions one by one."""
    return [change for name, value in values.items() for change in _changes(site, issue, name, value)]


def _changes(site: Directory, issue: Issue, name: str, value: Any) -> Iterator[Change]:  # noqa: ANN401 - any field
    if name == "fix_versions":
        yield from _versions(site, issue, value)
    elif name == "resolved" and bool(issue.resolved) == bool(value):
        return
    elif getattr(issue, name) != value:
        field, field_id, show = _FIELDS[name]
        yield Change(field, field_id, *show(site, getattr(issue, name)), *show(site, value))


def _versions(site: Directory, issue: Issue, wanted: list[str]) -> Iterator[Change]:
    def named(identity: str) -> Shown:
        return identity, site.version(issue.project_id, identity).name

    for gone in [one for one in issue.fix_versions if one not in wanted]:
        yield Change("Fix Version", "fixVersions", *named(gone), *NOTHING)
    for come in [one for one in wanted if one not in issue.fix_versions]:
        yield Change("Fix Version", "fixVersions", *NOTHING, *named(come))
