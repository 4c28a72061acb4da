"""What every set of renderers knows: in whose words a message is."""

from dataclasses import dataclass

from bot.delivery.outgoing import PERSON
from bot.words import Words
from storage.unit_of_work import UnitOfWork
from workflows.people.reading import person


@dataclass(frozen=True, slots=True)
class Messages:
    """Renders notices inside one read.

    `channel_words` is the language and zone of channels, and of whoever the mirror does not know.
    """

    channel_words: Words

    def words_of(self, work: UnitOfWork, place: str) -> Words:
        """Answer the words of a person, else those of channels."""
        known = person(work, place) if place.startswith(PERSON) else None
        return self.channel_words if known is None else Words(known.locale, known.zone)
