"""Whom a request asks, and where its card stands: pure."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from workflows.people.policy import Roles


@dataclass(frozen=True, slots=True)
class Desk:
    """How the environment has set Baton up: who leads and administers, the channels of cards and of calls.

    What it leaves open an admin may choose in Slack.
    """

    roles: Roles
    channel: str | None = None
    calls_channel: str | None = None


@dataclass(frozen=True, slots=True)
class Route:
    """Who is asked (None: the leads) and the channel of the card (None: no channel is configured)."""

    account_manager: str | None
    channel: str | None


@dataclass(frozen=True, slots=True)
class Ownership:
    """Who stands for a customer, and the channel of their team."""

    account_manager: str | None = None
    cover: str | None = None
    team_channel: str | None = None


def route(
    chosen: str | None, ownership: Ownership, unreachable: AbstractSet[str], default_channel: str | None
) -> Route:
    """Choose the first of the form's choice, the account manager and the cover who is not `unreachable`.

    The card goes to the channel of the account's team, else to `default_channel`.
    """
    candidates = (chosen, ownership.account_manager, ownership.cover)
    asked = next((person for person in candidates if person is not None and person not in unreachable), None)
    return Route(asked, ownership.team_channel or default_channel)
