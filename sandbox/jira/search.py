"""Searching by JQL as `/search/jql` does: what the index has seen, page by page, each page after a token."""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from sandbox.jira.catalogue import CATEGORIES, STATUSES
from sandbox.jira.jql import Clause, Order, parse
from sandbox.jira.records import Category, Glimpse, Issue
from sandbox.jira.refusals import JiraRefusal
from sandbox.jira.site import Site

_AGO = re.compile(r"^-(\d+)([wdhm])$")
_UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes"}
_FORMS = ("%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y-%m-%d", "%Y/%m/%d")
_COMPARE: Mapping[str, Callable[[datetime, datetime], bool]] = {
    ">=": lambda one, other: one >= other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    "<": lambda one, other: one < other,
}
Hit = tuple[Issue, Glimpse]
Test = Callable[[Issue, Glimpse], bool]
Place = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of issues; `token` leads to the next, None after the last."""

    issues: list[Issue]
    token: str | None


@dataclass(frozen=True, slots=True)
class Search:
    """Searches for someone whose clock is in `zone` (IANA), in the projects that they may browse."""

    site: Site
    zone: str

    def page(self, jql: str, most: int, token: str | None = None, at_once: frozenset[str] = frozenset()) -> Found:
        """Up to `most` issues after `token`; the index has seen the issues `at_once` (ids) already."""
        query = parse(jql)
        tests = [self._test(clause) for clause in query.clauses]
        hits = [hit for hit in self._seen(at_once) if all(test(*hit) for test in tests)]
        placed = sorted((_place(hit, query.orders), hit[0].number) for hit in hits)
        after = _after(jql, token)
        rest = [one for one in placed if after is None or one[0] > after]
        issues = [self.site.issues[str(number)] for _, number in rest[:most]]
        return Found(issues, _token(jql, rest[most - 1][0]) if len(rest) > most else None)

    def _seen(self, at_once: frozenset[str]) -> Iterator[Hit]:
        for issue in self.site.issues.values():
            glimpse = self.site.seen(issue, at_once=issue.id in at_once)
            if glimpse and self.site.may("BROWSE_PROJECTS", issue.project_id):
                yield issue, glimpse

    def _test(self, clause: Clause) -> Test:
        if clause.field in {"updated", "created"}:
            return self._time_test(clause)
        wanted = {self._value(clause.field, value) for value in clause.values}
        negated = clause.operator in {"!=", "not in"}
        return lambda issue, glimpse: bool(wanted & _values(clause.field, issue, glimpse)) != negated

    def _value(self, field: str, value: str) -> object:
        """What a value means; JiraRefusal (400) where nothing is called so."""
        match field:
            case "project":
                return self._project(value)
            case "labels":
                return value
            case "status":
                return _status(value)
            case "statuscategory":
                return _category(value)
            case _:
                return self._issue(field, value)

    def _time_test(self, clause: Clause) -> Test:
        bound, compare = self._instant(clause.values[0], clause.field), _COMPARE[clause.operator]
        if clause.field == "created":
            return lambda issue, _: compare(issue.created, bound)
        return lambda _, glimpse: compare(glimpse.updated, bound)

    def _instant(self, value: str, field: str) -> datetime:
        """A point in time: so long ago, or a minute by the clock of whoever asks."""
        if ago := _AGO.match(value):
            return self.site.now() - timedelta(**{_UNITS[ago[2]]: int(ago[1])})
        for form in _FORMS:
            try:
                return datetime.strptime(value, form).replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)
            except ValueError:
                continue
        raise JiraRefusal(
            400,
            f"Date value '{value}' for field '{field}' is invalid. Valid formats include: 'yyyy/MM/dd HH:mm', "
            "'yyyy-MM-dd HH:mm', 'yyyy/MM/dd', 'yyyy-MM-dd', or a period format e.g. '-5d', '4w 2d'.",
        )

    def _project(self, value: str) -> str:
        try:
            project = self.site.project(value)
        except KeyError:
            project = None
        if project is None or not self.site.may("BROWSE_PROJECTS", project.id):
            kind = "A value with ID" if value.isdigit() else "The value"
            raise JiraRefusal(400, f"{kind} '{value}' does not exist for the field 'project'.")
        return project.id

    def _issue(self, field: str, value: str) -> str:
        try:
            return self.site.issue(value).id
        except KeyError:
            kind = "A value with ID" if value.isdigit() else "An issue with key"
            raise JiraRefusal(400, f"{kind} '{value}' does not exist for the field '{field}'.") from None


def _status(value: str) -> str:
    found = next((one.id for one in STATUSES.values() if value in {one.id, one.name}), None)
    if found is None:
        raise JiraRefusal(400, f"The value '{value}' does not exist for the field 'status'.")
    return found


def _category(value: str) -> Category:
    for key, (identity, name, _) in CATEGORIES.items():
        if value.lower() in {key, str(identity), name.lower()}:
            return key
    raise JiraRefusal(400, f"The value '{value}' does not exist for the field 'statusCategory'.")


def _values(field: str, issue: Issue, glimpse: Glimpse) -> set[object]:
    match field:
        case "project":
            return {glimpse.project_id}
        case "labels":
            return set(glimpse.labels)
        case "status":
            return {glimpse.status_id}
        case "statuscategory":
            return {STATUSES[glimpse.status_id].category}
        case _:
            return {issue.id}


def _place(hit: Hit, orders: tuple[Order, ...]) -> Place:
    """Where a hit stands; without an order the youngest issue comes first."""
    issue, glimpse = hit
    known = {"updated": _moment(glimpse.updated), "created": _moment(issue.created)}
    keys = [known.get(order.field, issue.number) * (-1 if order.descending else 1) for order in orders]
    return (*keys, issue.number if orders else -issue.number)


def _moment(at: datetime) -> int:
    return int(at.timestamp() * 1000)


def _token(jql: str, place: Place) -> str:
    return base64.urlsafe_b64encode(json.dumps([_mark(jql), *place]).encode()).decode()


def _after(jql: str, token: str | None) -> Place | None:
    if token is None:
        return None
    try:
        mark, *place = json.loads(base64.urlsafe_b64decode(token))
    except (ValueError, TypeError):
        mark, place = None, []
    if mark != _mark(jql):
        raise JiraRefusal(400, "Invalid nextPageToken: it belongs to another search, or to none.")
    return tuple(place)


def _mark(jql: str) -> str:
    return hashlib.sha256(jql.encode()).hexdigest()[:8]
