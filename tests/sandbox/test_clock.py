"""The demo's movable clock."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sandbox.clock import MovableClock

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_a_moved_clock_tells_its_listeners_the_new_time() -> None:
    clock = MovableClock(lambda: NOON)
    heard: list[datetime] = []
    clock.on_move(heard.append)

    clock.move(timedelta(hours=1))

    assert clock() == NOON + timedelta(hours=1)
    assert heard == [clock()]


def test_a_moved_clock_is_remembered_over_a_restart(tmp_path: Path) -> None:
    kept = tmp_path / "var" / "demo-clock"
    MovableClock(lambda: NOON, kept).move(timedelta(days=1))

    assert MovableClock(lambda: NOON, kept)() == NOON + timedelta(days=1)


def test_a_clock_never_moves_back() -> None:
    with pytest.raises(ValueError, match="only moves ahead"):
        MovableClock(lambda: NOON).move(timedelta(seconds=-1))
