"""What Slack tells of a message that a person wrote: its files, and where it stands."""

from collections.abc import Iterator

from bot.listeners.doorway import Body
from bot.views.submitted import is_web_address
from bot.views.texts import archived
from workflows.escalation.draft import FileLink


def files_of(message: Body) -> tuple[FileLink, ...]:
    """Answer the files under a message; one without a web address (deleted, or hidden from us) is left out."""
    return tuple(_links(message))


def _links(message: Body) -> Iterator[FileLink]:
    for file in message.get("files") or ():
        address = str(file.get("permalink") or "")
        if is_web_address(address):
            yield FileLink(str(file.get("id") or ""), str(file.get("name") or ""), address)


def permalink(workspace: str | None, channel: str, message: Body) -> str | None:
    """Answer the address of a message as Slack forms it; None before `workspace`, its address, is known.

    Slack alone promises what the address is (`chat.getPermalink`): this is for where there is no time to ask.
    """
    if workspace is None or not message.get("ts"):
        return None
    address = archived(workspace, channel, str(message["ts"]))
    thread = message.get("thread_ts")
    is_line = thread is not None and thread != message["ts"]
    return f"{address}?thread_ts={thread}&cid={channel}" if is_line else address
