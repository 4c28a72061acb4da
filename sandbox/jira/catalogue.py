"""What every site of the sandbox's Jira has: statuses, issue types, priorities, permissions, fields."""

from collections.abc import Mapping

from sandbox.jira.records import Category, IssueType, Priority, Status
from sandbox.slack.refusals import JsonObject

STATUSES: Mapping[str, Status] = {
    one.id: one
    for one in (
        Status("10000", "To Do", "new"),
        Status("3", "In Progress", "indeterminate"),
        Status("10001", "In Review", "indeterminate"),
        Status("10002", "Done", "done"),
        Status("10100", "未着手", "new"),
        Status("10101", "進行中", "indeterminate"),
        Status("10102", "レビュー", "indeterminate"),
        Status("10103", "完了", "done"),
    )
}
WORKFLOWS: Mapping[str, tuple[str, ...]] = {
    "en": ("10000", "3", "10001", "10002"),
    "ja": ("10100", "10101", "10102", "10103"),
}
CATEGORIES: Mapping[Category, tuple[int, str, str]] = {
    "new": (2, "To Do", "blue-gray"),
    "indeterminate": (4, "In Progress", "yellow"),
    "done": (3, "Done", "green"),
}
"""Id, name and colour by key."""

TYPES: Mapping[str, IssueType] = {
    one.id: one
    for one in (
        IssueType("10001", "Task", "A small, distinct piece of work."),
        IssueType("10002", "Bug", "A problem or error."),
        IssueType("10003", "Story", "Functionality expressed as a user goal."),
    )
}
PRIORITIES: Mapping[str, Priority] = {
    one.id: one
    for one in (
        Priority("1", "Highest", "#d04437"),
        Priority("2", "High", "#f15C75"),
        Priority("3", "Medium", "#f79232"),
        Priority("4", "Low", "#707070"),
        Priority("5", "Lowest", "#999999"),
    )
}
USUAL_PRIORITY = "3"
RESOLUTION = ("10000", "Done")

PERMISSIONS: Mapping[str, tuple[str, str]] = {
    "BROWSE_PROJECTS": ("10", "Browse Projects"),
    "CREATE_ISSUES": ("11", "Create Issues"),
    "EDIT_ISSUES": ("12", "Edit Issues"),
    "ASSIGN_ISSUES": ("13", "Assign Issues"),
    "ADD_COMMENTS": ("15", "Add Comments"),
    "DELETE_ISSUES": ("16", "Delete Issues"),
    "LINK_ISSUES": ("21", "Link Issues"),
    "TRANSITION_ISSUES": ("46", "Transition Issues"),
}
"""Id and name by key."""


def _field(identity: str, name: str, kind: str, *clauses: str, items: str | None = None) -> JsonObject:
    schema = {"type": kind, "system": identity, **({"items": items} if items else {})}
    return {
        "id": identity,
        "key": identity,
        "name": name,
        "custom": False,
        "orderable": True,
        "navigable": True,
        "searchable": True,
        "clauseNames": list(clauses or (identity,)),
        "schema": schema,
    }


FIELDS: Mapping[str, JsonObject] = {
    str(one["id"]): one
    for one in (
        _field("summary", "Summary", "string"),
        _field("issuetype", "Issue Type", "issuetype", "issuetype", "type"),
        _field("project", "Project", "project"),
        _field("description", "Description", "string"),
        _field("priority", "Priority", "priority"),
        _field("labels", "Labels", "array", items="string"),
        _field("assignee", "Assignee", "user"),
        _field("fixVersions", "Fix versions", "array", "fixVersion", items="version"),
        _field("status", "Status", "status"),
        _field("resolution", "Resolution", "resolution"),
        _field("reporter", "Reporter", "user"),
        _field("creator", "Creator", "user"),
        _field("comment", "Comment", "comments-page"),
        _field("created", "Created", "datetime", "created", "createdDate"),
        _field("updated", "Updated", "datetime", "updated", "updatedDate"),
        _field("resolutiondate", "Resolved", "datetime", "resolutiondate", "resolved"),
    )
}
SETTABLE = ("summary", "issuetype", "project", "description", "priority", "labels", "assignee", "fixVersions")
REQUIRED = ("summary", "issuetype", "project")
