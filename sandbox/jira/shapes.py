"""Jira's JSON: the shapes of REST v3, and those of v2 for webhooks, where texts are plain strings."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sandbox.jira import adf
from sandbox.jira.catalogue import CATEGORIES, PRIORITIES, RESOLUTION, TYPES, USUAL_PRIORITY
from sandbox.jira.records import (
    Category,
    Change,
    Comment,
    History,
    Issue,
    IssueType,
    Person,
    Priority,
    Project,
    Status,
    Version,
)
from sandbox.jira.site import Site
from sandbox.slack.refusals import JsonObject


@dataclass(frozen=True, slots=True)
class Shapes:
    """Shapes for one reader: addresses begin with `base`, times are in `zone` (IANA)."""

    site: Site
    base: str
    zone: str = "Asia/Tokyo"
    rest: str = "3"

    def at(self, moment: datetime) -> str:
        """A time as Jira writes it."""
        local = moment.astimezone(ZoneInfo(self.zone))
        return f"{local:%Y-%m-%dT%H:%M:%S}.{local.microsecond // 1000:03d}{local:%z}"

    def address(self, path: str) -> str:
        """The address of a thing of the REST API."""
        return f"{self.base}/rest/api/{self.rest}/{path}"

    def text(self, document: JsonObject | None) -> object:
        """A text in the form of this version of the API."""
        return document if self.rest == "3" or document is None else adf.plain(document)

    def person(self, account: str | None) -> JsonObject | None:
        """An account; None for nobody."""
        return self.account(self.site.people[account]) if account else None

    def account(self, person: Person) -> JsonObject:
        """An account."""
        address = {"emailAddress": person.email} if person.email else {}
        return {
            "self": self.address(f"user?accountId={person.account_id}"),
            "accountId": person.account_id,
            "accountType": "atlassian",
            "displayName": person.name,
            "active": True,
            "timeZone": person.zone,
            "avatarUrls": self._pictures("avatar"),
            **address,
        }

    def category(self, key: Category) -> JsonObject:
        """A status category."""
        identity, name, color = CATEGORIES[key]
        address = self.address(f"statuscategory/{identity}")
        return {"self": address, "id": identity, "key": key, "colorName": color, "name": name}

    def status(self, status: Status) -> JsonObject:
        """A status with its category."""
        return {
            "self": self.address(f"status/{status.id}"),
            "description": "",
            "iconUrl": f"{self.base}/images/icons/status.png",
            "name": status.name,
            "id": status.id,
            "statusCategory": self.category(status.category),
        }

    def issue_type(self, one: IssueType) -> JsonObject:
        """An issue type."""
        return {
            "self": self.address(f"issuetype/{one.id}"),
            "id": one.id,
            "description": one.description,
            "iconUrl": f"{self.base}/images/icons/issuetype.png",
            "name": one.name,
            "subtask": False,
            "hierarchyLevel": 0,
        }

    def priority(self, one: Priority, *, full: bool = False) -> JsonObject:
        """A priority, as issues show it or in `full`."""
        shown = {"self": self.address(f"priority/{one.id}"), "iconUrl": f"{self.base}/images/icons/priority.png"}
        more = {"statusColor": one.color, "description": "", "isDefault": one.id == USUAL_PRIORITY} if full else {}
        return {**shown, "name": one.name, "id": one.id, **more}

    def version(self, one: Version) -> JsonObject:
        """A version."""
        address = self.address(f"version/{one.id}")
        return {"self": address, "id": one.id, "name": one.name, "archived": False, "released": False}

    def project(self, one: Project) -> JsonObject:
        """A project, as lists and issues show it."""
        return {
            "self": self.address(f"project/{one.id}"),
            "id": one.id,
            "key": one.key,
            "name": one.name,
            "projectTypeKey": "software",
            "simplified": False,
            "avatarUrls": self._pictures("projectavatar"),
        }

    def full_project(self, one: Project) -> JsonObject:
        """A project with its issue types and versions."""
        return {
            **self.project(one),
            "issueTypes": [self.issue_type(TYPES[identity]) for identity in one.type_ids],
            "versions": [self.version(version) for version in one.versions],
            "components": [],
            "roles": {},
            "isPrivate": False,
        }

    def fields(self, issue: Issue) -> JsonObject:
        """Every field of an issue."""
        site, project = self.site, self.site.projects[issue.project_id]
        return {
            "summary": issue.summary,
            "issuetype": self.issue_type(TYPES[issue.type_id]),
            "project": self.project(project),
            "status": self.status(site.status(issue)),
            "priority": self.priority(PRIORITIES[issue.priority_id]),
            "labels": issue.labels,
            "description": self.text(issue.description),
            "assignee": self.person(issue.assignee),
            "reporter": self.person(issue.reporter),
            "creator": self.person(issue.reporter),
            "fixVersions": [self.version(site.version(project.id, identity)) for identity in issue.fix_versions],
            "resolution": {"id": RESOLUTION[0], "name": RESOLUTION[1]} if issue.resolved else None,
            "resolutiondate": self.at(issue.resolved) if issue.resolved else None,
            "created": self.at(issue.created),
            "updated": self.at(issue.updated),
            "comment": self.comments(issue, issue.comments),
        }

    def issue(self, issue: Issue, wanted: Iterable[str] = ("*all",), *, changelog: bool = False) -> JsonObject:
        """An issue with the `wanted` fields (`*all`, `*navigable`, names, `-name`), perhaps with its changelog."""
        names = list(wanted)
        less = {name[1:] for name in names if name.startswith("-")}
        every = {"*all", "*navigable"} & set(names) or len(less) == len(names)
        fields = {
            name: one for name, one in self.fields(issue).items() if (every or name in names) and name not in less
        }
        shown = {
            "expand": "names,changelog",
            "id": issue.id,
            "self": self.address(f"issue/{issue.id}"),
            "key": issue.key,
        }
        more = {"changelog": self._changelog(issue)} if changelog else {}
        return {**shown, **more, "fields": fields}

    def comment(self, issue: Issue, one: Comment) -> JsonObject:
        """A comment."""
        return {
            "self": self.address(f"issue/{issue.id}/comment/{one.id}"),
            "id": one.id,
            "author": self.person(one.author),
            "body": self.text(one.body),
            "updateAuthor": self.person(one.author),
            "created": self.at(one.created),
            "updated": self.at(one.updated),
            "jsdPublic": True,
        }

    def comments(self, issue: Issue, some: list[Comment], start: int = 0) -> JsonObject:
        """A page of comments."""
        shown = [self.comment(issue, one) for one in some]
        return {"comments": shown, "maxResults": len(shown), "total": len(issue.comments), "startAt": start}

    def history(self, one: History) -> JsonObject:
        """One entry of a changelog."""
        items = [self.change(change) for change in one.changes]
        return {"id": one.id, "author": self.person(one.author), "created": self.at(one.created), "items": items}

    def change(self, one: Change) -> JsonObject:
        """One item of a changelog."""
        identity = {"fieldId": one.field_id} if one.field_id else {}
        return {
            "field": one.field,
            "fieldtype": "jira",
            **identity,
            "from": one.before,
            "fromString": one.before_words,
            "to": one.after,
            "toString": one.after_words,
        }

    def _changelog(self, issue: Issue) -> JsonObject:
        newest_first = [self.history(one) for one in reversed(issue.histories)]
        count = len(newest_first)
        return {"startAt": 0, "maxResults": count, "total": count, "histories": newest_first}

    def _pictures(self, kind: str) -> JsonObject:
        return {f"{size}x{size}": f"{self.base}/images/{kind}-{size}.png" for size in (16, 24, 32, 48)}
