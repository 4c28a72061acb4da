"""What Baton can do, in a few lines, for whoever wrote to it or asked."""

from bot import ids
from bot.views import parts
from bot.views.parts import Block, Message
from bot.views.texts import Markup, say
from bot.words import Words

_LINES = ("help.escalate", "help.message", "help.look_up", "help.call", "help.digest", "help.home")


def build(words: Words) -> Message:
    """Build what is shown to someone who asked for help, with the way to the form."""
    button = parts.button(ids.ESCALATION_OPEN, words.say("button.escalation.open"), style="primary")
    greeting = Markup(words.say("help.greeting"))
    return parts.message(greeting, parts.section(greeting), _usage(words), parts.actions([button]))


def build_answer(words: Words, draft_id: str | None, key: str | None) -> Message:
    """Build the answer to what someone wrote to Baton.

    `draft_id` names the draft that keeps their words, None where there were none; `key` is a request's that they named.
    """
    greeting = Markup(words.say("help.greeting"))
    named = None if key is None else say(words, "help.key", key=key)
    kept = None if draft_id is None else Markup(words.say("help.kept"))
    first = named or kept or greeting
    return parts.message(
        first,
        None if first is greeting else parts.section(first),
        *_offer(draft_id, None if kept is first else kept, words),
        parts.section(greeting),
        _usage(words),
    )


def _offer(draft_id: str | None, kept: Markup | None, words: Words) -> list[Block]:
    """Build the button that files what was written, and the line about it where it is not said yet."""
    if draft_id is None:
        return []
    button = parts.button(ids.ESCALATION_FILE_THIS, words.say("button.escalation.file_this"), draft_id, "primary")
    return parts.present(None if kept is None else parts.section(kept), parts.actions([button]))


def _usage(words: Words) -> Block:
    return parts.section(Markup("\n".join(f"• {words.say(line)}" for line in _LINES)))
