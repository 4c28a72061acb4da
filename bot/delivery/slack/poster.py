"""The only one who posts to Slack: each call once, and what its answer, or the lack of one, means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.delivery.outgoing import Outgoing
from bot.delivery.slack.answers import Failure, ask
from bot.delivery.slack.fallback import Fallback
from bot.delivery.slack.files import Uploads
from bot.delivery.transitions import Accepted, Action, Found, Lost, NotFound, NotTaken, Refused, Result
from bot.views.parts import Block, Message, Sheet
from storage.posts import Post

log = structlog.get_logger("baton.poster")

EVENT_TYPE = "baton"
CLOCKS_APART = timedelta(hours=2)
"""How far Slack's clock and ours may differ where a message is looked for by time: a machine may be an hour off."""
PAGE = 200


@dataclass(frozen=True, slots=True)
class Poster:
    """Posts, updates and looks for messages.

    `client` repeats nothing by itself (`retry_handlers=[]`); `timeout` is the seconds that one call may take;
    `fallback` remembers what this Slack does not take.
    """

    client: AsyncWebClient
    timeout: float
    fallback: Fallback = field(default_factory=Fallback)

    async def open(self, person: str) -> str | Failure:
        """Answer the DM channel of a person; nothing was posted where that fails."""
        call = self.client.conversations_open(users=person)
        answer = await ask("conversations.open", call, self.timeout)
        if isinstance(answer, AsyncSlackResponse):
            return str(answer["channel"]["id"])
        return NotTaken() if isinstance(answer, Lost) else answer

    async def send(self, action: Action, outgoing: Outgoing) -> Result:
        """Make the one call that `action` stands for.

        For a look, as many as the history has pages; for a file, and where Slack refuses the newest blocks, the ones
        that come before the one that counts.
        """
        match action:
            case Action.POST:
                return await self._post(outgoing)
            case Action.UPDATE:
                return await self._update(outgoing)
            case Action.LOOK:
                return await self._look(outgoing)

    async def _post(self, outgoing: Outgoing) -> Result:
        sheet = _sheet(outgoing)
        if sheet is not None:
            return await Uploads(self.client, self.timeout).post(sheet, _channel(outgoing), outgoing.thread_ts)

        async def post(blocks: list[Block]) -> AsyncSlackResponse | Failure:
            content = _content(outgoing, blocks)
            call = self.client.chat_postMessage(channel=_channel(outgoing), thread_ts=outgoing.thread_ts, **content)
            return await ask("chat.postMessage", call, self.timeout)

        return accepted(await self.fallback.call(_message(outgoing), post), outgoing)

    async def _update(self, outgoing: Outgoing) -> Result:
        async def update(blocks: list[Block]) -> AsyncSlackResponse | Failure:
            content = _content(outgoing, blocks)
            call = self.client.chat_update(channel=_channel(outgoing), ts=outgoing.ts or "", **content)
            return await ask("chat.update", call, self.timeout)

        return accepted(await self.fallback.call(_message(outgoing), update), outgoing)

    async def _look(self, outgoing: Outgoing) -> Result:
        """Look for our key, or a file's name; keep the earliest message that has it, and delete any other."""
        found: list[Mapping[str, Any]] = []
        cursor = None
        while cursor != "":
            page = await self._page(outgoing, cursor)
            if not isinstance(page, AsyncSlackResponse):
                return page
            found += _ours(page.get("messages") or (), outgoing)
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not found:
            return NotFound()
        earliest, *others = sorted((str(message["ts"]) for message in found), key=float)
        return await self._delete(_channel(outgoing), others) or Found(Post(_channel(outgoing), earliest))

    async def _page(self, outgoing: Outgoing, cursor: str | None) -> AsyncSlackResponse | Failure:
        channel = _channel(outgoing)
        window: dict[str, Any] = {
            "oldest": _oldest(outgoing.since),
            "cursor": cursor,
            "limit": PAGE,
            "include_all_metadata": True,
        }
        if outgoing.thread_ts is None:
            call = self.client.conversations_history(channel=channel, **window)
            return await ask("conversations.history", call, self.timeout)
        call = self.client.conversations_replies(channel=channel, ts=outgoing.thread_ts, **window)
        return await ask("conversations.replies", call, self.timeout)

    async def _delete(self, channel: str, duplicates: Iterable[str]) -> NotTaken | Lost | None:
        """Delete what was posted twice; answer a failure that another look may mend."""
        for ts in duplicates:
            answer = await ask("chat.delete", self.client.chat_delete(channel=channel, ts=ts), self.timeout)
            if isinstance(answer, NotTaken | Lost):
                return answer
            refused = answer.code if isinstance(answer, Refused) else None
            log.warning("duplicate_deleted", channel=channel, ts=ts, refused=refused)
        return None


def _channel(outgoing: Outgoing) -> str:
    return outgoing.channel or outgoing.place


def _message(outgoing: Outgoing) -> Message:
    return outgoing.content if isinstance(outgoing.content, Message) else Message("", [])


def _sheet(outgoing: Outgoing) -> Sheet | None:
    return _message(outgoing).sheet


def _content(outgoing: Outgoing, blocks: list[Block]) -> dict[str, Any]:
    """Answer all that a message says; Slack does not promise to keep metadata that an update leaves out."""
    return {
        "text": _message(outgoing).text,
        "blocks": blocks,
        "metadata": {"event_type": EVENT_TYPE, "event_payload": {"key": outgoing.key}},
        "unfurl_links": False,
        "unfurl_media": False,
    }


def accepted(answer: AsyncSlackResponse | Failure, outgoing: Outgoing) -> Result:
    """Answer where the message is; what Slack leaves out is where we sent it. Without a `ts` it must be looked for."""
    if not isinstance(answer, AsyncSlackResponse):
        return answer
    ts = answer.get("ts") or outgoing.ts
    return Accepted(Post(str(answer.get("channel") or _channel(outgoing)), str(ts))) if ts else Lost()


def _oldest(since: datetime | None) -> str | None:
    return None if since is None else f"{(since - CLOCKS_APART).timestamp():.6f}"


def _ours(messages: Iterable[Mapping[str, Any]], outgoing: Outgoing) -> list[Mapping[str, Any]]:
    return [message for message in messages if _is_sought(message, outgoing) and is_own(message, outgoing.own)]


def _is_sought(message: Mapping[str, Any], outgoing: Outgoing) -> bool:
    """Say whether it has our key; a message that shows a file has none, and is known by the file's name."""
    sheet = _sheet(outgoing)
    if sheet is None:
        return _key(message) == outgoing.key
    return any(file.get("name") == sheet.name for file in message.get("files") or ())


def _key(message: Mapping[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    key = (metadata.get("event_payload") or {}).get("key")
    return key if metadata.get("event_type") == EVENT_TYPE else None


def is_own(message: Mapping[str, Any], own: frozenset[str]) -> bool:
    """Say whether we posted it, as far as anybody says who did: the key alone could have been copied."""
    authors = {message.get("bot_id"), message.get("user")} - {None}
    return not own or not authors or not own.isdisjoint(authors)
