"""Lines in the thread of a card: they tell who did what, and mention nobody."""

from bot.views import parts
from bot.views.escalation import facts
from bot.views.parts import Message
from bot.views.texts import Markup, mention, say
from bot.words import Words
from storage.vocabulary import Verb
from workflows.escalation.views import RequestView


def build(view: RequestView, verb: Verb, by: str, words: Words) -> Message:
    """Build the line for one step that `by` (a user id) took."""
    text = say(words, f"step.{verb.value}", who=facts.name_of(view, by))
    return parts.message(text, parts.section(text))


def ask_leads(view: RequestView, words: Words) -> Message:
    """Build the one message that mentions the leads: a request that nobody who owns the customer can take."""
    leads = Markup(" ".join(mention(lead) for lead in view.leads))
    text = say(words, "leads_asked", leads=leads, point=facts.point(view, words))
    headline = say(words, "leads_asked.headline", leads=leads, key=view.request.key)
    return parts.message(text, parts.section(headline), parts.strong(view.request.summary), facts.reminder(view, words))
