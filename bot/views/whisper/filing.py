"""What a call brings along when a request is made of it: its customer, and what its agent wrote down."""

from dataclasses import replace

from bot.views.escalation import form_state
from bot.views.escalation.form_customers import new_option, option
from bot.views.escalation.form_state import FormState
from bot.words import Words
from workflows.whisper.views import CallView


def prefilled(view: CallView, words: Words) -> FormState:
    """Begin the form of a request: the notes are its details, their first line is the summary."""
    noted = "\n".join(note.text for note in view.notes)
    begun = form_state.prefilled(noted)
    customer = new_option(view.customer or "", words) if view.account is None else option(view.account)
    return replace(
        begun,
        more=bool(noted),
        values=replace(begun.values, customer=customer, customer_words=None, details=noted or None),
    )
