"""Reads Jira every minute for what no webhook has told: page after page, one replica at a time, gently.

Begun by the scheduler. How far it is stands in the database, so that whoever comes next goes on there.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import structlog

from bot.delivery.failing import LoginRefused, NotLetIn
from bot.delivery.jira_reading import UNREADABLE, Catalogue, Failure, Page, Reader
from bot.delivery.transitions import Lost, NotTaken, Refused
from storage.database import Database
from workflows.people.policy import Roles
from workflows.progress import setup, sweeping
from workflows.progress.news import IssueGone
from workflows.progress.sweeping import Round
from workflows.progress.views import Issue

NOT_SHOWN: Final = ("403", "404")
"""How the code begins where Jira does not let us see an issue."""
NOT_UNDERSTOOD: Final = "400"
"""How it begins where a search names a project that is gone, or goes on from a place that Jira knows no more."""

log = structlog.get_logger("baton.jira")


@dataclass(frozen=True, slots=True)
class Sweeper:
    """Asks `reader`, and hands what it says to the workflow; `now` is what the work goes by.

    `roles` say who hears where Jira does not let us in.
    """

    database: Database
    reader: Reader
    roles: Roles
    now: Callable[[], datetime]

    async def run(self) -> None:
        """Do what is due: ask what can be chosen in Jira, once an hour, and sweep, once a minute."""
        if await self.database.read(setup.is_due, self.now()) and await self.database.write(setup.take, self.now()):
            await self._ask_choices()
        if await self.database.read(sweeping.is_due, self.now()):
            await self._sweep()

    async def _ask_choices(self) -> None:
        match await self.reader.catalogue():
            case Catalogue(projects, issue_types, priority_names):
                await self.database.write(setup.choose_from, projects, issue_types, priority_names, self.now())
            case failure:
                await self._note(failure)

    async def _sweep(self) -> None:
        under_way = await self.database.write(sweeping.begin, self.now())
        if under_way is None:
            return
        failure = await self._pages(under_way) or await self._ask_each(
            await self.database.read(sweeping.unheard, self.now())
        )
        if failure is not None:
            await self._note(failure)

    async def _note(self, failure: Failure) -> None:
        """Keep that Jira was not reached, and leave it alone for a while."""
        trouble, retry_after = _trouble(failure), failure.retry_after if isinstance(failure, NotTaken) else None
        log.warning("jira_not_read", trouble=trouble.partition(" ")[0], retry_after=retry_after)
        await self.database.write(sweeping.fail, trouble, retry_after, self.roles, self.now())

    async def _pages(self, under_way: Round | None) -> Failure | None:
        """Read on from where the sweep is; answer what stopped it, None where it is done or somebody else's."""
        has_begun_anew = False
        while under_way is not None:
            answer = await self.reader.search(under_way.jql, under_way.sweep.token)
            if isinstance(answer, Page):
                await self._hear(under_way, answer)
                under_way = await self.database.write(sweeping.turn_page, under_way, answer.next_token, self.now())
            elif not _is_refused(answer, NOT_UNDERSTOOD) or has_begun_anew:
                return answer
            elif under_way.sweep.token is None:
                return await self._each_project(under_way)
            else:
                has_begun_anew = True
                under_way = await self.database.write(sweeping.begin_anew, under_way, self.now())
        return None

    async def _hear(self, under_way: Round, page: Page) -> bool:
        """Hear a page, a little at a time; say whether the sweep is still ours."""
        is_ours, rest = True, page.news
        while rest and is_ours:
            some, rest = rest[: sweeping.MOST_HEARD], rest[sweeping.MOST_HEARD :]
            is_ours = await self.database.write(sweeping.hear_some, under_way, some, self.now())
        return is_ours

    async def _each_project(self, under_way: Round) -> Failure | None:
        """Sweep project by project: one that is gone keeps nobody from the others."""
        for project in under_way.projects:
            failure = await self._one_project(under_way, project)
            if failure is not None:
                return failure
        await self.database.write(sweeping.finish, under_way, self.now())
        return None

    async def _one_project(self, under_way: Round, project: str) -> Failure | None:
        """Read all of one project; where Jira knows none such, ask for its issues one by one."""
        answer = await self.reader.search(under_way.of_one(project), None)
        while isinstance(answer, Page):
            is_ours = await self._hear(under_way, answer)
            if answer.next_token is None or not is_ours:
                return None
            answer = await self.reader.search(under_way.of_one(project), answer.next_token)
        if not _is_refused(answer, NOT_UNDERSTOOD):
            return answer
        log.info("jira_project_lost", project=project)
        return await self._ask_each(await self.database.read(sweeping.of_lost_project, project))

    async def _ask_each(self, issues: Iterable[Issue]) -> Failure | None:
        """Ask for issues one by one, and find those that are gone or have moved elsewhere."""
        for issue in issues:
            answer = await self.reader.fetch(issue.issue_id)
            if _is_refused(answer, *NOT_SHOWN):
                answer = IssueGone(issue.issue_id, issue.issue_key, self.now())
            if _is_refused(answer, str(UNREADABLE)):
                continue
            if isinstance(answer, NotTaken | Lost | Refused):
                return answer
            await self.database.write(sweeping.hear_asked, issue, answer, self.now())
        return None


def _is_refused(answer: object, *codes: str) -> bool:
    """Say whether Jira said no, with one of the statuses that `codes` name."""
    return isinstance(answer, Refused) and answer.code.startswith(codes)


def _trouble(failure: Failure) -> str:
    """Answer in which way Jira was not reached: its own code and words, or a word of ours."""
    match failure:
        case LoginRefused():
            return "401"
        case NotLetIn(code=code):
            return code
        case NotTaken(None):
            return "unreachable"
        case NotTaken():
            return "429"
        case Lost():
            return "no_answer"
        case Refused(code):
            return code
