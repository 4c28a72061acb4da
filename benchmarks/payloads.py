"""What Slack would send, signed and ready to go: bytes, so that whoever sends them does nothing else."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from benchmarks import team
from bot import ids
from bot.views.escalation import form
from bot.views.escalation.form_state import FormState
from bot.views.whisper import whisper_form
from bot.views.whisper.whisper_form import Whispering
from bot.words import Words
from storage.vocabulary import Locale, RequestType, Tone, Urgency
from workflows.whisper.views import AgentView

PATH: Final = "/slack/events"
CALLS_PATH: Final = "/webhooks/calls"
JSON: Final = "application/json"
FORM: Final = "application/x-www-form-urlencoded"
CUSTOMER_WORDS: Final = "先週から請求書のダウンロードに失敗します。月末の締めに間に合わないと困ります。"


def submission(name: str, number: int) -> bytes:
    """Answer the body of one submitted escalation form; `name` makes its view one that nobody else submits."""
    return _submitted(team.AGENTS[number % len(team.AGENTS)], _view(f"V{name}{number}", number))


def _submitted(by: str, view: Mapping[str, Any]) -> bytes:
    told = {"trigger_id": f"{view['id']}.trigger", "view": view, "response_urls": []}
    return _from("view_submission", by, told)


def _from(kind: str, by: str, told: Mapping[str, Any]) -> bytes:
    payload = {
        "type": kind,
        "team": {"id": team.TEAM, "domain": "bench"},
        "user": {"id": by, "username": by.lower(), "name": by.lower(), "team_id": team.TEAM},
        "api_app_id": "A0BATON",
        "token": "retired",
        **told,
        "is_enterprise_install": False,
        "enterprise": None,
    }
    return urlencode({"payload": json.dumps(payload)}).encode()


def suggestion(by: str, typed: str) -> bytes:
    """Answer the body of what Slack asks while someone types a customer's name into the form."""
    view = _view(f"V{by}", 0)
    shown = {"container": {"type": "view", "view_id": view["id"]}, "view": view}
    return _from("block_suggestion", by, {"action_id": ids.CUSTOMER, "block_id": ids.CUSTOMER, "value": typed, **shown})


def click(by: str, name: str, value: str) -> bytes:
    """Answer the body of a click on a button under a message in a channel of the team's."""
    button = {"type": "button", "action_id": name, "block_id": "bench", "value": value, "action_ts": "1700000000.0001"}
    message = {"type": "message", "ts": "1700000000.000100", "text": value, "blocks": []}
    shown = {"channel": {"id": team.CHANNELS[0], "name": "team"}, "message": message}
    held = {"type": "message", "channel_id": team.CHANNELS[0], "message_ts": message["ts"], "is_ephemeral": False}
    answers = {"response_url": "http://127.0.0.1:9/none", "trigger_id": f"{by}.{name}.{value}"}
    return _from("block_actions", by, {"actions": [button], "container": held, **shown, **answers})


def command(by: str, name: str, text: str) -> bytes:
    """Answer the body of a slash command, typed in a channel of the team's."""
    place = {"channel_id": team.CHANNELS[0], "channel_name": team.CHANNELS[0].lower()}
    who = {"team_id": team.TEAM, "team_domain": "bench", "user_id": by, "user_name": by.lower()}
    answers = {"response_url": "http://127.0.0.1:9/none", "trigger_id": f"{by}.trigger"}
    typed = {"command": name, "text": text, "api_app_id": "A0BATON", "is_enterprise_install": "false"}
    return urlencode({"token": "retired", **who, **place, **typed, **answers}).encode()


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


def _typed(name: str, text: str | None) -> dict[str, Any]:
    return {name: {"type": "plain_text_input", "value": text}}


def whisper(agent: str, coach: str, view_id: str, advice: str) -> bytes:
    """Answer the body of one submitted whisper of `coach` to `agent`, by a form that `/whisper` opened."""
    shown = whisper_form.build(Whispering(AgentView(agent, agent.lower(), None)), Words(Locale.JA, "Asia/Tokyo"))
    frame = {"id": view_id, "team_id": team.TEAM, "hash": "1.1", "root_view_id": view_id}
    values = {
        ids.ADVICE: _typed(ids.ADVICE, advice),
        ids.TONE: _chosen(ids.TONE, Tone.INFO.value),
        ids.LINK: _typed(ids.LINK, None),
    }
    return _submitted(coach, shown | frame | {"state": {"values": values}})


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
    """Answer a whole HTTP request of Slack's that carries `body`, signed at the unix time `at`."""
    digest = _digest(team.SIGNING_SECRET, b"v0:%d:%s" % (at, body))
    headers = {
        "User-Agent": "Slackbot 1.0",
        "Content-Type": content_type,
        "X-Slack-Request-Timestamp": str(at),
        "X-Slack-Signature": f"v0={digest}",
    }
    return _request(PATH, headers, body)


def from_phone(body: bytes, at: int) -> bytes:
    """Answer a whole HTTP request of the phone system's, signed at the unix time `at`."""
    digest = _digest(team.WEBHOOK_SECRET, b"%d.%s" % (at, body))
    return _request(CALLS_PATH, {"Content-Type": JSON, "X-Baton-Signature": f"t={at},v1={digest}"}, body)


def _digest(secret: str, what: bytes) -> str:
    return hmac.new(secret.encode(), what, hashlib.sha256).hexdigest()


def _request(path: str, headers: Mapping[str, str], body: bytes) -> bytes:
    every = {"Host": "127.0.0.1", "Accept": "*/*", "Content-Length": str(len(body)), **headers}
    lines = [f"POST {path} HTTP/1.1", *(f"{name}: {value}" for name, value in every.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body
