"""An asynchronous Bolt app that is not ours either: it answers, by a message and by a file."""

import asyncio
import os
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond, AsyncSay
from slack_sdk.web.async_client import AsyncWebClient

app = AsyncApp(token=os.environ["SLACK_BOT_TOKEN"], signing_secret=os.environ["SLACK_SIGNING_SECRET"])


@app.command("/hello")
async def whisper(ack: AsyncAck, respond: AsyncRespond) -> None:
    await ack()
    await respond("Only you see this")


@app.message("hello")
async def greet(message: dict[str, Any], say: AsyncSay, client: AsyncWebClient) -> None:
    await say(f"Hello, <@{message['user']}>")
    await client.files_upload_v2(channel=message["channel"], filename="hello.txt", content="Hello from a file")


async def main() -> None:
    await AsyncSocketModeHandler(app, os.environ["SLACK_APP_TOKEN"]).start_async()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    if "SLACK_APP_TOKEN" in os.environ:
        asyncio.run(main())
    else:
        app.start(port=int(os.environ.get("PORT", "3000")))
