"""Every query about whispers: who was told what, what came of it, and what is to happen by itself."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Unpack

from sqlalchemy import Row, bindparam, func, select, update

from storage.base import Repository
from storage.calls.records import Call, NewWhisper, Whisper, WhisperChanges
from storage.calls.tables import calls, whispers
from storage.types import UtcDateTime, clean
from storage.vocabulary import BATON, whisper_number

_send = whispers.insert().returning(whispers.c.number)
_get = select(whispers).where(whispers.c.number == bindparam("number"))
_get_locked = _get.with_for_update()
_with_call = select(whispers, calls).join(calls, calls.c.number == whispers.c.call)
_with_call = _with_call.where(whispers.c.number == bindparam("number"))
_FIELDS = tuple(column.name for column in whispers.columns)
_OF_CALL = tuple(column.name for column in calls.columns)
_change = update(whispers).where(whispers.c.number == bindparam("of_whisper"))
_of_call = select(whispers).where(whispers.c.call == bindparam("call")).order_by(whispers.c.number)
_showing = _of_call.where(whispers.c.folded_at.is_(None)).with_for_update()
_due = (
    select(whispers)
    .where(whispers.c.due_at.is_not(None), whispers.c.due_at <= bindparam("now", type_=UtcDateTime))
    .order_by(whispers.c.due_at)
)
_advice = select(func.count(), func.max(whispers.c.sent_at)).where(
    whispers.c.call == bindparam("call"), whispers.c.by == BATON
)


def _whisper(row: Row[Any]) -> Whisper:
    return Whisper(**row._mapping)


@dataclass(frozen=True, slots=True)
class Whispers(Repository):
    """What was whispered, and what came of it. What a unit of work has sent, it need not ask for."""

    _sent: dict[int, tuple[Whisper, Call]] = field(default_factory=dict)

    def send(self, new: NewWhisper, call: Call) -> Whisper:
        """Keep a new whisper in `call`."""
        new = replace(new, advice=clean(new.advice), link=None if new.link is None else clean(new.link))
        values = {field: getattr(new, field) for field in NewWhisper.__slots__}
        sent = Whisper(number=self.connection.execute(_send, values).scalar_one(), **values)
        self._sent[sent.number] = (sent, call)
        return sent

    def get(self, key: str, *, lock: bool = False) -> Whisper | None:
        """Answer the whisper that buttons call `key`, or None; `lock` holds it until the commit."""
        number = whisper_number(key)
        if number is None:
            return None
        row = self.connection.execute(_get_locked if lock else _get, {"number": number}).first()
        return None if row is None else _whisper(row)

    def with_call(self, key: str) -> tuple[Whisper, Call] | None:
        """Answer the whisper that buttons call `key` and the call that it belongs to, or None."""
        number = whisper_number(key)
        if number in self._sent:
            return self._sent[number]
        row = self.connection.execute(_with_call, {"number": number}).first()
        if row is None:
            return None
        values = tuple(row)
        return Whisper(**dict(zip(_FIELDS, values, strict=False))), Call(
            **dict(zip(_OF_CALL, values[len(_FIELDS) :], strict=True))
        )

    def change(self, whisper: Whisper, **changes: Unpack[WhisperChanges]) -> Whisper:
        """Keep `changes`; answer the whisper as it is then."""
        self.connection.execute(_change, {"of_whisper": whisper.number, **changes})
        self._sent.pop(whisper.number, None)
        return replace(whisper, **changes)

    def of_call(self, call: Call) -> list[Whisper]:
        """Answer everything whispered in a call, oldest first."""
        return [_whisper(row) for row in self.connection.execute(_of_call, {"call": call.number})]

    def showing_in(self, call: Call) -> list[Whisper]:
        """Answer, and hold until the commit, what is not folded yet in a call."""
        return [_whisper(row) for row in self.connection.execute(_showing, {"call": call.number})]

    def advice_in(self, call: Call) -> tuple[int, datetime | None]:
        """Answer how many entries of the phrase book have been shown in a call, and when the last one was."""
        count, latest = self.connection.execute(_advice, {"call": call.number}).one()
        return count, latest

    def is_any_due(self, now: datetime) -> bool:
        """Say whether something is to happen to a whisper by itself."""
        return self.connection.execute(_due.limit(1), {"now": now}).first() is not None

    def hold_due(self, now: datetime, limit: int) -> list[Whisper]:
        """Answer, and hold until the commit, whispers to which something is to happen; no other replica has them."""
        query = _due.limit(limit).with_for_update(skip_locked=True)
        return [_whisper(row) for row in self.connection.execute(query, {"now": now})]
