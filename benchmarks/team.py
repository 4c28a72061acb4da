"""The team of every benchmark: 54 agents, 12 account managers, 200 customers, 6 channels."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from storage.accounts import Account
from storage.database import Database
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Locale

TEAM: Final = "T0BENCH"
BOT_TOKEN: Final = "xoxb-benchmark"  # noqa: S105  opens nothing: its Slack is the sandbox
SIGNING_SECRET: Final = "signed-by-the-benchmark"  # noqa: S105  the same
WEBHOOK_SECRET: Final = "told-by-the-benchmark"  # noqa: S105  the same

AGENTS: Final = tuple(f"UAGENT{number:02}" for number in range(54))
MANAGERS: Final = tuple(f"UMANAGER{number:02}" for number in range(12))
CHANNELS: Final = tuple(f"CTEAM{number}" for number in range(6))
ACCOUNTS: Final = tuple(f"acct-{number:03}" for number in range(200))


def people() -> Iterator[Person]:
    """Answer everyone, half of them with Slack in Japanese."""
    for number, user_id in enumerate((*AGENTS, *MANAGERS)):
        yield Person(
            user_id=user_id,
            name=user_id.lower(),
            email=f"{user_id.lower()}@example.com",
            locale=Locale.JA if number % 2 else Locale.EN,
            zone="Asia/Tokyo",
            is_admin=False,
            is_bot=False,
            deactivated=False,
        )


def accounts() -> Iterator[Account]:
    """Answer every customer, each with an account manager and a team's channel."""
    for number, account_id in enumerate(ACCOUNTS):
        yield Account(
            account_id=account_id,
            name=f"株式会社ベンチ{number:03}",
            kana=f"ベンチ{number:03}",
            account_manager=MANAGERS[number % len(MANAGERS)],
            cover=MANAGERS[(number + 1) % len(MANAGERS)],
            team_channel=CHANNELS[number % len(CHANNELS)],
            plan="Enterprise",
            locale=Locale.JA,
        )


def direct_channel(person: str) -> str:
    """Answer the DM channel of a person, in a Slack that names them so."""
    return f"D{person[1:]}"


def _remember(work: UnitOfWork) -> None:
    work.people.remember(list(people()))
    work.accounts.save(list(accounts()))


def settle_in(url: str) -> None:
    """Make the tables of an empty database and put the team into it."""
    Database(url, lambda: datetime.now(UTC)).write_now(_remember)
