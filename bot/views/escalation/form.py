"""The form of an escalation: five inputs, twenty seconds; the rest on demand."""

from bot import ids
from bot.views import parts
from bot.views.escalation import form_fields, guard
from bot.views.escalation.form_state import FormState, is_critical
from bot.views.parts import Block, Frame
from bot.views.texts import Markup, dotted, link, say
from bot.words import Words
from workflows.escalation.draft import NEW_CUSTOMER


def build(state: FormState, words: Words) -> Block:
    """Build the whole form; rebuilt with a changed state it keeps what Slack has in the inputs."""
    name = "form" if state.edits is None else "form.edit"
    frame = Frame(
        title=words.say(f"{name}.title"),
        submit=words.say(f"{name}.submit"),
        close=words.say("cancel"),
        callback_id=ids.ESCALATION_FORM,
        carried=_carried(state),
        tells_closing=state.draft is not None,
    )
    rest = _rest(state, words) if state.more else [form_fields.more_button(words)]
    return parts.modal(frame, [*_always(state, words), *rest])


def _carried(state: FormState) -> dict[str, str | bool]:
    """Answer what a form must know of itself when it comes back."""
    carried = {
        "draft": state.draft,
        "edits": state.edits,
        "rated": state.rated,
        "more": state.more,
        "home": state.in_home,
    }
    return {name: value for name, value in carried.items() if value}


def _always(state: FormState, words: Words) -> list[Block]:
    typed = state.values
    return parts.present(
        _source(state, words),
        form_fields.customer(typed, words),
        _facts(state, words),
        form_fields.request_type(typed, words),
        form_fields.urgency(typed, words),
        *(form_fields.promised(typed, words) if is_critical(typed) else []),
        guard.build(state.facts, typed.duplicate, words) if state.edits is None else None,
        form_fields.summary(typed, words),
        form_fields.customer_words(typed, words),
    )


def _rest(state: FormState, words: Words) -> list[Block]:
    asked = form_fields.rest(state.values, state.source, words)
    return asked if state.edits is not None else [*asked, form_fields.account_manager(state.values, words)]


def _source(state: FormState, words: Words) -> Block | None:
    """Build the line that names the message it began with, and its files: no input can show those."""
    source = state.source
    if source is None:
        return None
    author = say(words, "form.source", who=source.author) if source.author else None
    address = link(source.permalink, words.say("form.source.open")) if source.permalink else None
    line = dotted(words, author, address, *(link(file.permalink, file.name) for file in source.files))
    return parts.context(line) if line else None


def _facts(state: FormState, words: Words) -> Block | None:
    """Say who owns the chosen customer, its plan, how much is in work; None while nobody is chosen."""
    line = _facts_line(state, words)
    return None if line is None else parts.context(line)


def _facts_line(state: FormState, words: Words) -> Markup | None:
    facts = state.facts
    if facts is None:
        is_new = (state.values.customer_id or "").startswith(NEW_CUSTOMER)
        return say(words, "form.facts.new") if is_new else None
    manager = facts.account_manager
    owner = say(words, "form.facts.manager", who=manager) if manager else say(words, "form.facts.nobody")
    return dotted(words, owner, facts.account.plan, words.plural("form.facts.in_work", facts.in_work))
