"""Which time zones a lead is offered, and what they are called."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from babel.dates import get_timezone_name

from bot.views import parts
from bot.views.parts import Block
from bot.words import Words
from storage.vocabulary import Locale

COMMON: Final = (
    "Pacific/Honolulu",
    "America/Anchorage",
    "America/Los_Angeles",
    "America/Vancouver",
    "America/Phoenix",
    "America/Denver",
    "America/Chicago",
    "America/Mexico_City",
    "America/Bogota",
    "America/Lima",
    "America/New_York",
    "America/Toronto",
    "America/Halifax",
    "America/Santiago",
    "America/St_Johns",
    "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires",
    "Atlantic/Azores",
    "UTC",
    "Africa/Casablanca",
    "Africa/Lagos",
    "Europe/Lisbon",
    "Europe/Dublin",
    "Europe/London",
    "Europe/Amsterdam",
    "Europe/Berlin",
    "Europe/Brussels",
    "Europe/Copenhagen",
    "Europe/Madrid",
    "Europe/Oslo",
    "Europe/Paris",
    "Europe/Prague",
    "Europe/Rome",
    "Europe/Stockholm",
    "Europe/Vienna",
    "Europe/Warsaw",
    "Europe/Zurich",
    "Africa/Cairo",
    "Africa/Johannesburg",
    "Europe/Athens",
    "Europe/Bucharest",
    "Europe/Helsinki",
    "Europe/Kyiv",
    "Asia/Jerusalem",
    "Africa/Nairobi",
    "Asia/Riyadh",
    "Europe/Istanbul",
    "Europe/Moscow",
    "Asia/Tehran",
    "Asia/Dubai",
    "Asia/Kabul",
    "Asia/Karachi",
    "Asia/Tashkent",
    "Asia/Kolkata",
    "Asia/Kathmandu",
    "Asia/Almaty",
    "Asia/Dhaka",
    "Asia/Yangon",
    "Asia/Bangkok",
    "Asia/Ho_Chi_Minh",
    "Asia/Jakarta",
    "Asia/Hong_Kong",
    "Asia/Kuala_Lumpur",
    "Asia/Manila",
    "Asia/Shanghai",
    "Asia/Singapore",
    "Asia/Taipei",
    "Australia/Perth",
    "Asia/Seoul",
    "Asia/Tokyo",
    "Australia/Adelaide",
    "Australia/Darwin",
    "Australia/Brisbane",
    "Australia/Melbourne",
    "Australia/Sydney",
    "Australia/Lord_Howe",
    "Pacific/Noumea",
    "Pacific/Auckland",
    "Pacific/Chatham",
    "Pacific/Apia",
    "Pacific/Kiritimati",
)
"""From west to east; with the few that stand above them they are fewer than a select takes."""


def options(first: Iterable[str], words: Words) -> list[Block]:
    """Offer the zones of `first`, whatever they are, then the common ones: each once."""
    return [parts.option(zone, _label(zone, words)) for zone in dict.fromkeys((*first, *COMMON))]


def _label(zone: str, words: Words) -> str:
    name = _name(zone, words.locale)
    return zone if name is None else words.say("digest.zone", zone=zone, name=name)


@lru_cache(maxsize=512)
def _name(zone: str, locale: Locale) -> str | None:
    """Answer what people call a zone; None for one that stands for no place, or that this machine does not know."""
    if "/" not in zone:
        return None
    try:
        return get_timezone_name(zone, locale=locale.value)
    except LookupError:
        return None
