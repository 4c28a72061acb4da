"""What an entry of the phrase book may be, wherever it is written, and what it is called: pure."""

import re
from collections.abc import Iterable
from hashlib import sha256

from storage.folding import fold_speech
from storage.vocabulary import Locale, Speaker

WITHIN = 30
"""Seconds for which what was said still counts, where nobody says otherwise."""
LONGEST_WITHIN = 600
LONGEST_PHRASE = 100
LONGEST_LINK = 500
_LINK = re.compile(r"https?://\S+", re.IGNORECASE)
_FIRST_JAPANESE = "\u3000"


def is_sayable(phrase: str) -> bool:
    """Say whether one can listen for a phrase: two letters or digits, or one Japanese character, are left of it."""
    folded = fold_speech(phrase)
    return len(folded) > 1 or folded > _FIRST_JAPANESE


def is_link(text: str) -> bool:
    """Say whether `text` is an address that a browser opens."""
    return len(text) <= LONGEST_LINK and _LINK.fullmatch(text) is not None


def id_for(locale: Locale, speaker: Speaker, *said: Iterable[str]) -> str:
    """Name an entry by what it listens for (any, all, none): the same phrases have the same id, in any order.

    Its advice may change, and it stays the same entry with the same counts.
    """
    folded = [sorted({fold_speech(phrase) for phrase in phrases}) for phrases in said]
    return f"{locale}-{sha256(repr((str(speaker), *folded)).encode()).hexdigest()[:12]}"
