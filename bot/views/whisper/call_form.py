"""The form that starts a call: who the customer is, as far as anybody knows, and which call ends by it."""

from collections.abc import Iterator

from bot import ids
from bot.views import parts
from bot.views.escalation.form_customers import customer_of, new_option, option
from bot.views.parts import Block, Field, Frame
from bot.views.submitted import Submitted
from bot.views.texts import Markup, ago, escape, say
from bot.views.whisper import facts
from bot.words import Words
from workflows.whisper.service import Start
from workflows.whisper.views import CallView, Starting


def build(found: Starting, words: Words, *, home: bool = False) -> Block:
    """Build the form with the customer that was found or typed; `home` where it is opened there."""
    frame = Frame(
        title=words.say("button.call.start"),
        submit=words.say("button.call.start"),
        close=words.say("cancel"),
        callback_id=ids.CALL_FORM,
        carried={"home": home, "replaces": None if found.live is None else found.live.call.key},
    )
    return parts.modal(frame, [*_above(found, words), parts.look_up(_customer(words), _preset(found, words))])


def _above(found: Starting, words: Words) -> Iterator[Block]:
    if found.live is not None:
        yield parts.section(_live(found.live, words))
    if found.are_several:
        yield parts.context(say(words, "call.form.several", typed=escape(found.typed, facts.MOST_NAME)))


def _live(view: CallView, words: Words) -> Markup:
    """Say which call is on, and that it ends by this."""
    began = ago(words, view.call.started_at or view.call.last_sign_at)
    return say(words, "call.form.live", customer=facts.customer(view, words), began=began)


def _customer(words: Words) -> Field:
    return Field(
        ids.CUSTOMER,
        words.say("form.customer"),
        hint=words.say("call.form.customer.hint"),
        placeholder=words.say("form.customer.placeholder"),
        optional=True,
    )


def _preset(found: Starting, words: Words) -> Block | None:
    """Choose what was found, a new customer where nothing was; of several the person chooses."""
    if found.account is not None:
        return option(found.account)
    return None if found.are_several else new_option(found.typed, words)


def read(view: Block, by: str) -> Start:
    """Answer the call that `by` (a user id) starts."""
    inputs = Submitted(view)
    replaces = inputs.carried.get("replaces")
    customer = customer_of(inputs.chosen(ids.CUSTOMER) or "")
    return Start(by, customer or None, replaces if isinstance(replaces, str) else None)


def started(customer: str, words: Words) -> Markup:
    """Say where a command was typed that the call is on; the buttons are in the agent's DM."""
    return say(words, "call.started", customer=escape(customer, facts.MOST_NAME))
