"""What the answer to someone who wrote to Baton looks like."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.delivery.outgoing import PERSON, Renderer
from bot.views import help as usage
from bot.views.parts import Message
from bot.words import Words
from storage.outbox import Notice
from storage.unit_of_work import UnitOfWork
from workflows.escalation.talking import is_kept
from workflows.notices import HelpOffered
from workflows.people.reading import person


@dataclass(frozen=True, slots=True)
class HelpMessages:
    """Renders inside one read; `channel_words` is the language of channels, and of whoever the mirror does not know."""

    channel_words: Words

    @property
    def renderers(self) -> Mapping[type[Notice], Renderer]:
        """Answer which function renders which notice."""
        return {HelpOffered: self.help}

    def help(self, work: UnitOfWork, notice: HelpOffered) -> Message:
        """Render help, with the button that files what was written, where there is anything to file."""
        draft_id = notice.subject if is_kept(work, notice.subject) else None
        return usage.build_answer(self._words_of(work, notice.place), draft_id, notice.key)

    def _words_of(self, work: UnitOfWork, place: str) -> Words:
        known = person(work, place) if place.startswith(PERSON) else None
        return self.channel_words if known is None else Words(known.locale, known.zone)
