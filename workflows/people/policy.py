"""Roles: who leads and who administers, as the settings name them."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Roles:
    """The configured ids, of people or of user groups (`S…`).

    No leads: the admins lead. Neither: the workspace's own admins do both.
    """

    leads: frozenset[str] = frozenset()
    admins: frozenset[str] = frozenset()


def is_group(identifier: str) -> bool:
    """Say whether an id names a user group rather than a person."""
    return identifier.startswith("S")


def groups_in(identifiers: Collection[str]) -> frozenset[str]:
    """Answer the user groups among `identifiers`."""
    return frozenset(identifier for identifier in identifiers if is_group(identifier))


def people_in(identifiers: Collection[str]) -> frozenset[str]:
    """Answer the single people among `identifiers`."""
    return frozenset(identifiers) - groups_in(identifiers)
