"""What the person at the page does, carried out by the sandbox's Slack."""

from collections.abc import Awaitable, Callable
from typing import Any

from sandbox.page.choices import Choices, listed
from sandbox.page.words import words_of
from sandbox.slack import forms
from sandbox.slack.forms import NotOnScreen
from sandbox.slack.mentions import linked
from sandbox.slack.people import Person
from sandbox.slack.records import Message
from sandbox.slack.refusals import JsonObject
from sandbox.slack.view import View

LOCALES = {"ja": "ja-JP", "en": "en-US"}


class Acts:
    """One person's acts by name; each takes what the browser sent."""

    def __init__(self, person: Person) -> None:
        """Act as `person`."""
        self.person = person
        self.named: dict[str, Callable[[JsonObject], Awaitable[object]]] = {
            "say": self.say,
            "shortcut": self.shortcut,
            "message_shortcut": self.message_shortcut,
            "press": self.press,
            "choose": self.choose,
            "suggest": self.suggest,
            "submit": self.submit,
            "close": self.close,
            "home": self.home,
            "dismiss": self.dismiss,
            "status": self.status,
            "language": self.language,
            "react": self.react,
            "edit": self.edit,
            "delete": self.delete,
        }

    async def say(self, sent: JsonObject) -> None:
        """Write a message, or use a slash command."""
        text, channel, thread = str(sent["text"]).strip(), str(sent["channel"]), sent.get("thread")
        files = [self.person.workspace.files[one] for one in sent.get("files", [])]
        command, _, rest = text.partition(" ")
        if not text and not files:
            return
        known = command in self.person.workspace.app.commands
        if not command.startswith("/") or files:
            self.person.say(_escaped(text), channel, thread, files)
        elif known and not thread:
            await self.person.command(command, self._typed(command, rest.strip()), channel)
        else:
            answer = words_of(self._locale)("no_thread_command" if known else "unknown_command", command=command)
            self.person.workspace.show_ephemeral(self.person.id, channel, answer, [], thread)

    async def shortcut(self, sent: JsonObject) -> None:
        """Use a global shortcut."""
        await self.person.shortcut(str(sent["name"]))

    async def message_shortcut(self, sent: JsonObject) -> None:
        """Use a shortcut of a message."""
        await self.person.message_shortcut(str(sent["name"]), self._message(sent))

    async def press(self, sent: JsonObject) -> None:
        """Press a button, or take an entry of a menu: in a message, in Home or in the modal."""
        action, value = str(sent["action"]), sent.get("value") or None
        if sent["surface"] == "message":
            await self.person.press_in(self._message(sent), action, value)
            return
        view = self._enter(sent)
        await (self.person.press if view is self.person.window.top else self.person.press_home)(action, value)

    async def choose(self, sent: JsonObject) -> None:
        """Enter something in an element of which the app hears at once."""
        action = str(sent["action"])
        if sent["surface"] == "message":
            message = self._message(sent)
            await self.person.press_in(message, action, self._entered(shown_in(message), sent))
            return
        view = self._enter(sent)
        enter = self.person.pick if view is self.person.window.top else self.person.press_home
        await enter(action, self._entered(view.blocks, sent))

    async def suggest(self, sent: JsonObject) -> object:
        """Ask the app for the options of an external select."""
        shown = self._message(sent) if sent["surface"] == "message" else self._enter(sent)
        return listed(await self.person.suggested(shown, str(sent["action"]), str(sent["query"])))

    async def submit(self, sent: JsonObject) -> None:
        """Submit the modal as it is filled in."""
        await self.person.submit(self._enter(sent))

    async def close(self, sent: JsonObject) -> None:
        """Close the modal on top, if it is the one that was meant, or with it all that lie under it."""
        top = self.person.window.top
        if top and top.id == sent["view"]:
            await self.person.close(everything=bool(sent.get("everything")))

    async def home(self, sent: JsonObject) -> None:  # noqa: ARG002 - every act takes what was sent
        """Open the app's Home."""
        await self.person.open_home()

    async def dismiss(self, sent: JsonObject) -> None:
        """Take away words that only this person sees."""
        kept = [one for one in self.person.ephemerals if one.ts != sent["ts"]]
        self.person.window.ephemerals[:] = kept
        self.person.workspace.changes.announce(self.person.id)

    async def status(self, sent: JsonObject) -> None:
        """Switch one's own status on or off: away, do not disturb, in a huddle."""
        person, on = self.person, bool(sent["on"])
        switches: dict[str, Callable[[], None]] = {
            "away": lambda: person.away(on),
            "dnd": person.dnd if on else person.take_notifications,
            "huddle": lambda: person.huddle(on),
        }
        if str(sent["of"]) not in switches:
            raise NotOnScreen("no such status")
        switches[str(sent["of"])]()

    async def language(self, sent: JsonObject) -> None:
        """Read another language from now on; the app hears it as of any change of a profile."""
        locale = LOCALES.get(str(sent["to"]))
        if locale is None:
            raise NotOnScreen("no such language")
        self.person.workspace.change_person(self.person.id, locale=locale)

    async def react(self, sent: JsonObject) -> None:
        """React with an emoji, or take that reaction back."""
        message, name = self._message(sent), str(sent["name"])
        mine = self.person.id in message.reactions.get(name, [])
        (self.person.unreact if mine else self.person.react)(message, name)

    async def edit(self, sent: JsonObject) -> None:
        """Say something else in one's own message."""
        text = str(sent["text"]).strip()
        if text:
            self.person.edit(self._message(sent), linked(_escaped(text), self.person.workspace.members.values()))

    async def delete(self, sent: JsonObject) -> None:
        """Take one's own message away."""
        self.person.delete(self._message(sent))

    def _typed(self, command: str, text: str) -> str:
        """A command's text as the app gets it: in Slack's three escapes only where the manifest asks for them."""
        return _escaped(text) if self.person.workspace.app.commands[command].get("should_escape") else text

    @property
    def _locale(self) -> str:
        return "ja" if self.person.member.locale.startswith("ja") else "en"

    def _enter(self, sent: JsonObject) -> View:
        """Keep what was typed so far in the modal or the Home that was sent."""
        view = self.person.home if sent.get("surface") == "home" else self.person.window.top
        if view is None or view.id != sent["view"]:
            raise NotOnScreen("the modal is gone")
        self._choices.enter(view, sent.get("typed", []))
        return view

    def _entered(self, blocks: list[JsonObject], sent: JsonObject) -> Any:  # noqa: ANN401 - any kind of input
        """What was chosen or typed in the one element that was sent."""
        beside = [block for block in blocks if block.get("block_id") == sent["block"]]
        _, element = forms.part_of(beside, str(sent["action"]))
        return self._choices.entered(element, sent["value"])

    @property
    def _choices(self) -> Choices:
        return Choices(self.person.workspace, self.person.member)

    def _message(self, sent: JsonObject) -> Message:
        shown = [*self.person.ephemerals, *self.person.messages(str(sent["channel"]))]
        found = next((one for one in shown if one.ts == sent["ts"]), None)
        if found is None:
            raise NotOnScreen("the message is gone")
        return found


def shown_in(message: Message) -> list[JsonObject]:
    """The blocks of a message, those of its attachments too."""
    return [*message.blocks, *(block for one in message.attachments for block in one.get("blocks") or [])]


def _escaped(text: str) -> str:
    """Text with the three escapes in which Slack keeps it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
