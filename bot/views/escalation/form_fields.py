"""The inputs of the escalation form, one by one."""

from typing import Final

from bot import ids
from bot.views import parts
from bot.views.escalation.form_state import Typed
from bot.views.parts import Block, Field
from bot.views.texts import one_line
from bot.words import Words
from storage.vocabulary import RequestType, Urgency
from workflows.escalation.drafting import Source

MOST_SUMMARY: Final = 150
MOST_WORDS: Final = 3000


def customer(typed: Typed, words: Words) -> Block:
    """Ask for the customer, by name or by how it is read."""
    asked = Field(
        ids.CUSTOMER,
        words.say("form.customer"),
        placeholder=words.say("form.customer.placeholder"),
        dispatch=True,
    )
    return parts.look_up(asked, typed.customer)


def request_type(typed: Typed, words: Words) -> Block:
    """Ask what is wanted of the account manager."""
    options = [
        parts.option(each.value, words.of(each), words.say(f"request_type.{each.value}.half")) for each in RequestType
    ]
    asked = Field(ids.REQUEST_TYPE, words.say("form.request_type"), dispatch=True)
    return parts.choice(asked, "radio_buttons", options, typed.request_type)


def urgency(typed: Typed, words: Words) -> Block:
    """Ask how heated the customer is, by what one would observe."""
    asked = Field(
        ids.URGENCY,
        words.say("form.urgency"),
        placeholder=words.say("form.urgency.placeholder"),
        dispatch=True,
    )
    options = [_level(each, words) for each in Urgency]
    return parts.choice(asked, "static_select", options, typed.urgency)


def _level(urgency: Urgency, words: Words) -> Block:
    sentence = words.say(f"urgency.{urgency.value}.seen")
    text = words.say("urgency.option", urgency=words.of(urgency), seen=sentence)
    return parts.option(urgency.value, text, words.say(f"urgency.{urgency.value}.example"))


def promised(typed: Typed, words: Words) -> list[Block]:
    """Ask what the customer was promised, and by when they hear again."""
    promise = Field(
        ids.PROMISED,
        words.say("form.promised"),
        hint=words.plural("form.most", MOST_SUMMARY),
        placeholder=words.say("form.promised.placeholder"),
        optional=True,
        dispatch=True,
    )
    contact = Field(ids.NEXT_CONTACT_AT, words.say("form.next_contact_at"), optional=True, dispatch=True)
    return [
        parts.text_input(promise, most=MOST_SUMMARY, initial=one_line(typed.promised or "")),
        parts.moment_input(contact, typed.next_contact_at),
    ]


def summary(typed: Typed, words: Words) -> Block:
    """Ask for the point in one line."""
    asked = Field(
        ids.SUMMARY,
        words.say("form.summary"),
        hint=words.plural("form.most", MOST_SUMMARY),
        placeholder=words.say("form.summary.placeholder"),
        dispatch=True,
    )
    return parts.text_input(asked, most=MOST_SUMMARY, initial=one_line(typed.summary or ""))


def customer_words(typed: Typed, words: Words) -> Block:
    """Ask for what the customer said, as it was said."""
    asked = Field(
        ids.CUSTOMER_WORDS,
        words.say("form.customer_words"),
        hint=words.plural("form.most", MOST_WORDS),
        placeholder=words.say("form.customer_words.placeholder"),
        optional=True,
        dispatch=True,
    )
    return parts.text_input(asked, most=MOST_WORDS, initial=typed.customer_words, multiline=True)


def more_button(words: Words) -> Block:
    """Build the button that reveals what most requests do without."""
    block = parts.actions([parts.button(ids.ESCALATION_MORE, words.say("form.more"))])
    return {"block_id": ids.ESCALATION_MORE} | (block or {})


def rest(typed: Typed, source: Source | None, words: Words) -> list[Block]:
    """Ask for what most requests do without; the conversation is the message that the form began with."""
    details = Field(
        ids.DETAILS,
        words.say("form.details"),
        hint=words.plural("form.most", MOST_WORDS),
        optional=True,
        dispatch=True,
    )
    url = Field(
        ids.CONVERSATION_URL,
        words.say("form.conversation_url"),
        placeholder=words.say("form.conversation_url.placeholder"),
        optional=True,
        dispatch=True,
    )
    files = Field(ids.FILES, words.say("form.files"), hint=words.say("form.files.hint"), optional=True)
    address = typed.conversation_url or (None if source is None else source.permalink)
    return [
        parts.text_input(details, most=MOST_WORDS, initial=typed.details, multiline=True),
        parts.text_input(url, most=MOST_WORDS, initial=address),
        parts.file_input(files),
    ]


def account_manager(typed: Typed, words: Words) -> Block:
    """Ask for someone to turn to in the place of the customer's own account manager."""
    asked = Field(
        ids.ACCOUNT_MANAGER,
        words.say("form.account_manager"),
        hint=words.say("form.account_manager.hint"),
        optional=True,
        dispatch=True,
    )
    return parts.person_select(asked, typed.account_manager)
