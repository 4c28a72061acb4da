"""Jira: creates issues and looks issues up, each call once, and says what its answer, or the lack of one, means.

Here alone is the jira library imported, and only when Jira is first asked for something: that costs 135 ms. It blocks,
so it runs in a few threads of its own, and it would sleep and repeat even a POST unless told not to.
"""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

import structlog

from bot.delivery import jira_questions as questions
from bot.delivery.failing import GONE, NotLetIn, of_error, of_status
from bot.delivery.issues import fields_of, label_of
from bot.delivery.jira_questions import Checkup
from bot.delivery.jira_reading import Catalogue, Failure, Page
from bot.delivery.metrics import QUESTIONS, result_of
from bot.delivery.outgoing import Outgoing
from bot.delivery.threads import Busy, Threads
from bot.delivery.transitions import Accepted, Action, Found, Lost, NotFound, NotTaken, Refused, Result
from bot.settings import Settings
from bot.views.progress.wanted import SoughtIssue, WantedIssue
from storage.posts import Post
from workflows.progress.news import IssueGone, IssueNews

if TYPE_CHECKING:
    from jira import JIRA

log = structlog.get_logger("baton.jira")

AT_ONCE: Final = 4
"""Calls to Jira at a time: a Jira that hangs holds as many threads, and nothing else."""
TIMEOUT: Final = 10.0
"""Seconds that Jira may take for one answer."""
MOST_ID: Final = 32
"""Characters that a post keeps of an id or a key."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Login:
    """Where Jira is, and as whom Baton asks it; without a `user` the token is a personal one of a Data Center."""

    url: str
    user: str | None
    token: str = field(repr=False)


@dataclass(eq=False)
class Jira:
    """One Jira, connected when it is first asked.

    `project` is the one whose types of issue are offered, `timeout` the seconds that any one answer may take.
    """

    login: Login
    project: str | None
    timeout: float
    now: Callable[[], datetime]
    _threads: Threads = field(default_factory=lambda: Threads("baton-jira", AT_ONCE))
    _client: "JIRA | None" = None
    _connecting: "asyncio.Task[JIRA | NotTaken] | None" = None
    _created: dict[str, Post] = field(default_factory=dict)

    # ---- out

    async def open(self, person: str) -> Failure:
        """Refuse: nobody has a conversation in Jira."""
        return Refused(person)

    async def send(self, action: Action, outgoing: Outgoing) -> Result:
        """Create the issue, look one up by its key, or look for one that we may have created."""
        if action is Action.LOOK:
            return await self._look(outgoing.key)
        match outgoing.content:
            case WantedIssue() as wanted:
                return await self._create(wanted, outgoing.key)
            case SoughtIssue(issue_key):
                return await self._seek(issue_key)
        return Refused("no_issue")

    async def _create(self, wanted: WantedIssue, key: str) -> Result:
        """Create an issue, then ask what it has become.

        Where that question fails the issue is as good as lost for now, though it is there: a look by its key finds it.
        """
        created = await self._ask("create", partial(self._created_by, wanted, key))
        if not isinstance(created, Post):
            return created
        found = await self._known(key)
        return Accepted(found.post, found.news) if isinstance(found, Found) else Lost()

    def _created_by(self, wanted: WantedIssue, key: str, client: "JIRA") -> Post:
        """Create an issue and remember where it is, whoever still waits for the answer. In a thread."""
        fields = fields_of(wanted, key, is_cloud=questions.is_cloud(client))
        created = client.create_issue(fields=fields, prefetch=False).raw
        self._created[key] = _post(str(created["id"]), str(created["key"]))
        return self._created[key]

    async def _known(self, key: str) -> Result:
        """Ask for an issue that we surely created; one that Jira does not show us is there all the same."""
        post = self._created[key]
        answer = await self._ask("one", partial(questions.one, post.ts))
        if isinstance(answer, NotTaken | Lost):
            return answer
        del self._created[key]
        if isinstance(answer, Refused):
            return Found(post)
        return Found(_post_of(answer), answer)

    async def _look(self, key: str) -> Result:
        """Look for the issue of the notice with that key: by its key where we know it, else by its label."""
        if key in self._created:
            return await self._known(key)
        page = await self.search(f'labels = "{label_of(key)}"', None)
        if isinstance(page, Refused):  # as good as no answer: only a look that found nothing may lead to another try
            log.warning("issue_not_looked_for", error=page.code.partition(" ")[0])
            return Lost()
        if not isinstance(page, Page):
            return page
        if not page.news:
            return Found(_post(*page.unread[0])) if page.unread else NotFound()
        first, *others = sorted(page.news, key=lambda news: int(news.issue_id))
        if others:
            log.warning("issue_created_twice", kept=first.issue_key, others=[other.issue_key for other in others])
        return Found(_post_of(first), first)

    async def _seek(self, issue_key: str) -> Result:
        """Look up an issue that is there already: a question that does no harm when it is asked again."""
        match await self._ask("one", partial(questions.one, issue_key)):
            case IssueNews() as news:
                return Accepted(_post_of(news), news)
            case Lost():
                return NotTaken()
            case failure:
                return failure

    # ---- in

    async def search(self, jql: str, token: str | None) -> Page | Failure:
        """Answer one page of at most 100 issues; `token` is that of the page before."""
        return await self._ask("search", partial(questions.page, jql, token))

    async def fetch(self, known_as: str) -> IssueNews | IssueGone | Failure:
        """Answer one issue by its id, its key or a former key; gone is what Jira does not have, or not show."""
        answer = await self._ask("one", partial(questions.one, known_as))
        if isinstance(answer, Refused) and answer.code.startswith(GONE):
            identity = known_as if known_as.isdecimal() else None
            return IssueGone(identity, known_as, self.now())
        return answer

    async def catalogue(self) -> Catalogue | Failure:
        """Answer what a form can offer; the types are those of our project where there is one."""
        return await self._ask("catalogue", partial(questions.catalogue, self.project))

    async def check(self) -> Checkup | Failure:
        """Answer how far Jira is set up for us."""
        return await self._ask("checkup", partial(questions.checkup, self.project))

    # ---- both

    async def _ask(self, what: str, question: Callable[["JIRA"], T]) -> T | Failure:
        """Ask, and count how long that took; `what` is its name in `/metrics`."""
        began = time.monotonic()
        answer = await self._answer(question)
        QUESTIONS.labels(what, result_of(answer)).observe(time.monotonic() - began)
        return answer

    async def _answer(self, question: Callable[["JIRA"], T]) -> T | Failure:
        """Ask in a thread; whatever goes wrong before the question leaves us, Jira has surely not taken it."""
        client = await self._connected()
        if isinstance(client, NotTaken):
            return client
        try:
            return await self._threads.run(partial(_answered, question, client), self.timeout)
        except Busy:
            return NotTaken()
        except TimeoutError:
            return Lost()

    async def _connected(self) -> "JIRA | NotTaken":
        """Connect once for all who ask meanwhile: nobody waits behind the failures of others."""
        if self._client is not None:
            return self._client
        if self._connecting is None:
            self._connecting = asyncio.create_task(self._connect())
        return await asyncio.shield(self._connecting)

    async def _connect(self) -> "JIRA | NotTaken":
        try:
            client = await self._threads.run(partial(_connect, self.login, self.timeout), self.timeout)
        except (Busy, TimeoutError):
            return NotTaken()
        finally:
            self._connecting = None
        if not isinstance(client, NotTaken):
            self._client = client
        return client

    def close(self) -> None:
        """Let go of the connections."""
        if self._client is not None:
            self._client.close()  # type: ignore[no-untyped-call]  # the library left this one out


def jira_of(given: Settings, now: Callable[[], datetime]) -> Jira | None:
    """Answer the Jira that is set up, None where none is; nothing is asked of it yet.

    An answer is waited for a quarter of a lease: to create an issue takes two of them, and what came of it must be
    stored before the lease ends.
    """
    if given.jira_url is None or given.jira_token is None:
        return None
    login = Login(given.jira_url, given.jira_user, given.jira_token.reveal())
    return Jira(login, given.jira_project, min(TIMEOUT, given.lease / 4), now)


# ---- In a thread


def _connect(login: Login, timeout: float) -> "JIRA | NotTaken":
    """Ask which kind of Jira this is and in which version it is spoken to; nothing else was asked where that fails."""
    from jira import JIRA

    def client(version: str) -> JIRA:
        who = {"token_auth": login.token} if login.user is None else {"basic_auth": (login.user, login.token)}
        options = {"rest_api_version": version, "check_update": False}
        return JIRA(
            login.url, options=options, max_retries=0, timeout=timeout, get_server_info=True, logging=False, **who
        )

    try:
        found = client("2")
        return client("3") if questions.is_cloud(found) else found
    except _troubles() as error:
        failure = _failure(error)
        log.warning("jira_not_reached", kind=type(error).__name__, failure=type(failure).__name__)
        return _not_taken(failure)


def _not_taken(failure: Failure) -> NotTaken:
    """Say of a question that was never asked that nothing was taken, and why."""
    match failure:
        case NotTaken():
            return failure
        case Refused(code):
            return NotLetIn(code=code)
    return NotTaken()


def _answered(question: Callable[["JIRA"], T], client: "JIRA") -> T | Failure:
    """Ask, and say what went wrong; an answer that cannot be read is as good as none."""
    try:
        return question(client)
    except _troubles() as error:
        return _failure(error)


def _troubles() -> tuple[type[Exception], ...]:
    """Answer what a question may end in: the library's own error, no connection, an answer that cannot be read."""
    from jira import JIRAError

    return JIRAError, OSError, ValueError, LookupError, TypeError, AttributeError


def _failure(error: Exception) -> Failure:
    from jira import JIRAError

    if not isinstance(error, JIRAError):
        return of_error(error)
    headers = getattr(error.response, "headers", {})
    return of_status(error.status_code, error.text or "", headers.get("Retry-After"))


def _post_of(news: IssueNews) -> Post:
    return _post(news.issue_id, news.issue_key)


def _post(issue_id: str, issue_key: str) -> Post:
    """Answer where an issue is, in the words that a post has: its id for a channel, its key for a time stamp."""
    return Post(issue_id[:MOST_ID], issue_key[:MOST_ID])
