"""Reactions to messages, by people and by the app alike (docs.slack.dev/reference/methods/reactions.add).

Slack knows which emoji there are; here any name of an emoji's shape is one.
"""

import re

from sandbox.slack.records import Message
from sandbox.slack.refusals import SlackRefusal
from sandbox.slack.workspace import Workspace

EMOJI = re.compile(r"[a-z0-9_+'-]{1,100}(::skin-tone-[2-6])?")
MOST_EMOJI = 50
MOST_BY_ONE = 23


def add(message: Message, user: str, name: str, workspace: Workspace) -> None:
    """Let `user` react with the emoji `name`; refuses it a second time, and more than Slack shows."""
    given = message.reactions
    if not EMOJI.fullmatch(name):
        raise SlackRefusal("invalid_name")
    if user in given.get(name, []):
        raise SlackRefusal("already_reacted")
    if name not in given and len(given) >= MOST_EMOJI:
        raise SlackRefusal("too_many_emoji")
    if sum(user in users for users in given.values()) >= MOST_BY_ONE:
        raise SlackRefusal("too_many_reactions")
    given.setdefault(name, []).append(user)
    _changed("reaction_added", message, user, name, workspace)


def remove(message: Message, user: str, name: str, workspace: Workspace) -> None:
    """Take the reaction of `user` back; refuses one that was never given."""
    if not EMOJI.fullmatch(name):
        raise SlackRefusal("invalid_name")
    if user not in message.reactions.get(name, []):
        raise SlackRefusal("no_reaction")
    message.reactions[name].remove(user)
    if not message.reactions[name]:
        del message.reactions[name]
    _changed("reaction_removed", message, user, name, workspace)


def _changed(event: str, message: Message, user: str, name: str, workspace: Workspace) -> None:
    workspace.messages.touch(message)
    item = {"type": "message", "channel": message.channel, "ts": message.ts}
    author = {"item_user": message.user}
    workspace.on_event({"type": event, "user": user, "reaction": name, "item": item, **author})
