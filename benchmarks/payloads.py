"""What Slack would send, signed and ready to go: bytes, so that whoever sends them does nothing else."""

import hashlib
import hmac
import json
from typing import Any, Final
from urllib.parse import urlencode

from benchmarks import team
from bot import ids
from bot.views.escalation import form
from bot.views.escalation.form_state import FormState
from bot.words import Words
from storage.vocabulary import Locale, RequestType, Urgency

PATH: Final = "/slack/events"
JSON: Final = "application/json"
FORM: Final = "application/x-www-form-urlencoded"
CUSTOMER_WORDS: Final = "先週から請求書のダウンロードに失敗します。月末の締めに間に合わないと困ります。"


def submission(name: str, number: int) -> bytes:
    """Answer the body of one submitted escalation form; `name` makes its view one that nobody else submits."""
    agent = team.AGENTS[number % len(team.AGENTS)]
    payload = {
        "type": "view_submission",
        "team": {"id": team.TEAM, "domain": "bench"},
        "user": {"id": agent, "username": agent.lower(), "name": agent.lower(), "team_id": team.TEAM},
        "api_app_id": "A0BATON",
        "token": "retired",
        "trigger_id": f"{number}.{name}",
        "view": _view(f"V{name}{number}", number),
        "response_urls": [],
        "is_enterprise_install": False,
        "enterprise": None,
    }
    return urlencode({"payload": json.dumps(payload)}).encode()


def _view(view_id: str, number: int) -> dict[str, Any]:
    """Lay out the form as Baton opens it, for Slack sends its blocks back with what was typed."""
    shown: dict[str, Any] = form.build(FormState(draft=f"d{view_id}"), Words(Locale.JA, "Asia/Tokyo"))
    frame = {"id": view_id, "team_id": team.TEAM, "hash": f"1.{number}", "root_view_id": view_id}
    return {"private_metadata": ""} | shown | frame | {"state": {"values": _values(number)}}


def _values(number: int) -> dict[str, Any]:
    return {
        ids.CUSTOMER: _chosen(ids.CUSTOMER, team.ACCOUNTS[number % len(team.ACCOUNTS)]),
        ids.REQUEST_TYPE: _chosen(ids.REQUEST_TYPE, RequestType.ACTION.value),
        ids.URGENCY: _chosen(ids.URGENCY, Urgency.HIGH.value),
        ids.SUMMARY: _typed(ids.SUMMARY, f"請求書がダウンロードできない（{number}）"),
        ids.CUSTOMER_WORDS: _typed(ids.CUSTOMER_WORDS, CUSTOMER_WORDS),
    }


def _chosen(name: str, value: str) -> dict[str, Any]:
    return {name: {"selected_option": {"text": {"type": "plain_text", "text": value}, "value": value}}}


def _typed(name: str, text: str) -> dict[str, Any]:
    return {name: {"type": "plain_text_input", "value": text}}


def opened_messages(name: str, number: int) -> bytes:
    """Answer the body of an event that takes a listener and no database: someone opened the conversation with Baton."""
    agent = team.AGENTS[number % len(team.AGENTS)]
    payload = {
        "type": "event_callback",
        "token": "retired",
        "team_id": team.TEAM,
        "api_app_id": "A0BATON",
        "event_id": f"Ev{name}{number}",
        "event_time": 1700000000,
        "event": {"type": "app_home_opened", "user": agent, "channel": "D0BENCH", "tab": "messages", "event_ts": "1.1"},
        "authorizations": [{"team_id": team.TEAM, "user_id": "U0BATON", "is_bot": True}],
    }
    return json.dumps(payload).encode()


def signed(body: bytes, content_type: str, at: int) -> bytes:
    """Answer a whole HTTP request that carries `body`, signed at the unix time `at`."""
    digest = hmac.new(team.SIGNING_SECRET.encode(), b"v0:%d:%s" % (at, body), hashlib.sha256).hexdigest()
    head = (
        f"POST {PATH} HTTP/1.1\r\n"
        "Host: 127.0.0.1\r\n"
        "User-Agent: Slackbot 1.0\r\n"
        "Accept: */*\r\n"
        f"Content-Type: {content_type}\r\n"
        f"Content-Length: {len(body)}\r\n"
        f"X-Slack-Request-Timestamp: {at}\r\n"
        f"X-Slack-Signature: v0={digest}\r\n\r\n"
    )
    return head.encode() + body
