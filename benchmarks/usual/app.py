"""The usual pattern: an ordinary synchronous Bolt app that acks first and then makes its calls one after another.

Nothing here is a mistake of the framework's or against its advice: ack within three seconds, then do the work.
Listeners run in the threads that Bolt brings, five by default.
"""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from benchmarks import team
from bot import ids

FORM = ids.ESCALATION_FORM


def build(api_url: str, threads: int | None = None) -> App:
    """Make the app; `threads` for listeners in the place of Bolt's own five."""
    app = App(
        client=WebClient(team.BOT_TOKEN, base_url=api_url),
        signing_secret=team.SIGNING_SECRET,
        listener_executor=None if threads is None else ThreadPoolExecutor(threads),
    )
    app.view(FORM)(file_request)
    return app


def file_request(ack: Ack, body: dict[str, Any], view: dict[str, Any], client: WebClient) -> None:
    """Let the form close, then tell everyone: the team's channel, the account manager, whoever filed it."""
    ack()
    values = view["state"]["values"]
    account = values[ids.CUSTOMER][ids.CUSTOMER]["selected_option"]["value"]
    filed_by, summary = body["user"]["id"], values[ids.SUMMARY][ids.SUMMARY]["value"]
    for place, text in _told(account, filed_by, summary).items():
        client.chat_postMessage(channel=place, text=text)


def _told(account: str, filed_by: str, summary: str) -> Mapping[str, str]:
    """Answer who reads what, in the order of telling."""
    number = team.ACCOUNTS.index(account)
    manager, channel = team.MANAGERS[number % len(team.MANAGERS)], team.CHANNELS[number % len(team.CHANNELS)]
    return {
        channel: f"<@{filed_by}> → <@{manager}>: {summary}",
        manager: f"<@{filed_by}> asks you: {summary}",
        filed_by: f"Handed to <@{manager}>: {summary}",
    }
