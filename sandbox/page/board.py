"""The board of the sandbox's Jira on the page: columns by status, one issue in detail, and what is done there."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from sandbox.jira import adf
from sandbox.jira.catalogue import PRIORITIES, TYPES
from sandbox.jira.records import Issue, Person, Project, Status, Version
from sandbox.jira.site import SOMEBODY, Site
from sandbox.page.reader import Reader
from sandbox.slack.records import Member
from sandbox.slack.refusals import JsonObject

PLACE = "jira"
SHOWN = 12
MOST_LETTERS = 5000


@dataclass(frozen=True, slots=True)
class Column:
    """A status, its newest issues, how many more there are, and the status that comes next."""

    status: Status
    issues: list[Issue]
    more: int
    following: Status | None


@dataclass(frozen=True, slots=True)
class Board:
    """The board as `reader` sees it, with the issue called `chosen` in detail."""

    site: Site
    reader: Reader
    chosen: str | None = None

    @property
    def projects(self) -> list[Project]:
        """Every project, oldest first."""
        return list(self.site.projects.values())

    @property
    def people(self) -> list[Person]:
        """Who may be given an issue: everyone but programs."""
        return [one for one in self.site.people.values() if one.token is None]

    @property
    def issue(self) -> Issue | None:
        """The issue in detail, if there is one that is called so."""
        return _found(self.site, self.chosen or "")

    def columns(self, project: Project) -> list[Column]:
        """The columns of a project, whatever changed last on top."""
        mine = sorted(self.site.issues.values(), key=lambda one: (one.updated, one.number), reverse=True)
        steps = self.site.statuses(project)
        return [
            self._column(step, [one for one in mine if (one.project_id, one.status_id) == (project.id, step.id)], after)
            for step, after in itertools.zip_longest(steps, steps[1:])
        ]

    def steps(self, issue: Issue) -> list[Status]:
        """Where an issue may stand."""
        return self.site.statuses(self.site.projects[issue.project_id])

    def versions(self, issue: Issue) -> list[Version]:
        """For what an issue may be planned."""
        return self.site.projects[issue.project_id].versions

    def planned(self, issue: Issue) -> str:
        """The names of its fix versions."""
        return ", ".join(self.site.version(issue.project_id, one).name for one in issue.fix_versions)

    def facts(self, issue: Issue) -> str:
        """Its type and priority."""
        return f"{TYPES[issue.type_id].name} · {PRIORITIES[issue.priority_id].name}"

    def name(self, account: str | None) -> str:
        """The name of an account."""
        return self.site.people[account].name if account else self.reader.words("board_nobody")

    def plain(self, document: JsonObject | None) -> str:
        """The words of a description or a comment."""
        return adf.plain(document)

    @staticmethod
    def _column(status: Status, issues: list[Issue], following: Status | None) -> Column:
        return Column(status, issues[:SHOWN], len(issues[SHOWN:]), following)


@dataclass(frozen=True, slots=True)
class Pencil:
    """What a window does on the board."""

    site: Site

    async def act(self, request: Request, member: Member) -> Response:
        """Do what `member` did to an issue; 404 where it is gone, 409 where it cannot be done."""
        sent = await request.json()
        issue, by = _found(self.site, str(sent["key"])), account_of(self.site, member)
        act = self._acts.get(request.path_params["act"])
        if issue is None or act is None:
            return Response("unknown issue or act", 404)
        try:
            act(issue.id, str(sent["value"]).strip()[:MOST_LETTERS], by)
        except (ValueError, KeyError) as wrong:
            return JSONResponse({"refused": str(wrong)}, 409)
        return JSONResponse({})

    @property
    def _acts(self) -> dict[str, Callable[[str, str, str], object]]:
        """What can be done to an issue, with a value, by an account."""
        site = self.site
        return {
            "move": site.move,
            "assign": lambda issue, value, by: site.assign(issue, value or None, by),
            "version": lambda issue, value, by: site.set_fix_version(issue, value or None, by),
            "comment": site.comment,
        }


def account_of(site: Site, member: Member) -> str:
    """The Jira account of a member of Slack: that of the same e-mail, else somebody's."""
    return next((one.account_id for one in site.people.values() if one.email and one.email == member.email), SOMEBODY)


def to_the_board(key: str, user: str) -> Response:
    """Lead whoever follows a link to an issue to the board, as `user`."""
    return RedirectResponse(f"/?as={user}&at={PLACE}&thread={key}")


def _found(site: Site, known_as: str) -> Issue | None:
    try:
        return site.issue(known_as)
    except KeyError:
        return None
