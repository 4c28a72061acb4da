"""Why Slack did not take a message, in plain words, and what mends it."""

from typing import Final

from bot.views import parts
from bot.views.parts import Message
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


def reason(error: str, words: Words) -> Markup:
    """Say why, and what to do; `error` is Slack's code."""
    return say(words, f"trouble.{_KINDS.get(error, 'other')}", error=error)


def build(place: str, error: str, words: Words) -> Message:
    """Build the message that tells an admin where nothing can be posted, and why."""
    text = say(words, "trouble", place=_place(place), reason=reason(error, words))
    return parts.message(text, parts.section(text), parts.context(Markup(words.say("trouble.retry"))))


def _place(place: str) -> Markup:
    """Name a channel or a person; in an admin's DM a mention pings nobody else."""
    return mention(place) if place.startswith(("U", "W")) else channel_link(place)
