"""In whose words: the language and the time zone of whoever reads what we show."""

import asyncio
from dataclasses import dataclass

from bot.words import Words
from storage.database import Database, StorageFailed
from storage.vocabulary import Locale
from workflows.people import reading

PATIENCE = 0.3
"""Seconds: whoever waits for an answer would rather read it in the other language than not at all."""


@dataclass(frozen=True, slots=True)
class Readers:
    """Everyone's words, from the mirror; `locale` and `zone` (an IANA name) for those it does not know."""

    database: Database
    locale: Locale
    zone: str

    async def words_of(self, user_id: str | None) -> Words:
        """Answer the words for one person; the default ones while the database does not answer."""
        unknown = Words(self.locale, self.zone)
        if user_id is None:
            return unknown
        try:
            async with asyncio.timeout(PATIENCE):
                person = await self.database.read(reading.person, user_id)
        except (StorageFailed, TimeoutError):
            return unknown
        return unknown if person is None else Words(person.locale, person.zone)
