"""Slack's side of talking to Baton: a message in its DM, a mention in a channel. Each is answered once, with help."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.async_context import AsyncBoltContext

from bot import ids
from bot.listeners.doorway import Body, Doorway, receipt_of_event
from bot.listeners.spoken import files_of, permalink
from bot.views.escalation import lookup
from bot.views.plain import mentioned, plain, without
from workflows.escalation import talking
from workflows.escalation.talking import Remark
from workflows.people import reading

SPOKEN = frozenset({None, "file_share", "thread_broadcast"})
"""Of Slack's many kinds of messages those that a person wrote just now; edits, deletions, arrivals are others."""


@dataclass(frozen=True, slots=True)
class TalkListeners:
    """Whoever writes to Baton learns what it can do, and may file what they wrote."""

    doorway: Doorway

    def register(self, app: AsyncApp) -> None:
        """Take messages and mentions."""
        app.event("message")(self.answer_message)
        app.event("app_mention")(self.answer_mention)

    async def answer_message(self, event: Body, body: Body, context: AsyncBoltContext) -> None:
        """Answer beside what was written in the DM, or in its thread; nobody else can open a link to that."""
        if event.get("channel_type") == "im":
            await self._answer(event, body, context, str(event.get("user")), event.get("thread_ts"))

    async def answer_mention(self, event: Body, body: Body, context: AsyncBoltContext) -> None:
        """Answer in the thread of the mention: the channel itself stays quiet."""
        under = event.get("thread_ts") or event.get("ts")
        await self._answer(event, body, context, str(event["channel"]), under)

    async def _answer(self, event: Body, body: Body, context: AsyncBoltContext, place: str, under: str | None) -> None:
        if not is_spoken(event, context):
            return
        door = self.doorway
        words = await self._words(event, context.bot_user_id)
        known = await door.database.read(reading.identity)
        said = Remark(
            draft_id=secrets.token_hex(8),
            by=str(event["user"]),
            place=place,
            under=under,
            typed=typed(words),
            key=lookup.key_in(words),
            permalink=permalink(known.url, place, event) if place == event["channel"] else None,
            files=files_of(event),
        )
        receipt = receipt_of_event(body) or f"message:{event['channel']}:{event['ts']}"
        await door.database.once(receipt, talking.offer_help, said, door.now())

    async def _words(self, event: Body, bot_user_id: str | None) -> str:
        """Answer what was said besides our name, as people read it."""
        written = without(str(event.get("text") or ""), bot_user_id)
        people = mentioned(written)
        names = await self.doorway.database.read(reading.names_of, people) if people else {}
        return plain(written, names)


def is_spoken(event: Body, context: AsyncBoltContext) -> bool:
    """Say whether a person has just written it: no app, not us, no edit of something older."""
    author = event.get("user")
    is_from_app = bool(event.get("bot_id") or event.get("bot_profile") or event.get("app_id"))
    is_first_hand = event.get("subtype") in SPOKEN and not event.get("hidden") and not event.get("edited")
    return author not in {None, "USLACKBOT", context.bot_user_id} and not is_from_app and is_first_hand


def typed(words: str) -> Mapping[str, str]:
    """Answer what a form begins with: their words, the first line for a summary; nothing for a mere key."""
    if not words or lookup.is_key(words):
        return {}
    return {ids.SUMMARY: words.partition("\n")[0], ids.CUSTOMER_WORDS: words}
