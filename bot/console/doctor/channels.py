"""Channels that cards go to: each is there, is not archived, and Baton is in it."""

from collections.abc import AsyncIterator
from itertools import islice
from typing import Any, Final

from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.console.doctor.findings import Finding, Verdict, ok, unused, wrong
from bot.console.doctor.inquiry import Inquiry
from bot.delivery.transitions import Refused
from bot.words import Words
from workflows.escalation.wiring import Wiring

MOST_LOOKED_AT: Final = 40
"""Team channels that are asked for: Slack answers about 50 such questions a minute."""


async def about_channels(inquiry: Inquiry, known: Wiring) -> AsyncIterator[Finding]:
    """Look at the channels of cards, of calls and of each team. Raises SlackSilent."""
    words = inquiry.words
    if known.escalation_channel is None:
        yield wrong(words.say("doctor.no_escalation_channel"))
    else:
        yield await _look(inquiry, words.say("doctor.escalation_channel"), known.escalation_channel)
    if known.calls_channel is None:
        yield unused(words.say("doctor.no_calls_channel"))
    else:
        yield await _look(inquiry, words.say("doctor.calls_channel"), known.calls_channel)
    async for finding in _about_teams(inquiry, known):
        yield finding


async def _about_teams(inquiry: Inquiry, known: Wiring) -> AsyncIterator[Finding]:
    """Name each channel that is wrong; those that are well are only counted."""
    words, well = inquiry.words, 0
    for channel, account in islice(sorted(known.team_channels.items()), MOST_LOOKED_AT):
        finding = await _look(inquiry, words.say("doctor.team_channel", account=account), channel)
        if finding.verdict is Verdict.OK:
            well += 1
        else:
            yield finding
    if well:
        yield ok(words.plural("doctor.team_channels", well))
    left = len(known.team_channels) - MOST_LOOKED_AT
    if left > 0:
        yield unused(words.plural("doctor.team_channels_left", left))


async def _look(inquiry: Inquiry, label: str, channel: str) -> Finding:
    words = inquiry.words
    match await inquiry.ask("conversations.info", channel=channel):
        case Refused("channel_not_found"):
            return wrong(words.say("doctor.channel_unknown", label=label, channel=channel))
        case Refused(code):
            return wrong(words.say("doctor.channel_refused", label=label, channel=channel, error=code))
        case AsyncSlackResponse() as answer:
            return _about(words, label, answer["channel"])


def _about(words: Words, label: str, channel: dict[str, Any]) -> Finding:
    """Say how a channel is, which Slack has shown."""
    shown = {"label": label, "name": channel.get("name"), "channel": channel["id"]}
    if channel.get("is_archived"):
        return wrong(words.say("doctor.channel_archived", **shown))
    if not channel.get("is_member"):
        return wrong(words.say("doctor.channel_without_us", **shown))
    return ok(words.say("doctor.channel", **shown))
