"""The customers' companies: who owns each, who covers, where their requests go."""

import unicodedata
from collections.abc import Collection
from dataclasses import asdict, dataclass
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import Column, ColumnElement, Row, String, Table, bindparam, case, exists, func, select

from storage.base import Repository, metadata, slices
from storage.folding import fold
from storage.people import people
from storage.types import CleanText, Code, clean
from storage.vocabulary import Locale

LONGEST_LOOK_UP = 100
"""Characters of a typed name that are compared: SQLite refuses a pattern of more than 50,000 bytes."""

JAPAN = "+81"
JAPANESE_LENGTHS = (11, 12)
"""Digits of a Japanese number with its country's code; within the country every number begins with 0."""
SHORTEST_NUMBER, LONGEST_NUMBER = 6, 40
"""Digits of a phone number: fewer name nobody outside their own house."""

accounts = Table(
    "accounts",
    metadata,
    Column("account_id", String(64), primary_key=True),
    Column("name", CleanText, nullable=False),
    Column("kana", CleanText),
    Column("account_manager", String(32)),
    Column("cover", String(32)),
    Column("team_channel", String(32)),
    Column("phone", CleanText),
    Column("plan", CleanText),
    Column("locale", Code(Locale)),
    Column("folded_name", CleanText, nullable=False, index=True),
    Column("folded", CleanText, nullable=False),
    Column("phone_key", String(40), index=True),
)


@dataclass(frozen=True, slots=True)
class Account:
    """One customer company; only its id and name are always known."""

    account_id: str
    name: str
    kana: str | None = None
    account_manager: str | None = None
    cover: str | None = None
    team_channel: str | None = None
    phone: str | None = None
    plan: str | None = None
    locale: Locale | None = None


_COMPARED = ("folded_name", "folded", "phone_key")
"""Columns that are for looking up only, never for showing."""
_columns = [column for column in accounts.columns if column.name not in _COMPARED]
_by_id = select(*_columns).where(accounts.c.account_id == bindparam("account_id"))
_among = select(*_columns).where(accounts.c.account_id.in_(bindparam("account_ids", expanding=True)))


def _has_left(column: Column[str]) -> ColumnElement[bool]:
    """Say that whoever stands in `column` cannot be asked; whom the mirror has not met may well be there."""
    return exists().where(people.c.user_id == column, people.c.deactivated | people.c.is_bot)


_has_nobody = accounts.c.account_manager.is_(None) & accounts.c.cover.is_(None)
_is_unattended = _has_nobody | _has_left(accounts.c.account_manager) | _has_left(accounts.c.cover)


def unlisted_id(name: str) -> str:
    """Answer the id of a customer that no list has: the same name, however it is written, is one customer."""
    return f"new-{uuid5(NAMESPACE_URL, fold(name) or name).hex[:12]}"


def phone_key(typed: str | None) -> str | None:
    """Answer the digits of a phone number as they are dialled in its country; None where there are too few.

    `+81 3-1234-5678`, `tel:81312345678`, `０３（１２３４）５６７８` and `0312345678` are one number.
    Any other country's code stays.
    """
    text = unicodedata.normalize("NFKC", typed or "").strip()
    digits = "".join(character for character in text if character.isdecimal())
    if JAPAN in text or (digits.startswith("81") and len(digits) in JAPANESE_LENGTHS):
        digits = "0" + digits.removeprefix(JAPAN.lstrip("+")).removeprefix("0")
    return digits[:LONGEST_NUMBER] if len(digits) >= SHORTEST_NUMBER else None


def _account(row: Row[tuple[object, ...]]) -> Account:
    return Account(**row._mapping)


def _row(account: Account) -> dict[str, object]:
    folded_name = fold(account.name)
    folded = " ".join([folded_name, fold(account.kana or ""), fold(account.account_id)])
    return asdict(account) | {"folded_name": folded_name, "folded": folded, "phone_key": phone_key(account.phone)}


class Accounts(Repository):
    """Customers by id and by whatever one types of their name."""

    __slots__ = ()

    def save(self, changed: Collection[Account]) -> None:
        """Keep each of `changed` as it stands, new or not."""
        if not changed:
            return
        insert = self.upsert(accounts)
        changes = {column.name: insert.excluded[column.name] for column in accounts.columns if not column.primary_key}
        statement = insert.on_conflict_do_update(index_elements=[accounts.c.account_id], set_=changes)
        self.connection.execute(statement, [_row(account) for account in changed])

    def add(self, account: Account) -> None:
        """Keep a customer that nobody had listed; one already there stays as it is."""
        statement = self.upsert(accounts).values(**_row(account)).on_conflict_do_nothing()
        self.connection.execute(statement)

    def get(self, account_id: str) -> Account | None:
        """Answer one account, or None."""
        row = self.connection.execute(_by_id, {"account_id": clean(account_id)}).first()
        return None if row is None else _account(row)

    def among(self, account_ids: Collection[str]) -> dict[str, Account]:
        """Answer those of `account_ids` that exist."""
        found = (self.connection.execute(_among, {"account_ids": part}) for part in slices(account_ids))
        return {row.account_id: _account(row) for rows in found for row in rows}

    def named(self, name: str) -> list[Account]:
        """Answer the accounts of this very name, whatever its width, kana or letter case."""
        query = select(*_columns).where(accounts.c.folded_name == fold(name)).order_by(accounts.c.account_id)
        return [_account(row) for row in self.connection.execute(query)]

    def read_as(self, kana: str) -> list[Account]:
        """Answer the accounts whose kana is this very reading, whatever its width or kind."""
        is_token = accounts.c.folded.contains(f" {fold(kana)} ", autoescape=True)
        query = select(*_columns).where(is_token).order_by(accounts.c.account_id)
        return [
            found for row in self.connection.execute(query) if fold((found := _account(row)).kana or "") == fold(kana)
        ]

    def called_from(self, phone: str) -> list[Account]:
        """Answer the accounts of this phone number, however it is written; none for too few digits to be one."""
        key = phone_key(phone)
        if key is None:
            return []
        query = select(*_columns).where(accounts.c.phone_key == key).order_by(accounts.c.account_id)
        return [_account(row) for row in self.connection.execute(query)]

    def matching(self, typed: str, limit: int) -> list[Account]:
        """Answer accounts whose name, kana or id holds what was `typed`; those that begin with it first."""
        wanted = fold(typed)[:LONGEST_LOOK_UP]
        begins = case((accounts.c.folded_name.startswith(wanted, autoescape=True), 0), else_=1)
        query = (
            select(*_columns)
            .where(accounts.c.folded.contains(wanted, autoescape=True))
            .order_by(begins, accounts.c.folded_name, accounts.c.account_id)
            .limit(limit)
        )
        return [_account(row) for row in self.connection.execute(query)]

    def unattended(self, limit: int) -> list[Account]:
        """Answer the accounts of which someone has left, or that nobody stands for, by name."""
        query = select(*_columns).where(_is_unattended).order_by(accounts.c.folded_name, accounts.c.account_id)
        return [_account(row) for row in self.connection.execute(query.limit(limit))]

    def count_unattended(self) -> int:
        """Count the accounts of which someone has left, or that nobody stands for."""
        return self.connection.execute(select(func.count()).select_from(accounts).where(_is_unattended)).scalar_one()

    def all(self) -> list[Account]:
        """Answer every account by id."""
        return [_account(row) for row in self.connection.execute(select(*_columns).order_by(accounts.c.account_id))]
