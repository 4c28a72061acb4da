"""Turning typed @names into mentions, as Slack's own composer does, and what a command's text becomes."""

import re
from collections.abc import Callable, Iterable

from sandbox.slack.records import Channel, Member

ADDRESS = re.compile(r"(?<![<\w|])https?://[^\s<>|`「」（）、。]*[^\s<>|`「」（）、。.,;:!?)*_~'\"]")
MARKED = re.compile(r"(<(?:[@#!]|https?://|mailto:|tel:|slack:)[^<>\n]+>)")
LOOSE = re.compile(r"&(?!(?:amp|lt|gt);)")


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


def marked(text: str) -> str:
    """`text` with each bare address in angle brackets, as Slack keeps what people write."""
    return ADDRESS.sub(lambda found: f"<{found[0]}>", text) if "://" in text else text


def kept(text: str) -> str:
    """What an app wrote as Slack keeps it: what marks nothing is escaped, and bare addresses are marked.

    docs.slack.dev/messaging/formatting-message-text: the three characters that have to be escaped.
    """
    if not any(letter in text for letter in "&<>") and "://" not in text:
        return text
    pieces = MARKED.split(text)
    return "".join(piece if number % 2 else marked(_escaped(piece)) for number, piece in enumerate(pieces))


def _escaped(text: str) -> str:
    return LOOSE.sub("&amp;", text).replace("<", "&lt;").replace(">", "&gt;")


def escaped(text: str, members: Iterable[Member], channels: Iterable[Channel]) -> str:
    """The text of a command that asks for it: people, `channels` and addresses as Slack marks them.

    docs.slack.dev/interactivity/implementing-slash-commands: `should_escape` in the manifest.
    """
    return _linked_channels(linked(marked(text), members, _labelled), {channel.name: channel for channel in channels})


def _labelled(member: Member) -> str:
    return f"<@{member.id}|{member.name}>"


def _linked_channels(text: str, named: dict[str, Channel]) -> str:
    longest = sorted(map(re.escape, named), key=len, reverse=True)
    if not longest:
        return text
    pattern = re.compile(rf"(?<![\w&<#/])#({'|'.join(longest)})(?![\w-])")
    return pattern.sub(lambda found: f"<#{named[found[1]].id}|{found[1]}>", text)
