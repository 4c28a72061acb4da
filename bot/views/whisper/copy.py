"""The coach's own copy of a whisper: on its way, arrived, answered; nobody else reads it."""

from collections.abc import Iterator
from typing import Final

from bot.views import parts, troubles
from bot.views.parts import Block, Message
from bot.views.texts import Markup, dotted, escape, one_line, say, second
from bot.views.whisper import facts
from bot.words import Words
from workflows.whisper.views import Whisper, WhisperView

CAUTIONS: Final = frozenset({"dnd", "away"})
_GONE: Final = frozenset({"user_disabled", "user_not_found", "users_not_found", "cannot_dm_bot", "account_inactive"})


def build(view: WhisperView, words: Words) -> Message:
    """Build the copy: to whom, the advice, how far it has come, and what stands between it and its agent."""
    whisper = view.whisper
    headline = say(words, "copy.to", who=agent(view), tone=words.of(whisper.tone))
    return parts.message(
        dotted(words, headline, _latest(whisper, words)),
        parts.section(headline),
        parts.quotation(one_line(whisper.advice)),
        parts.section(Markup(words.say("copy.then").join(_steps(whisper, words)))),
        _failed(view, words),
        _caution(view, words),
        _helped(whisper, words),
        facts.whisper_button(view.view, words),
    )


def agent(view: WhisperView) -> Markup:
    """Name the agent plainly."""
    return escape(view.view.name_of(view.whisper.agent), facts.MOST_NAME)


def _steps(whisper: Whisper, words: Words) -> Iterator[Markup]:
    """Tell each step that it has come, with its time to the second."""
    if whisper.delivered_at is not None:
        yield say(words, "copy.delivered", at=second(words, whisper.delivered_at))
    elif whisper.failed is None:
        yield say(words, "copy.sending")
    if whisper.sendings > 1:
        yield say(words, "copy.again")
    if whisper.answer is not None and whisper.answered_at is not None:
        yield say(words, "copy.answered", answer=words.of(whisper.answer), at=second(words, whisper.answered_at))
    else:
        yield from _unanswered(whisper, words)


def _unanswered(whisper: Whisper, words: Words) -> Iterator[Markup]:
    if whisper.failed is not None:
        yield say(words, "copy.failed")
    elif whisper.folded_at is not None:
        yield say(words, "copy.folded")
    elif whisper.warned_at is not None:
        yield say(words, "copy.unanswered")


def _latest(whisper: Whisper, words: Words) -> Markup:
    """Say without a time how far it has come: for screen readers, who hear no date tokens."""
    if whisper.answer is not None:
        return Markup(words.of(whisper.answer))
    arrived = "copy.arrived" if whisper.delivered_at is not None else "copy.sending"
    return next(_unanswered(whisper, words), say(words, arrived))


def _failed(view: WhisperView, words: Words) -> Block | None:
    """Say why it did not arrive, and what else the coach can do."""
    failed = view.whisper.failed
    if failed is None:
        return None
    return parts.section(dotted(words, reason(view, failed, words), say(words, "called.failed.next")))


def reason(view: WhisperView, failed: str, words: Words) -> Markup:
    """Say why Slack did not take it."""
    return say(words, "copy.gone", who=agent(view)) if failed in _GONE else troubles.reason(failed, words)


def _caution(view: WhisperView, words: Words) -> Block | None:
    """Warn of what stands between an open whisper and its agent."""
    caution = view.whisper.caution
    if caution not in CAUTIONS or not view.whisper.is_open or view.whisper.failed is not None:
        return None
    return parts.section(say(words, f"copy.caution.{caution}", who=agent(view)))


def _helped(whisper: Whisper, words: Words) -> Block | None:
    helped = whisper.helped
    return None if helped is None else parts.context(say(words, "copy.helped", helped=words.of(helped)))
