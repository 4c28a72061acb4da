"""An issue as Jira writes it in JSON, in webhooks and answers alike, read strictly into a value.

https://developer.atlassian.com/cloud/jira/platform/rest/v3/api-group-issues/
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Final

from storage.vocabulary import Category
from workflows.progress.news import Happening, IssueNews

LONGEST_ID: Final = 32
LONGEST_KEY: Final = 64
LONGEST_NAME: Final = 1_000
"""Characters of a summary or a name: Jira takes 255."""
DEEPEST: Final = 40
"""So deep in a document a text still counts: Jira's own editor nests a handful."""
FIELDS: Final = (
    "summary",
    "status",
    "statuscategorychangedate",
    "issuetype",
    "priority",
    "assignee",
    "fixVersions",
    "project",
    "updated",
)
"""What is asked of an issue: all that `news_of` reads, and nothing else."""
_CATEGORIES: Final[Mapping[object, Category]] = {
    "new": Category.TODO,
    "undefined": Category.TODO,
    "indeterminate": Category.DOING,
    "done": Category.DONE,
}


def news_of(issue: object, happenings: Iterable[Happening] = ()) -> IssueNews:
    """Read a whole issue as it is now; raise ValueError where something is missing or of another type."""
    return _news(issue, instant(fields_of(issue).get("updated")), tuple(happenings), is_whole=True)


def news_in_passing(issue: object, at: datetime, happenings: Iterable[Happening]) -> IssueNews:
    """Read an issue of which few fields are told, beside what happened at `at`; raise ValueError as `news_of` does."""
    return _news(issue, at, tuple(happenings), is_whole=False)


def _news(issue: object, updated_at: datetime, happenings: tuple[Happening, ...], *, is_whole: bool) -> IssueNews:
    known, fields = mapping(issue), fields_of(issue)
    status, project = mapping(fields.get("status")), mapping(fields.get("project"))
    changed = fields.get("statuscategorychangedate")
    return IssueNews(
        issue_id=identity(known.get("id")),
        issue_key=key_of(known),
        project_id=identity(project.get("id")),
        project=_project_key(project.get("key")),
        summary=text(fields.get("summary")),
        status=text(status.get("name")),
        category=_category(status),
        updated_at=updated_at,
        issue_type=name_of(fields.get("issuetype")),
        priority=name_of(fields.get("priority")),
        assignee=name_of(fields.get("assignee"), "displayName"),
        fix_versions=tuple(_names(fields.get("fixVersions"))),
        happenings=happenings,
        status_since=None if changed is None else instant(changed),
        is_whole=is_whole,
    )


def fields_of(issue: object) -> Mapping[str, object]:
    """Answer the fields of an issue; raise ValueError where there are none."""
    return mapping(mapping(issue).get("fields"))


def key_of(issue: Mapping[str, object]) -> str:
    """Answer the key of an issue such as SUP-88, or raise ValueError."""
    issue_key = text(issue.get("key"), LONGEST_KEY)
    project, _, number = issue_key.rpartition("-")
    if not number.isascii() or not number.isdecimal():
        raise ValueError("no key")
    _project_key(project)
    return issue_key


def _project_key(value: object) -> str:
    project = text(value, LONGEST_ID)
    if not (project.isascii() and project.replace("_", "").isalnum()):
        raise ValueError("no key of a project")
    return project


def mapping(value: object) -> Mapping[str, object]:
    """Answer a JSON object, or raise ValueError."""
    if not isinstance(value, dict):
        raise ValueError("no object")  # noqa: TRY004  whoever reads Jira's JSON expects one error for all that is wrong
    return value


def text(value: object, longest: int = LONGEST_NAME) -> str:
    """Answer a text that is there and not too long, or raise ValueError."""
    if not isinstance(value, str) or not value.strip() or len(value) > longest:
        raise ValueError("no text, or too long")
    return value


def identity(value: object) -> str:
    """Answer an id of Jira's, a number that most often comes as a text, or raise ValueError."""
    known_as = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(known_as, str) or not known_as.isascii() or not known_as.isdecimal():
        raise ValueError("no id")
    return text(known_as, LONGEST_ID)


def name_of(value: object, field: str = "name") -> str | None:
    """Answer the name of something that may be missing; raise ValueError for what is there and has none."""
    return None if value is None else text(mapping(value).get(field))


def instant(value: object) -> datetime:
    """Answer a moment, in UTC, as Jira writes it (`2026-11-20T12:00:00.000+0900`), or raise ValueError."""
    at = datetime.fromisoformat(text(value, 40))
    if at.tzinfo is None:
        raise ValueError("no zone")
    try:
        return at.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("out of time") from error


def plain_text(body: object) -> str:
    """Answer what a comment says: a string as v2 has it, else the texts of a document of Atlassian's, line by line."""
    if isinstance(body, str):
        return body
    return "".join(_texts(mapping(body), DEEPEST)).strip()


def _texts(node: Mapping[str, object], deeper: int) -> Iterator[str]:
    if node.get("type") in {"text", "mention", "emoji"}:
        yield _said(node)
    content = node.get("content")
    if isinstance(content, list) and deeper:
        for inner in content:
            if isinstance(inner, dict):
                yield from _texts(inner, deeper - 1)
    if node.get("type") in {"paragraph", "heading", "hardBreak", "codeBlock"}:
        yield "\n"


def _said(node: Mapping[str, object]) -> str:
    """Answer the text of a leaf; mentions and emoji keep theirs among their attributes."""
    attributes = node.get("attrs")
    said = node.get("text", attributes.get("text") if isinstance(attributes, dict) else None)
    return said if isinstance(said, str) else ""


def _category(status: Mapping[str, object]) -> Category:
    category = _CATEGORIES.get(text(mapping(status.get("statusCategory")).get("key")))
    if category is None:
        raise ValueError("no status category")
    return category


def _names(values: object) -> Iterator[str]:
    if values is None:
        return
    if not isinstance(values, list):
        raise ValueError("no list")  # noqa: TRY004  as above
    for value in values:
        yield text(mapping(value).get("name"))
