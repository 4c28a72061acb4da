"""conversations.*: channels, DMs and what was said in them."""

from collections.abc import Iterable

from sandbox.slack.methods.request import Arguments, page
from sandbox.slack.methods.scopes import READING, RECALLING, for_kind, need, need_for
from sandbox.slack.records import Channel, Message
from sandbox.slack.refusals import JsonObject, SlackRefusal
from sandbox.slack.shapes import channel_json, message_json
from sandbox.slack.workspace import Workspace

KINDS = {"public_channel": "public", "private_channel": "private", "im": "im", "mpim": "mpim"}
MOST_OUTSIDE = 15


def open_conversation(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """conversations.open: the DM with one person."""
    users = arguments.required("users")
    if "," in users:
        need(workspace, "mpim:write")
    if workspace.member(users).deleted:
        raise SlackRefusal("user_disabled")
    return {"channel": {"id": workspace.dm(users).id}}


def list_conversations(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """conversations.list: every public channel, and what the bot is in of the others."""
    return _listed(workspace, arguments, workspace.channels.values())


def of_user(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """users.conversations: where a person (else the bot) is a member."""
    user = arguments.text("user", workspace.bot_user_id)
    return _listed(workspace, arguments, [c for c in workspace.channels.values() if user in c.members])


def members(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """conversations.members: who is in a channel."""
    channel = _known(workspace, arguments, READING)
    found, following = page([{"id": member} for member in channel.members], arguments, 100, 1000)
    return {"members": [member["id"] for member in found], **following}


def info(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """conversations.info: one channel or DM; the number of its members only with `include_num_members`."""
    shape = channel_json(_known(workspace, arguments, READING), workspace)
    if not arguments.flag("include_num_members"):
        shape.pop("num_members", None)
    return {"channel": shape}


def history(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """conversations.history: newest first, without thread replies."""
    channel = _readable(workspace, arguments)
    roots = [m for m in workspace.messages.in_channel(channel.id) if _stands_alone(m)]
    return _read(workspace, arguments, _between(reversed(roots), arguments))


def replies(workspace: Workspace, arguments: Arguments) -> JsonObject:
    """conversations.replies: the thread's root and its replies, oldest first."""
    channel = _readable(workspace, arguments)
    thread = workspace.messages.thread(channel.id, arguments.required("ts"))
    return _read(workspace, arguments, _between(thread, arguments))


def _read(workspace: Workspace, arguments: Arguments, found: list[Message]) -> JsonObject:
    with_metadata = arguments.flag("include_all_metadata")
    shapes = [message_json(message, workspace, with_metadata=with_metadata) for message in found]
    messages, following = page(shapes, _within(workspace, arguments), 100, 999)
    more = bool(following["response_metadata"]["next_cursor"])
    return {"messages": messages, "has_more": more, **(following if more else {})}


def _stands_alone(message: Message) -> bool:
    return message.thread_ts in {None, message.ts} or message.subtype == "thread_broadcast"


def _within(workspace: Workspace, arguments: Arguments) -> Arguments:
    """A commercial app outside the Marketplace gets 15 messages at most, whatever it asks for."""
    if not workspace.app.outside_marketplace:
        return arguments
    wanted = min(arguments.number("limit", MOST_OUTSIDE, 999), MOST_OUTSIDE)
    return Arguments({**arguments.values, "limit": wanted})


def _between(messages: Iterable[Message], arguments: Arguments) -> list[Message]:
    """Those later than `oldest` and earlier than `latest`; the ends count with `inclusive`."""
    oldest, latest = _moment(arguments, "oldest", 0), _moment(arguments, "latest", 10**16)
    edge = 0 if arguments.flag("inclusive") else 1
    return [m for m in messages if oldest + edge <= _micros(m.ts) <= latest - edge]


def _moment(arguments: Arguments, name: str, default: int) -> int:
    value = arguments.text(name)
    try:
        return _micros(value) if value and value != "now" else default
    except ValueError:
        raise SlackRefusal(f"invalid_ts_{name}") from None


def _micros(ts: str) -> int:
    seconds, _, fraction = ts.partition(".")
    return int(seconds) * 1_000_000 + int(fraction.ljust(6, "0")[:6])


def _known(workspace: Workspace, arguments: Arguments, scopes: tuple[str, ...]) -> Channel:
    channel = workspace.channel(arguments.required("channel"), seen_by=workspace.bot_user_id)
    need_for(workspace, channel, scopes)
    return channel


def _readable(workspace: Workspace, arguments: Arguments) -> Channel:
    channel = _known(workspace, arguments, RECALLING)
    if workspace.bot_user_id not in channel.members:
        raise SlackRefusal("not_in_channel")
    return channel


def _listed(workspace: Workspace, arguments: Arguments, channels: Iterable[Channel]) -> JsonObject:
    kinds = {KINDS.get(kind.strip()) for kind in arguments.text("types", "public_channel").split(",")}
    if None in kinds:
        raise SlackRefusal("invalid_types")
    for kind in kinds:
        need(workspace, *for_kind(str(kind), READING))
    bot, archived = workspace.bot_user_id, not arguments.flag("exclude_archived")
    seen = [c for c in channels if c.kind in kinds and (c.kind == "public" or bot in c.members)]
    shapes = [channel_json(channel, workspace) for channel in seen if archived or not channel.archived]
    found, following = page(shapes, arguments, 100, 999)
    return {"channels": found, **following}
