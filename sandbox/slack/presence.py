"""Whether a person is there: at their desk, in a huddle, willing to be notified."""

from datetime import datetime, timedelta

from sandbox.slack.hands import Hands
from sandbox.slack.methods import dnd
from sandbox.slack.records import Member

AN_HOUR = timedelta(hours=1).total_seconds()
HUDDLE_SECONDS = timedelta(minutes=15).total_seconds()


class Presence(Hands):
    """Coming and going; all times are the workspace's."""

    def huddle(self, on: bool = True) -> None:  # noqa: FBT001, FBT002 - reads as `huddle(False)`
        """Join a huddle or leave it; the app hears `user_change` and `user_huddle_changed` at once."""
        until = int(self.workspace.now() + HUDDLE_SECONDS) if on else 0
        member = self.workspace.change_person(self.id, huddle_until=until)
        self.workspace.tell_of(member, "user_huddle_changed")

    def dnd(self, until: datetime | None = None, since: datetime | None = None) -> None:
        """Take no notifications from `since` (now) to `until` (an hour from now), both aware."""
        now = self.workspace.now()
        begin, end = (since.timestamp() if since else now), (until.timestamp() if until else now + AN_HOUR)
        self._rest(int(begin), int(end))

    def take_notifications(self) -> None:
        """End or call off the rest from notifications."""
        self._rest(0, 0)

    def away(self, on: bool = True) -> None:  # noqa: FBT001, FBT002 - reads as `away(False)`
        """Be away, or at the desk again; no event tells the app so."""
        self._keep(is_away=on)

    def back(self) -> None:
        """Be there again: at the desk, in no huddle, and with notifications."""
        self.away(on=False)
        if self.member.huddle_until:
            self.huddle(on=False)
        if self.member.quiet_until:
            self.take_notifications()

    @property
    def takes_no_notifications(self) -> bool:
        """Whether notifications are held back at this moment."""
        return self.member.is_quiet(self.workspace.now())

    def _rest(self, begin: int, end: int) -> None:
        member = self._keep(quiet_from=begin, quiet_until=end)
        status = dnd.status(member, self.workspace.now())
        self.workspace.on_event({"type": "dnd_updated_user", "user": self.id, "dnd_status": status})

    def _keep(self, **changes: float) -> Member:
        """Keep what no `user_change` tells of."""
        member = self.member
        for name, value in changes.items():
            setattr(member, name, value)
        self.workspace.keep(self.id, member)
        return member
