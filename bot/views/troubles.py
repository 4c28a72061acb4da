"""Why Slack did not take a message, in plain words, and what mends it."""

from typing import Final

from bot import ids
from bot.views import parts
from bot.views.parts import Block, Message
from bot.views.texts import Markup, channel_link, mention, say
from bot.words import Words

_KINDS: Final = {
    "not_in_channel": "not_in_channel",
    "channel_not_found": "channel_not_found",
    "is_archived": "is_archived",
    "is_inactive": "is_archived",
    "missing_scope": "no_permission",
    "restricted_action": "no_permission",
    "no_permission": "no_permission",
    "access_denied": "no_permission",
    "not_authed": "no_connection",
    "invalid_auth": "no_connection",
    "token_revoked": "no_connection",
    "token_expired": "no_connection",
    "account_inactive": "no_connection",
}


def reason(error: str, words: Words, otherwise: str = "trouble.other") -> Markup:
    """Say why, and what to do; `error` is Slack's code, `otherwise` the words for one that tells nobody anything."""
    kind = _KINDS.get(error)
    return say(words, otherwise if kind is None else f"trouble.{kind}", error=error)


def build(place: str, error: str, words: Words) -> Message:
    """Build the message that tells an admin where nothing can be posted, and why."""
    text = say(words, "trouble", place=place_of(place), reason=reason(error, words))
    mending = parts.context(Markup(words.say("trouble.retry")))
    return parts.message(text, parts.section(text), mending, parts.actions([opening(words)]))


def opening(words: Words) -> Block:
    """Build the button that shows an admin all that could not be posted."""
    return parts.button(ids.LETTERS_OPEN, words.say("button.letters.open"))


def place_of(place: str) -> Markup:
    """Name a channel or a person; in an admin's DM a mention pings nobody else."""
    return mention(place) if place.startswith(("U", "W")) else channel_link(place)
