"""The form in which the owner of an `action` reports what became of it."""

from bot import ids
from bot.views import parts
from bot.views.escalation import facts, frames
from bot.views.parts import Block, Field
from bot.views.submitted import Submitted
from bot.words import Words
from storage.vocabulary import CustomerState, Outcome
from workflows.escalation.service import Resolution
from workflows.escalation.views import RequestView


def build(view: RequestView, words: Words) -> Block:
    """Build the form: what was achieved, where the customer stands, what the customer may be told."""
    blocks = [*facts.question(view, words), _outcome(words), _customer_state(words), _result(words)]
    return parts.modal(frames.of_step(ids.RESOLVE_FORM, words), blocks)


def _outcome(words: Words) -> Block:
    asked = Field(ids.OUTCOME, words.say("resolve.outcome"))
    return parts.choice(asked, "radio_buttons", [parts.option(each.value, words.of(each)) for each in Outcome])


def _customer_state(words: Words) -> Block:
    asked = Field(
        ids.CUSTOMER_STATE,
        words.say("resolve.customer_state"),
        placeholder=words.say("resolve.customer_state.placeholder"),
    )
    return parts.choice(asked, "static_select", [parts.option(each.value, words.of(each)) for each in CustomerState])


def _result(words: Words) -> Block:
    asked = Field(
        ids.RESULT,
        words.say("resolve.result"),
        hint=words.plural("resolve.result.hint", frames.MOST_SAID),
        placeholder=words.say("resolve.result.placeholder"),
    )
    return parts.text_input(asked, most=frames.MOST_SAID, multiline=True)


def read(view: Block) -> Resolution:
    """Answer what became of the request; raises InvalidForm for what is missing or forged."""
    inputs = Submitted(view)
    resolution = Resolution(
        outcome=inputs.one_of(ids.OUTCOME, Outcome),
        customer_state=inputs.one_of(ids.CUSTOMER_STATE, CustomerState),
        result=inputs.required(ids.RESULT, inputs.text(ids.RESULT)),
    )
    inputs.check()
    return resolution
