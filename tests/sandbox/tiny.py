"""A tiny true Bolt app: one form, one message with a button, one Home."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.slack.listener import Listener
from sandbox.slack.server import SlackServer

Body = dict[str, Any]


def plain(text: str) -> Body:
    return {"type": "plain_text", "text": text}


def text_input(name: str, **element: object) -> Body:
    return {
        "type": "input",
        "block_id": name,
        "label": plain(name),
        "element": {"type": "plain_text_input", "action_id": name, **element},
    }


def button(action_id: str, value: str = "1") -> Body:
    return {"type": "button", "action_id": action_id, "text": plain(action_id), "value": value}


def form(*further: Body) -> Body:
    customer = {"type": "external_select", "action_id": "customer", "min_query_length": 1}
    return {
        "type": "modal",
        "callback_id": "form",
        "title": plain("Form"),
        "submit": plain("Send"),
        "blocks": [
            {"type": "input", "block_id": "customer", "label": plain("Customer"), "element": customer},
            text_input("summary"),
            {"type": "actions", "block_id": "more", "elements": [button("more")]},
            *further,
        ],
    }


def home(text: str) -> Body:
    return {"type": "home", "blocks": [{"type": "header", "text": plain(text)}]}


def tiny_app(slack: SlackServer) -> AsyncApp:
    """The app, told where its Slack is."""
    client = AsyncWebClient("xoxb-test", base_url=slack.api_url)
    app = AsyncApp(client=client, signing_secret="secret", process_before_response=True)
    app.command("/escalate")(_show_form)
    app.shortcut("escalate")(_show_form)
    app.options("customer")(_offer)
    app.action("more")(_show_more)
    app.view("form")(_file)
    app.action("claim")(_claim)
    app.event("app_home_opened")(_show_home)
    app.event("app_mention")(_greet)
    app.event("message")(_ignore)
    return app


async def _show_form(ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
    await ack()
    await client.views_open(trigger_id=body["trigger_id"], view=form())


async def _offer(ack: AsyncAck, body: Body) -> None:
    await ack(options=[{"text": plain(f"{body['value']} Inc."), "value": "A-001"}])


async def _show_more(ack: AsyncAck, body: Body, client: AsyncWebClient) -> None:
    await ack()
    view = body["view"]
    await client.views_update(view_id=view["id"], hash=view["hash"], view=form(text_input("details")))


async def _file(ack: AsyncAck, view: Body, client: AsyncWebClient) -> None:
    summary = view["state"]["values"]["summary"]["summary"]["value"]
    if summary == "wrong":
        await ack(response_action="errors", errors={"summary": "Say more"})
        return
    blocks: list[Body] = [
        {"type": "section", "text": {"type": "mrkdwn", "text": f"*{summary}*"}},
        {"type": "actions", "elements": [button("claim", "R-1")]},
    ]
    await client.chat_postMessage(channel="C_ESC", text=summary, blocks=blocks)
    await ack()


async def _claim(ack: AsyncAck, respond: AsyncRespond) -> None:
    await ack()
    await respond("claimed", replace_original=False)


async def _show_home(event: Body, client: AsyncWebClient) -> None:
    await client.views_publish(user_id=event["user"], view=home("Welcome"))


async def _greet(event: Body, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel=event["channel"], text="hi", thread_ts=event["ts"])


async def _ignore() -> None:
    """Our own posts come back as events, too."""


@asynccontextmanager
async def over_http(slack: SlackServer) -> AsyncIterator[None]:
    """Serve the tiny app behind the request url of `slack`."""
    listener = Listener(AsyncSlackRequestHandler(tiny_app(slack)))
    await listener.open()
    slack.reach(f"{listener.url}/slack/events")
    yield
    await listener.close()


@asynccontextmanager
async def over_socket(slack: SlackServer) -> AsyncIterator[None]:
    """Connect the tiny app to the sockets of `slack`."""
    client = AsyncWebClient("xapp-test", base_url=slack.api_url)
    handler = AsyncSocketModeHandler(tiny_app(slack), "xapp-test", web_client=client)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await slack.settled(lambda _ws: bool(slack.sockets.connections))
    yield
    await handler.close_async()  # type: ignore[no-untyped-call]
