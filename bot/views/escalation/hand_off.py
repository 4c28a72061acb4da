"""The form in which someone is asked to take a request over."""

from bot import ids
from bot.views import parts
from bot.views.escalation import facts, frames
from bot.views.parts import Block, Field
from bot.views.submitted import Submitted
from bot.words import Words
from workflows.escalation.passing import Offer
from workflows.escalation.views import RequestView


def build(view: RequestView, words: Words) -> Block:
    """Build the form: whom to ask, and what they should know of it."""
    owner = Field(
        ids.OWNER,
        words.say("hand_off.owner"),
        hint=words.say("hand_off.owner.hint"),
        placeholder=words.say("hand_off.owner.placeholder"),
    )
    note = frames.text(ids.NOTE, "hand_off.note", "hand_off.note.placeholder", words, optional=True)
    blocks = [*facts.question(view, words), parts.person_select(owner), note]
    return parts.modal(frames.of_step(ids.HAND_OFF_FORM, words), blocks)


def read(view: Block) -> Offer:
    """Answer who is asked; raises InvalidForm for nobody, or for what cannot be a person."""
    inputs = Submitted(view)
    offer = Offer(inputs.required(ids.OWNER, inputs.member(ids.OWNER)), inputs.text(ids.NOTE))
    inputs.check()
    return offer
