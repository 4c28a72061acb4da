"""The form in which an agent writes something down during a call."""

from bot import ids
from bot.views import parts
from bot.views.escalation.frames import MOST_SAID
from bot.views.parts import Block, Field, Frame
from bot.views.submitted import Submitted
from bot.words import Words


def build(words: Words) -> Block:
    """Build the form: one input, and what becomes of numbers and addresses."""
    label = words.say("button.call.note")
    frame = Frame(
        title=label, submit=words.say("note.form.submit"), close=words.say("cancel"), callback_id=ids.NOTE_FORM
    )
    asked = Field(
        ids.NOTE_TEXT,
        words.say("note.form.text"),
        hint=words.say("note.form.hint"),
        placeholder=words.say("note.form.placeholder"),
    )
    return parts.modal(frame, [parts.text_input(asked, most=MOST_SAID, multiline=True)])


def read(view: Block) -> str:
    """Answer what was written; raises InvalidForm for nothing."""
    inputs = Submitted(view)
    written = inputs.required(ids.NOTE_TEXT, inputs.text(ids.NOTE_TEXT))
    inputs.check()
    return written
