"""A Bolt app that is not ours and names no address of any Slack: a command, a form, a button, an answer."""

import os
from typing import Any

from slack_bolt import Ack, App, Respond, Say
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient

app = App(token=os.environ["SLACK_BOT_TOKEN"], signing_secret=os.environ["SLACK_SIGNING_SECRET"])
WORDS = {"type": "plain_text", "text": "Words"}
FIELD = {
    "type": "input",
    "block_id": "words",
    "label": WORDS,
    "element": {"type": "plain_text_input", "action_id": "it"},
}
WAVE = {"type": "button", "action_id": "wave", "text": {"type": "plain_text", "text": "Wave back"}}
FORM = {"type": "modal", "callback_id": "greeting", "title": WORDS, "submit": WORDS, "blocks": [FIELD]}


@app.command("/hello")
def ask(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
    ack()
    client.views_open(trigger_id=body["trigger_id"], view={**FORM, "private_metadata": body["channel_id"]})


@app.view("greeting")
def post(ack: Ack, view: dict[str, Any], client: WebClient) -> None:
    ack()
    words = view["state"]["values"]["words"]["it"]["value"]
    client.chat_postMessage(
        channel=view["private_metadata"], text=words, blocks=[{"type": "actions", "elements": [WAVE]}]
    )


@app.action("wave")
def wave(ack: Ack, body: dict[str, Any], respond: Respond) -> None:
    ack()
    respond(f"<@{body['user']['id']}> waves back", replace_original=True)


@app.message("hello")
def greet(message: dict[str, Any], say: Say) -> None:
    say(f"Hello, <@{message['user']}>")


if __name__ == "__main__":
    if "SLACK_APP_TOKEN" in os.environ:
        SocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start()  # type: ignore[no-untyped-call]
    else:
        app.start(port=int(os.environ.get("PORT", "3000")))
