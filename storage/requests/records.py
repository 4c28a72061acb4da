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
    """What is known of a request when it is filed; `account_manager` is who is asked, None for the leads."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Request(NewRequest):
    """A request as it stands now."""

    number: int
    status: Status
    filed_at: datetime
    changed_at: datetime
    owner: str | None = None
    claimed_at: datetime | None = None
    answer: str | None = None
    answered_by: str | None = None
    answered_at: datetime | None = None
    answers: int = 0
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

    status: Status
    owner: str | None
    claimed_at: datetime | None
    answer: str | None
    answered_by: str | None
    answered_at: datetime | None
    answers: int
    ending: Ending | None
    finished_by: str | None
    finished_at: datetime | None
    outcome: Outcome | None
    customer_state: CustomerState | None
    result: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of a request's trail: who did what, when, from which status to which, in which words."""

    number: int
    at: datetime
    by: str
    verb: Verb
    from_status: Status | None
    to_status: Status
    words: str | None
