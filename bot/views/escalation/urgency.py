"""The form in which someone rates the urgency anew; the agent's and the account manager's own stand side by side."""

from bot import ids
from bot.views import parts
from bot.views.escalation import facts, frames
from bot.views.parts import Block, Field
from bot.views.submitted import Submitted
from bot.views.texts import Markup, dotted, say
from bot.words import Words
from storage.vocabulary import Urgency
from workflows.escalation.service import Rating
from workflows.escalation.views import RequestView


def build(view: RequestView, words: Words) -> Block:
    """Build the form: what counts now is preset, the reason is asked for."""
    field = Field(ids.URGENCY, words.say("form.urgency"))
    levels = [parts.option(level.value, _level(level, words)) for level in Urgency]
    urgency = parts.choice(field, "static_select", levels, view.request.urgency.value)
    reason = frames.text(ids.REASON, "rating.reason", "rating.reason.placeholder", words)
    blocks = [*facts.question(view, words), parts.context(_ratings(view, words)), urgency, reason]
    return parts.modal(frames.of_step(ids.URGENCY_FORM, words), blocks)


def _level(level: Urgency, words: Words) -> str:
    return words.say("urgency.option", urgency=words.of(level), seen=words.say(f"urgency.{level.value}.seen"))


def _ratings(view: RequestView, words: Words) -> Markup:
    own = view.request.manager_urgency
    manager = words.say("rating.manager.none") if own is None else say(words, "rating.manager", urgency=words.of(own))
    return dotted(words, say(words, "rating.agent", urgency=words.of(view.request.agent_urgency)), manager)


def read(view: Block) -> Rating:
    """Answer the level and the reason; raises InvalidForm for what is missing or forged."""
    inputs = Submitted(view)
    rating = Rating(
        urgency=inputs.one_of(ids.URGENCY, Urgency), reason=inputs.required(ids.REASON, inputs.text(ids.REASON))
    )
    inputs.check()
    return rating
