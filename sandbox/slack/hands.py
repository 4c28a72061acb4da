"""What every act of a person has in common."""

from sandbox.slack.entries import Entries
from sandbox.slack.parcels import ParcelKind, Reply
from sandbox.slack.records import Member
from sandbox.slack.refusals import JsonObject
from sandbox.slack.switchboard import Switchboard
from sandbox.slack.window import Trouble, Window
from sandbox.slack.workspace import Workspace

PATIENCE = 5.0


class Hands:
    """A person at their own Slack window."""

    def __init__(self, switchboard: Switchboard, identity: str) -> None:
        """Act as the member `identity`."""
        self._switchboard = switchboard
        self.id = switchboard.workspace.member(identity).id

    @property
    def workspace(self) -> Workspace:
        """Where this person is."""
        return self._switchboard.workspace

    @property
    def member(self) -> Member:
        """Who this person is."""
        return self.workspace.member(self.id)

    @property
    def window(self) -> Window:
        """What is on this person's screen."""
        return self.workspace.window(self.id)

    @property
    def troubles(self) -> list[Trouble]:
        """What Slack told this person because the app did not answer as it should."""
        return self.window.troubles

    @property
    def _entries(self) -> Entries:
        return Entries(self.workspace, self.id)

    async def _send(self, kind: ParcelKind, payload: JsonObject, surface: str, failure: str) -> Reply:
        """Bring it to the app; where no ack comes back, this person is told `failure`."""
        reply = await self._switchboard.send(kind, payload)
        if not reply.acked:
            self._complain(surface, failure, reply.error or f"http_{reply.status}")
        return reply

    def _complain(self, surface: str, failure: str, reason: str) -> None:
        self.window.troubles.append(Trouble(surface, failure, reason))
        self.workspace.changes.announce(self.id)
