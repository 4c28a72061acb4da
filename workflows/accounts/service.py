"""Keep the list of customers: a whole file of them, all or nothing, or one that a lead edits in Slack."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from storage.accounts import Account, unlisted_id
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import NEW_CUSTOMER, Locale
from workflows.accounts.reading import check_may_keep
from workflows.accounts.sheet import COLUMNS, id_of, read
from workflows.people.policy import Roles
from workflows.people.reading import is_active, may_be_asked
from workflows.refusals import InvalidForm, Misfit
from workflows.sheets import Finding, Mistake, Row

__all__ = ["Account", "Import", "edit", "import_accounts"]

_SLACK_ID = re.compile(r"[UW][A-Z0-9_]+")
_PEOPLE = ("account_manager", "cover")


@dataclass(frozen=True, slots=True)
class Import:
    """What an accounts file changes, or the `findings` for which it changes nothing; `remarks` keep nothing out."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    findings: tuple[Finding, ...] = ()
    remarks: tuple[Finding, ...] = ()


@dataclass(slots=True)
class _Resolved:
    """A row whose people are Slack ids, what kept one of them from being found, and who is gone already."""

    values: dict[str, str | None]
    findings: list[Finding] = field(default_factory=list)
    remarks: list[Finding] = field(default_factory=list)


def edit(work: UnitOfWork, by: str, account: Account, roles: Roles) -> Account:
    """Keep an account as `by` wants it; one whose id is `new:` alone is added to the list.

    Requests that wait for the former account manager stay theirs: only new ones go to the new one. Raises
    DeskRefused, and InvalidForm for people who have left and for an account that is gone, or there already.
    """
    check_may_keep(work, by, roles)
    misfits = _misfits(work, account)
    if misfits:
        raise InvalidForm(misfits)
    is_new = account.account_id == NEW_CUSTOMER
    kept = replace(account, account_id=unlisted_id(account.name)) if is_new else account
    work.accounts.save([kept])
    return kept


def _misfits(work: UnitOfWork, account: Account) -> dict[str, Misfit]:
    found: dict[str, Misfit] = {}
    if account.account_id == NEW_CUSTOMER:
        if work.accounts.named(account.name):
            found["name"] = Misfit.ALREADY_LISTED
    elif work.accounts.get(account.account_id) is None:
        found["name"] = Misfit.NO_SUCH_ACCOUNT
    for column in _PEOPLE:
        person = getattr(account, column)
        if person is not None and not may_be_asked(work, person):
            found[column] = Misfit.NO_SUCH_PERSON
    if account.cover is not None and account.cover == account.account_manager:
        found.setdefault("cover", Misfit.ALREADY_THEIRS)
    return found


def import_accounts(work: UnitOfWork, raw: bytes, *, dry_run: bool) -> Import:
    """Keep the accounts in the file `raw`; with `dry_run`, or with any mistake in it, keep none of them.

    A column that the file does not have leaves what is known as it is; an empty field empties it. Someone who has left
    may stand where they stood: that is remarked, for else no export could be read in again.
    """
    sheet = read(raw)
    known = work.accounts.among({id_of(row) for row in sheet.rows})
    resolved = [_resolve(work, row, known.get(id_of(row))) for row in sheet.rows]
    findings = sorted(chain(sheet.findings, *(each.findings for each in resolved)), key=lambda finding: finding.line)
    if findings:
        return Import(findings=tuple(findings))
    rows = zip(sheet.rows, resolved, strict=True)
    accounts = [_account(known.get(id_of(row)), row, found.values) for row, found in rows]
    changed = [account for account in accounts if account != known.get(account.account_id)]
    if not dry_run:
        work.accounts.save(changed)
    added = sum(account.account_id not in known for account in accounts)
    remarks = tuple(chain.from_iterable(each.remarks for each in resolved))
    return Import(added, len(changed) - added, len(accounts) - len(changed), remarks=remarks)


def _account(known: Account | None, row: Row, values: dict[str, str | None]) -> Account:
    before = {} if known is None else {name: getattr(known, name) for name in COLUMNS}
    merged = before | {name: values.get(name) for name in row.columns}
    locale = merged.get("locale")
    return Account(**(merged | {"locale": Locale(locale) if locale else None}))


def _resolve(work: UnitOfWork, row: Row, known: Account | None) -> _Resolved:
    """Turn the people of a row into Slack ids."""
    found = _Resolved(dict(row.values))
    for column in _PEOPLE:
        named = row.values.get(column)
        if named is None:
            continue
        people = list(_people(work, named))
        if len(people) == 1:
            found.values[column] = people[0]
            continue
        stood_there = known is not None and getattr(known, column) == named
        mistake = _mistake(work, named, people)
        (found.remarks if stood_there else found.findings).append(Finding(row.line, mistake, column, named))
    return found


def _mistake(work: UnitOfWork, named: str, people: Sequence[str]) -> Mistake:
    """Say why `named` means nobody, or more than one."""
    if people:
        return Mistake.AMBIGUOUS_PERSON
    person = work.people.get(named)
    return Mistake.PERSON_LEFT if person is not None and person.deactivated else Mistake.NO_SUCH_PERSON


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
