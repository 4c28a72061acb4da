"""When a huddle is over at the latest, whatever Slack says of it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.listeners.huddle import LONGEST, busy_until

NOW = datetime(2026, 11, 20, 1, 42, tzinfo=UTC)
SOON = NOW + timedelta(minutes=15)
HUDDLING: dict[str, Any] = {"huddle_state": "in_a_huddle"}


@pytest.mark.parametrize(
    ("profile", "until"),
    [
        ({}, None),
        ({"huddle_state": "default_unset", "huddle_state_expiration_ts": 0}, None),
        ({"huddle_state": None}, None),
        (HUDDLING, NOW + LONGEST),
        (HUDDLING | {"huddle_state_expiration_ts": 0}, NOW + LONGEST),
        (HUDDLING | {"huddle_state_expiration_ts": int(SOON.timestamp())}, SOON),
        (HUDDLING | {"huddle_state_expiration_ts": int(NOW.timestamp()) - 1}, NOW + LONGEST),
        (HUDDLING | {"huddle_state_expiration_ts": 10**30}, NOW + LONGEST),
        (HUDDLING | {"huddle_state_expiration_ts": "soon"}, NOW + LONGEST),
    ],
)
def test_a_huddle_counts_until_slack_says_but_never_for_ever(profile: dict[str, Any], until: datetime | None) -> None:
    assert busy_until(profile, NOW) == until
