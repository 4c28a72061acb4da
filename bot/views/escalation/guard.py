"""The duplicate guard: what the customer has in work already, before the same is filed once more."""

import re
from typing import Final

from bot import ids
from bot.views import parts
from bot.views.parts import Block, Field
from bot.views.submitted import Submitted
from bot.views.texts import one_line
from bot.words import Words
from workflows.escalation.draft import Duplicate, Guard
from workflows.escalation.views import AccountFacts, RequestView
from workflows.refusals import Misfit

NEW: Final = "new"
SHOWN: Final = 4
"""Slack takes ten radio buttons: file anew, and two for each of four requests."""

_CHOICE = re.compile(rf"({'|'.join(Guard)}):(R-[1-9][0-9]{{0,9}})")


def build(facts: AccountFacts | None, chosen: str | None, words: Words) -> Block | None:
    """Ask what to do beside the requests in work; None where there are none. `chosen` is the option's value."""
    if facts is None or not facts.open:
        return None
    shown = facts.open[:SHOWN]
    options = [parts.option(NEW, words.say("form.duplicate.new"))]
    options += [_option(guard, view, facts, words) for view in shown for guard in Guard]
    left_out = facts.in_work > len(shown)
    asked = Field(
        ids.DUPLICATE,
        words.plural("form.duplicate", facts.in_work),
        hint=words.plural("form.duplicate.latest", len(shown)) if left_out else None,
        optional=True,
        dispatch=True,
    )
    offered = {option["value"] for option in options}
    return parts.choice(asked, "radio_buttons", options, chosen if chosen in offered else NEW)


def _option(guard: Guard, view: RequestView, facts: AccountFacts, words: Words) -> Block:
    key = view.request.key
    text = words.say(f"form.duplicate.{guard.value}", key=key)
    return parts.option(f"{guard.value}:{key}", text, _about(view, facts, words))


def _about(view: RequestView, facts: AccountFacts, words: Words) -> str:
    """Say what a request is about; to someone who may not read it only what is asked, and how far it is."""
    request = view.request
    if request.key in facts.may_read:
        return one_line(request.summary)
    return words.say("dot").join((words.of(request.request_type), words.of(request.status)))


def read(inputs: Submitted) -> Duplicate | None:
    """Answer the filer's choice; None files anew. Anything that was not offered is a misfit."""
    value = inputs.chosen(ids.DUPLICATE) or NEW
    if value == NEW:
        return None
    choice = _CHOICE.fullmatch(value)
    if choice is None:
        inputs.misfits[ids.DUPLICATE] = Misfit.NOT_A_CHOICE
        return None
    return Duplicate(Guard(choice[1]), choice[2])
