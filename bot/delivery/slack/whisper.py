"""What the notices about calls and whispers look like: each is rendered from the state of the moment it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.delivery.outgoing import PERSON, Renderer
from bot.delivery.slack.base import Messages
from bot.views.parts import Message
from bot.views.whisper import called, card, cockpit, copy, danger, help_sign, summary, whisper
from storage.outbox import Notice
from storage.unit_of_work import UnitOfWork
from workflows.notices import (
    CallChanged,
    CallSummed,
    CoachCalled,
    CockpitChanged,
    CopyChanged,
    DangerSeen,
    HelpAsked,
    Whispered,
)
from workflows.people.policy import Roles
from workflows.whisper import reading


@dataclass(frozen=True, slots=True)
class WhisperMessages(Messages):
    """Renders notices inside one read; each raises Refused where its call does not exist."""

    roles: Roles

    @property
    def renderers(self) -> Mapping[type[Notice], Renderer]:
        """Answer which function renders which notice."""
        return {
            CockpitChanged: self.cockpit,
            CallChanged: self.card,
            HelpAsked: self.help_sign,
            DangerSeen: self.danger,
            Whispered: self.whisper,
            CopyChanged: self.copy,
            CoachCalled: self.called,
            CallSummed: self.summary,
        }

    def cockpit(self, work: UnitOfWork, notice: CockpitChanged) -> Message:
        """Render what an agent has before their eyes."""
        return cockpit.build(reading.call(work, notice.subject), self.words_of(work, notice.place))

    def card(self, work: UnitOfWork, notice: CallChanged) -> Message:
        """Render the card in the calls channel."""
        return card.build(reading.call(work, notice.subject), self.channel_words)

    def help_sign(self, work: UnitOfWork, notice: HelpAsked) -> Message:
        """Render a help sign; in a lead's own DM nobody need be mentioned."""
        asked = reading.help_sign(work, notice.subject, self.roles)
        shown = replace(asked, leads=()) if notice.place.startswith(PERSON) else asked
        return help_sign.build(shown, self.words_of(work, notice.place))

    def danger(self, work: UnitOfWork, notice: DangerSeen) -> Message:
        """Render the danger signs of a call; in a lead's own DM nobody need be mentioned."""
        seen = reading.danger(work, notice.subject, self.roles)
        shown = replace(seen, leads=()) if notice.place.startswith(PERSON) else seen
        return danger.build(shown, self.words_of(work, notice.place))

    def whisper(self, work: UnitOfWork, notice: Whispered) -> Message:
        """Render advice for its agent."""
        return whisper.build(reading.whisper(work, notice.subject), self.words_of(work, notice.place))

    def copy(self, work: UnitOfWork, notice: CopyChanged) -> Message:
        """Render the coach's copy."""
        return copy.build(reading.whisper(work, notice.subject), self.words_of(work, notice.place))

    def called(self, work: UnitOfWork, notice: CoachCalled) -> Message:
        """Render why the coach must do more."""
        view = reading.whisper(work, notice.subject)
        return called.build(view, notice.why, self.words_of(work, notice.place))

    def summary(self, work: UnitOfWork, notice: CallSummed) -> Message:
        """Render what a call came to."""
        return summary.build(reading.summary(work, notice.subject), self.words_of(work, notice.place))
