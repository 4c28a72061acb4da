"""Who is busy in a huddle: a sign and nothing more, for nobody can hear it, and no call begins by it."""

from datetime import datetime

from storage.unit_of_work import UnitOfWork


def keep(work: UnitOfWork, user_id: str, until: datetime | None) -> None:
    """Keep that someone is in a huddle, at the longest `until` then; None where they are in none."""
    if until is None:
        work.calls.leave_huddle(user_id)
    else:
        work.calls.join_huddle(user_id, until)
