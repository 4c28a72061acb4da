"""What a person does to messages that stand there: reacting, and mending or taking back their own."""

from sandbox.slack import reactions
from sandbox.slack.forms import NotOnScreen
from sandbox.slack.hands import Hands
from sandbox.slack.records import Message


class InMessages(Hands):
    """Reacting, editing and deleting."""

    def react(self, message: Message, name: str) -> None:
        """React with the emoji `name`, as in "thumbsup"; a second time it is refused."""
        reactions.add(self._read(message), self.id, name, self.workspace)

    def unreact(self, message: Message, name: str) -> None:
        """Take a reaction back."""
        reactions.remove(self._read(message), self.id, name, self.workspace)

    def edit(self, message: Message, text: str) -> None:
        """Say something else in one's own message; the app hears `message_changed`."""
        self.workspace.messages.change(self._own(message), text, [])

    def delete(self, message: Message) -> None:
        """Take one's own message away; the app hears `message_deleted`."""
        self.workspace.messages.delete(self._own(message))

    def _read(self, message: Message) -> Message:
        """The message as it stands, where this person can read it; an ephemeral one takes nothing."""
        channel = self.workspace.channel(message.channel, seen_by=self.id)
        if message.ephemeral or self.id not in channel.members:
            unread = f"{self.id} cannot react there"
            raise NotOnScreen(unread)
        return self.workspace.messages.get(message.channel, message.ts)

    def _own(self, message: Message) -> Message:
        found = self._read(message)
        if found.user != self.id or found.is_note:
            foreign = "only one's own messages can be changed"
            raise NotOnScreen(foreign)
        return found
