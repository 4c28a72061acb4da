"""Requests as the views get them, each test naming only what it is about."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.words import Words
from storage.accounts import Account
from storage.requests import Request, Step
from storage.vocabulary import (
    CustomerState,
    Ending,
    Locale,
    Outcome,
    RequestType,
    Status,
    Urgency,
    Verb,
    Waiting,
)
from workflows.escalation.views import RequestView, StepView

NOW = datetime(2026, 11, 20, 1, 42, tzinfo=UTC)
"""10:42 in Tokyo."""

JA = Words(Locale.JA, "Asia/Tokyo")
EN = Words(Locale.EN, "Europe/London")
NAMES = {"U_AOI": "青井", "U_MORI": "森", "U_LEE": "Lee"}
ACCOUNT = Account("A-001", "ひかり商事", kana="ひかりしょうじ", account_manager="U_MORI", plan="Pro")
FILED = Request(
    number=42,
    request_type=RequestType.ACTION,
    urgency=Urgency.HIGH,
    agent_urgency=Urgency.HIGH,
    status=Status.TODO,
    account_id="A-001",
    account_manager="U_MORI",
    channel="C_ESC",
    summary="請求書の再発行が三日止まっている",
    customer_words="今日中に届かないなら他社に切り替えます",
    details=None,
    conversation_url=None,
    files=(),
    filed_by="U_AOI",
    filed_at=NOW,
    changed_at=NOW,
)
CLAIMED: dict[str, Any] = {"status": Status.DOING, "owner": "U_MORI", "claimed_at": NOW}
ANSWERED: dict[str, Any] = {
    "request_type": RequestType.CONSULT,
    "status": Status.WAITING,
    "owner": "U_MORI",
    "answer": "返金できます",
    "answered_by": "U_MORI",
    "answered_at": NOW,
    "waiting_for": Waiting.ACCEPTANCE,
    "waiting_step": 2,
}
ASKED: dict[str, Any] = CLAIMED | {
    "status": Status.WAITING,
    "waiting_for": Waiting.REPLY,
    "waiting_step": 2,
    "question": "ご契約の ID を教えてください",
}
WAITING: dict[str, Any] = CLAIMED | {
    "status": Status.WAITING,
    "waiting_for": Waiting.UNTIL,
    "waiting_step": 2,
    "waiting_until": NOW + timedelta(days=3),
}
OFFERED: dict[str, Any] = CLAIMED | {"offered_to": "U_LEE", "offered_by": "U_MORI", "offered_step": 2}
PASSED: dict[str, Any] = {"account_manager": "U_LEE", "declined_by": ("U_MORI",)}
WITHDRAWN: dict[str, Any] = {
    "status": Status.DONE,
    "ending": Ending.WITHDRAWN,
    "finished_by": "U_AOI",
    "finished_at": NOW,
}
DECLINED: dict[str, Any] = {
    "status": Status.DONE,
    "ending": Ending.DECLINED,
    "declined_by": ("U_LEE",),
    "finished_by": "U_LEE",
    "finished_at": NOW,
}
RESOLVED: dict[str, Any] = {
    "status": Status.DONE,
    "owner": "U_MORI",
    "ending": Ending.RESOLVED,
    "finished_by": "U_MORI",
    "finished_at": NOW + timedelta(minutes=48),
    "outcome": Outcome.DONE,
    "customer_state": CustomerState.STAYING,
    "result": "本日 16 時までにメールでお届けいたします。",
}
ACCEPTED: dict[str, Any] = ANSWERED | {
    "status": Status.DONE,
    "ending": Ending.ANSWERED,
    "finished_by": "U_AOI",
    "finished_at": NOW,
}
READ: dict[str, Any] = {
    "request_type": RequestType.FYI,
    "status": Status.DONE,
    "ending": Ending.READ,
    "finished_by": "U_MORI",
    "finished_at": NOW,
}


def a_view(account: Account = ACCOUNT, unposted: str | None = None, **changes: Any) -> RequestView:  # noqa: ANN401
    """Answer `FILED` with `changes`, as the views get it."""
    return RequestView(replace(FILED, **changes), account, NAMES, unposted=unposted, leads=("U_LEE", "S_LEADS"))


def a_step(verb: Verb, words: str | None = None, by: str = "U_MORI", **given: Any) -> Step:  # noqa: ANN401
    """Answer the second step of a request, in which nothing but `given` is out of the ordinary."""
    usual: dict[str, Any] = {"ordinal": 2, "at": NOW, "from_status": Status.DOING, "to_status": Status.DOING}
    return Step(number=42, verb=verb, by=by, words=words, **(usual | given))


def told(view: RequestView, step: Step, *, is_open: bool = True) -> StepView:
    """Answer `step` as its message gets it, in the trail of `view`."""
    return StepView(replace(view, trail=(*view.trail, step)), step, is_open)


def with_trail(view: RequestView, *steps: Step) -> RequestView:
    """Answer `view` with these steps behind it."""
    return replace(view, trail=steps)


def buttons(blocks: list[dict[str, Any]]) -> list[str]:
    """Answer the action ids of all buttons, in the order in which they are seen."""
    held = [element for block in blocks for element in [*block.get("elements", []), block.get("accessory", {})]]
    return [element["action_id"] for element in held if element.get("type") == "button"]
