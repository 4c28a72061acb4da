"""What the answer to someone who wrote to Baton looks like."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.delivery.outgoing import Renderer
from bot.delivery.slack.base import Messages
from bot.views import help as usage
from bot.views.parts import Message
from storage.outbox import Notice
from storage.unit_of_work import UnitOfWork
from workflows.escalation.talking import is_kept
from workflows.notices import HelpOffered


@dataclass(frozen=True, slots=True)
class HelpMessages(Messages):
    """Renders help for whoever asked."""

    @property
    def renderers(self) -> Mapping[type[Notice], Renderer]:
        """Answer which function renders which notice."""
        return {HelpOffered: self.help}

    def help(self, work: UnitOfWork, notice: HelpOffered) -> Message:
        """Render help, with the button that files what was written, where there is anything to file."""
        draft_id = notice.subject if is_kept(work, notice.subject) else None
        return usage.build_answer(self.words_of(work, notice.place), draft_id, notice.key)
