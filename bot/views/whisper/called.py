"""The coach is called: an answer asks for more than words, or there is none; what they can do now."""

from bot.views import parts
from bot.views.parts import Message
from bot.views.texts import Markup, bold, one_line, say
from bot.views.whisper import copy, facts
from bot.words import Words
from workflows.whisper.views import WhisperView


def build(view: WhisperView, why: str, words: Words) -> Message:
    """Build the message; `why` is what the agent answered, `unanswered` or `failed`."""
    headline = _headline(view, why, words)
    return parts.message(
        headline,
        parts.section(bold(headline)),
        parts.quotation(one_line(view.whisper.advice)),
        parts.section(say(words, f"called.{why}.next", who=copy.agent(view))),
        facts.whisper_button(view.view, words, "primary"),
    )


def _headline(view: WhisperView, why: str, words: Words) -> Markup:
    whisper, who = view.whisper, copy.agent(view)
    if why == "failed":
        return say(words, "called.failed", who=who, reason=copy.reason(view, whisper.failed or "", words))
    waited = words.length((whisper.warned_at or whisper.sent_at) - whisper.sent_at)
    return say(words, f"called.{why}", who=who, length=waited)
