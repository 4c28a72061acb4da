"""What the escalation workflow's notices look like: each is rendered from the state of the moment it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.delivery.outgoing import Renderer
from bot.delivery.slack.base import Messages
from bot.views import troubles
from bot.views.escalation import card, given, offer, outcome, question, receipt, steps, turn
from bot.views.parts import Message
from storage.outbox import Notice
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Verb
from workflows.escalation import reading
from workflows.escalation.views import Step, StepView
from workflows.notices import (
    AnswerGiven,
    CardChanged,
    HandoffChanged,
    LeadsAsked,
    OfferMade,
    OutcomeReached,
    QuestionAsked,
    ReceiptChanged,
    StepTaken,
    TroubleMet,
    TurnPassed,
    step_subject,
)
from workflows.people.policy import Roles


@dataclass(frozen=True, slots=True)
class EscalationMessages(Messages):
    """Renders notices inside one read; each raises Refused where its request does not exist."""

    roles: Roles

    @property
    def renderers(self) -> Mapping[type[Notice], Renderer]:
        """Answer which function renders which notice."""
        return {
            CardChanged: self.card,
            HandoffChanged: self.handoff,
            ReceiptChanged: self.receipt,
            AnswerGiven: self.answer,
            QuestionAsked: self.question,
            OfferMade: self.offer,
            TurnPassed: self.turn,
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
        view = reading.request(work, notice.subject)
        return card.build_handoff(view, self.words_of(work, notice.place), notice.place)

    def receipt(self, work: UnitOfWork, notice: ReceiptChanged) -> Message:
        """Render the filer's receipt, with what keeps the card from its channel; or that of whoever has added."""
        view, words = reading.receipt(work, notice.subject), self.words_of(work, notice.place)
        if notice.place != view.request.filed_by:
            return receipt.build_for_follower(view, notice.place, words)
        return receipt.build(view, words)

    def answer(self, work: UnitOfWork, notice: AnswerGiven) -> Message:
        """Render an answer for its filer."""
        return given.build(reading.step(work, notice.subject), self.words_of(work, notice.place))

    def question(self, work: UnitOfWork, notice: QuestionAsked) -> Message:
        """Render a question for the filer."""
        return question.build(reading.step(work, notice.subject), self.words_of(work, notice.place))

    def offer(self, work: UnitOfWork, notice: OfferMade) -> Message:
        """Render an offer for whoever is asked to accept it."""
        return offer.build(reading.step(work, notice.subject), self.words_of(work, notice.place))

    def turn(self, work: UnitOfWork, notice: TurnPassed) -> Message:
        """Render whose turn it is now, and why."""
        return turn.build(reading.step(work, notice.subject), self.words_of(work, notice.place), notice.place)

    def outcome(self, work: UnitOfWork, notice: OutcomeReached) -> Message:
        """Render what became of a request."""
        return outcome.build(reading.step(work, notice.subject), self.words_of(work, notice.place), notice.place)

    def step(self, work: UnitOfWork, notice: StepTaken) -> Message:
        """Render one line of a card's thread; a row from before steps were numbered tells its verb alone."""
        if notice.ordinal:
            return steps.build(reading.step(work, step_subject(notice.subject, notice.ordinal)), self.channel_words)
        view, verb = reading.request(work, notice.subject), Verb(notice.verb)
        request = view.request
        bare = Step(request.number, 0, request.changed_at, notice.by, verb, None, request.status, None)
        return steps.build(StepView(view, bare, is_open=False), self.channel_words)

    def leads_asked(self, work: UnitOfWork, notice: LeadsAsked) -> Message:
        """Render the mention of the leads."""
        view = reading.with_leads(work, notice.subject, self.roles, notice.missing)
        return steps.ask_leads(view, notice.missing, self.channel_words)

    def trouble(self, work: UnitOfWork, notice: TroubleMet) -> Message:
        """Render for an admin what Slack does not take; `subject` is the place."""
        return troubles.build(notice.subject, notice.error, self.words_of(work, notice.place))
