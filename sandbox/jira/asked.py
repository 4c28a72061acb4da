"""One call as an endpoint sees it, and what an endpoint answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sandbox.jira.records import Issue, Person, Project
from sandbox.jira.refusals import JiraRefusal, no_issue, no_project
from sandbox.jira.shapes import Shapes
from sandbox.jira.site import Site
from sandbox.slack.refusals import JsonObject

MOST_ON_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class Answer:
    """What is answered; no `body` where there is nothing to say."""

    body: object = None
    status: int = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """A call by `caller` (None: anonymous): its path's parts by name, all values of its query, its body."""

    site: Site
    shapes: Shapes
    caller: Person | None
    parts: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, list[str]] = field(default_factory=dict)
    body: JsonObject = field(default_factory=dict)

    @property
    def by(self) -> str:
        """The account that acts."""
        if self.caller is None:
            raise JiraRefusal(401, "Client must be authenticated to access this resource.")
        return self.caller.account_id

    def word(self, name: str) -> str | None:
        """One value of the query, the last of several."""
        return self.query[name][-1] if name in self.query else None

    def words(self, name: str) -> list[str]:
        """All values of the query by one name, also those that are joined by commas."""
        return [word for value in self.query.get(name, []) for word in value.split(",") if word]

    def number(self, name: str, usual: int) -> int:
        """A number of the query; JiraRefusal (400) where it is none."""
        value = self.word(name) or str(usual)
        if not value.isdigit():
            raise JiraRefusal(400, f"'{value}' is not a valid value for '{name}'.")
        return int(value)

    def issue(self) -> Issue:
        """The issue of the path, if it may be seen; JiraRefusal (404)."""
        try:
            issue = self.site.issue(self.parts["issue"])
        except KeyError:
            raise no_issue() from None
        if not self.site.may("BROWSE_PROJECTS", issue.project_id):
            raise no_issue()
        return issue

    def project(self, known_as: str | None = None) -> Project:
        """The project of the path, or that of `known_as`, if it may be seen; JiraRefusal (404)."""
        wanted = known_as or self.parts["project"]
        try:
            project = self.site.project(wanted)
        except KeyError:
            raise no_project(wanted) from None
        if not self.site.may("BROWSE_PROJECTS", project.id):
            raise no_project(wanted)
        return project

    def need(self, permission: str, project_id: str) -> None:
        """Refuse (403) whoever has not got the permission."""
        if not self.site.may(permission, project_id):
            raise JiraRefusal(403, f"You do not have permission ({permission}) to do this in this project.")

    def page(self, path: str, values: list[JsonObject]) -> Answer:
        """A page of `values`, as most lists of Jira are."""
        start, most = self.number("startAt", 0), min(self.number("maxResults", 50), MOST_ON_A_PAGE)
        last = start + most >= len(values)
        head = {"self": self.shapes.address(path), "startAt": start, "maxResults": most, "total": len(values)}
        return Answer({**head, "isLast": last, "values": values[start : start + most]})


Run = Callable[[Asked], Answer]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address under /rest/api/N/ (`{name}` is a part of the path) and what it does.

    `open`: also for those who are not logged in. `plain`: the same in v2 and v3, for it carries no text documents.
    """

    method: str
    path: str
    run: Run
    open: bool = False
    plain: bool = False
