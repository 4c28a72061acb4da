"""Addresses in messages: whose they are, and how the app is told of its own."""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sandbox.slack.records import Message
from sandbox.slack.refusals import JsonObject

if TYPE_CHECKING:
    from sandbox.slack.workspace import Workspace

ADDRESS = re.compile(r"https?://[^\s<>|]+")
SOURCE = "conversations_history"


def addresses(message: Message) -> Iterator[str]:
    """Each address in the text of `message`, once, in order."""
    yield from dict.fromkeys(plain(found) for found in ADDRESS.findall(message.text))


def plain(address: str) -> str:
    """An address without the escapes of a message's text."""
    return address.replace("&amp;", "&")


def domain_of(address: str, domains: Iterable[str]) -> str | None:
    """That one of `domains` to which `address` belongs, subdomains included; None where it is a stranger."""
    host = urlsplit(address).hostname or ""
    return next((domain for domain in domains if host == domain or host.endswith(f".{domain}")), None)


def shared(message: Message, workspace: "Workspace") -> JsonObject | None:
    """The happening that `message` shares links of the app's own domains; None where it does not.

    The app is told of nothing that it wrote itself (docs.slack.dev/reference/events/link_shared).
    """
    domains = workspace.app.unfurl_domains
    if not domains or message.bot_id or message.is_note:
        return None
    found = [{"domain": domain, "url": url} for url in addresses(message) if (domain := domain_of(url, domains))]
    if not found:
        return None
    thread = {"thread_ts": message.thread_ts} if message.thread_ts else {}
    place = {"channel": message.channel, "message_ts": message.ts, "source": SOURCE}
    member = workspace.bot_user_id in workspace.channel(message.channel).members
    about = {"is_bot_user_member": member, "user": message.user, "unfurl_id": f"{message.channel}.{message.ts}"}
    return {"type": "link_shared", **place, **thread, **about, "links": found}


def place_of(unfurl_id: str) -> tuple[str, str] | None:
    """The channel and stamp of the message that an `unfurl_id` is about, None where it is none of ours."""
    channel, _, ts = unfurl_id.partition(".")
    return (channel, ts) if channel and ts else None
