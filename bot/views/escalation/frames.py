"""What stands around every form of a step: it is called as the button that opens it."""

from typing import Final

from bot.views import parts
from bot.views.parts import Block, Field, Frame
from bot.words import Words

MOST_SAID: Final = 3000
"""The most that Slack lets anyone type into one input."""


def of_step(form: str, words: Words) -> Frame:
    """Answer the frame of the form with that callback id: `hand_off.form` is opened by `request.hand_off`."""
    label = words.say(f"button.request.{form.removesuffix('.form')}")
    return Frame(title=label, submit=label, close=words.say("cancel"), callback_id=form)


def text(asked: str, label: str, placeholder: str, words: Words, *, optional: bool = False) -> Block:
    """Build the input called `asked` for words of any length that Slack takes; its limit stands below."""
    field = Field(
        asked,
        words.say(label),
        hint=words.plural("form.most", MOST_SAID),
        placeholder=words.say(placeholder),
        optional=optional,
    )
    return parts.text_input(field, most=MOST_SAID, multiline=True)
