"""What the escalation workflow's notices look like: each is rendered from the state of the moment it is sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.views import troubles
from bot.views.escalation import answer, card, outcome, receipt, steps
from bot.views.parts import Message
from bot.words import Words
from storage.outbox import Notice
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Verb
from workflows.escalation import reading
from workflows.notices import (
    AnswerGiven,
    CardChanged,
    HandoffChanged,
    LeadsAsked,
    OutcomeReached,
    ReceiptChanged,
    StepTaken,
    TroubleMet,
)
from workflows.people.policy import Roles
from workflows.people.reading import person

Renderer = Callable[[UnitOfWork, Any], Message]


@dataclass(frozen=True, slots=True)
class EscalationMessages:
    """Renders notices inside one read; each raises Refused where its request does not exist.

    `channel_words` is the language and zone of channels, and of whoever the mirror does not know.
    """

    channel_words: Words
    roles: Roles

    @property
    def renderers(self) -> Mapping[type[Notice], Renderer]:
        """Answer which function renders which notice."""
        return {
            CardChanged: self.card,
            HandoffChanged: self.handoff,
            ReceiptChanged: self.receipt,
            AnswerGiven: self.answer,
            OutcomeReached: self.outcome,
            StepTaken: self.step,
            LeadsAsked: self.leads_asked,
            TroubleMet: self.trouble,
        }

    def card(self, work: UnitOfWork, notice: CardChanged) -> Message:
        """Render the card in its channel."""
        return card.build(reading.request(work, notice.subject), self.channel_words)

    def handoff(self, work: UnitOfWork, notice: HandoffChanged) -> Message:
        """Render the card in the DM of whoever is asked."""
        return card.build_handoff(reading.request(work, notice.subject), self._words_of(work, notice.place))

    def receipt(self, work: UnitOfWork, notice: ReceiptChanged) -> Message:
        """Render the filer's receipt, with what keeps the card from its channel."""
        return receipt.build(reading.receipt(work, notice.subject), self._words_of(work, notice.place))

    def answer(self, work: UnitOfWork, notice: AnswerGiven) -> Message:
        """Render an answer for its filer."""
        return answer.build_message(reading.request(work, notice.subject), self._words_of(work, notice.place))

    def outcome(self, work: UnitOfWork, notice: OutcomeReached) -> Message:
        """Render what became of a request."""
        return outcome.build(reading.request(work, notice.subject), self._words_of(work, notice.place))

    def step(self, work: UnitOfWork, notice: StepTaken) -> Message:
        """Render one line of a card's thread."""
        view = reading.request(work, notice.subject)
        return steps.build(view, Verb(notice.verb), notice.by, self.channel_words)

    def leads_asked(self, work: UnitOfWork, notice: LeadsAsked) -> Message:
        """Render the mention of the leads."""
        return steps.ask_leads(reading.with_leads(work, notice.subject, self.roles), self.channel_words)

    def trouble(self, work: UnitOfWork, notice: TroubleMet) -> Message:
        """Render for an admin what Slack does not take; `subject` is the lane."""
        return troubles.build(notice.subject, notice.error, self._words_of(work, notice.place))

    def _words_of(self, work: UnitOfWork, user_id: str) -> Words:
        known = person(work, user_id)
        return self.channel_words if known is None else Words(known.locale, known.zone)
