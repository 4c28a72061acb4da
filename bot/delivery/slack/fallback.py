"""Slack's newest blocks are not everywhere: whoever refuses them gets the same message without."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

import structlog
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.delivery.slack.answers import Failure
from bot.delivery.transitions import Refused
from bot.views.parts import Block, Message

log = structlog.get_logger("baton.poster")

UNKNOWN_BLOCKS: Final = Refused("invalid_blocks")
TOO_LONG: Final = Refused("msg_blocks_too_long")
"""How much Slack counts a table for nobody has written down; without one, the message is well below."""


@dataclass(slots=True)
class Fallback:
    """Knows whether this Slack takes the newest blocks.

    One that has refused them, and taken the same message without, is not asked again while this process lives.
    """

    is_plain: bool = False

    async def call(
        self, message: Message, say: Callable[[list[Block]], Awaitable[AsyncSlackResponse | Failure]]
    ) -> AsyncSlackResponse | Failure:
        """Say a message in the form that Slack takes: what it refuses was surely not posted, a second call is safe."""
        if message.plain is None:
            return await say(message.blocks)
        refused = None if self.is_plain else await say(message.blocks)
        if refused is not None and refused not in (UNKNOWN_BLOCKS, TOO_LONG):
            return refused
        answer = await say(message.plain)
        if refused == UNKNOWN_BLOCKS and isinstance(answer, AsyncSlackResponse):
            self._remember()
        return answer

    def _remember(self) -> None:
        if not self.is_plain:
            log.warning("newest_blocks_refused")
        self.is_plain = True
