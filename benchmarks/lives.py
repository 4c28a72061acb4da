"""Requests as a team leaves them behind: each with the steps that brought it where it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from benchmarks import team
from storage.vocabulary import (
    CustomerState,
    Ending,
    Outcome,
    RequestType,
    Status,
    Urgency,
    Verb,
    Waiting,
)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Turn:
    """One step of a course: its verb, where the request stands then, and after how many hours from its filing."""

    verb: Verb
    to_status: Status
    hours: float = 0.0


@dataclass(frozen=True, slots=True)
class Course:
    """What becomes of a request of one type, step by step; `ending` is how it ended, None while it is in work."""

    request_type: RequestType
    turns: tuple[Turn, ...]
    ending: Ending | None = None


FILED: Final = Turn(Verb.FILE, Status.TODO)
CLAIMED: Final = Turn(Verb.CLAIM, Status.DOING, 0.5)
HEATED: Final = Turn(Verb.URGENCY, Status.DOING, 1.0)
LAID_BY: Final = Turn(Verb.WAIT, Status.WAITING, 2.0)
RESUMED: Final = Turn(Verb.RESUME, Status.DOING, 20.0)

FINISHED: Final = (
    Course(RequestType.ACTION, (FILED, CLAIMED, Turn(Verb.RESOLVE, Status.DONE, 5.0)), Ending.RESOLVED),
    Course(
        RequestType.ACTION,
        (FILED, CLAIMED, HEATED, LAID_BY, RESUMED, Turn(Verb.RESOLVE, Status.DONE, 22.0)),
        Ending.RESOLVED,
    ),
    Course(
        RequestType.CONSULT,
        (FILED, Turn(Verb.ANSWER, Status.WAITING, 1.5), Turn(Verb.ACCEPT_ANSWER, Status.DONE, 3.0)),
        Ending.ANSWERED,
    ),
    Course(RequestType.FYI, (FILED, Turn(Verb.READ, Status.DONE, 2.0)), Ending.READ),
)
IN_WORK: Final = (
    Course(RequestType.ACTION, (FILED,)),
    Course(RequestType.ACTION, (FILED, CLAIMED)),
    Course(RequestType.CONSULT, (FILED, CLAIMED, HEATED)),
    Course(RequestType.ACTION, (FILED, CLAIMED, LAID_BY)),
    Course(RequestType.ACTION, (FILED, CLAIMED, LAID_BY, RESUMED)),
)
LASTS: Final = timedelta(hours=22)
"""The longest that any of these is in work."""


@dataclass(frozen=True, slots=True)
class Life:
    """The request called `number`, filed at a moment; all else follows from its number."""

    number: int
    filed_at: datetime
    course: Course

    def row(self) -> Row:
        """Answer its row as it stands after its last step."""
        return {
            "number": self.number,
            "request_type": self.course.request_type,
            "urgency": self._urgency(self._last),
            "status": self.course.turns[self._last].to_status,
            "steps": len(self.course.turns),
            **self._filing(),
            **self._work(),
            **self._end(),
        }

    def trail(self) -> Iterator[Row]:
        """Answer its steps."""
        for place, turn in enumerate(self.course.turns):
            yield {
                "number": self.number,
                "ordinal": place + 1,
                "at": self._at(place),
                "by": self._filer if turn is FILED else self._asked,
                "verb": turn.verb,
                "from_status": None if turn is FILED else self.course.turns[place - 1].to_status,
                "to_status": turn.to_status,
                "words": "ログインできない" if turn is FILED else None,
                "about": self._urgency(place).value if turn is HEATED else None,
                "request_type": self.course.request_type,
                "urgency": self._urgency(place),
                "owner": self._owner(place),
            }

    def _filing(self) -> Row:
        account = self.number % len(team.ACCOUNTS)
        return {
            "account_id": team.ACCOUNTS[account],
            "account_manager": self._asked,
            "channel": team.CHANNELS[account % len(team.CHANNELS)],
            "summary": f"請求書の宛名が古いまま届く、とのご連絡 {self.number % 997}",
            "customer_words": "先月も同じことをお伝えしました。" * 4,
            "details": "Invoices still go to the old address. " * 3,
            "files": [],
            "declined_by": [],
            "filed_by": self._filer,
            "filed_at": self.filed_at,
            "changed_at": self._at(self._last),
            "agent_urgency": self._urgency(0),
        }

    def _work(self) -> Row:
        waits = self.course.turns[self._last].to_status is Status.WAITING
        owned = self._owner(self._last) is not None
        return {
            "owner": self._owner(self._last),
            "claimed_at": self._at(1) if owned else None,
            "next_contact_at": self.filed_at + timedelta(days=2) if self.number % 7 == 0 else None,
            "waiting_for": Waiting.UNTIL if waits else None,
            "waiting_until": self._at(self._last) + timedelta(days=3) if waits else None,
            "waiting_step": len(self.course.turns) if waits else None,
        }

    def _end(self) -> Row:
        is_over, is_resolved = self.course.ending is not None, self.course.ending is Ending.RESOLVED
        return {
            "ending": self.course.ending,
            "finished_by": self._asked if is_over else None,
            "finished_at": self._at(self._last) if is_over else None,
            "outcome": Outcome.DONE if is_resolved else None,
            "customer_state": CustomerState.SATISFIED if is_resolved else None,
            "result": "新しい宛名で再発行し、お詫びのお電話を差し上げました。" if is_resolved else None,
        }

    @property
    def _last(self) -> int:
        return len(self.course.turns) - 1

    @property
    def _filer(self) -> str:
        return team.AGENTS[self.number % len(team.AGENTS)]

    @property
    def _asked(self) -> str:
        return team.MANAGERS[self.number % len(team.ACCOUNTS) % len(team.MANAGERS)]

    def _at(self, place: int) -> datetime:
        return self.filed_at + timedelta(hours=self.course.turns[place].hours)

    def _owner(self, place: int) -> str | None:
        """Answer who has it after a step: whoever took one other than filing or reading it."""
        is_taken = place > 0 and self.course.request_type is not RequestType.FYI
        return self._asked if is_taken else None

    def _urgency(self, place: int) -> Urgency:
        """Answer how heated it is after a step: the one step about that makes it `critical`."""
        if HEATED in self.course.turns[: place + 1]:
            return Urgency.CRITICAL
        return (Urgency.LOW, Urgency.MEDIUM, Urgency.HIGH)[self.number % 3]
