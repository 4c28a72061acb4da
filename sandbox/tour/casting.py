"""Whose tour is which."""

from collections.abc import Mapping

from sandbox import cast
from sandbox.tour import account_manager, agent, lead
from sandbox.tour.step import Tour

TOURS: Mapping[str, Tour] = {
    cast.AOI.user_id: agent.TOUR,
    cast.SATO.user_id: account_manager.TOUR,
    cast.EMMA.user_id: lead.TOUR,
}
NAMES: Mapping[str, str] = {one.user_id: one.name for one in cast.COLLEAGUES}


def others(user: str) -> list[str]:
    """Whose tours are left to whoever has come to the end of theirs."""
    return [one for one in TOURS if one != user]
