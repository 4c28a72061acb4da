"""Jira: whether it knows us, and whether what is configured is there."""

from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime

from bot.console.doctor.findings import Finding, Wording, listed
from bot.delivery.failing import GONE, LoginRefused, NotLetIn
from bot.delivery.jira import jira_of
from bot.delivery.jira_questions import Checkup
from bot.delivery.jira_reading import Failure
from bot.delivery.transitions import NotTaken, Refused
from bot.settings import Settings
from bot.webhooks.jira import PATH


async def about_jira(say: Wording, given: Settings, now: Callable[[], datetime]) -> AsyncIterator[Finding]:
    """Ask Jira, where one is set up, how far it is; everything is asked once and nothing is created."""
    jira = jira_of(given, now)
    if jira is None:
        is_half = given.jira_url is not None or given.jira_token is not None
        yield say.wrong("jira_half") if is_half else say.unused("jira_unset")
        return
    try:
        answer = await jira.check()
    finally:
        jira.close()
    if not isinstance(answer, Checkup):
        yield _about_failure(say, given, answer)
        return
    for finding in _about(say, given, answer):
        yield finding


def _about_failure(say: Wording, given: Settings, failure: Failure) -> Finding:
    """Say what to look at where Jira told nothing of itself."""
    match failure:
        case LoginRefused():
            return say.wrong("jira_login")
        case NotLetIn(code=code) | Refused(code) if not code.startswith(GONE):
            return say.wrong("jira_refused", error=code)
        case NotTaken(float(seconds)):
            return say.wrong("jira_too_many", seconds=f"{seconds:g}")
    return say.wrong("jira_unreachable", address=given.jira_url)


def _about(say: Wording, given: Settings, checkup: Checkup) -> Iterator[Finding]:
    yield say.ok("jira", name=checkup.account, address=given.jira_url)
    yield from _about_project(say, given, checkup)
    yield _about_priorities(say, given, checkup)
    if given.jira_webhook_secret is None:
        yield say.unused("jira_webhook_unset", path=PATH)
    else:
        yield say.ok("jira_webhook_set", path=PATH)


def _about_project(say: Wording, given: Settings, checkup: Checkup) -> Iterator[Finding]:
    """Say whether issues can be created where most of them go; the types are those of that project."""
    shown = {"project": given.jira_project, "type": given.jira_issue_type, "types": listed(checkup.issue_types)}
    if checkup.has_project is None:
        yield say.unused("jira_no_project")
    elif not checkup.has_project:
        yield say.wrong("jira_project_unknown", **shown)
    elif not checkup.may_create:
        yield say.wrong("jira_may_not_create", **shown)
    elif given.jira_issue_type not in checkup.issue_types:
        yield say.wrong("jira_type_unknown", **shown)
    else:
        yield say.ok("jira_project", **shown)


def _about_priorities(say: Wording, given: Settings, checkup: Checkup) -> Finding:
    """Say which priorities an urgency is mapped to that Jira does not have."""
    missing = [name for name in given.jira_priorities.values() if name not in checkup.priority_names]
    if missing:
        known = listed(checkup.priority_names)
        return say.wrong("jira_priorities_unknown", names=listed(missing), known=known)
    return say.ok("jira_priorities", names=listed([*given.jira_priorities.values()]))
