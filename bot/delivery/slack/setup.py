"""What the messages about setting Baton up look like."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.delivery.outgoing import Renderer
from bot.delivery.slack.base import Messages
from bot.views import setup
from bot.views.parts import Message
from storage.outbox import Notice
from storage.unit_of_work import UnitOfWork
from workflows.notices import SetupTested
from workflows.people.reading import person


@dataclass(frozen=True, slots=True)
class SetupMessages(Messages):
    """Renders what an admin has Baton send."""

    @property
    def renderers(self) -> Mapping[type[Notice], Renderer]:
        """Answer which function renders which notice."""
        return {SetupTested: self.tested}

    def tested(self, work: UnitOfWork, notice: SetupTested) -> Message:
        """Render the message that an admin has Baton send; the admin is named, not pinged."""
        known = person(work, notice.by)
        return setup.build_test(notice.by if known is None else known.name, notice.about, self.channel_words)
