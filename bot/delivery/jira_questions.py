"""Questions to Jira, as the jira library asks them: it blocks, so each is asked in a thread.

They raise what the library raises, and ValueError, KeyError or TypeError for what cannot be read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

import structlog

from bot.delivery.jira_reading import UNREADABLE, Catalogue, Page
from bot.issue_shapes import FIELDS, news_of
from bot.views.texts import one_line
from workflows.progress.news import IssueNews

if TYPE_CHECKING:
    from jira import JIRA

log = structlog.get_logger("baton.jira")

PAGE: Final = 100
READ_AGAIN: Final = 10
"""Issues of a page that the next one begins with on Data Center: what changes meanwhile moves the others up."""
UNKNOWN: Final = 404
CREATE: Final = "CREATE_ISSUES"
NEEDED: Final = ",".join(FIELDS)
"""In one piece: of a list the library takes each for a name that people gave a field, and translates it."""


@dataclass(frozen=True, slots=True)
class Checkup:
    """Who we are in Jira, and what there is of our project; `has_project` is None where none is configured.

    `may_create` says whether we may create issues there.
    """

    account: str
    priority_names: tuple[str, ...]
    has_project: bool | None = None
    issue_types: tuple[str, ...] = ()
    may_create: bool = False


def is_cloud(client: "JIRA") -> bool:
    """Say whether it is a Jira Cloud, which speaks REST v3."""
    return bool(client.deploymentType == "Cloud")


def one(known_as: str, client: "JIRA") -> IssueNews:
    """Answer one issue by its id, its key or a former key; one that cannot be read is refused: no try would mend it."""
    from jira import JIRAError

    issue = client.issue(quote(known_as, safe=""), fields=NEEDED).raw
    try:
        return news_of(issue)
    except ValueError as reason:
        raise JIRAError(str(reason), status_code=UNREADABLE) from reason


def page(jql: str, token: str | None, client: "JIRA") -> Page:
    """Answer a page of what `jql` finds: after a token on Cloud, from a number on on Data Center."""
    fields = [NEEDED]
    if is_cloud(client):
        found: Any = client.enhanced_search_issues(jql, token, PAGE, fields, json_result=True)
        return _page(found, found.get("nextPageToken"))
    start = int(token or 0)
    found = client.search_issues(jql, start, PAGE, fields=fields, json_result=True)
    reached = start + len(found["issues"])
    is_last = not found["issues"] or reached >= int(found["total"])
    return _page(found, None if is_last else str(max(start + 1, reached - READ_AGAIN)))


def _page(found: Mapping[str, Any], next_token: str | None) -> Page:
    """Read the issues of a page; one that cannot be read must not keep the others back for ever."""
    news: list[IssueNews] = []
    unread: list[tuple[str, str]] = []
    for issue in found["issues"]:
        try:
            news.append(news_of(issue))
        except ValueError as reason:
            log.warning("issue_not_read", id=issue["id"], reason=str(reason))
            unread.append((str(issue["id"]), str(issue["key"])))
    return Page(tuple(news), next_token, tuple(unread))


def catalogue(project: str | None, client: "JIRA") -> Catalogue:
    """Answer what can be chosen; the types are those of `project` where there is one."""
    projects = {str(each.raw["key"]): one_line(each.raw["name"]) for each in client.projects()}
    return Catalogue(projects, _issue_types(project, client), _priorities(client))


def _issue_types(project: str | None, client: "JIRA") -> tuple[str, ...]:
    """Answer the types of issue that stand by themselves."""
    types = client.issue_types() if project is None else client.project(quote(project, safe="")).issueTypes
    return tuple(dict.fromkeys(one_line(each.raw["name"]) for each in types if not each.raw.get("subtask")))


def checkup(project: str | None, client: "JIRA") -> Checkup:
    """Answer how far Jira is set up for us."""
    account, priorities = one_line(client.myself()["displayName"]), _priorities(client)
    if project is None:
        return Checkup(account, priorities)
    if not _has_project(project, client):
        return Checkup(account, priorities, has_project=False)
    told = client.my_permissions(projectKey=project, permissions=CREATE)["permissions"]
    may_create = bool(told[CREATE]["havePermission"])
    return Checkup(
        account, priorities, has_project=True, issue_types=_issue_types(project, client), may_create=may_create
    )


def _has_project(project: str, client: "JIRA") -> bool:
    from jira import JIRAError

    try:
        client.project(quote(project, safe=""))
    except JIRAError as error:
        if error.status_code == UNKNOWN:
            return False
        raise
    return True


def _priorities(client: "JIRA") -> tuple[str, ...]:
    return tuple(one_line(each.raw["name"]) for each in client.priorities())
