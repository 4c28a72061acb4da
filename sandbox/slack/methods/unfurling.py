"""chat.unfurl: what an app shows under a link of its own domain.

docs.slack.dev/messaging/unfurling-links-in-messages
"""

from typing import Any

from sandbox.slack import links
from sandbox.slack.blocks import check_message
from sandbox.slack.blocks.attachments import check_attachments
from sandbox.slack.methods.content import named
from sandbox.slack.methods.request import Arguments
from sandbox.slack.records import Message
from sandbox.slack.refusals import JsonObject, SlackRefusal
from sandbox.slack.workspace import Workspace

SOURCES = ("composer", "conversations_history")
ASKING = ("user_auth_message", "user_auth_url", "user_auth_blocks")


def unfurl(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """chat.unfurl: show `unfurls` under somebody's message; a second call changes what the first has shown."""
    message = _message(workspace, arguments)
    unfurls = _unfurls(arguments)
    if unfurls is None and not _asks(arguments):
        raise SlackRefusal("missing_unfurls")
    if _asks(arguments):
        _ask(workspace, message, arguments)
    if unfurls:
        kept = [one for one in message.attachments if one.get("app_unfurl_url") not in unfurls]
        shown = [_shown(workspace, message, address, unfurl) for address, unfurl in unfurls.items()]
        workspace.messages.unfurl(message, [{**one, "id": n} for n, one in enumerate([*kept, *shown], 1)])
    return {}


def _message(workspace: Workspace, arguments: Arguments) -> Message:
    """The message meant by `channel` and `ts`, or by the `unfurl_id` of the event."""
    place = _named(arguments) if arguments.text("unfurl_id") or arguments.text("source") else _placed(arguments)
    channel = workspace.channels.get(place[0])
    if channel is None:
        raise SlackRefusal("cannot_find_channel")
    return workspace.messages.get(channel.id, place[1], "cannot_find_message")


def _placed(arguments: Arguments) -> tuple[str, str]:
    for name in ("channel", "ts"):
        if not arguments.text(name):
            raise SlackRefusal(f"missing_{name}")
    return arguments.text("channel"), arguments.text("ts")


def _named(arguments: Arguments) -> tuple[str, str]:
    for name in ("unfurl_id", "source"):
        if not arguments.text(name):
            raise SlackRefusal(f"missing_{name}")
    if arguments.text("source") not in SOURCES:
        raise SlackRefusal("invalid_source")
    found = links.place_of(arguments.text("unfurl_id"))
    if found is None:
        raise SlackRefusal("invalid_unfurl_id")
    return found


def _unfurls(arguments: Arguments) -> dict[str, Any] | None:
    unfurls = arguments.structure("unfurls", "invalid_unfurls_format")
    if unfurls is not None and not isinstance(unfurls, dict):
        raise SlackRefusal("invalid_unfurls_format")
    return unfurls


def _shown(workspace: Workspace, message: Message, address: str, unfurl: Any) -> JsonObject:  # noqa: ANN401 - unchecked
    if links.plain(address) not in map(links.plain, links.addresses(message)):
        raise SlackRefusal("cannot_unfurl_message")
    if not links.domain_of(address, workspace.app.unfurl_domains):
        raise SlackRefusal("cannot_unfurl_url")
    app = {"app_id": workspace.app.app_id, "bot_id": workspace.app.bot_id}
    return {**_checked(workspace, unfurl), "app_unfurl_url": address, "is_app_unfurl": True, **app}


def _checked(workspace: Workspace, unfurl: Any) -> JsonObject:  # noqa: ANN401 - unchecked
    if not isinstance(unfurl, dict):
        raise SlackRefusal("cannot_parse_attachment")
    if "blocks" in unfurl:
        check_message(unfurl["blocks"], workspace.unknown_blocks)
    kept = named(check_attachments([unfurl], workspace.unknown_blocks))
    if not kept:
        raise SlackRefusal("cannot_parse_attachment")
    return kept[0]


def _asks(arguments: Arguments) -> bool:
    return arguments.flag("user_auth_required") or any(arguments.text(name) for name in ASKING)


def _ask(workspace: Workspace, message: Message, arguments: Arguments) -> None:
    """Ask whoever wrote the message to connect their account; only they see it."""
    address = arguments.text("user_auth_url")
    text = arguments.text("user_auth_message") or (f"<{address}|Connect your account>" if address else "")
    blocks = arguments.structure("user_auth_blocks", "invalid_blocks_format")
    checked = check_message(blocks, workspace.unknown_blocks) if blocks else []
    asked = text or f"Connect your account to {workspace.app.bot_name} to see more of this link."
    workspace.show_ephemeral(message.user, message.channel, asked, checked, message.thread_ts)
