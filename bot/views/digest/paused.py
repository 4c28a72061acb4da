"""A digest that Slack did not take: what happened, for whoever set it up, and what mends it."""

from dataclasses import dataclass
from typing import Final

from bot import ids
from bot.views import parts, troubles
from bot.views.parts import Message
from bot.views.texts import Markup, channel_link, say
from bot.words import Words

NO_ZONE: Final = "no_such_zone"
"""Our own word beside Slack's: the zone by whose clock the digest goes is no longer known."""

_KINDS: Final = {
    "not_in_channel": "not_in_channel",
    "channel_not_found": "channel_not_found",
    "is_archived": "is_archived",
    NO_ZONE: "no_zone",
}


@dataclass(frozen=True, slots=True)
class Stopped:
    """A digest by its key, its channel (None: each person's DM) and its time `HH:MM`; `error` is Slack's word."""

    key: str
    channel: str | None
    at: str
    error: str


def build(stopped: Stopped, words: Words) -> Message:
    """Say which digest has paused itself, why, and that nothing is lost; offer to resume or to edit it."""
    text = _sentence(stopped, words)
    resume = parts.button(ids.DIGEST_RESUME, words.say("button.digest.resume"), stopped.key, "primary")
    edit = parts.button(ids.DIGEST_EDIT, words.say("button.digest.edit"), stopped.key)
    safe = parts.context(Markup(words.say("edition.paused.safe")))
    return parts.message(text, parts.section(text), safe, parts.actions([resume, edit]))


def _sentence(stopped: Stopped, words: Words) -> Markup:
    why = reason(stopped.error, words)
    if stopped.channel is None:
        return say(words, "edition.paused.mornings", at=stopped.at, reason=why)
    return say(words, "edition.paused", channel=channel_link(stopped.channel), at=stopped.at, reason=why)


def reason(error: str, words: Words) -> Markup:
    """Say why and what to do, as whoever keeps digests can; else as an admin can."""
    kind = _KINDS.get(error)
    return troubles.reason(error, words) if kind is None else say(words, f"edition.paused.{kind}")
