"""Calls as the views get them, each test naming only what it is about."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from storage.accounts import Account
from storage.calls import Call
from tests.views.examples import ACCOUNT, NAMES, NOW
from workflows.whisper.views import CallView

STARTED = Call(
    call_id=None,
    agent="U_AOI",
    account_id="A-001",
    customer=None,
    channel="C_CALLS",
    started_at=NOW,
    last_sign_at=NOW,
    number=12,
)
ASKING: dict[str, Any] = {"help_asked_at": NOW + timedelta(minutes=2), "helps": 1}
HELD: dict[str, Any] = ASKING | {"help_by": "U_LEE", "help_taken_at": NOW + timedelta(minutes=3)}


def a_call(account: Account | None = ACCOUNT, **changes: Any) -> CallView:  # noqa: ANN401  any field of a call
    """Answer `STARTED` with `changes`, as the views get it."""
    return CallView(replace(STARTED, **changes), account, NAMES)
