"""Slack's side of looking up: `/escalate R-1042`, `/escalate find …`, `/escalate help`."""

from dataclasses import dataclass

from slack_bolt.async_app import AsyncAck

from bot.listeners.doorway import Body, Doorway
from bot.views import help as usage
from bot.views.escalation import lookup
from bot.views.escalation.lookup import Look, Wanted
from bot.views.parts import Message
from bot.words import Words
from workflows.escalation import lookup as looking
from workflows.escalation.standing import Click


@dataclass(frozen=True, slots=True)
class LookUpListeners:
    """What is shown to whoever asks, alone, where they typed it; nothing changes."""

    doorway: Doorway

    async def answer(self, ack: AsyncAck, command: Body) -> bool:
        """Answer a command that looks something up, in its ack; False, and nothing done, where it is there to file.

        Raises Refused for a request that does not exist, or is none of theirs.
        """
        wanted = lookup.read(str(command.get("text") or ""))
        if wanted is None:
            return False
        words = await self.doorway.readers.words_of(command["user_id"])
        said = await self._said(wanted, command, words)
        await ack(text=said.text, blocks=said.blocks, response_type="ephemeral")
        return True

    async def _said(self, wanted: Wanted, command: Body, words: Words) -> Message:
        door = self.doorway
        click = Click(wanted.typed, str(command["user_id"]), command.get("channel_id"))
        match wanted.look:
            case Look.SHOW:
                return lookup.build(await door.database.read(looking.shown, click, door.desk), words)
            case Look.FIND:
                found = await door.database.read(looking.found, wanted.typed, click, door.desk)
                return lookup.build_found(found, words)
        return usage.build(words)
