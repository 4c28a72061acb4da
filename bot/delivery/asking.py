"""Questions to Slack that may wait: asked until they are answered, page after page."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.delivery.slack.answers import ask
from bot.delivery.transitions import Lost, NotTaken, back_off

PAGE = 200


class MethodRefused(Exception):  # noqa: N818  Slack's no, in Slack's word
    """Slack does not let us call a method: a scope, or a paid plan, is missing."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Asks Slack until it answers; waits as long as it says, else backs off to a minute.

    `client` repeats nothing by itself; `timeout` is the seconds that one call may take.
    """

    client: AsyncWebClient
    timeout: float

    async def ask(self, method: str, **arguments: object) -> AsyncSlackResponse:
        """Answer what Slack says. Raises MethodRefused where it will not."""
        attempts = 0
        while True:
            call = self.client.api_call(method, http_verb="GET", params=arguments)
            match await ask(method, call, self.timeout):
                case AsyncSlackResponse() as answer:
                    return answer
                case NotTaken(float(seconds)):
                    await asyncio.sleep(seconds)
                case NotTaken() | Lost():
                    await asyncio.sleep(back_off(attempts, jitter=1.0))
                    attempts += 1
                case refused:
                    raise MethodRefused(refused.code)

    async def pages(self, method: str, **arguments: object) -> AsyncIterator[AsyncSlackResponse]:
        """Answer page after page."""
        cursor: dict[str, object] | None = {}
        while cursor is not None:
            page = await self.ask(method, **arguments, limit=PAGE, **cursor)
            yield page
            following = (page.get("response_metadata") or {}).get("next_cursor")
            cursor = {"cursor": following} if following else None
