"""The machine's clock, for tests of what keeps machine time."""

from datetime import UTC, datetime


def machine_clock() -> datetime:
    """Answer the present instant."""
    return datetime.now(UTC)
