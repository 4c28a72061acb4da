"""What Slack says of people, translated: pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from storage.vocabulary import Locale
from workflows.people.service import Identity, Person

Payload = Mapping[str, Any]
ADMIN_FLAGS = ("is_admin", "is_owner", "is_primary_owner")
SLACKBOT = "USLACKBOT"


class Answer(Protocol):
    """One answer of Slack's, by the names of its fields."""

    def get(self, key: str, default: None = None) -> Any | None:  # noqa: ANN401  as the SDK has it
        """Answer a field, None where it is not there."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """The locale and the time zone (an IANA name) of people of whom Slack tells none."""

    locale: Locale
    zone: str


def person_of(user: Payload, defaults: Defaults) -> Person:
    """Translate a user of `users.list`, `users.info`, `user_change` or `team_join`."""
    profile: Payload = user.get("profile") or {}
    names = (profile.get("display_name"), profile.get("real_name"), user.get("real_name"), user.get("name"))
    locale = user.get("locale")
    return Person(
        user_id=str(user["id"]),
        name=next((str(name) for name in names if name), str(user["id"])),
        email=profile.get("email") or None,
        locale=defaults.locale if locale is None else Locale.of_slack(locale),
        zone=_zone(user.get("tz"), defaults.zone),
        is_admin=any(user.get(flag) for flag in ADMIN_FLAGS),
        is_bot=bool(user.get("is_bot")) or user["id"] == SLACKBOT,
        deactivated=bool(user.get("deleted")),
        updated=int(user.get("updated") or 0),
    )


def _zone(name: object, default: str) -> str:
    """Answer a zone that this machine knows, too."""
    if not isinstance(name, str):
        return default
    try:
        return ZoneInfo(name).key
    except (ValueError, OSError, LookupError):
        return default


def identity_of(answer: Answer) -> Identity:
    """Translate the answer of `auth.test`; an organisation's install belongs to the organisation."""
    team = answer.get("enterprise_id" if answer.get("is_enterprise_install") else "team_id")
    return Identity(str(team), answer.get("bot_id"), answer.get("user_id"), answer.get("url"))


def groups_of(answer: Answer) -> dict[str, list[str]]:
    """Translate the answer of `usergroups.list`: who belongs to each group."""
    return {str(group["id"]): list(group.get("users") or ()) for group in answer.get("usergroups") or ()}
