"""Every query about requests; nothing changes here without a step in the trail."""

from collections.abc import Collection, Iterator
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, Unpack

from sqlalchemy import ColumnElement, Row, bindparam, case, func, select

from storage.base import Repository
from storage.requests.records import Changes, FileLink, NewRequest, Request, Step
from storage.requests.tables import is_finished, is_unfinished, requests, trail, waits_for_filer
from storage.types import is_among
from storage.vocabulary import RequestType, Status, Urgency, Verb, request_number


def _request(row: Row[Any]) -> Request:
    values = dict(row._mapping)
    values["files"] = tuple(FileLink(**link) for link in values["files"])
    values["declined_by"] = tuple(values["declined_by"])
    return Request(**values)


def _stored(values: dict[str, Any]) -> dict[str, Any]:
    """Turn links into what JSON can hold."""
    return values | {"files": [asdict(link) for link in values["files"]]} if "files" in values else values


_file = requests.insert().returning(requests.c.number)
_get = select(requests).where(requests.c.number == bindparam("number"))
_get_locked = _get.with_for_update()
_change = requests.update().where(requests.c.number == bindparam("request"))
_append = trail.insert()
_steps = select(*(column for column in trail.columns if column.name != "position")).order_by(trail.c.position)

_heat = case({each: each.rank for each in Urgency}, value=requests.c.urgency)


_is_in_work = is_unfinished & (requests.c.request_type != RequestType.FYI)
_newest_first = func.row_number().over(partition_by=requests.c.account_id, order_by=requests.c.number.desc())
_in_work_among = (
    select(requests.c.number, _newest_first.label("place"))
    .where(is_among(requests.c.account_id, "account_ids"), _is_in_work)
    .subquery()
)
_latest_among = (
    select(requests)
    .join(_in_work_among, _in_work_among.c.number == requests.c.number)
    .where(_in_work_among.c.place <= bindparam("each"))
    .order_by(requests.c.number.desc())
)
_added_to = (
    select(trail.c.number)
    .distinct()
    .where(is_among(trail.c.number, "numbers"), trail.c.by == bindparam("person"), trail.c.verb == Verb.ADD)
)
_words_of_offers = (
    select(trail.c.number, trail.c.words)
    .join(requests, (requests.c.number == trail.c.number) & (requests.c.offered_step == trail.c.ordinal))
    .where(is_among(requests.c.number, "numbers"), trail.c.words.is_not(None))
)


def _in_work(account_id: str) -> ColumnElement[bool]:
    return (requests.c.account_id == account_id) & _is_in_work


class Requests(Repository):
    """What customers need, and how far each has come."""

    __slots__ = ()

    def file(self, new: NewRequest, now: datetime) -> Request:
        """Keep a new request and the first step of its trail."""
        start = {"status": Status.TODO, "filed_at": now, "changed_at": now, "agent_urgency": new.urgency}
        values = {field: getattr(new, field) for field in NewRequest.__slots__} | start
        number: int = self.connection.execute(_file, _stored(values)).scalar_one()
        request = Request(number=number, **values)
        self._append(request, Verb.FILE, new.filed_by, None, new.summary)
        return request

    def get(self, key: str, *, lock: bool = False) -> Request | None:
        """Answer the request called `key`, or None; `lock` holds it against other replicas until the commit."""
        number = request_number(key)
        if number is None:
            return None
        row = self.connection.execute(_get_locked if lock else _get, {"number": number}).first()
        return None if row is None else _request(row)

    def change(
        self,
        request: Request,
        verb: Verb,
        by: str,
        now: datetime,
        *,
        words: str | None = None,
        about: str | None = None,
        **changes: Unpack[Changes],
    ) -> Request:
        """Keep `changes` to `request` together with the step that made them; answer the request as it is then."""
        steps = request.steps + 1
        changed = replace(request, changed_at=now, steps=steps, **changes)
        stored = _stored(dict(changes))
        self.connection.execute(_change, {"request": request.number, **stored, "changed_at": now, "steps": steps})
        self._append(changed, verb, by, request.status, words, about)
        return changed

    def _append(
        self, changed: Request, verb: Verb, by: str, before: Status | None, words: str | None, about: str | None = None
    ) -> None:
        step = {"number": changed.number, "ordinal": changed.steps, "at": changed.changed_at, "by": by, "verb": verb}
        said = {"from_status": before, "to_status": changed.status, "words": words, "about": about}
        stands = {"request_type": changed.request_type, "urgency": changed.urgency, "owner": changed.owner}
        self.connection.execute(_append, step | said | stands)

    def trail_of(self, key: str) -> list[Step]:
        """Answer every step of one request, oldest first."""
        steps = self.connection.execute(_steps.where(trail.c.number == request_number(key)))
        return [Step(**row._mapping) for row in steps]

    def every_step(self) -> Iterator[Step]:
        """Answer the whole trail, oldest first, without holding it in memory."""
        for row in self.connection.execute(_steps).yield_per(500):
            yield Step(**row._mapping)

    def every(self) -> Iterator[Request]:
        """Answer all requests by number, without holding them in memory."""
        for row in self.connection.execute(select(requests).order_by(requests.c.number)).yield_per(500):
            yield _request(row)

    def in_work_of(self, account_id: str) -> int:
        """Count the unfinished requests of one customer; `fyi` asks for no work."""
        query = select(func.count()).select_from(requests).where(_in_work(account_id))
        return self.connection.execute(query).scalar_one()

    def in_work_for(self, account_id: str, limit: int) -> list[Request]:
        """Answer the unfinished requests of one customer but for `fyi`, latest first."""
        query = select(requests).where(_in_work(account_id)).order_by(requests.c.number.desc()).limit(limit)
        return [_request(row) for row in self.connection.execute(query)]

    def latest_in_work(self, account_ids: Collection[str], each: int) -> list[Request]:
        """Answer the unfinished requests of several customers but for `fyi`, latest first, at most `each` of one."""
        wanted = {"account_ids": account_ids, "each": each}
        return [_request(row) for row in self.connection.execute(_latest_among, wanted)]

    def waiting_for(self, person: str) -> list[Request]:
        """Answer what waits for `person`: asked or offered of them, or answered or asked back and theirs to settle."""
        asked = (requests.c.account_manager == person) & requests.c.owner.is_(None) & (requests.c.status == Status.TODO)
        settling = (requests.c.filed_by == person) & waits_for_filer
        # Each side says so for itself: only then does SQLite look among the unfinished alone.
        return self._all(
            (is_unfinished & asked) | (is_unfinished & settling) | (is_unfinished & (requests.c.offered_to == person))
        )

    def resting_on(self, person: str) -> list[Request]:
        """Answer the unfinished requests that `person` owns, was asked for or offered, or is to settle as filer."""
        return self._all(
            (is_unfinished & (requests.c.account_manager == person))
            | (is_unfinished & (requests.c.owner == person))
            | (is_unfinished & (requests.c.offered_to == person))
            | (is_unfinished & (requests.c.filed_by == person) & waits_for_filer)
        )

    def relied_on(self) -> frozenset[str]:
        """Answer everyone whom an unfinished request asks, belongs to, is offered to, or waits for."""
        filer = case((waits_for_filer, requests.c.filed_by))
        columns = (requests.c.account_manager, requests.c.owner, requests.c.offered_to, filer)
        rows = self.connection.execute(select(*columns).where(is_unfinished).distinct())
        return frozenset(person for row in rows for person in row if person is not None)

    def unowned(self, limit: int) -> list[Request]:
        """Answer what nobody has taken up, the most heated first, then the oldest; `fyi` asks for no owner."""
        is_free = requests.c.owner.is_(None) & (requests.c.request_type != RequestType.FYI)
        query = select(requests).where(is_unfinished, is_free).order_by(_heat.desc(), requests.c.number).limit(limit)
        return [_request(row) for row in self.connection.execute(query)]

    def finished_of(self, person: str, limit: int) -> list[Request]:
        """Answer what `person` owned to its end, the latest first."""
        query = select(requests).where(is_finished, requests.c.owner == person)
        latest = query.order_by(requests.c.finished_at.desc()).limit(limit)
        return [_request(row) for row in self.connection.execute(latest)]

    def owned_by(self, person: str) -> list[Request]:
        """Answer the unfinished requests that `person` owns."""
        return self._all(is_unfinished & (requests.c.owner == person))

    def followers(self, key: str) -> frozenset[str]:
        """Answer who beside the filer has added to a request."""
        query = select(trail.c.by).distinct().where(trail.c.number == request_number(key), trail.c.verb == Verb.ADD)
        return frozenset(self.connection.execute(query).scalars())

    def added_to(self, person: str, numbers: Collection[int]) -> frozenset[int]:
        """Answer to which of these requests `person` has added."""
        wanted = {"person": person, "numbers": numbers}
        return frozenset(self.connection.execute(_added_to, wanted).scalars())

    def words_of_offers(self, numbers: Collection[int]) -> dict[int, str]:
        """Answer what was written beside the offers of these requests, as far as anything was."""
        found = self.connection.execute(_words_of_offers, {"numbers": numbers}) if numbers else ()
        return {row.number: row.words for row in found}

    def _all(self, where: ColumnElement[bool]) -> list[Request]:
        query = select(requests).where(where).order_by(requests.c.number)
        return [_request(row) for row in self.connection.execute(query)]

    def latest(self, limit: int) -> list[Request]:
        """Answer what was filed last by anyone, unfinished and finished alike, newest first."""
        query = select(requests).order_by(requests.c.number.desc()).limit(limit)
        return [_request(row) for row in self.connection.execute(query)]

    def filed_by(self, person: str, limit: int) -> list[Request]:
        """Answer what `person` filed last, newest first."""
        query = select(requests).where(requests.c.filed_by == person).order_by(requests.c.number.desc()).limit(limit)
        return [_request(row) for row in self.connection.execute(query)]
