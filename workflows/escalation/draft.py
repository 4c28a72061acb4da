"""What a filer has written: the value between the form and the service."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from storage.requests import FileLink
from storage.vocabulary import NEW_CUSTOMER, RequestType, Urgency

__all__ = ["NEW_CUSTOMER", "Draft", "Duplicate", "FileLink", "Guard"]


class Guard(StrEnum):
    """What a filer may do instead of filing anew, where the customer has requests in work."""

    ADD = "add"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The filer's choice: add to the request `key`, or file one that is linked to it."""

    guard: Guard
    key: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A request before it is filed.

    `customer` is an account id or `new:<typed name>`; `account_manager` overrides whom the account would ask;
    `draft_id` names what was kept while it was typed, `said_by` whoever wrote the message that it began with;
    `urgency_before` is what an edit began with: who leaves it there does not undo what others have made of it since.
    """

    customer: str
    request_type: RequestType
    urgency: Urgency
    summary: str
    filed_by: str
    customer_words: str | None = None
    details: str | None = None
    conversation_url: str | None = None
    files: tuple[FileLink, ...] = ()
    account_manager: str | None = None
    promised: str | None = None
    next_contact_at: datetime | None = None
    duplicate: Duplicate | None = None
    draft_id: str | None = None
    said_by: str | None = None
    urgency_before: Urgency | None = None
