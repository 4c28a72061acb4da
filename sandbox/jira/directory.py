"""Who and what is on the site: people, projects, permissions, and what keys lead to."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

from sandbox.clock import machine_now
from sandbox.jira.catalogue import PERMISSIONS, STATUSES, TYPES, WORKFLOWS
from sandbox.jira.records import Issue, Person, Project, Status, Version
from sandbox.jira.shelf import Store

Now = Callable[[], datetime]


class Directory:
    """The site's people, projects and issues, by id and by every key that they ever had."""

    def __init__(self, now: Now = machine_now, path: Path | None = None) -> None:
        """Tell the time by `now` (aware); remember in the file at `path`, or not at all."""
        self.now = now
        self.revoked: set[tuple[str, str | None]] = set()
        self.on_change: list[Callable[[], None]] = []
        self._store = Store(path)
        self._shelf = self._store.kept()
        self._by_key = {key: issue for issue in self.issues.values() for key in (issue.key, *issue.old_keys)}

    @property
    def people(self) -> dict[str, Person]:
        """Everyone by account id."""
        return self._shelf.people

    @property
    def projects(self) -> dict[str, Project]:
        """Every project by id."""
        return self._shelf.projects

    @property
    def issues(self) -> dict[str, Issue]:
        """Every issue by id."""
        return self._shelf.issues

    def add_person(
        self, account_id: str, *, name: str, email: str = "", zone: str = "Asia/Tokyo", token: str | None = None
    ) -> Person:
        """Add an account, or give one its present name, zone (IANA) and token."""
        self.people[account_id] = Person(account_id, name, email, zone, token)
        self.keep()
        return self.people[account_id]

    def add_project(
        self,
        key: str,
        *,
        name: str,
        locale: str = "en",
        issue_types: Iterable[str] = ("Task", "Bug", "Story"),
        versions: Iterable[str] = (),
    ) -> Project:
        """Add a project whose statuses are named in `locale` (en or ja)."""
        types = [one.id for one in TYPES.values() if one.name in set(issue_types)]
        project = Project(self._shelf.next_id(), key, name, list(WORKFLOWS[locale]), types)
        project.versions = [Version(self._shelf.next_id(), version) for version in versions]
        self.projects[project.id] = project
        self.keep()
        return project

    def rename_project(self, key: str, new_key: str) -> Project:
        """Give a project another key, and its issues theirs; all old keys go on leading to them."""
        project = self.project(key)
        project.old_keys.append(project.key)
        project.key = new_key
        for issue in self.issues.values():
            if issue.project_id == project.id:
                self._rekey(issue, f"{new_key}-{issue.key.rpartition('-')[2]}")
        self.keep()
        return project

    def project(self, known_as: str) -> Project:
        """The project of an id or of a present or former key; KeyError where there is none."""
        found = self.projects.get(known_as) or next(
            (one for one in self.projects.values() if known_as in (one.key, *one.old_keys)), None
        )
        if found is None:
            raise KeyError(known_as)
        return found

    def issue(self, known_as: str) -> Issue:
        """The issue of an id or of a present or former key; KeyError where there is none."""
        return self.issues.get(known_as) or self._by_key[known_as]

    def status(self, issue: Issue) -> Status:
        """Where an issue stands."""
        return STATUSES[issue.status_id]

    def statuses(self, project: Project) -> list[Status]:
        """The steps of a project, first to last."""
        return [STATUSES[identity] for identity in project.status_ids]

    def version(self, project_id: str, identity: str) -> Version:
        """A version of a project by its id; KeyError where there is none."""
        found = next((one for one in self.projects[project_id].versions if one.id == identity), None)
        if found is None:
            raise KeyError(identity)
        return found

    def revoke(self, permission: str, project: str | None = None) -> None:
        """Take a permission from everyone with a token, in one project or everywhere; ValueError for unknown ones."""
        self.revoked.add(self._permission(permission, project))

    def grant(self, permission: str, project: str | None = None) -> None:
        """Give back what was revoked."""
        self.revoked.discard(self._permission(permission, project))

    def may(self, permission: str, project_id: str | None) -> bool:
        """Whether who calls has the permission in a project."""
        return not self.revoked & {(permission, None), (permission, project_id)}

    def keep(self) -> None:
        """Remember everything, and tell who listens that something changed."""
        self._store.keep(self._shelf)
        for listener in self.on_change:
            listener()

    def _permission(self, permission: str, project: str | None) -> tuple[str, str | None]:
        if permission not in PERMISSIONS:
            raise ValueError(f"{permission} is none of {', '.join(PERMISSIONS)}")
        return permission, self.project(project).id if project else None

    def _rekey(self, issue: Issue, key: str) -> None:
        issue.old_keys.append(issue.key)
        issue.key = key
        self._by_key[key] = issue
