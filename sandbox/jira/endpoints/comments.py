"""What hangs on an issue: comments, properties, links to elsewhere."""

from sandbox.jira import adf
from sandbox.jira.asked import Answer, Asked, Endpoint
from sandbox.jira.records import RemoteLink
from sandbox.jira.refusals import JiraRefusal
from sandbox.slack.refusals import JsonObject

_LINK_PARTS = ("application", "relationship", "object")


def comments(asked: Asked) -> Answer:
    """A page of comments, oldest first unless `orderBy=-created`."""
    issue = asked.issue()
    ordered = issue.comments[::-1] if asked.word("orderBy") == "-created" else issue.comments
    start, most = asked.number("startAt", 0), asked.number("maxResults", 100)
    page = asked.shapes.comments(issue, ordered[start : start + most], start)
    return Answer({**page, "maxResults": most})


def comment(asked: Asked) -> Answer:
    """Say something; the body is an Atlassian document."""
    issue, body = asked.issue(), asked.body.get("body")
    asked.need("ADD_COMMENTS", issue.project_id)
    if not isinstance(body, dict) or not adf.is_document(body) or not adf.is_valid(body):
        raise JiraRefusal(400, errors={"comment": "Comment body is not valid!"})
    return Answer(asked.shapes.comment(issue, asked.site.comment(issue.id, body, asked.by)), 201)


def properties(asked: Asked) -> Answer:
    """The keys of an issue's properties."""
    issue = asked.issue()
    address = asked.shapes.address(f"issue/{issue.id}/properties")
    return Answer({"keys": [{"self": f"{address}/{key}", "key": key} for key in issue.properties]})


def show_property(asked: Asked) -> Answer:
    """One property."""
    issue, key = asked.issue(), asked.parts["key"]
    if key not in issue.properties:
        raise JiraRefusal(404, f"The property '{key}' does not exist.")
    return Answer({"key": key, "value": issue.properties[key]})


def set_property(asked: Asked) -> Answer:
    """Set one property to a JSON object; 201 where it is new."""
    issue, key = asked.issue(), asked.parts["key"]
    asked.need("EDIT_ISSUES", issue.project_id)
    fresh = key not in issue.properties
    issue.properties[key] = asked.body
    asked.site.keep()
    return Answer({}, 201 if fresh else 200)


def links(asked: Asked) -> Answer:
    """The links of an issue; with `globalId` the one that has it."""
    issue, wanted = asked.issue(), asked.word("globalId")
    if wanted is None:
        return Answer([_link(asked, issue.id, one) for one in issue.links])
    found = next((one for one in issue.links if one.global_id == wanted), None)
    if found is None:
        raise JiraRefusal(404, f"A remote issue link for the given 'globalId' '{wanted}' does not exist.")
    return Answer(_link(asked, issue.id, found))


def link(asked: Asked) -> Answer:
    """Add a link, or replace the one of the same `globalId`."""
    issue, thing = asked.issue(), asked.body.get("object")
    asked.need("LINK_ISSUES", issue.project_id)
    sent: JsonObject = thing if isinstance(thing, dict) else {}
    if missing := [name for name in ("title", "url") if not sent.get(name)]:
        raise JiraRefusal(400, errors={name: f"'{name}' is required." for name in missing})
    global_id = asked.body.get("globalId")
    content = {name: asked.body[name] for name in _LINK_PARTS if name in asked.body}
    known = next((one for one in issue.links if global_id and one.global_id == global_id), None)
    if known:
        known.content = content
    else:
        issue.links.append(RemoteLink(int(asked.site.next_id()), global_id, content))
    asked.site.keep()
    identity = known.id if known else issue.links[-1].id
    return Answer(
        {"id": identity, "self": asked.shapes.address(f"issue/{issue.id}/remotelink/{identity}")}, 200 if known else 201
    )


def _link(asked: Asked, issue_id: str, one: RemoteLink) -> JsonObject:
    address = asked.shapes.address(f"issue/{issue_id}/remotelink/{one.id}")
    shared = {"globalId": one.global_id} if one.global_id else {}
    return {"id": one.id, "self": address, **shared, **one.content}


ENDPOINTS = (
    Endpoint("GET", "issue/{issue}/comment", comments),
    Endpoint("POST", "issue/{issue}/comment", comment),
    Endpoint("GET", "issue/{issue}/properties", properties, plain=True),
    Endpoint("GET", "issue/{issue}/properties/{key}", show_property, plain=True),
    Endpoint("PUT", "issue/{issue}/properties/{key}", set_property, plain=True),
    Endpoint("GET", "issue/{issue}/remotelink", links, plain=True),
    Endpoint("POST", "issue/{issue}/remotelink", link, plain=True),
)
