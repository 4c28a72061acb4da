"""Elements with something to choose or type: what they offer, what was entered, and back again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.page import rich_typing
from sandbox.page.mrkdwn import unlinked
from sandbox.slack import forms
from sandbox.slack.entries import Entries
from sandbox.slack.forms import NotOnScreen
from sandbox.slack.mentions import linked
from sandbox.slack.records import Channel, Member
from sandbox.slack.refusals import JsonObject
from sandbox.slack.view import EMPTY, EMPTY_LISTS, View
from sandbox.slack.workspace import Workspace

LOCAL_MOMENT = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of a list; `option` is what comes back when it is chosen, `group` heads a new group."""

    value: str
    text: str
    option: Any
    description: str = ""
    group: str = ""


def of_options(options: Iterable[JsonObject], group: str = "") -> list[Choice]:
    """The lines for Block Kit options."""
    found: list[Choice] = []
    for option in options:
        about = (option.get("description") or {}).get("text", "")
        head = group if not found else ""
        found.append(Choice(option["value"], option["text"]["text"], option, about, head))
    return found


def listed(part: JsonObject) -> list[Choice]:
    """The lines for what an element, or the app's answer to an external one, offers: options, or groups of them."""
    if "option_groups" not in part:
        return of_options(part.get("options") or [])
    return [one for group in part["option_groups"] for one in of_options(group["options"], group["label"]["text"])]


class Choices:
    """The lists of one person's screen: the workspace has its members and channels."""

    def __init__(self, workspace: Workspace, viewer: Member) -> None:
        """Take whose screen it is."""
        self._workspace = workspace
        self._viewer = viewer
        self._entries = Entries(workspace, viewer.id)

    def offered(self, element: JsonObject) -> list[Choice]:
        """What an element offers from the start; an external select offers nothing before it is asked."""
        if "users" in element["type"]:
            people = [m for m in self._workspace.members.values() if not m.is_bot and not m.deleted]
            return [self._person(member) for member in people]
        if "conversations" in element["type"] or "channels" in element["type"]:
            return [self._conversation(channel) for channel in self._entries.conversations(element)]
        return listed(element)

    def chosen(self, element: JsonObject, state: JsonObject | None) -> list[Choice]:
        """What is chosen now, be it offered still or not: the typed state, or what a message's element begins with."""
        entered = _kept(element, state)
        many = entered if isinstance(entered, list) else [entered]
        kept = [one for one in many if one]
        if kept and isinstance(kept[0], dict):
            return of_options(kept)
        return [self._known(str(identity)) for identity in kept]

    def value(self, element: JsonObject, state: JsonObject | None) -> str:
        """What stands in a text, date or time input."""
        entered = _kept(element, state)
        if element["type"] == "rich_text_input":
            return unlinked(rich_typing.text_of(entered), self._workspace.members)
        if element["type"] == "datetimepicker" and entered:
            return datetime.fromtimestamp(int(entered), ZoneInfo(self._viewer.tz)).strftime(LOCAL_MOMENT)
        return "" if entered is None else str(entered)

    def enter(self, view: View, typed: Iterable[JsonObject]) -> None:
        """Keep what stands in the form on screen; fields that a change of the view took away are left out."""
        for one in typed:
            try:
                block, element = _find(view.blocks, str(one["block"]), str(one["action"]))
                state = self._entries.state(element, self.entered(element, one["value"]))
            except (NotOnScreen, KeyError):
                continue
            view.values.setdefault(block["block_id"], {})[element["action_id"]] = state

    def entered(self, element: JsonObject, raw: Any) -> Any:  # noqa: ANN401 - any kind of input
        """What the browser sent of a field, as a person enters it: a local time is one of the person's zone."""
        if element["type"] == "rich_text_input":
            return rich_typing.block_of(linked(str(raw or ""), self._workspace.members.values()))
        if element["type"] == "datetimepicker" and raw:
            local = datetime.strptime(str(raw), LOCAL_MOMENT)  # noqa: DTZ007 - the zone is the person's
            return local.replace(tzinfo=ZoneInfo(self._viewer.tz))
        return raw

    def _known(self, identity: str) -> Choice:
        """A person or conversation by id; of a conversation that the viewer may not see, the id alone."""
        member, channel = self._workspace.members.get(identity), self._workspace.channels.get(identity)
        if member:
            return self._person(member)
        if channel and (channel.kind == "public" or self._viewer.id in channel.members):
            return self._conversation(channel)
        return Choice(identity, identity, identity)

    def _person(self, member: Member) -> Choice:
        return Choice(member.id, member.real_name, member.id, f"@{member.name}")

    def _conversation(self, channel: Channel) -> Choice:
        name = self._workspace.member(self._workspace.bot_user_id).real_name if channel.is_im else f"#{channel.name}"
        return Choice(channel.id, name, channel.id)


def _find(blocks: list[JsonObject], block_id: str, action_id: str) -> forms.Part:
    return forms.part_of([block for block in blocks if block.get("block_id") == block_id], action_id)


def _kept(element: JsonObject, state: JsonObject | None) -> Any:  # noqa: ANN401 - any kind of input
    kind = element["type"]
    name = EMPTY.get(kind) or EMPTY_LISTS.get(kind, "value")
    if state is not None:
        return state.get(name)
    starts = (
        "initial_value",
        "initial_option",
        "initial_options",
        "initial_user",
        "initial_users",
        "initial_conversation",
        "initial_conversations",
        "initial_channel",
        "initial_channels",
        "initial_date",
        "initial_time",
        "initial_date_time",
    )
    return next((element[start] for start in starts if start in element), None)
