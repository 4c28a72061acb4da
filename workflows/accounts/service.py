"""Bring a list of accounts in: all of it or nothing."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from storage.accounts import Account
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Locale
from workflows.accounts.sheet import COLUMNS, Finding, Mistake, Row, read
from workflows.people.reading import is_active

_SLACK_ID = re.compile(r"[UW][A-Z0-9_]+")
_PEOPLE = ("account_manager", "cover")


@dataclass(frozen=True, slots=True)
class Import:
    """What an accounts file changes, or why it changes nothing."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    findings: tuple[Finding, ...] = ()


def import_accounts(work: UnitOfWork, raw: bytes, *, dry_run: bool) -> Import:
    """Keep the accounts in the file `raw`; with `dry_run`, or with any mistake in it, keep none of them.

    A column that the file does not have leaves what is known as it is; an empty field empties it.
    """
    sheet = read(raw)
    found = [(row, *_resolve(work, row)) for row in sheet.rows]
    findings = sorted([*sheet.findings, *(f for _, _, wrong in found for f in wrong)], key=lambda finding: finding.line)
    if findings:
        return Import(findings=tuple(findings))
    known = work.accounts.among({row.values["account_id"] for row in sheet.rows})
    accounts = [_account(known.get(row.values["account_id"]), row, values) for row, values, _ in found]
    changed = [account for account in accounts if account != known.get(account.account_id)]
    if not dry_run:
        work.accounts.save(changed)
    added = sum(account.account_id not in known for account in accounts)
    return Import(added, len(changed) - added, len(accounts) - len(changed))


def _account(known: Account | None, row: Row, values: dict[str, str | None]) -> Account:
    before = {} if known is None else {name: getattr(known, name) for name in COLUMNS}
    merged = before | {name: values.get(name) for name in row.columns}
    locale = merged.get("locale")
    return Account(**(merged | {"locale": Locale(locale) if locale else None}))


def _resolve(work: UnitOfWork, row: Row) -> tuple[dict[str, str | None], list[Finding]]:
    """Turn the people of a row into Slack ids."""
    values: dict[str, str | None] = dict(row.values)
    findings = []
    for column in _PEOPLE:
        named = row.values.get(column)
        if named is None:
            continue
        people = list(_people(work, named))
        if len(people) == 1:
            values[column] = people[0]
        else:
            mistake = Mistake.AMBIGUOUS_PERSON if people else Mistake.NO_SUCH_PERSON
            findings.append(Finding(row.line, mistake, column, named))
    return values, findings


def _people(work: UnitOfWork, named: str) -> Iterable[str]:
    """Answer whom of the active a Slack id, a mail address or an `@name` may mean."""
    if named.startswith("@"):
        return [person.user_id for person in work.people.by_name(named[1:])]
    if "@" in named:
        person = work.people.by_email(named)
        return [] if person is None else [person.user_id]
    if not _SLACK_ID.fullmatch(named):
        return []
    is_there = is_active(work.people.get(named)) or not work.people.are_known()
    return [named] if is_there else []
