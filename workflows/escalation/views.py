"""What the screens about requests show, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from storage.accounts import Account
from storage.drafts import KeptDraft
from storage.issues import Issue, Tracker
from storage.requests import Request, Step
from storage.vocabulary import Verb, request_key
from workflows.escalation import policy

__all__ = [
    "AccountFacts",
    "Declining",
    "Found",
    "HomeView",
    "Issue",
    "RequestView",
    "Step",
    "StepView",
    "Story",
    "Tracker",
]


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request with all that a card, a receipt, an outcome or a row of Home says of it.

    `names` gives the plain name of everyone in it, for where nobody may be pinged; `unposted` is Slack's word for why
    the card could not be posted, None while all is well; `is_unreached` says that no DM reaches whoever is asked.
    `leads` are the ids to mention where the leads are asked; `trail` is all that happened to it, oldest first, where
    one request is shown whole. `issues` are its Jira issues, `awaited` counts those that Jira still owes us an answer
    for; `tracker` is how Jira is set up, None where it is not.
    """

    request: Request
    account: Account
    names: Mapping[str, str]
    unposted: str | None = None
    is_unreached: bool = False
    leads: tuple[str, ...] = ()
    trail: tuple[Step, ...] = ()
    issues: tuple[Issue, ...] = ()
    awaited: int = 0
    tracker: Tracker | None = None

    def name_of(self, user_id: str | None) -> str | None:
        """Answer the plain name of someone, their id while the mirror does not know them, None for nobody."""
        return None if user_id is None else self.names.get(user_id, user_id)

    def latest(self, *verbs: Verb, before: int | None = None) -> Step | None:
        """Answer the last step of one of these verbs, of those before the step `before` where that is given."""
        steps = (step for step in reversed(self.trail) if before is None or step.ordinal < before)
        return next((step for step in steps if step.verb in verbs), None)

    @property
    def additions(self) -> tuple[Step, ...]:
        """Answer the steps by which something was added to it."""
        return tuple(step for step in self.trail if step.verb is Verb.ADD)

    @property
    def linked_to(self) -> str | None:
        """Answer the key of the request that this one belongs to, or None."""
        number = self.request.linked_to
        return None if number is None else request_key(number)


@dataclass(frozen=True, slots=True)
class Declining:
    """A request that someone is about to decline: `ends` where their word ends it, `next_asked` is a plain name.

    None is asked next where the leads are.
    """

    view: RequestView
    ends: bool
    next_asked: str | None


@dataclass(frozen=True, slots=True)
class StepView:
    """A request and one of its steps; `is_open` says that the step still waits for whom it was told."""

    view: RequestView
    step: Step
    is_open: bool


@dataclass(frozen=True, slots=True)
class Story:
    """All that happened to a request, oldest first; of a very long one `left_out` counts what is missing between."""

    view: RequestView
    steps: tuple[Step, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """The line under the customer's name: who owns it, its plan, how many requests are in work.

    `open` are the latest of those, for whoever is about to file the same once more; `may_read` are the keys of those
    that whoever asks may read.
    """

    account: Account
    account_manager: str | None
    in_work: int
    open: tuple[RequestView, ...] = ()
    may_read: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Found:
    """What is in work for the customers whose names fit.

    `hidden` counts what whoever asks may not read; `hiding` are the ids of the accounts of those requests.
    """

    typed: str
    accounts: tuple[Account, ...]
    views: tuple[RequestView, ...]
    hidden: int
    hiding: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class HomeView:
    """One person's day: what waits for them, what they own, what they filed; for leads the team's requests, too.

    `filed` and `team` are the latest: one more than FILED_ON_HOME and TEAM_ON_HOME says that there are older ones, and
    so it is with `finished`, what they owned, and `unowned`, what nobody has taken up; `drafts` is what they typed and
    did not file. `notes` has the words beside each offer to them, by the request's key. `is_set_up` is there for
    admins alone: whether cards have a channel; `unposted` counts for them what Slack or Jira refused for good.
    """

    person: str
    waiting: tuple[RequestView, ...]
    mine: tuple[RequestView, ...]
    filed: tuple[RequestView, ...]
    team: tuple[RequestView, ...] | None
    unowned: tuple[RequestView, ...] = ()
    finished: tuple[RequestView, ...] = ()
    drafts: tuple[KeptDraft, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    is_set_up: bool | None = None
    unposted: int = 0

    def standing_to(self, view: RequestView) -> policy.Standing:
        """Answer what the person is to a row of theirs, by role alone: all that rows are there for."""
        return policy.Standing(
            self.person,
            is_account_manager=self.person in {view.request.account_manager, view.account.account_manager},
            is_cover=self.person == view.account.cover,
            is_lead=self.team is not None,
        )
