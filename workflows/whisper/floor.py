"""How the team has set up what happens around calls."""

from dataclasses import dataclass, field

from storage.unit_of_work import UnitOfWork
from workflows.people.policy import Roles
from workflows.whisper.pace import Pace


@dataclass(frozen=True, slots=True)
class Floor:
    """Who leads, where calls are shown as far as the environment says so, and the pace of things."""

    roles: Roles
    calls_channel: str | None = None
    pace: Pace = field(default_factory=Pace)


def channel_of(work: UnitOfWork, floor: Floor) -> str | None:
    """Answer where calls are shown: as the environment says, else as an admin chose in Slack; None where nobody did."""
    return floor.calls_channel or work.setup.chosen().calls_channel
