"""What was in work at any past moment, told from the trail alone: no column of a request is asked."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from storage.requests import StateThen
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import RequestType, Status, Urgency


@dataclass(frozen=True, slots=True)
class Replay:
    """What there was at `as_of`; `fyi` is left out of all of it.

    `in_work` is sorted by urgency, then age. The counts are of what is in work, `done` of what was finished by then;
    `owners` are user ids, None for what nobody had taken up; `names` the plain names of those whom the mirror knows.
    """

    as_of: datetime
    in_work: tuple[StateThen, ...]
    done: int
    names: Mapping[str, str]

    @property
    def urgencies(self) -> dict[Urgency, int]:
        """Count what is in work by urgency, most heated first, zeros too."""
        found = Counter(state.urgency for state in self.in_work)
        return {urgency: found[urgency] for urgency in reversed(Urgency)}

    @property
    def statuses(self) -> dict[Status, int]:
        """Count everything by status, zeros too."""
        found = Counter(state.status for state in self.in_work)
        return {status: found[status] for status in Status} | {Status.DONE: self.done}

    @property
    def request_types(self) -> dict[RequestType, int]:
        """Count what is in work by what is asked for, zeros too."""
        found = Counter(state.request_type for state in self.in_work)
        return {each: found[each] for each in RequestType if each is not RequestType.FYI}

    @property
    def owners(self) -> dict[str | None, int]:
        """Count what is in work by owner: first what nobody had taken up, then whoever had most."""
        found = Counter(state.owner for state in self.in_work)
        return dict(sorted(found.items(), key=lambda each: (each[0] is not None, -each[1], each[0] or "")))


def as_of(work: UnitOfWork, moment: datetime) -> Replay:
    """Answer what was in work at `moment`: each request as it was after its last step by then."""
    in_work: list[StateThen] = []
    done = 0
    for state in work.request_summaries.states_at(moment):
        if state.request_type is RequestType.FYI:
            continue
        if state.status is Status.DONE:
            done += 1
        else:
            in_work.append(state)
    in_work.sort(key=lambda state: (-state.urgency.rank, state.number))
    known = work.people.among({state.owner for state in in_work if state.owner is not None})
    return Replay(moment, tuple(in_work), done, {user_id: person.name for user_id, person in known.items()})
