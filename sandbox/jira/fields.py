"""Reading the fields that somebody sends for an issue, as strictly as Jira: all that is wrong is said at once."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.jira import adf
from sandbox.jira.catalogue import PRIORITIES, SETTABLE, TYPES
from sandbox.jira.records import Project
from sandbox.jira.refusals import JiraRefusal
from sandbox.jira.site import Site
from sandbox.slack.refusals import JsonObject

MOST_IN_SUMMARY = 255
MOST_IN_LABEL = 255


class WrongField(Exception):  # noqa: N818 - said of what was sent, never a fault of ours
    """What Jira says at one field."""


def project_of(site: Site, fields: JsonObject) -> Project:
    """The project that a new issue is meant for; JiraRefusal (400) where there is none or it is not to be seen."""
    sent = fields.get("project")
    known_as = str(sent.get("id") or sent.get("key") or "") if isinstance(sent, dict) else ""
    try:
        project = site.project(known_as)
    except KeyError:
        project = None
    if project is None or not site.may("BROWSE_PROJECTS", project.id):
        raise JiraRefusal(400, errors={"project": "valid project is required"})
    return project


def values(site: Site, project: Project, fields: JsonObject, *, new: bool) -> dict[str, Any]:
    """The attributes of Issue that `fields` ask for; JiraRefusal (400) with an error for every wrong field."""
    read = _Reader(site, project)
    found: dict[str, Any] = {}
    errors: dict[str, str] = {}
    needed = {"summary": None, "issuetype": None} if new else {}
    for name, sent in {**needed, **fields}.items():
        try:
            found |= read.one(name, sent)
        except WrongField as wrong:
            errors[name] = str(wrong)
    if errors:
        raise JiraRefusal(400, errors=errors)
    return found


class _Reader:
    """Reads the fields of one project."""

    def __init__(self, site: Site, project: Project) -> None:
        self._site = site
        self._project = project
        self._readers: Mapping[str, Callable[[Any], dict[str, Any]]] = {
            "summary": self._summary,
            "issuetype": self._issue_type,
            "project": lambda _: {},
            "description": self._description,
            "priority": self._priority,
            "labels": self._labels,
            "assignee": self._assignee,
            "fixVersions": self._versions,
        }

    def one(self, name: str, sent: object) -> dict[str, Any]:
        """The attributes that one field sets."""
        if name not in SETTABLE:
            raise WrongField(f"Field '{name}' cannot be set. It is not on the appropriate screen, or unknown.")
        return self._readers[name](sent)

    @staticmethod
    def _summary(sent: object) -> dict[str, Any]:
        if not isinstance(sent, str) or not sent.strip():
            raise WrongField("You must specify a summary of the issue.")
        if "\n" in sent or "\r" in sent:
            raise WrongField("The summary is invalid because it contains newline characters.")
        if len(sent) > MOST_IN_SUMMARY:
            raise WrongField(f"Summary can't exceed {MOST_IN_SUMMARY} characters.")
        return {"summary": sent.strip()}

    def _issue_type(self, sent: object) -> dict[str, Any]:
        types = {identity: TYPES[identity].name for identity in self._project.type_ids}
        return {"type_id": _chosen(sent, types, "Specify a valid issue type")}

    @staticmethod
    def _description(sent: object) -> dict[str, Any]:
        if sent is None:
            return {"description": None}
        if not isinstance(sent, dict) or not adf.is_document(sent):
            raise WrongField("Operation value must be an Atlassian Document (see the Atlassian Document Format)")
        if not adf.is_valid(sent):
            raise JiraRefusal(400, "INVALID_INPUT")
        if len(adf.plain(sent)) > adf.MOST_LETTERS:
            raise WrongField(
                f"The entered text is too long. It exceeds the allowed limit of {adf.MOST_LETTERS:,} characters."
            )
        return {"description": sent}

    @staticmethod
    def _priority(sent: object) -> dict[str, Any]:
        known = {one.id: one.name for one in PRIORITIES.values()}
        return {"priority_id": _chosen(sent, known, "Specify the Priority (id or name) in string format")}

    @staticmethod
    def _labels(sent: object) -> dict[str, Any]:
        if not isinstance(sent, list) or not all(isinstance(one, str) for one in sent):
            raise WrongField("data was not an array")
        for label in sent:
            if any(letter.isspace() for letter in label):
                raise WrongField(f"The label '{label}' contains spaces which is invalid.")
            if not 0 < len(label) <= MOST_IN_LABEL:
                raise WrongField(f"The label '{label[:20]}' is empty or longer than {MOST_IN_LABEL} characters.")
        return {"labels": list(dict.fromkeys(sent))}

    def _assignee(self, sent: object) -> dict[str, Any]:
        if sent is None:
            return {"assignee": None}
        account = sent.get("accountId", sent.get("id")) if isinstance(sent, dict) else None
        if account is not None and account not in self._site.people:
            raise WrongField(f"User '{account}' does not exist.")
        if not isinstance(sent, dict) or not {"accountId", "id"} & sent.keys():
            raise WrongField("expected 'accountId' property to be present")
        return {"assignee": account}

    def _versions(self, sent: object) -> dict[str, Any]:
        if not isinstance(sent, list):
            raise WrongField("data was not an array")
        known = {one.id: one.name for one in self._project.versions}
        return {"fix_versions": [_chosen(one, known, "Version name is not valid") for one in sent]}


def _chosen(sent: object, known: Mapping[str, str], wrong: str) -> str:
    """The id of what is meant by `{"id": …}` or `{"name": …}`."""
    if isinstance(sent, dict):
        for identity, name in known.items():
            if sent.get("id") == identity or ("id" not in sent and sent.get("name") == name):
                return identity
    raise WrongField(wrong)
