"""The words about Jira issues, as codes."""

from enum import StrEnum


class Category(StrEnum):
    """Where a Jira issue stands, by the category of its status: `new`, `indeterminate` and `done` there."""

    TODO = "todo"
    DOING = "doing"
    DONE = "done"


class MoveField(StrEnum):
    """What one move changed of a Jira issue; a `comment` was added, a `key` changed as the issue moved elsewhere."""

    STATUS = "status"
    ASSIGNEE = "assignee"
    FIX_VERSION = "fix_version"
    COMMENT = "comment"
    KEY = "key"
    GONE = "gone"
