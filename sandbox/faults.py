"""Faults on demand, as every server of the sandbox has them: rules in force, and what a caller gets instead."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, Generic, Literal, TypeVar, get_args

from starlette.responses import Response

from sandbox.slack.answers import NoAnswer
from sandbox.slack.tasks import Tasks

Kind = Literal["delay", "ratelimited", "server_error", "refuse", "hang", "lost", "late"]
KINDS = get_args(Kind)
Run = Callable[[], Response]


@dataclass(slots=True)
class Rule:
    """What goes wrong, and how often.

    `kind`: `delay` answers after `seconds`; `ratelimited` answers 429 with `Retry-After: seconds`; `server_error`
    answers `status`, having taken effect only where `effect` is set; `refuse` says `error`; `hang` never answers;
    `lost` takes effect, then the connection is cut; `late` is cut at once and takes effect after `seconds`.
    `times` None means until it is cleared.
    """

    kind: Kind
    method: str = "*"
    times: int | None = 1
    seconds: float = 1.0
    status: int = 503
    error: str = ""
    effect: bool = False
    hits: int = 0

    @property
    def is_used_up(self) -> bool:
        """Whether it has struck as often as it was to."""
        return self.times is not None and self.hits >= self.times


R = TypeVar("R", bound=Rule)
N = TypeVar("N")


class Rules(Generic[R]):
    """The rules in force; the first that fits a call strikes."""

    def __init__(self, of: type[R]) -> None:
        """Begin in good health, with rules `of` one class."""
        self._of = of
        self.rules: list[R] = []

    def add(self, **rule: Any) -> R:  # noqa: ANN401 - checked against the rule's fields
        """Add a rule from its fields; ValueError where one is unknown."""
        unknown = rule.keys() - {field.name for field in fields(self._of)}
        if unknown or rule.get("kind") not in KINDS:
            message = f"kind must be one of {', '.join(KINDS)}; unknown fields: {sorted(unknown)}"
            raise ValueError(message)
        added = self._of(**rule)
        self.rules.append(added)
        return added

    def clear(self) -> None:
        """Make the server well again."""
        self.rules.clear()

    def first(self, fits: Callable[[R], bool]) -> R | None:
        """The rule that strikes, counted; None: the call goes through."""
        found = next((rule for rule in self.rules if not rule.is_used_up and fits(rule)), None)
        if found:
            found.hits += 1
        return found


class Striking(ABC, Generic[R, N]):
    """Carries a fault out: what the caller gets instead of its answer, and whether the call takes effect.

    Each server says some of it in its own words; the `note` given with a call records one that took no effect.
    """

    unanswered: N
    """What is noted of a call to which nothing is ever answered."""

    def __init__(self, tasks: Tasks) -> None:
        """Let `tasks` carry what takes effect later."""
        self._tasks = tasks

    async def carry_out(self, fault: R, run: Run, note: Callable[[N], None]) -> Response:
        """What `fault` makes of the answer that `run` gives."""
        match fault.kind:
            case "ratelimited" | "refuse":
                return self.refusal(fault, note)
            case "server_error" if not fault.effect:
                return self.refusal(fault, note)
            case "server_error" | "lost":
                run()
            case "hang":
                note(self.unanswered)
            case "late":
                self._tasks.start(self._after(fault.seconds, run))
            case _:
                return await self._after(fault.seconds, run)
        return self.failure(fault) if fault.kind == "server_error" else NoAnswer(cut=fault.kind != "hang")

    @abstractmethod
    def refusal(self, fault: R, note: Callable[[N], None]) -> Response:
        """What is answered, and noted, where the call took no effect."""

    @abstractmethod
    def failure(self, fault: R) -> Response:
        """What is answered where the server itself has failed."""

    async def _after(self, seconds: float, run: Run) -> Response:
        await asyncio.sleep(seconds)
        return run()
