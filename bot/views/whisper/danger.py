"""The danger signs of a call, for the leads: what was said stands here, masked, until the transcript is gone."""

from collections.abc import Iterator
from typing import Final

from bot.views import parts
from bot.views.parts import Block, Message
from bot.views.texts import Markup, bold, clean, dotted, say, shorten
from bot.views.whisper import facts
from bot.words import Words
from workflows.whisper.views import DangerView, Sign

MOST_SIGNS: Final = 8
MOST_SAID: Final = 300


def build(seen: DangerView, words: Words) -> Message:
    """Build the message: it mentions the leads while the call is on, and tells each sign with its words."""
    view, headline = seen.view, _headline(seen, words)
    latest = facts.what(view, view.signs[-1], words) if view.signs else None
    return parts.message(
        dotted(words, headline, latest),
        parts.section(headline),
        *_signs(seen, words),
        facts.whisper_button(view, words),
    )


def _headline(seen: DangerView, words: Words) -> Markup:
    """Say whose call it is, with the leads in front while they can still do something."""
    view, pair = seen.view, facts.pair(seen.view, words)
    if not view.call.is_live:
        return dotted(words, say(words, "danger"), facts.over(view, words, pair))
    leads, told = facts.mentions(seen.leads), say(words, "danger.headline", pair=pair)
    return told if leads is None else say(words, "call.to_leads", leads=leads, told=told)


def _signs(seen: DangerView, words: Words) -> Iterator[Block]:
    """Tell the latest signs, oldest first, and count those before."""
    signs = seen.view.signs
    if len(signs) > MOST_SIGNS:
        yield parts.context(Markup(words.plural("call.signs.before", len(signs) - MOST_SIGNS)))
    for sign in signs[-MOST_SIGNS:]:
        yield from _sign(seen, sign, words)


def _sign(seen: DangerView, sign: Sign, words: Words) -> Iterator[Block]:
    what = bold(facts.what(seen.view, sign, words))
    yield parts.section(dotted(words, what, facts.at(seen.view, sign.at, words)))
    if sign.words:
        yield parts.quotation(shorten(clean(sign.words), MOST_SAID))
