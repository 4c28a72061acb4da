"""Searching: `/search/jql`, and `/search`, which Jira Cloud took away."""

from sandbox.jira.asked import MOST_ON_A_PAGE, Answer, Asked, Endpoint
from sandbox.jira.jql import parse
from sandbox.jira.records import Issue
from sandbox.jira.refusals import JiraRefusal
from sandbox.jira.search import Found, Search
from sandbox.slack.refusals import JsonObject

USUAL_ON_A_PAGE = 50
MOST_BARE_ON_A_PAGE = 5000
MOST_RECONCILED = 50
_BARE = {"id", "key"}


def search_by_query(asked: Asked) -> Answer:
    """`GET /search/jql`."""
    return _search(
        asked,
        asked.word("jql"),
        asked.words("fields"),
        asked.number("maxResults", USUAL_ON_A_PAGE),
        asked.word("nextPageToken"),
        asked.words("reconcileIssues"),
    )


def search_by_body(asked: Asked) -> Answer:
    """`POST /search/jql`."""
    body = asked.body
    fields, most = body.get("fields") or [], body.get("maxResults", USUAL_ON_A_PAGE)
    if not isinstance(fields, list) or not isinstance(most, int) or most < 1:
        raise JiraRefusal(400, "Invalid request payload. Refer to the REST API documentation and try again.")
    reconciled = [str(one) for one in body.get("reconcileIssues") or []]
    return _search(asked, body.get("jql"), fields, most, body.get("nextPageToken"), reconciled)


def _search(
    asked: Asked,
    jql: object,
    fields: list[str],
    most: int,
    token: str | None,
    reconciled: list[str],
) -> Answer:
    if len(reconciled) > MOST_RECONCILED:
        raise JiraRefusal(400, f"At most {MOST_RECONCILED} issues can be reconciled.")
    limit = MOST_BARE_ON_A_PAGE if set(fields) <= _BARE else MOST_ON_A_PAGE
    search = Search(asked.site, asked.shapes.zone)
    found = search.page(str(jql or ""), min(most, limit), token, frozenset(reconciled))
    return Answer(_page(asked, found, fields))


def _page(asked: Asked, found: Found, fields: list[str]) -> JsonObject:
    changelog = "changelog" in asked.words("expand") or "changelog" in str(asked.body.get("expand") or "")
    issues = [_issue(asked, issue, fields, changelog=changelog) for issue in found.issues]
    more = {"nextPageToken": found.token} if found.token else {}
    return {"issues": issues, "isLast": found.token is None, **more}


def _issue(asked: Asked, issue: Issue, fields: list[str], *, changelog: bool) -> JsonObject:
    if not fields or fields == ["id"]:
        return {"id": issue.id}
    return asked.shapes.issue(issue, fields, changelog=changelog)


def count(asked: Asked) -> Answer:
    """About how many issues a query finds."""
    jql = str(asked.body.get("jql") or "")
    parse(jql)
    return Answer({"count": len(Search(asked.site, asked.shapes.zone).page(jql, len(asked.site.issues) + 1).issues)})


def gone(_asked: Asked) -> Answer:
    """What Jira Cloud took away."""
    raise JiraRefusal(
        410,
        "The requested API has been removed. Please migrate to the /rest/api/3/search/jql API. "
        "A full migration guideline is available at https://developer.atlassian.com/changelog/#CHANGE-2046",
    )


ENDPOINTS = (
    Endpoint("GET", "search/jql", search_by_query),
    Endpoint("POST", "search/jql", search_by_body),
    Endpoint("POST", "search/approximate-count", count),
    Endpoint("GET", "search", gone, plain=True),
    Endpoint("POST", "search", gone, plain=True),
)
