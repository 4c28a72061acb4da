"""Who brings what where: Slack's poster, and Jira's where there is a Jira."""

from dataclasses import dataclass

from bot.delivery.outgoing import Carrier, Outgoing
from bot.delivery.transitions import Action, Lost, NotTaken, Refused, Result
from workflows.notices import TRACKER

NO_JIRA = "no_jira"


@dataclass(frozen=True, slots=True)
class Carriers:
    """Chooses by the place; what is owed to a Jira that is not set up is refused for good, and can be retried."""

    slack: Carrier
    jira: Carrier | None = None

    async def open(self, person: str) -> str | NotTaken | Lost | Refused:
        """Answer the DM channel of a person."""
        return await self.slack.open(person)

    async def send(self, action: Action, outgoing: Outgoing) -> Result:
        """Make the one call that `action` stands for."""
        if not outgoing.place.startswith(TRACKER):
            return await self.slack.send(action, outgoing)
        return Refused(NO_JIRA) if self.jira is None else await self.jira.send(action, outgoing)
