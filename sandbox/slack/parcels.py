"""What goes to the app, and what came back."""

from dataclasses import dataclass
from typing import Any, Literal, Protocol

from sandbox.slack.refusals import JsonObject

ACK_SECONDS = 3.0
ParcelKind = Literal["command", "interactive", "event"]


@dataclass(frozen=True, slots=True)
class Parcel:
    """One payload for the app; `retry` counts from 1 for an event that is delivered again, `reason` says why."""

    kind: ParcelKind
    payload: JsonObject
    retry: int = 0
    reason: str = ""

    @property
    def name(self) -> str:
        """The command's name, the interaction's or the event's type."""
        if self.kind == "command":
            return str(self.payload["command"])
        return str((self.payload["event"] if self.kind == "event" else self.payload)["type"])


@dataclass(frozen=True, slots=True)
class Reply:
    """The app's answer: HTTP `status` (200 for a socket's ack), parsed `body`, how long it took, what went wrong."""

    status: int | None
    body: Any = None
    seconds: float = 0.0
    error: str | None = None

    @property
    def acked(self) -> bool:
        """Whether Slack takes this for an acknowledgement."""
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004 - HTTP's own words

    @property
    def content(self) -> JsonObject:
        """The body where it is an object, else an empty one."""
        return self.body if isinstance(self.body, dict) else {}


@dataclass(frozen=True, slots=True)
class Delivery:
    """A parcel and what it got, by `at` (seconds since 1970 by the machine's clock)."""

    parcel: Parcel
    reply: Reply
    at: float

    @property
    def seconds(self) -> float:
        """How long the app took."""
        return self.reply.seconds


class Door(Protocol):
    """A way to the app: signed HTTP or a socket."""

    async def deliver(self, parcel: Parcel) -> Reply:
        """Bring `parcel` to the app and wait at most three seconds for its answer."""

    async def close(self) -> None:
        """Let go of all connections."""
