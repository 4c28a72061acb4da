"""Turning typed @names into mentions, as Slack's own composer does."""

import re
from collections.abc import Callable, Iterable

from sandbox.slack.records import Member


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
