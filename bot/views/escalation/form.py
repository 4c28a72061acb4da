"""The form of an escalation: five inputs, twenty seconds; the rest on demand."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Protocol

from bot import ids
from bot.views import parts
from bot.views.parts import Block, Field, Frame
from bot.views.submitted import Submitted, is_web_address
from bot.views.texts import Markup, clean, dotted, one_line, say, shorten
from bot.words import Words
from storage.vocabulary import RequestType, Urgency
from workflows.escalation.draft import NEW_CUSTOMER, Draft, FileLink
from workflows.escalation.views import AccountFacts

MOST_SUMMARY: Final = 150
MOST_WORDS: Final = 3000
MOST_NEW_NAME: Final = 100
_MOST_SHOWN_NEW_NAME = 40
_MORE = "more"


class Customer(Protocol):
    """An account as far as a list of customers shows it."""

    @property
    def account_id(self) -> str:
        """Its id, the option's value."""

    @property
    def name(self) -> str:
        """What the option says."""

    @property
    def kana(self) -> str | None:
        """How it is read."""

    @property
    def plan(self) -> str | None:
        """What it has booked."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the inputs; `customer` is the whole option that was chosen, the rest plain values."""

    customer: Block | None = None
    request_type: str | None = None
    urgency: str | None = None
    summary: str | None = None
    customer_words: str | None = None
    details: str | None = None
    conversation_url: str | None = None
    account_manager: str | None = None

    @property
    def customer_id(self) -> str | None:
        """Answer the id of the chosen account, or `new:` and a name."""
        return None if self.customer is None else str(self.customer["value"])


@dataclass(frozen=True, slots=True)
class FormState:
    """All that the form shows: what is typed, the facts of the chosen customer, whether the rest is open."""

    facts: AccountFacts | None = None
    more: bool = False
    values: Typed = field(default_factory=Typed)


def prefilled(text: str) -> FormState:
    """Begin with what someone wrote after `/escalate`: the customer's words, their first line as the summary."""
    words = clean(text)
    return FormState(values=Typed(summary=words.partition("\n")[0] or None, customer_words=words or None))


def build(state: FormState, words: Words) -> Block:
    """Build the whole form; rebuilt with a changed state it keeps what Slack has in the inputs."""
    frame = Frame(
        title=words.say("form.title"),
        submit=words.say("form.submit"),
        close=words.say("cancel"),
        callback_id=ids.ESCALATION_FORM,
        carried={_MORE: True} if state.more else {},
    )
    rest = _rest(state.values, words) if state.more else [_more_button(words)]
    return parts.modal(frame, [*_always(state, words), *rest])


def _always(state: FormState, words: Words) -> list[Block]:
    facts = _facts(state, words)
    return parts.present(
        _customer(state.values, words),
        None if facts is None else parts.context(facts),
        _request_type(state.values, words),
        _urgency(state.values, words),
        _summary(state.values, words),
        _customer_words(state.values, words),
    )


def _customer(typed: Typed, words: Words) -> Block:
    asked = Field(
        ids.CUSTOMER,
        words.say("form.customer"),
        placeholder=words.say("form.customer.placeholder"),
        dispatch=True,
    )
    return parts.look_up(asked, typed.customer)


def _facts(state: FormState, words: Words) -> Markup | None:
    """Say who owns the chosen customer, its plan, how much is in work; None while nobody is chosen."""
    facts = state.facts
    if facts is None:
        is_new = (state.values.customer_id or "").startswith(NEW_CUSTOMER)
        return say(words, "form.facts.new") if is_new else None
    manager = facts.account_manager
    owner = say(words, "form.facts.manager", who=manager) if manager else say(words, "form.facts.nobody")
    return dotted(words, owner, facts.account.plan, words.plural("form.facts.in_work", facts.in_work))


def _request_type(typed: Typed, words: Words) -> Block:
    options = [
        parts.option(each.value, words.of(each), words.say(f"request_type.{each.value}.half")) for each in RequestType
    ]
    asked = Field(ids.REQUEST_TYPE, words.say("form.request_type"))
    return parts.choice(asked, "radio_buttons", options, typed.request_type)


def _urgency(typed: Typed, words: Words) -> Block:
    asked = Field(ids.URGENCY, words.say("form.urgency"), placeholder=words.say("form.urgency.placeholder"))
    options = [_level(each, words) for each in Urgency]
    return parts.choice(asked, "static_select", options, typed.urgency)


def _level(urgency: Urgency, words: Words) -> Block:
    sentence = words.say(f"urgency.{urgency.value}.seen")
    text = words.say("urgency.option", urgency=words.of(urgency), seen=sentence)
    return parts.option(urgency.value, text, words.say(f"urgency.{urgency.value}.example"))


def _summary(typed: Typed, words: Words) -> Block:
    asked = Field(
        ids.SUMMARY,
        words.say("form.summary"),
        hint=words.plural("form.most", MOST_SUMMARY),
        placeholder=words.say("form.summary.placeholder"),
    )
    return parts.text_input(asked, most=MOST_SUMMARY, initial=one_line(typed.summary or ""))


def _customer_words(typed: Typed, words: Words) -> Block:
    asked = Field(
        ids.CUSTOMER_WORDS,
        words.say("form.customer_words"),
        hint=words.plural("form.most", MOST_WORDS),
        placeholder=words.say("form.customer_words.placeholder"),
        optional=True,
    )
    return parts.text_input(asked, most=MOST_WORDS, initial=typed.customer_words, multiline=True)


def _more_button(words: Words) -> Block:
    block = parts.actions([parts.button(ids.ESCALATION_MORE, words.say("form.more"))])
    return {"block_id": ids.ESCALATION_MORE} | (block or {})


def _rest(typed: Typed, words: Words) -> list[Block]:
    details = Field(ids.DETAILS, words.say("form.details"), hint=words.plural("form.most", MOST_WORDS), optional=True)
    url = Field(
        ids.CONVERSATION_URL,
        words.say("form.conversation_url"),
        placeholder=words.say("form.conversation_url.placeholder"),
        optional=True,
    )
    files = Field(ids.FILES, words.say("form.files"), hint=words.say("form.files.hint"), optional=True)
    manager = Field(
        ids.ACCOUNT_MANAGER,
        words.say("form.account_manager"),
        hint=words.say("form.account_manager.hint"),
        optional=True,
    )
    return [
        parts.text_input(details, most=MOST_WORDS, initial=typed.details, multiline=True),
        parts.text_input(url, most=MOST_WORDS, initial=typed.conversation_url),
        parts.file_input(files),
        parts.person_select(manager, typed.account_manager),
    ]


def options(accounts: Sequence[Customer], typed: str, words: Words) -> list[Block]:
    """Offer the accounts that fit what was typed; last a new customer of that name, unless one is called so."""
    offered = [_option(account) for account in accounts[: parts.OPTIONS - 1]]
    name = one_line(typed)[:MOST_NEW_NAME]
    if name and _same(name) not in {_same(account.name) for account in accounts}:
        label = words.say("form.customer.new", name=shorten(name, _MOST_SHOWN_NEW_NAME))
        offered.append(parts.option(NEW_CUSTOMER + name, label))
    return offered


def _option(account: Customer) -> Block:
    described = " / ".join(fact for fact in (account.kana, account.plan) if fact)
    return parts.option(account.account_id, account.name, described or None)


def _same(name: str) -> str:
    """Fold what makes no other name: width, letter case, spaces."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def state_of(view: Block) -> FormState:
    """Read what an open form shows, to build it anew; the facts of its customer are the caller's to read."""
    inputs = Submitted(view)
    values = Typed(
        customer=inputs.option(ids.CUSTOMER),
        request_type=inputs.chosen(ids.REQUEST_TYPE),
        urgency=inputs.chosen(ids.URGENCY),
        summary=inputs.text(ids.SUMMARY),
        customer_words=inputs.text(ids.CUSTOMER_WORDS),
        details=inputs.text(ids.DETAILS),
        conversation_url=inputs.text(ids.CONVERSATION_URL),
        account_manager=inputs.person(ids.ACCOUNT_MANAGER),
    )
    return FormState(more=inputs.carried.get(_MORE) is True, values=values)


def opened(state: FormState) -> FormState:
    """Reveal the inputs that stand behind `escalation.more`."""
    return replace(state, more=True)


def read(view: Block, by: str) -> Draft:
    """Answer what `by` (a user id) has submitted.

    Raises InvalidForm for inputs that are missing, too long, or that only a forged form can hold.
    """
    inputs = Submitted(view)
    draft = Draft(
        customer=inputs.required(ids.CUSTOMER, _customer_of(inputs.chosen(ids.CUSTOMER) or "")),
        request_type=inputs.one_of(ids.REQUEST_TYPE, RequestType),
        urgency=inputs.one_of(ids.URGENCY, Urgency),
        summary=inputs.required(ids.SUMMARY, one_line(inputs.text(ids.SUMMARY) or "")),
        filed_by=by,
        customer_words=inputs.text(ids.CUSTOMER_WORDS),
        details=inputs.text(ids.DETAILS),
        conversation_url=inputs.address(ids.CONVERSATION_URL),
        files=tuple(_files(inputs)),
        account_manager=inputs.member(ids.ACCOUNT_MANAGER),
    )
    inputs.check()
    return draft


def _customer_of(chosen: str) -> str | None:
    """Answer the account id, or `new:` and a name in one line; None where there is no name."""
    if not chosen.startswith(NEW_CUSTOMER):
        return chosen
    name = one_line(chosen.removeprefix(NEW_CUSTOMER))[:MOST_NEW_NAME]
    return NEW_CUSTOMER + name if name else None


def _files(inputs: Submitted) -> Iterator[FileLink]:
    for each in inputs.files(ids.FILES):
        address = str(each.get("permalink", ""))
        if is_web_address(address):
            yield FileLink(str(each.get("id", "")), str(each.get("name", "")), address)
