"""Requests and their steps as values."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from storage.vocabulary import (
    CustomerState,
    Ending,
    Outcome,
    RequestKey,
    RequestType,
    Status,
    Urgency,
    Verb,
    Waiting,
    request_key,
)


@dataclass(frozen=True, slots=True)
class FileLink:
    """A file that Slack keeps: its id, name and permanent link."""

    file_id: str
    name: str
    permalink: str


@dataclass(frozen=True, slots=True)
class NewRequest:
    """What is known of a request when it is filed; `account_manager` is who is asked, None for the leads.

    `said_by` is the plain name of whoever wrote the message that it was filed from, `linked_to` the number of another
    request that it belongs to.
    """

    request_type: RequestType
    urgency: Urgency
    account_id: str
    account_manager: str | None
    channel: str | None
    summary: str
    customer_words: str | None
    details: str | None
    conversation_url: str | None
    files: tuple[FileLink, ...]
    filed_by: str
    promised: str | None = None
    next_contact_at: datetime | None = None
    said_by: str | None = None
    linked_to: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(NewRequest):
    """A request as it stands now.

    `urgency` is what counts; beside it stand the ratings of the agent and of the account manager. `waiting_step` is
    the ordinal of the step since which it waits; `question` is open while it waits for its filer's reply.
    `offered_to` has been asked by `offered_by`, in `offered_step`, to take it over; `declined_by` are those who will
    not be asked again. What `outcome` and its kin say counts while it is done.
    """

    number: int
    status: Status
    filed_at: datetime
    changed_at: datetime
    steps: int = 1
    agent_urgency: Urgency
    manager_urgency: Urgency | None = None
    owner: str | None = None
    claimed_at: datetime | None = None
    answer: str | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None
    waiting_for: Waiting | None = None
    waiting_until: datetime | None = None
    waiting_step: int | None = None
    question: str | None = None
    offered_to: str | None = None
    offered_by: str | None = None
    offered_step: int | None = None
    declined_by: tuple[str, ...] = ()
    ending: Ending | None = None
    finished_by: str | None = None
    finished_at: datetime | None = None
    outcome: Outcome | None = None
    customer_state: CustomerState | None = None
    result: str | None = None

    @property
    def key(self) -> RequestKey:
        """Answer what people call it."""
        return request_key(self.number)


class Changes(TypedDict, total=False):
    """What a step may change of a request."""

    request_type: RequestType
    urgency: Urgency
    agent_urgency: Urgency
    manager_urgency: Urgency | None
    account_manager: str | None
    summary: str
    customer_words: str | None
    details: str | None
    conversation_url: str | None
    files: tuple[FileLink, ...]
    promised: str | None
    next_contact_at: datetime | None
    status: Status
    owner: str | None
    claimed_at: datetime | None
    answer: str | None
    answered_by: str | None
    answered_at: datetime | None
    waiting_for: Waiting | None
    waiting_until: datetime | None
    waiting_step: int | None
    question: str | None
    offered_to: str | None
    offered_by: str | None
    offered_step: int | None
    declined_by: tuple[str, ...]
    ending: Ending | None
    finished_by: str | None
    finished_at: datetime | None
    outcome: Outcome | None
    customer_state: CustomerState | None
    result: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of a request's trail: who did what, when, from which status to which, in which words.

    `ordinal` counts the steps of one request from 1, its filing; `by` is a person, or BATON. `about` is what the step
    was about, where its verb alone does not say it: whom it was handed to or who has left (a user id), until when it
    waits (RFC 3339), the new urgency, the key of the request that was linked, the key of a Jira issue. What the request
    was after the step stands in `to_status`, `request_type`, `urgency` and `owner`, so that any past moment can be told
    from the trail alone.
    """

    number: int
    ordinal: int
    at: datetime
    by: str
    verb: Verb
    from_status: Status | None
    to_status: Status
    words: str | None
    about: str | None = None
    request_type: RequestType | None = None
    urgency: Urgency | None = None
    owner: str | None = None
