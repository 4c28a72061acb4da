"""The demo's clock: the machine's, moved ahead at will."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

FARTHEST = timedelta(days=3660)
"""How far a demo may be ahead: whoever goes on for ten years has seen it all."""


def machine_now() -> datetime:
    """Answer the machine's time, aware, in UTC."""
    return datetime.now(UTC)


class MovableClock:
    """Calling it answers the demo's aware time in UTC; it runs as the machine's does, and only ever moves ahead."""

    def __init__(self, machine: Callable[[], datetime] = machine_now, kept: Path | None = None) -> None:
        """Start as far ahead of `machine` as the file `kept` remembers; without a file nothing is remembered."""
        self._machine = machine
        self._kept = kept
        self._listeners: list[Callable[[datetime], None]] = []
        remembered = kept.read_text() if kept and kept.exists() else "0"
        self._ahead = timedelta(seconds=float(remembered))

    def __call__(self) -> datetime:
        """Answer what time it is in the demo."""
        return self._machine() + self._ahead

    @property
    def ahead(self) -> timedelta:
        """How far the demo is ahead of the machine."""
        return self._ahead

    def move(self, by: timedelta) -> None:
        """Move ahead and tell every listener the new time.

        Raises ValueError for a move back, which no database forgives, and for one beyond ten years.
        """
        if not timedelta() <= by <= FARTHEST - self._ahead:
            raise ValueError("the demo's clock only moves ahead, and by ten years at most")
        self._ahead += by
        if self._kept:
            self._kept.parent.mkdir(parents=True, exist_ok=True)
            self._kept.write_text(str(self._ahead.total_seconds()))
        for listener in self._listeners:
            listener(self())

    def on_move(self, listener: Callable[[datetime], None]) -> None:
        """Call `listener` with the new time whenever the clock was moved."""
        self._listeners.append(listener)
