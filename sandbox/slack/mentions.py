"""Turning typed @names into mentions, as Slack's own composer does, and what a command's text becomes."""

import re
from collections.abc import Callable, Iterable

from sandbox.slack.records import Channel, Member

ADDRESS = re.compile(r"(?<![<\w])https?://[^\s<>|]+")


def mark(member: Member) -> str:
    """A mention as it stands in a message."""
    return f"<@{member.id}>"


def linked(text: str, members: Iterable[Member], show: Callable[[Member], str] = mark) -> str:
    """`text` with every @name of a member, in any letter case, as `show` writes it; of two names the longer counts."""
    named: dict[str, Member] = {}
    for member in members:
        if not member.deleted:
            named.setdefault(member.real_name.lower(), member)
            named[member.name.lower()] = member
    longest = sorted(map(re.escape, named), key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w.])@({'|'.join(longest)})(?!\w)", re.ASCII | re.IGNORECASE)
    return pattern.sub(lambda found: show(named[found[1].lower()]), text)


def escaped(text: str, members: Iterable[Member], channels: Iterable[Channel]) -> str:
    """The text of a command that asks for it: people, `channels` and addresses as Slack marks them.

    docs.slack.dev/interactivity/implementing-slash-commands: `should_escape` in the manifest.
    """
    wrapped = ADDRESS.sub(lambda found: f"<{found[0]}>", text)
    return _linked_channels(linked(wrapped, members, _labelled), {channel.name: channel for channel in channels})


def _labelled(member: Member) -> str:
    return f"<@{member.id}|{member.name}>"


def _linked_channels(text: str, named: dict[str, Channel]) -> str:
    longest = sorted(map(re.escape, named), key=len, reverse=True)
    if not longest:
        return text
    pattern = re.compile(rf"(?<![\w&<#/])#({'|'.join(longest)})(?![\w-])")
    return pattern.sub(lambda found: f"<#{named[found[1]].id}|{found[1]}>", text)
