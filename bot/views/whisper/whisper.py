"""A whisper before its agent's eyes: one line, large; nothing above it but how it is meant and who says it."""

from typing import Final

from bot import ids
from bot.views import parts
from bot.views.parts import Block, Message
from bot.views.texts import Markup, bold, dotted, escape, link, one_line, say, second, width
from bot.views.whisper import facts
from bot.words import Words
from storage.vocabulary import BATON, WhisperAnswer
from workflows.whisper.views import Whisper, WhisperView

MOST_LARGE: Final = 150
"""What a heading takes whole; anything longer is shown in bold, for advice is never cut."""

MOST_FOLDED: Final = 40
_BUTTONS: Final = {
    ids.WHISPER_GOT_IT: WhisperAnswer.GOT_IT,
    ids.WHISPER_MORE: WhisperAnswer.MORE,
    ids.WHISPER_HOLD: WhisperAnswer.HOLD,
    ids.WHISPER_TAKE_OVER: WhisperAnswer.TAKE_OVER,
}


def build(view: WhisperView, words: Words) -> Message:
    """Build the message: the advice with its four answers, with the one that was given, or folded to one grey line."""
    whisper = view.whisper
    text = say(words, "whisper.text", tone=_tone(view, words), advice=escape(whisper.advice))
    if view.is_folded:
        return parts.message(text, parts.context(_folded(view, words)))
    return parts.message(
        text,
        parts.context(dotted(words, _tone(view, words), facts.sender(view.view, whisper.by, words))),
        large(whisper.advice),
        parts.context(link(whisper.link, words.say("whisper.link"))) if whisper.link else None,
        _answer(whisper, words),
    )


def large(advice: str) -> Block:
    """Show advice as large as Slack can, in one line."""
    line = one_line(advice)
    return parts.header(line) if width(line) <= MOST_LARGE else parts.strong(line)


def _tone(view: WhisperView, words: Words) -> Markup:
    """Say how it is meant, and that it is sent again where it is."""
    again = say(words, "whisper.again") if (view.sending or 1) > 1 else None
    return dotted(words, bold(words.of(view.whisper.tone)), again)


def _answer(whisper: Whisper, words: Words) -> Block | None:
    """Build the answers that can be given, or tell the one that was."""
    if whisper.answer is not None and whisper.answered_at is not None:
        return parts.context(dotted(words, words.of(whisper.answer), second(words, whisper.answered_at)))
    offered = [ids.WHISPER_GOT_IT] if whisper.by == BATON else list(_BUTTONS)
    return parts.actions([_button(action_id, whisper, words) for action_id in offered])


def _button(action_id: str, whisper: Whisper, words: Words) -> Block:
    leads = action_id == ids.WHISPER_GOT_IT
    return parts.button(action_id, words.of(_BUTTONS[action_id]), whisper.key, "primary" if leads else None)


def _folded(view: WhisperView, words: Words) -> Markup:
    """Say in one line when who said what, and what came of it."""
    whisper = view.whisper
    told = say(
        words,
        "whisper.folded",
        at=facts.at(view.view, whisper.sent_at, words),
        who=facts.sender(view.view, whisper.by, words),
        advice=escape(whisper.advice, MOST_FOLDED),
    )
    ending = _ending(view, words)
    return told if ending is None else say(words, "whisper.folded.ending", told=told, ending=ending)


def _ending(view: WhisperView, words: Words) -> str | None:
    if view.sending is not None and view.sending < view.whisper.sendings:
        return words.say("whisper.folded.again")
    return None if view.whisper.answer is None else words.of(view.whisper.answer)
