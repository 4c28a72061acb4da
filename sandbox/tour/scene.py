"""What a step of a tour sees of the sandbox, through the eyes of one person."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from sandbox import cast
from sandbox.clock import MovableClock
from sandbox.jira.site import Site
from sandbox.page.screens import Where
from sandbox.slack import texts
from sandbox.slack.records import Channel, Message
from sandbox.slack.refusals import JsonObject
from sandbox.slack.server import SlackServer
from sandbox.slack.workspace import Workspace
from sandbox.telephone.phone import Telephone

CHART = "data_visualization"


@dataclass(frozen=True, slots=True)
class Stage:
    """All that a tour is played on."""

    slack: SlackServer
    clock: MovableClock
    telephone: Telephone
    site: Site


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody is asked to act, by a button of a message."""

    user: str
    message: Message
    action: str


@dataclass(frozen=True, slots=True)
class Scene:
    """The stage as `where.user` sees it in a step that began at `since` (unix seconds of the demo's clock).

    `notes` are what earlier steps left for later ones: keys and stamps of what the person made.
    """

    stage: Stage
    where: Where
    locale: str
    since: float = 0.0
    notes: dict[str, str] = field(default_factory=dict)

    @property
    def workspace(self) -> Workspace:
        """The Slack of this sandbox."""
        return self.stage.slack.workspace

    @property
    def user(self) -> str:
        """Whose tour it is."""
        return self.where.user

    @property
    def dm(self) -> str:
        """The channel in which the app writes to this person."""
        return self.workspace.dm(self.user).id

    @property
    def form(self) -> str:
        """The callback id of the form on top, "" where none is open."""
        top = self.workspace.window(self.user).top
        return top.callback_id if top else ""

    @property
    def key(self) -> str:
        """The key of the request that the tour is about; of whoever skipped its filing, the newest they know of."""
        if self.notes.get("key"):
            return self.notes["key"]
        found = self.found("request.trail", since=0.0)
        return key_in(found, "request.trail") if found else ""

    @property
    def account_manager(self) -> str:
        """Who is asked to take the request."""
        return self.notes.get("manager") or cast.SATO.user_id

    def forms(self) -> set[str]:
        """The callback ids of all forms that lie open."""
        return {view.callback_id for view in self.workspace.window(self.user).stack}

    def has_chosen(self, block: str) -> bool:
        """Whether something is chosen in a select of the form on top."""
        top = self.workspace.window(self.user).top
        return top is not None and any(one.get("selected_option") for one in top.values.get(block, {}).values())

    def found(self, action: str, key: str = "", *, place: str = "", since: float | None = None) -> Message | None:
        """The app's newest message with a button: in `place` (this person's DM), of what has the `key`, not older."""
        oldest = self.since if since is None else since
        for message in reversed(self.workspace.messages.in_channel(place or self.dm)):
            if float(message.ts) < oldest:
                return None
            if message.bot_id and offers(message, action, key):
                return message
        return None

    def is_on_the_phone(self, agent: str) -> bool:
        """Whether an agent is in a call."""
        return any(call.is_live for call in self.stage.telephone.calls if call.agent == agent)

    def chart(self, place: str) -> Message | None:
        """The newest message with a chart in a place."""
        posted = reversed(self.workspace.messages.in_channel(place))
        return next((one for one in posted if has_chart(one)), None)

    @staticmethod
    def label(message: Message, action: str) -> str:
        """The words on a button of a message."""
        buttons = (one for _, one in texts.elements(message.blocks) if one["action_id"] == action)
        return next((str(one["text"]["text"]) for one in buttons), "")

    def message(self, place: str, ts: str) -> Message | None:
        """The message of that stamp, None where it is gone."""
        return next((one for one in self.workspace.messages.in_channel(place) if one.ts == ts), None)

    def asked(self, key: str, *actions: str) -> Asked | None:
        """Who is asked to take one of the `actions` on what has the `key`, first of all by DM; None where nobody is."""
        for channel in sorted(self.workspace.channels.values(), key=lambda one: not one.is_im):
            for message in reversed(self.workspace.messages.in_channel(channel.id)):
                if float(message.ts) < self.filed:
                    break
                action = next((one for one in actions if message.bot_id and offers(message, one, key)), None)
                if action:
                    return Asked(self._asked_in(channel), message, action)
        return None

    @property
    def filed(self) -> float:
        """When the request of the tour was filed, at the earliest; in unix seconds."""
        return float(self.notes.get("filed") or 0)

    def _asked_in(self, channel: Channel) -> str:
        """Whose direct message it is; in a channel anyone may act, say the account manager of the tours."""
        people = [one for one in channel.members if one != self.workspace.bot_user_id]
        return people[0] if channel.is_im else cast.SATO.user_id


def offers(message: Message, action: str, key: str = "") -> bool:
    """Whether a message offers an act, as a button or in a menu, on what has the `key` (on anything)."""
    return any(one == action and key in {"", of} for one, of in acts(message))


def acts(message: Message) -> Iterator[tuple[str, str]]:
    """The acts that a message offers, each with the key of what it is done to."""
    for _, element in texts.elements(message.blocks):
        if element["type"] == "overflow":
            for option in element["options"]:
                action, _, key = str(option["value"]).partition(":")
                yield action, key
        else:
            yield str(element["action_id"]), str(element.get("value", ""))


def key_in(message: Message, action: str) -> str:
    """The key of what the act of that name is done to; "" where the message does not offer it."""
    return next((key for one, key in acts(message) if one == action), "")


def has_chart(message: Message) -> bool:
    """Whether the app drew a chart in a message."""
    return bool(message.bot_id) and any(_is_chart(block) for block in message.blocks)


def _is_chart(block: JsonObject) -> bool:
    return bool(block["type"] == CHART)
