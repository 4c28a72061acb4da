"""Every query about calls: who is on the phone, who asks for help, what was noted, said and feared."""

from collections.abc import Collection, Iterator
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any, Unpack

from sqlalchemy import Row, bindparam, delete, func, select, update

from storage.base import FORGETS, OnEither, Repository
from storage.calls.records import Call, CallChanges, NewCall, Note, Segment, Sign
from storage.calls.tables import IS_LIVE, call_notes, call_signs, calls, help_signs, huddles, segments
from storage.types import UtcDateTime
from storage.vocabulary import call_number

_begin = OnEither(calls, lambda insert: insert.on_conflict_do_nothing().returning(calls.c.number))
# Held without its key: PostgreSQL looks at the key for whoever changes a whisper of the call, who may hold it already.
_get = select(calls).where(calls.c.number == bindparam("number"))
_get_locked = _get.with_for_update(key_share=True)
_get_free = _get.with_for_update(skip_locked=True, key_share=True)
_by_call_id = select(calls).where(calls.c.call_id == bindparam("call_id")).with_for_update(key_share=True)
_live_of = select(calls).where(IS_LIVE, calls.c.agent == bindparam("agent"))
_live_of_locked = _live_of.with_for_update(key_share=True)
_live = select(calls).where(IS_LIVE, calls.c.agent.is_not(None)).order_by(calls.c.agent)
"""In the order of the index of what is live: by number, SQLite would read every call there ever was."""
_change = update(calls).where(calls.c.number == bindparam("of_call"))
_last_sign = select(func.max(help_signs.c.position)).where(help_signs.c.number == bindparam("of_call"))
_take_sign = update(help_signs).where(help_signs.c.position == _last_sign.scalar_subquery())
_hear = segments.insert()
_heard = (
    select(segments.c.at, segments.c.speaker, segments.c.text)
    .where(
        segments.c.number == bindparam("number"),
        segments.c.at >= bindparam("since", type_=UtcDateTime),
        segments.c.at <= bindparam("until", type_=UtcDateTime),
    )
    .order_by(segments.c.at, segments.c.position)
)
_notes = (
    select(call_notes.c.at, call_notes.c.text)
    .where(call_notes.c.number == bindparam("number"))
    .order_by(call_notes.c.position)
)
_sign_columns = (call_signs.c.at, call_signs.c.kind, call_signs.c.phrase, call_signs.c.words)
_signs = select(*_sign_columns).where(call_signs.c.number == bindparam("number")).order_by(call_signs.c.position)


def _call(row: Row[Any]) -> Call:
    return Call(**row._mapping)


class Calls(Repository):
    """Calls, and what belongs to each."""

    __slots__ = ()

    def begin(self, new: NewCall) -> Call | None:
        """Keep a new call; None, and nothing kept, where its agent has a live one, or its `call_id` is known."""
        values = {field: getattr(new, field) for field in NewCall.__slots__}
        number = self.connection.execute(_begin.on(self.connection), values).scalar()
        return None if number is None else Call(number=number, **values)

    def get(self, key: str, *, lock: bool = False) -> Call | None:
        """Answer the call that buttons call `key`, or None; `lock` holds it until the commit."""
        number = call_number(key)
        if number is None:
            return None
        row = self.connection.execute(_get_locked if lock else _get, {"number": number}).first()
        return None if row is None else _call(row)

    def get_free(self, key: str) -> Call | None:
        """Answer, and hold until the commit, a call that nobody else holds; None rather than wait for anybody."""
        row = self.connection.execute(_get_free, {"number": call_number(key)}).first()
        return None if row is None else _call(row)

    def by_call_id(self, call_id: str) -> Call | None:
        """Answer, and hold until the commit, the call that the phone system calls `call_id`, or None."""
        row = self.connection.execute(_by_call_id, {"call_id": call_id}).first()
        return None if row is None else _call(row)

    def live_of(self, agent: str, *, lock: bool = False) -> Call | None:
        """Answer the call that `agent` is in, or None; `lock` holds it until the commit."""
        row = self.connection.execute(_live_of_locked if lock else _live_of, {"agent": agent}).first()
        return None if row is None else _call(row)

    def live(self) -> list[Call]:
        """Answer every call that is on, the longest first."""
        live = [_call(row) for row in self.connection.execute(_live)]
        return sorted(live, key=lambda call: call.number)

    def change(self, call: Call, **changes: Unpack[CallChanges]) -> Call:
        """Keep `changes`; answer the call as it is then."""
        self.connection.execute(_change, {"of_call": call.number, **changes})
        return replace(call, **changes)

    def every(self) -> Iterator[Call]:
        """Answer all calls by number, without holding them in memory."""
        for row in self.connection.execute(select(calls).order_by(calls.c.number)).yield_per(500):
            yield _call(row)

    # ---- what was noted, and feared

    def note(self, call: Call, note: Note) -> None:
        """Keep what the agent wrote down."""
        self.connection.execute(call_notes.insert(), {"number": call.number, **asdict(note)})

    def notes_of(self, call: Call) -> list[Note]:
        """Answer what the agent wrote down, oldest first."""
        return [Note(**row._mapping) for row in self.connection.execute(_notes, {"number": call.number})]

    def sign(self, call: Call, sign: Sign) -> None:
        """Keep a danger sign."""
        self.connection.execute(call_signs.insert(), {"number": call.number, **asdict(sign)})

    def signs_of(self, call: Call) -> list[Sign]:
        """Answer the danger signs of a call, oldest first."""
        return [Sign(**row._mapping) for row in self.connection.execute(_signs, {"number": call.number})]

    def signs_among(self, numbers: Collection[int]) -> dict[int, list[Sign]]:
        """Answer the danger signs of several calls, by the call's number."""
        query = select(call_signs.c.number, *_sign_columns).where(call_signs.c.number.in_(sorted(numbers)))
        found: dict[int, list[Sign]] = {}
        for number, *sign in self.connection.execute(query.order_by(call_signs.c.position)):
            found.setdefault(number, []).append(Sign(*sign))
        return found

    # ---- who asked for help, and had it

    def raise_sign(self, call: Call, now: datetime) -> None:
        """Keep that its agent asks for help."""
        self.connection.execute(help_signs.insert(), {"number": call.number, "asked_at": now})

    def take_sign(self, call: Call, by: str | None, now: datetime | None) -> None:
        """Keep who has taken the last sign of a call, and when; nobody any more where `by` is None."""
        values = {"of_call": call.number, "taken_by": by, "taken_at": now}
        self.connection.execute(_take_sign, values)

    # ---- what was said

    def hear(self, call: Call, segment: Segment) -> None:
        """Keep what was said, until `forget_words`."""
        self.connection.execute(_hear, {"number": call.number, **asdict(segment)})

    def heard(self, call: Call, since: datetime, until: datetime) -> list[Segment]:
        """Answer what was said between two moments, in the order it was said."""
        window = {"number": call.number, "since": since, "until": until}
        return [Segment(**row._mapping) for row in self.connection.execute(_heard, window)]

    def forget_words(self, call: Call) -> int:
        """Drop all that was said in a call, in its danger signs, too; answer how many segments that were."""
        self.connection.info[FORGETS] = True
        self.connection.execute(update(call_signs).where(call_signs.c.number == call.number).values(words=None))
        return self.connection.execute(delete(segments).where(segments.c.number == call.number)).rowcount

    def count_segments(self) -> int:
        """Count what is kept of all that was said."""
        return self.connection.execute(select(func.count()).select_from(segments)).scalar_one()

    # ---- who is in a huddle

    def join_huddle(self, user_id: str, until: datetime) -> None:
        """Keep that someone is in a huddle, at the longest until Slack says so."""
        insert = self.upsert(huddles).values(user_id=user_id, until=until)
        self.connection.execute(insert.on_conflict_do_update(index_elements=[huddles.c.user_id], set_={"until": until}))

    def leave_huddle(self, user_id: str) -> None:
        """Keep that someone is in no huddle."""
        self.connection.execute(delete(huddles).where(huddles.c.user_id == user_id))

    def in_huddle(self, now: datetime) -> frozenset[str]:
        """Answer who is in a huddle now."""
        return frozenset(self.connection.execute(select(huddles.c.user_id).where(huddles.c.until > now)).scalars())
