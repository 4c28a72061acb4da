"""Issues: created, shown, edited, moved from status to status, given to someone, deleted."""

from typing import Any

from sandbox.jira.asked import Answer, Asked, Endpoint
from sandbox.jira.fields import project_of, values
from sandbox.jira.records import Issue, Status
from sandbox.jira.refusals import JiraRefusal
from sandbox.slack.refusals import JsonObject

_PARTS = {"fields", "update", "properties", "historyMetadata"}


def create(asked: Asked) -> Answer:
    """Create an issue; nothing is created where anything is wrong."""
    fields = _fields(asked)
    project = project_of(asked.site, fields)
    asked.need("CREATE_ISSUES", project.id)
    issue = asked.site.file(project, asked.by, **values(asked.site, project, fields, new=True))
    issue.properties |= {str(one["key"]): one["value"] for one in asked.body.get("properties") or []}
    return Answer({"id": issue.id, "key": issue.key, "self": asked.shapes.address(f"issue/{issue.id}")}, 201)


def show(asked: Asked) -> Answer:
    """An issue by its id, its key or a former key."""
    wanted = asked.words("fields") or ["*all"]
    return Answer(asked.shapes.issue(asked.issue(), wanted, changelog="changelog" in asked.words("expand")))


def edit(asked: Asked) -> Answer:
    """Set fields of an issue."""
    issue, fields = asked.issue(), _fields(asked)
    asked.need("EDIT_ISSUES", issue.project_id)
    if "project" in fields:
        raise JiraRefusal(400, errors={"project": "Field 'project' cannot be set by an edit. Move the issue."})
    asked.site.edit(issue.id, asked.by, **values(asked.site, asked.site.projects[issue.project_id], fields, new=False))
    return Answer(status=204)


def delete(asked: Asked) -> Answer:
    """Delete an issue."""
    issue = asked.issue()
    asked.need("DELETE_ISSUES", issue.project_id)
    asked.site.delete(issue.id, asked.by)
    return Answer(status=204)


def transitions(asked: Asked) -> Answer:
    """Where an issue may go from where it stands; nowhere without the permission."""
    issue = asked.issue()
    steps = _steps(asked, issue) if asked.site.may("TRANSITION_ISSUES", issue.project_id) else {}
    shown = [_transition(asked, identity, status) for identity, status in steps.items()]
    return Answer({"expand": "transitions", "transitions": shown})


def transit(asked: Asked) -> Answer:
    """Let an issue go through a transition, by the transition's id."""
    issue = asked.issue()
    sent = asked.body.get("transition")
    wanted = str(sent.get("id") or "") if isinstance(sent, dict) else ""
    steps = _steps(asked, issue) if asked.site.may("TRANSITION_ISSUES", issue.project_id) else {}
    if not wanted:
        raise JiraRefusal(400, "Missing 'transition' identifier")
    if wanted not in steps:
        raise JiraRefusal(400, f"Transition id '{wanted}' is not valid for this issue.")
    asked.site.move(issue.id, steps[wanted].name, asked.by)
    return Answer(status=204)


def assign(asked: Asked) -> Answer:
    """Give an issue to an account, or to nobody."""
    issue = asked.issue()
    asked.need("ASSIGN_ISSUES", issue.project_id)
    project = asked.site.projects[issue.project_id]
    wanted = values(asked.site, project, {"assignee": asked.body}, new=False)
    asked.site.assign(issue.id, wanted["assignee"], asked.by)
    return Answer(status=204)


def changelog(asked: Asked) -> Answer:
    """What changed, oldest first."""
    issue = asked.issue()
    return asked.page(f"issue/{issue.id}/changelog", [asked.shapes.history(one) for one in issue.histories])


def _fields(asked: Asked) -> dict[str, Any]:
    fields = asked.body.get("fields") or {}
    if unknown := asked.body.keys() - _PARTS:
        raise JiraRefusal(400, f"Unrecognized field(s): {', '.join(sorted(unknown))}")
    if not isinstance(fields, dict) or asked.body.get("update"):
        raise JiraRefusal(400, "Only 'fields' can be read here, as an object.")
    return fields


def _steps(asked: Asked, issue: Issue) -> dict[str, Status]:
    """The statuses of the issue's project by the id of the transition that leads there: 11, 21, 31 and so on."""
    project = asked.site.projects[issue.project_id]
    return {f"{place}1": status for place, status in enumerate(asked.site.statuses(project), 1)}


def _transition(asked: Asked, identity: str, status: Status) -> JsonObject:
    kinds = {"hasScreen": False, "isInitial": False, "isConditional": False}
    shown = {"id": identity, "name": status.name, "to": asked.shapes.status(status)}
    return {**shown, **kinds, "isGlobal": True, "isAvailable": True, "looped": False}


ENDPOINTS = (
    Endpoint("POST", "issue", create),
    Endpoint("GET", "issue/{issue}", show),
    Endpoint("PUT", "issue/{issue}", edit),
    Endpoint("DELETE", "issue/{issue}", delete, plain=True),
    Endpoint("GET", "issue/{issue}/transitions", transitions, plain=True),
    Endpoint("POST", "issue/{issue}/transitions", transit),
    Endpoint("PUT", "issue/{issue}/assignee", assign, plain=True),
    Endpoint("GET", "issue/{issue}/changelog", changelog, plain=True),
)
