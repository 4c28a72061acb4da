"""Projects, and what a new issue in one of them may have."""

from collections.abc import Mapping

from sandbox.jira.asked import Answer, Asked, Endpoint
from sandbox.jira.catalogue import FIELDS, PRIORITIES, REQUIRED, SETTABLE, TYPES
from sandbox.jira.records import Project
from sandbox.jira.refusals import JiraRefusal
from sandbox.slack.refusals import JsonObject


def _visible(asked: Asked) -> list[Project]:
    return [one for one in asked.site.projects.values() if asked.site.may("BROWSE_PROJECTS", one.id)]


def every(asked: Asked) -> Answer:
    """Every project that the caller may see."""
    return Answer([asked.shapes.project(one) for one in _visible(asked)])


def find(asked: Asked) -> Answer:
    """A page of projects: of some `keys` or `id`s, or with the words of `query` in key or name."""
    keys, ids, words = asked.words("keys"), asked.words("id"), (asked.word("query") or "").lower()
    found = [
        one
        for one in _visible(asked)
        if (not keys or one.key in keys)
        and (not ids or one.id in ids)
        and (words in one.key.lower() or words in one.name.lower())
    ]
    return asked.page("project/search", [asked.shapes.project(one) for one in found])


def one(asked: Asked) -> Answer:
    """A project by its id, its key or a former key."""
    return Answer(asked.shapes.full_project(asked.project()))


def statuses(asked: Asked) -> Answer:
    """The steps of each issue type."""
    project = asked.project()
    steps = [asked.shapes.status(status) for status in asked.site.statuses(project)]
    types = [asked.shapes.issue_type(TYPES[identity]) for identity in project.type_ids]
    known = ("self", "id", "name", "subtask")
    return Answer([{**{name: one[name] for name in known}, "statuses": steps} for one in types])


def creatable(asked: Asked) -> Answer:
    """The issue types that may be created in a project; none without the permission."""
    project = asked.project()
    types = project.type_ids if asked.site.may("CREATE_ISSUES", project.id) else []
    shown = [asked.shapes.issue_type(TYPES[identity]) for identity in types]
    return Answer({"issueTypes": shown, "maxResults": 50, "startAt": 0, "total": len(shown)})


def fields(asked: Asked) -> Answer:
    """What the form of an issue type asks."""
    project = asked.project()
    if asked.parts["type"] not in project.type_ids:
        raise JiraRefusal(400, "The issue type is not valid for this project.")
    values = _allowed(asked, project)
    shown = [_field(name, values.get(name)) for name in SETTABLE]
    return Answer({"fields": shown, "maxResults": 50, "startAt": 0, "total": len(shown)})


def _allowed(asked: Asked, project: Project) -> Mapping[str, list[JsonObject]]:
    shapes = asked.shapes
    return {
        "priority": [shapes.priority(one) for one in PRIORITIES.values()],
        "fixVersions": [shapes.version(one) for one in project.versions],
        "project": [shapes.project(project)],
        "issuetype": [shapes.issue_type(TYPES[asked.parts["type"]])],
    }


def _field(name: str, allowed: list[JsonObject] | None) -> JsonObject:
    known = FIELDS[name]
    return {
        "fieldId": name,
        "key": name,
        "name": known["name"],
        "required": name in REQUIRED,
        "hasDefaultValue": name == "priority",
        "operations": ["add", "set", "remove"] if known["schema"]["type"] == "array" else ["set"],
        "schema": known["schema"],
        **({"allowedValues": allowed} if allowed is not None else {}),
    }


ENDPOINTS = (
    Endpoint("GET", "project", every, plain=True),
    Endpoint("GET", "project/search", find, plain=True),
    Endpoint("GET", "project/{project}", one, plain=True),
    Endpoint("GET", "project/{project}/statuses", statuses, plain=True),
    Endpoint("GET", "issue/createmeta/{project}/issuetypes", creatable, plain=True),
    Endpoint("GET", "issue/createmeta/{project}/issuetypes/{type}", fields, plain=True),
)
