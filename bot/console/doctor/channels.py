"""Channels that Baton posts to: each is there, is not archived, and Baton is in it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.console.doctor.findings import Finding, Verdict, Wording
from bot.console.doctor.inquiry import Inquiry
from bot.delivery.transitions import Refused
from workflows.escalation.wiring import Wiring

MOST_LOOKED_AT: Final = 40
"""Team channels that are asked for: Slack answers about 50 such questions a minute."""


async def about_channels(inquiry: Inquiry, known: Wiring) -> AsyncIterator[Finding]:
    """Look at the channels of cards, of calls, of digests and of each team. Raises SlackSilent."""
    look = _Look(inquiry)
    say = inquiry.say
    if known.escalation_channel is None:
        yield say.wrong("no_escalation_channel")
    else:
        yield await look.at(say.words.say("doctor.escalation_channel"), known.escalation_channel)
    if known.calls_channel is None:
        yield say.unused("no_calls_channel")
    else:
        yield await look.at(say.words.say("doctor.calls_channel"), known.calls_channel)
    async for finding in _about_digests(look, known):
        yield finding
    async for finding in _about_teams(look, known):
        yield finding


async def _about_digests(look: "_Look", known: Wiring) -> AsyncIterator[Finding]:
    """Look at the channel of each digest, and say which Baton has paused by itself."""
    say = look.inquiry.say
    for digest in known.digests:
        yield await look.at(say.words.say("doctor.digest_channel", at=digest.at), digest.channel)
        if digest.trouble is not None:
            yield say.wrong("digest_paused", at=digest.at, channel=digest.channel, error=digest.trouble)


async def _about_teams(look: "_Look", known: Wiring) -> AsyncIterator[Finding]:
    """Name each channel that is wrong; those that are well are only counted."""
    say, well = look.inquiry.say, 0
    for channel, account in islice(sorted(known.team_channels.items()), MOST_LOOKED_AT):
        finding = await look.at(say.words.say("doctor.team_channel", account=account), channel)
        if finding.verdict is Verdict.OK:
            well += 1
        else:
            yield finding
    if well:
        yield say.ok("team_channels", count=well)
    left = len(known.team_channels) - MOST_LOOKED_AT
    if left > 0:
        yield say.unused("team_channels_left", count=left)


@dataclass(frozen=True, slots=True)
class _Look:
    """Asks Slack once for each channel, whatever it is for."""

    inquiry: Inquiry
    seen: dict[str, AsyncSlackResponse | Refused] = field(default_factory=dict)

    async def at(self, label: str, channel: str) -> Finding:
        """Say how a channel is; `label` says what for."""
        if channel not in self.seen:
            self.seen[channel] = await self.inquiry.ask("conversations.info", channel=channel)
        say = self.inquiry.say
        match self.seen[channel]:
            case Refused("channel_not_found"):
                return say.wrong("channel_unknown", label=label, channel=channel)
            case Refused(code):
                return say.wrong("channel_refused", label=label, channel=channel, error=code)
            case AsyncSlackResponse() as answer:
                return _about(say, label, answer["channel"])


def _about(say: Wording, label: str, channel: dict[str, Any]) -> Finding:
    """Say how a channel is, which Slack has shown."""
    shown = {"label": label, "name": channel.get("name"), "channel": channel["id"]}
    if channel.get("is_archived"):
        return say.wrong("channel_archived", **shown)
    if not channel.get("is_member"):
        return say.wrong("channel_without_us", **shown)
    return say.ok("channel", **shown)
