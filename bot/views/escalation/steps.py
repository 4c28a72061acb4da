"""Lines about single steps: who did what, in the thread of a card and in its story; they mention nobody."""

import re
from datetime import datetime
from typing import Final

from bot import ids
from bot.views import parts
from bot.views.escalation import facts
from bot.views.escalation.facts import Clock
from bot.views.parts import Message
from bot.views.texts import BLANK, Markup, clean, mention, moment, say, shorten
from bot.words import Words
from storage.vocabulary import RequestType, Urgency, Verb
from workflows.escalation.views import RequestView, Step, StepView

MOST_SAID: Final = 300
_EDITED: Final = (
    ids.REQUEST_TYPE,
    ids.URGENCY,
    ids.SUMMARY,
    ids.CUSTOMER_WORDS,
    ids.DETAILS,
    ids.CONVERSATION_URL,
    ids.PROMISED,
    ids.NEXT_CONTACT_AT,
)
"""The inputs of the form of which an edit keeps what stood there before."""

_BEFORE: Final = re.compile(rf"^({'|'.join(_EDITED)}): ", re.MULTILINE)
_CODES: Final = {code.value: code for code in (*RequestType, *Urgency)}
_CODED: Final = {ids.REQUEST_TYPE, ids.URGENCY}
_PEOPLE: Final = {Verb.HAND_OFF, Verb.MOVE}


def build(told: StepView, words: Words) -> Message:
    """Build the line in the thread: who did what, and below it in which words."""
    said = told_words(told.step, words)
    in_words = line(told.view, told.step, words, words.date_and_time)
    text = in_words if said is None else say(words, "told.text", headline=in_words, said=said)
    shown = parts.section(line(told.view, told.step, words, lambda instant: moment(words, instant)))
    return parts.message(text, shown, None if said is None else parts.quotation(said))


def line(view: RequestView, step: Step, words: Words, told: Clock) -> Markup:
    """Say in one sentence who took a step; `told` writes the moments in it."""
    who = facts.actor(view, step.by, words)
    return say(words, _key(step), who=who, about=_about(view, step, words, told))


def _key(step: Step) -> str:
    """Name the sentence about a step: an addition may be more heated, an issue be there already."""
    if step.verb is Verb.ADD and step.about:
        return "step.add.heated"
    if step.verb is Verb.TRACK and not step.words:
        return "step.track.linked"
    return f"step.{step.verb.value}"


def _about(view: RequestView, step: Step, words: Words, told: Clock) -> str:
    if step.about is None:
        return ""
    if step.verb in _PEOPLE:
        return facts.name_of(view, step.about)
    if step.verb is Verb.WAIT:
        return told(datetime.fromisoformat(step.about))
    code = _CODES.get(step.about)
    return step.about if code is None else words.of(code)


def told_words(step: Step, words: Words) -> str | None:
    """Answer the words behind a step, shortened; of an edit, what stood in each input before."""
    if not step.words or step.verb is Verb.FILE:
        return None
    said = "\n".join(_before(step.words, words)) if step.verb is Verb.EDIT else step.words
    return shorten(clean(said), MOST_SAID) or None


def _before(kept_lines: str, words: Words) -> list[str]:
    """Read `summary: …` and so on, as the trail keeps them, under the labels of the form."""
    _, *pieces = _BEFORE.split(kept_lines)
    olds = zip(pieces[::2], pieces[1::2], strict=True)
    return [
        words.say("story.before", label=words.say(f"form.{name}"), old=_old(name, old.strip(), words))
        for name, old in olds
    ]


def _old(name: str, kept: str, words: Words) -> str:
    """Word a code or a moment as its reader does; leave people's words."""
    if name in _CODED and kept in _CODES:
        return words.of(_CODES[kept])
    if name == ids.NEXT_CONTACT_AT and kept != BLANK:
        return words.date_and_time(datetime.fromisoformat(kept))
    return kept


def ask_leads(view: RequestView, missing: str | None, words: Words) -> Message:
    """Build the one message that mentions the leads: a request that nobody who owns the customer can take."""
    leads = Markup(" ".join(mention(lead) for lead in view.leads))
    text = say(words, "leads_asked", leads=leads, point=facts.point(view, words))
    headline = _asking(view, missing, leads, words)
    return parts.message(text, parts.section(headline), parts.strong(view.request.summary), facts.reminder(view, words))


def _asking(view: RequestView, missing: str | None, leads: Markup, words: Words) -> Markup:
    """Say why the leads are asked: someone is not reached, has declined, or nobody owns the customer."""
    key, declined_by = view.request.key, view.request.declined_by
    if missing is not None:
        return say(words, "leads_asked.missing", leads=leads, key=key, who=facts.name_of(view, missing))
    if declined_by:
        return say(words, "leads_asked.declined", leads=leads, key=key, who=facts.name_of(view, declined_by[-1]))
    return say(words, "leads_asked.headline", leads=leads, key=key)
