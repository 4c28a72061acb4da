"""How the team has set up where digests hang."""

from dataclasses import dataclass, field

from storage.vocabulary import Locale
from workflows.people.policy import Roles


@dataclass(frozen=True, slots=True)
class Wall:
    """Who leads, the language and the zone (an IANA name) of channels, and when a Jira issue counts as stuck.

    `stuck_days` are working days without a move.
    """

    roles: Roles = field(default_factory=Roles)
    locale: Locale = Locale.EN
    zone: str = "Asia/Tokyo"
    stuck_days: int = 3
