"""What a filer has written: the value between the form and the service."""

from dataclasses import dataclass

from storage.requests import FileLink
from storage.vocabulary import RequestType, Urgency

__all__ = ["NEW_CUSTOMER", "Draft", "FileLink"]

NEW_CUSTOMER = "new:"
"""What stands before the name of a customer that no list has."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A request before it is filed.

    `customer` is an account id or `new:<typed name>`; `account_manager` overrides whom the account would ask.
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
