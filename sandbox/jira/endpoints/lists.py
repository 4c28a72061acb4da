"""The site itself: what it is, who asks and what they may, and the lists that hold everywhere."""

from sandbox.jira.asked import Answer, Asked, Endpoint
from sandbox.jira.catalogue import CATEGORIES, FIELDS, PERMISSIONS, PRIORITIES, STATUSES, TYPES
from sandbox.jira.refusals import JiraRefusal, no_issue
from sandbox.slack.refusals import JsonObject


def server_info(asked: Asked) -> Answer:
    """What this Jira is; says nothing of whether a login is good."""
    return Answer(
        {
            "baseUrl": asked.shapes.base,
            "displayUrl": asked.shapes.base,
            "version": "1001.0.0-SNAPSHOT",
            "versionNumbers": [1001, 0, 0],
            "deploymentType": "Cloud",
            "buildNumber": 100_300,
            "buildDate": asked.shapes.at(asked.site.now()),
            "serverTime": asked.shapes.at(asked.site.now()),
            "scmInfo": "sandbox",
            "serverTitle": "Jira",
            "serverTimeZone": asked.shapes.zone,
        }
    )


def myself(asked: Asked) -> Answer:
    """Who asks."""
    return Answer({**asked.shapes.account(asked.site.people[asked.by]), "locale": "en_US"})


def my_permissions(asked: Asked) -> Answer:
    """Which of the `permissions` that are named the caller has, in a project or for an issue."""
    named = asked.words("permissions")
    if not named:
        raise JiraRefusal(400, "The 'permissions' query parameter is required.")
    if unknown := [one for one in named if one not in PERMISSIONS]:
        raise JiraRefusal(400, f"Unrecognized permission(s): {', '.join(unknown)}")
    project_id = _project_id(asked)
    return Answer({"permissions": {one: _permission(asked, one, project_id) for one in named}})


def _project_id(asked: Asked) -> str | None:
    known_as, issue = asked.word("projectKey") or asked.word("projectId"), asked.word("issueKey")
    if known_as:
        return asked.project(known_as).id
    try:
        return asked.site.issue(issue).project_id if issue else None
    except KeyError:
        raise no_issue() from None


def _permission(asked: Asked, key: str, project_id: str | None) -> JsonObject:
    identity, name = PERMISSIONS[key]
    allowed = asked.site.may(key, project_id)
    about = {"id": identity, "key": key, "name": name, "type": "PROJECT", "description": name}
    return {**about, "havePermission": allowed}


def find_people(asked: Asked) -> Answer:
    """Accounts whose name, e-mail or id has the words of `query` in it."""
    words = (asked.word("query") or asked.word("accountId") or "").lower()
    people = asked.site.people.values()
    found = [one for one in people if any(words in text.lower() for text in (one.name, one.email, one.account_id))]
    return Answer([asked.shapes.account(one) for one in found])


def fields(_asked: Asked) -> Answer:
    """Every field."""
    return Answer(list(FIELDS.values()))


def issue_types(asked: Asked) -> Answer:
    """Every issue type."""
    return Answer([asked.shapes.issue_type(one) for one in TYPES.values()])


def priorities(asked: Asked) -> Answer:
    """Every priority, highest first."""
    return Answer([asked.shapes.priority(one, full=True) for one in PRIORITIES.values()])


def find_priorities(asked: Asked) -> Answer:
    """A page of priorities, perhaps only those with an `id`."""
    wanted = set(asked.words("id"))
    found = [one for one in PRIORITIES.values() if not wanted or one.id in wanted]
    return asked.page("priority/search", [asked.shapes.priority(one, full=True) for one in found])


def statuses(asked: Asked) -> Answer:
    """Every status."""
    return Answer([asked.shapes.status(one) for one in STATUSES.values()])


def categories(asked: Asked) -> Answer:
    """The three categories of statuses."""
    return Answer([asked.shapes.category(key) for key in CATEGORIES])


ENDPOINTS = (
    Endpoint("GET", "serverInfo", server_info, open=True, plain=True),
    Endpoint("GET", "myself", myself, plain=True),
    Endpoint("GET", "mypermissions", my_permissions, plain=True),
    Endpoint("GET", "user/search", find_people, plain=True),
    Endpoint("GET", "user/assignable/search", find_people, plain=True),
    Endpoint("GET", "field", fields, plain=True),
    Endpoint("GET", "issuetype", issue_types, plain=True),
    Endpoint("GET", "priority", priorities, plain=True),
    Endpoint("GET", "priority/search", find_priorities, plain=True),
    Endpoint("GET", "status", statuses, plain=True),
    Endpoint("GET", "statuscategory", categories, plain=True),
)
