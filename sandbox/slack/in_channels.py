"""What a person does outside modals: commands, shortcuts, messages, Home."""

import secrets
from collections.abc import Callable, Sequence
from typing import Any

from sandbox.slack import events, forms, payloads
from sandbox.slack.forms import NotOnScreen
from sandbox.slack.hands import PATIENCE, Hands
from sandbox.slack.mentions import escaped, linked, marked
from sandbox.slack.methods.content import POST_LENGTH, content
from sandbox.slack.methods.request import Arguments
from sandbox.slack.parcels import Reply
from sandbox.slack.records import Channel, Message, SharedFile
from sandbox.slack.refusals import JsonObject, SlackRefusal
from sandbox.slack.responses import say
from sandbox.slack.triggers import ResponseUrl
from sandbox.slack.view import STATELESS, View

FAILED = "This app responded with an error. If this happens again, try contacting the app owner."


def _any(_view: View) -> bool:
    return True


class InChannels(Hands):
    """Speaking, clicking and looking around."""

    async def command(self, name: str, text: str = "", channel: str | None = None) -> Reply:
        """Type a slash command in `channel`, or in the DM with the app; its answer is shown to this person."""
        offered = self.workspace.app.commands.get(name)
        if offered is None:
            message = f"{name} is not a valid command"
            raise NotOnScreen(message)
        place = self._place(channel)
        written = self._escaped(text) if offered.get("should_escape") else text
        payload = payloads.command(name, written, self.id, place, self.workspace)
        reply = await self._send("command", payload, name, f"{name} failed because the app did not respond.")
        if reply.acked and reply.body:
            self._show_answer(reply, place, name)
        return reply

    async def shortcut(self, callback_id: str) -> Reply:
        """Use a global shortcut."""
        self._offered(callback_id, "global")
        payload = payloads.shortcut(callback_id, self.id, self.workspace)
        return await self._send("interactive", payload, callback_id, FAILED)

    async def message_shortcut(self, callback_id: str, message: Message) -> Reply:
        """Use a shortcut from the menu of `message`."""
        self._offered(callback_id, "message")
        self._place(message.channel)
        payload = payloads.message_shortcut(callback_id, self.id, message, self.workspace)
        return await self._send("interactive", payload, callback_id, FAILED)

    async def press_in(self, message: Message, action_id: str, value: Any = None) -> Reply:  # noqa: ANN401
        """Press a button in `message`, or enter `value` in its element `action_id`, as the message stands now."""
        shown = self._shown(message)
        self._place(shown.channel)
        block, element = forms.part_of(shown.parts, action_id, value)
        if self.id not in element.get("visible_to_user_ids", [self.id]):
            message_hidden = f"{action_id} is hidden from {self.id}"
            raise NotOnScreen(message_hidden)
        click = self._entries.click(block, element, value)
        payload = payloads.click_in_message(click, self.id, shown, self.workspace)
        return await self._send("interactive", payload, action_id, FAILED)

    def say(
        self, text: str, channel: str | None = None, thread_ts: str | None = None, files: Sequence[SharedFile] = ()
    ) -> Message:
        """Write a message in `channel`, or in the DM with the app; @names of members become mentions."""
        written, attached = linked(marked(text), self.workspace.members.values()), [file.id for file in files]
        place = self._place(channel)
        message = Message(place.id, "", self.id, written, thread_ts=thread_ts or None, files=attached)
        return self.workspace.messages.add(message)

    def upload(self, name: str, size: int = 0) -> SharedFile:
        """Bring a file of `size` bytes into the workspace, to be shown by `say` or entered in a form."""
        return self.workspace.add_file(f"F{secrets.token_hex(5).upper()}", name=name, owner=self.id, size=size)

    def messages(self, channel: str) -> list[Message]:
        """What this person can read in `channel`, oldest first; nothing where they are no member."""
        place = self.workspace.channels.get(channel)
        return self.workspace.messages.in_channel(channel) if place and self.id in place.members else []

    def dm(self) -> list[Message]:
        """What the app wrote to this person, oldest first."""
        return [message for message in self.messages(self.workspace.dm(self.id).id) if message.bot_id]

    @property
    def ephemerals(self) -> list[Message]:
        """Words shown to this person alone."""
        return self.window.ephemerals

    @property
    def pings(self) -> list[Message]:
        """Every message that notified this person when it was posted, later deleted ones too."""
        return [message for message in self.workspace.messages.every() if self.id in message.pinged]

    async def open_home(self) -> None:
        """Open the app's Home; the app hears of it, and publishes what is to be seen."""
        self._switchboard.tell(events.home_opened(self.id, self.workspace))

    @property
    def home(self) -> View | None:
        """The app's Home as it was last published for this person."""
        return self.window.home

    async def home_shown(self, until: Callable[[View], bool] = _any, timeout: float = PATIENCE) -> View:  # noqa: ASYNC109
        """Home, once it is as `until` wants it."""
        await self.workspace.changes.wait(lambda: self.home is not None and until(self.home), timeout)
        return self._home()

    async def press_home(self, action_id: str, value: Any = None) -> Reply:  # noqa: ANN401 - any kind of input
        """Press a button in Home, or enter `value` in its element `action_id`."""
        home = self._home()
        block, element = forms.part_of(home.blocks, action_id, value)
        action = self._entries.click(block, element, value)
        if element["type"] not in STATELESS:
            home.enter(block["block_id"], element["action_id"], self._entries.state(element, value))
        payload = payloads.click_in_view(action, home, self.workspace)
        return await self._send("interactive", payload, action_id, FAILED)

    def _home(self) -> View:
        if self.home is None:
            message = "Home was not published yet"
            raise NotOnScreen(message)
        return self.home

    def _escaped(self, text: str) -> str:
        """A command's text with everybody, and the channels that this person can see, marked."""
        channels = (c for c in self.workspace.channels.values() if not c.is_im)
        seen = [c for c in channels if c.kind == "public" or self.id in c.members]
        return escaped(text, self.workspace.members.values(), seen)

    def _shown(self, message: Message) -> Message:
        """The message as it stands now; an ephemeral one may be gone."""
        if not message.ephemeral:
            return self.workspace.messages.get(message.channel, message.ts)
        if not any(message is one for one in self.ephemerals):
            gone = "these words are gone"
            raise NotOnScreen(gone)
        return message

    def _place(self, channel: str | None) -> Channel:
        """The channel, which this person must be in; None means the DM with the app."""
        if channel is None:
            return self.workspace.dm(self.id)
        place = self.workspace.channel(channel, seen_by=self.id)
        if self.id not in place.members:
            message = f"{self.id} is not in {channel}"
            raise NotOnScreen(message)
        return place

    def _offered(self, callback_id: str, kind: str) -> None:
        shortcut: JsonObject = self.workspace.app.shortcuts.get(callback_id, {})
        if shortcut.get("type") != kind:
            message = f"the manifest has no {kind} shortcut {callback_id}"
            raise NotOnScreen(message)

    def _show_answer(self, reply: Reply, place: Channel, name: str) -> None:
        """Show what a command was answered; what Slack cannot show becomes a trouble."""
        body: dict[str, Any] = reply.content or {"text": str(reply.body)}
        leave = ResponseUrl(self.id, place.id, None, 0.0)
        try:
            say(body, content(self.workspace, Arguments(body), POST_LENGTH), leave, self.workspace)
        except SlackRefusal as refusal:
            self._complain(name, f"{name} failed because its answer cannot be shown.", str(refusal))
