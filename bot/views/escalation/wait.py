"""The form in which an owner lets a request rest until a moment."""

from bot import ids
from bot.views import parts
from bot.views.escalation import facts, frames
from bot.views.parts import Block, Field
from bot.views.submitted import Submitted
from bot.words import Words
from storage.vocabulary import Waiting
from workflows.escalation.service import Pause
from workflows.escalation.views import RequestView


def build(view: RequestView, words: Words) -> Block:
    """Build the form: until when, as far as that was set before, and for what."""
    field = Field(ids.UNTIL, words.say("wait.until"), hint=words.say("wait.until.hint", zone=words.zone))
    is_set = view.request.waiting_for is Waiting.UNTIL
    until = parts.moment_input(field, view.request.waiting_until if is_set else None)
    reason = frames.text(ids.REASON, "wait.reason", "wait.reason.placeholder", words)
    return parts.modal(frames.of_step(ids.WAIT_FORM, words), [*facts.question(view, words), until, reason])


def read(view: Block) -> Pause:
    """Answer how long and why; raises InvalidForm for what is missing or no moment at all."""
    inputs = Submitted(view)
    pause = Pause(until=inputs.required_instant(ids.UNTIL), reason=inputs.required(ids.REASON, inputs.text(ids.REASON)))
    inputs.check()
    return pause
