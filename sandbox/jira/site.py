"""What people do in Jira: each act changes an issue, writes its changelog and is told by webhook."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sandbox.clock import machine_now
from sandbox.jira import adf
from sandbox.jira.catalogue import PRIORITIES, TYPES, USUAL_PRIORITY
from sandbox.jira.changelog import changes
from sandbox.jira.directory import Directory, Now
from sandbox.jira.records import Change, Comment, Event, Glimpse, History, Issue, Project, Version
from sandbox.slack.refusals import JsonObject

BOT = "acc-baton"
BOT_EMAIL = "baton@example.com"
BOT_TOKEN = "jira-token"  # noqa: S105 - the token of a site that nobody else can reach
SOMEBODY = "acc-ben"


class Site(Directory):
    """One Jira; `by` is always an account id, and issues go by id or by any key that they ever had."""

    def __init__(self, now: Now = machine_now, path: Path | None = None) -> None:
        """Tell the time by `now`; remember at `path`. The search index sees what was `index_lag` ago."""
        super().__init__(now, path)
        self.index_lag = timedelta()
        self.on_event: Callable[[Event], None] = lambda _event: None

    def create(
        self,
        project: str = "SUP",
        *,
        summary: str = "Export fails",
        by: str = SOMEBODY,
        issue_type: str = "Task",
        priority: str = "Medium",
        labels: Iterable[str] = (),
        description: str = "",
    ) -> Issue:
        """Create an issue; type and priority by name (KeyError where unknown)."""
        return self.file(
            self.project(project),
            by,
            summary=summary,
            type_id={one.name: one.id for one in TYPES.values()}[issue_type],
            priority_id={one.name: one.id for one in PRIORITIES.values()}[priority],
            labels=list(labels),
            description=adf.document(description) if description else None,
        )

    def file(self, project: Project, by: str, **values: Any) -> Issue:  # noqa: ANN401 - the attributes of Issue
        """Create an issue of checked values: `summary`, `type_id` and whatever else an Issue has."""
        project.last_number += 1
        identity, at = self._shelf.next_id(), self._instant()
        given = {"priority_id": USUAL_PRIORITY, "status_id": project.status_ids[0], "reporter": by, **values}
        issue = Issue(identity, f"{project.key}-{project.last_number}", project.id, created=at, updated=at, **given)
        self.issues[identity] = self._by_key[issue.key] = issue
        self._settle(Event("jira:issue_created", "issue_created", at, by, issue))
        return issue

    def edit(self, known_as: str, by: str = SOMEBODY, **values: Any) -> Issue:  # noqa: ANN401 - the attributes of Issue
        """Set attributes of an issue by the names that Issue has for them; what is so already is not told."""
        issue = self.issue(known_as)
        self._change(issue, by, "issue_updated", values)
        return issue

    def move(self, known_as: str, status: str, by: str = SOMEBODY) -> Issue:
        """Bring an issue to a status of its project, by name; ValueError where it has no such status."""
        issue = self.issue(known_as)
        steps = {one.name: one for one in self.statuses(self.projects[issue.project_id])}
        if status not in steps:
            raise ValueError(f"{status} is none of {', '.join(steps)}")
        done = steps[status].category == "done"
        resolved = (issue.resolved or self._instant()) if done else None
        self._change(issue, by, "issue_generic", {"status_id": steps[status].id, "resolved": resolved})
        return issue

    def assign(self, known_as: str, account: str | None, by: str = SOMEBODY) -> Issue:
        """Give an issue to someone, or to nobody."""
        issue = self.issue(known_as)
        self._change(issue, by, "issue_assigned", {"assignee": account})
        return issue

    def set_fix_version(self, known_as: str, version: str | None, by: str = SOMEBODY) -> Issue:
        """Plan an issue for a version, by name, or for none; a version that the project has not is made."""
        issue = self.issue(known_as)
        versions = [self._version(self.projects[issue.project_id], version).id] if version else []
        return self.edit(issue.id, by, fix_versions=versions)

    def move_issue(self, known_as: str, project: str, by: str = SOMEBODY) -> Issue:
        """Move an issue to another project, where it gets another key and the first status; the old key leads to it."""
        issue, target = self.issue(known_as), self.project(project)
        target.last_number += 1
        key = f"{target.key}-{target.last_number}"
        values: dict[str, Any] = {
            "project_id": target.id,
            "status_id": target.status_ids[0],
            "fix_versions": [],
            "resolved": None,
        }
        found = changes(self, issue, {**values, "key": key})
        self._rekey(issue, key)
        self._apply(issue, values)
        self._record(issue, by, "issue_moved", found)
        return issue

    def comment(self, known_as: str, text: str | JsonObject, by: str = SOMEBODY) -> Comment:
        """Say something under an issue: text, or a whole Atlassian document."""
        issue, at = self.issue(known_as), self._instant()
        body = adf.document(text) if isinstance(text, str) else text
        comment = Comment(self._shelf.next_id(), by, body, at, at)
        issue.comments.append(comment)
        issue.updated = at
        self._settle(Event("comment_created", "", at, by, issue, comment=comment))
        return comment

    def delete(self, known_as: str, by: str = SOMEBODY) -> None:
        """Delete an issue for good; its keys lead nowhere."""
        issue = self.issue(known_as)
        del self.issues[issue.id]
        for key in (issue.key, *issue.old_keys):
            del self._by_key[key]
        self._settle(Event("jira:issue_deleted", "issue_deleted", self._instant(), by, issue))

    def next_id(self) -> str:
        """An id for something that belongs to an issue."""
        return self._shelf.next_id()

    def seen(self, issue: Issue, *, at_once: bool = False) -> Glimpse | None:
        """What the search index knows of an issue by now, or knew `at_once`; None: nothing yet."""
        if at_once or not self.index_lag:
            return self._glimpse(issue, issue.updated)
        until = self.now() - self.index_lag
        return next((one for one in reversed(issue.glimpses) if one.at <= until), None)

    def _change(self, issue: Issue, by: str, type_name: str, values: dict[str, Any]) -> None:
        found = changes(self, issue, values)
        if found:
            self._apply(issue, values)
            self._record(issue, by, type_name, found)

    @staticmethod
    def _apply(issue: Issue, values: dict[str, Any]) -> None:
        for name, value in values.items():
            setattr(issue, name, value)

    def _record(self, issue: Issue, by: str, type_name: str, found: list[Change]) -> None:
        issue.updated = self._instant()
        history = History(self._shelf.next_id(), by, issue.updated, found)
        issue.histories.append(history)
        self._settle(Event("jira:issue_updated", type_name, issue.updated, by, issue, history))

    def _settle(self, event: Event) -> None:
        """Let the index see the issue, remember it, tell of it."""
        event.issue.glimpses.append(self._glimpse(event.issue, event.at))
        self.keep()
        self.on_event(event)

    def _version(self, project: Project, name: str) -> Version:
        found = next((one for one in project.versions if one.name == name), None)
        if found is None:
            found = Version(self._shelf.next_id(), name)
            project.versions.append(found)
        return found

    @staticmethod
    def _glimpse(issue: Issue, at: datetime) -> Glimpse:
        return Glimpse(at, issue.updated, issue.project_id, issue.status_id, tuple(issue.labels))

    def _instant(self) -> datetime:
        """This instant as Jira keeps it: in UTC, to the millisecond."""
        now = self.now().astimezone(UTC)
        return now.replace(microsecond=now.microsecond // 1000 * 1000)


def a_site(now: Now = machine_now, path: Path | None = None) -> Site:
    """A site with Baton's account, two people and two projects: SUP in Japanese, DEV in English."""
    site = Site(now, path)
    site.add_person(BOT, name="Baton", email=BOT_EMAIL, token=BOT_TOKEN)
    site.add_person("acc-mori", name="森", email="mori@example.com")
    site.add_person(SOMEBODY, name="Ben", email="ben@example.com", zone="Europe/London")
    site.add_project("SUP", name="サポート", locale="ja", versions=("2026.12",))
    site.add_project("DEV", name="Development", versions=("3.1",))
    return site
