"""Whom a request asks."""

import pytest

from workflows.escalation.routing import Ownership, Route, route

OWNED = Ownership("U_AM", "U_COVER", "C_TEAM")


@pytest.mark.parametrize(
    ("chosen", "ownership", "unreachable", "expected"),
    [
        (None, OWNED, set(), Route("U_AM", "C_TEAM")),
        ("U_CHOSEN", OWNED, set(), Route("U_CHOSEN", "C_TEAM")),
        ("U_CHOSEN", OWNED, {"U_CHOSEN"}, Route("U_AM", "C_TEAM")),
        (None, OWNED, {"U_AM"}, Route("U_COVER", "C_TEAM")),
        (None, OWNED, {"U_AM", "U_COVER"}, Route(None, "C_TEAM")),
        (None, Ownership("U_AM"), set(), Route("U_AM", "C_DESK")),
        (None, Ownership(), set(), Route(None, "C_DESK")),
    ],
)
def test_the_first_who_can_be_reached_is_asked(
    chosen: str | None, ownership: Ownership, unreachable: set[str], expected: Route
) -> None:
    assert route(chosen, ownership, unreachable, "C_DESK") == expected
