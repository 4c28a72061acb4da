"""How far each person has come in their tour, kept over a restart."""

from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

STEPS = 8
"""How many every tour has."""


@dataclass
class Progress:
    """One person's place: the step they look `at`, and the first that is not `reached` behind them.

    `since` is when that step began (unix seconds of the demo's clock), `ticked` whether the one before it was truly
    done. `notes` are what the steps left for one another.
    """

    has_begun: bool = False
    is_folded: bool = False
    at: int = 0
    reached: int = 0
    since: float = 0.0
    ticked: bool = False
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def is_looking_back(self) -> bool:
        """Whether they look at a step that is behind them."""
        return self.at < self.reached

    @property
    def is_walking(self) -> bool:
        """Whether a step is in hand: the tour has begun, is not over, and they do not look back."""
        return self.has_begun and not self.is_looking_back and not self.is_over

    @property
    def is_over(self) -> bool:
        """Whether they look at the end."""
        return self.at == STEPS

    def go_on(self, now: float, *, ticked: bool) -> None:
        """Come to the next step, or to the end, whether this one was done or skipped."""
        self.at = min(self.at + 1, STEPS)
        self.ticked = ticked
        if self.at > self.reached:
            self.reached, self.since = self.at, now

    def go_back(self) -> None:
        """Look at the step before."""
        self.at = max(0, self.at - 1)
        self.ticked = False

    def fold(self) -> None:
        """Put the card away."""
        self.is_folded = True

    def unfold(self) -> None:
        """Take the card up again."""
        self.is_folded = False


_KEPT = TypeAdapter(dict[str, Progress])


class Album:
    """Everyone's progress by user id, in one file; without a path it is forgotten."""

    def __init__(self, path: Path | None = None) -> None:
        """Take up what stands at `path`."""
        self._path = path
        self._everyone = _KEPT.validate_json(path.read_bytes()) if path and path.exists() else {}

    def of(self, user: str) -> Progress:
        """Answer how far someone has come."""
        return self._everyone.setdefault(user, Progress())

    def begin(self, user: str, now: float) -> None:
        """Start someone's tour, or start it again."""
        self._everyone[user] = Progress(has_begun=True, since=now)
        self.keep()

    def keep(self) -> None:
        """Write it down; the file is whole at every instant."""
        if self._path is None:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".new")
        fresh.write_bytes(_KEPT.dump_json(self._everyone))
        fresh.replace(self._path)
