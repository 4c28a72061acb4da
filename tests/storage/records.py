"""Believable values to store, each with only what a test cares about said."""

from datetime import UTC, datetime

from storage.accounts import Account
from storage.people import Person
from storage.requests import NewRequest
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Locale, RequestType, Urgency

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def person(user_id: str, name: str = "Aiko Tanaka", **known: object) -> Person:
    """Answer somebody active in Tokyo."""
    usual: dict[str, object] = {
        "email": f"{user_id.lower()}@example.com",
        "locale": Locale.JA,
        "zone": "Asia/Tokyo",
        "is_admin": False,
        "is_bot": False,
        "deactivated": False,
    }
    return Person(user_id=user_id, name=name, **(usual | known))  # type: ignore[arg-type]  # named as the fields


def new_request(account_id: str = "A1", **known: object) -> NewRequest:
    """Answer what an agent filed."""
    usual: dict[str, object] = {
        "request_type": RequestType.ACTION,
        "urgency": Urgency.HIGH,
        "account_manager": "U2",
        "channel": "C1",
        "summary": "Export fails",
        "customer_words": None,
        "details": None,
        "conversation_url": None,
        "files": (),
        "filed_by": "U1",
    }
    return NewRequest(account_id=account_id, **(usual | known))  # type: ignore[arg-type]  # named as the fields


def with_account(work: UnitOfWork, account_id: str = "A1", name: str = "Acme") -> None:
    """Keep the account that requests are about."""
    work.accounts.add(Account(account_id, name))
