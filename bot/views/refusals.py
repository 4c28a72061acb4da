"""The words of every no and every fault: what happened, who won, what to try next."""

from typing import Final

from bot.views import parts
from bot.views.parts import Block, Frame
from bot.views.texts import Markup, clean, escape, mention
from bot.views.texts import say as say_safely
from bot.words import Words, code_key
from workflows.refusals import InvalidForm, Length, Misfit, Refusal, Refused

MOST_TYPED: Final = 2000
_NAMING: Final = {
    Refusal.ALREADY_CLAIMED,
    Refusal.ALREADY_DONE,
    Refusal.NOT_ALLOWED,
    Refusal.OFFER_GONE,
    Refusal.WRONG_STATUS,
    Refusal.LEADS_ONLY,
    Refusal.ADMINS_ONLY,
    Refusal.HELP_TAKEN,
    Refusal.COACHES_ONLY,
    Refusal.NOT_YOUR_CALL,
    Refusal.REMINDED_ALREADY,
}


def say(refused: Refused, words: Words) -> Markup:
    """Say why not, with a mention of whoever was first or is entitled: safe as mrkdwn."""
    key = refused.key or Markup(words.say("refusal.this"))
    if refused.code not in _NAMING or not refused.people:
        return say_safely(words, code_key(refused.code), key=key)
    people = Markup(words.say("people.between").join(mention(person) for person in refused.people))
    return say_safely(words, f"{code_key(refused.code)}.by", key=key, people=people)


def misfits(invalid: InvalidForm, words: Words) -> dict[str, str]:
    """Say at each input what is wrong with it, by block id."""
    return {
        block_id: _misfit(misfit, invalid.lengths.get(block_id), words) for block_id, misfit in invalid.misfits.items()
    }


def _misfit(misfit: Misfit, length: Length | None, words: Words) -> str:
    if misfit is Misfit.TOO_LONG and length is not None:
        return words.say("misfit.too_long.counted", count=length.count, most=length.most)
    return words.of(misfit)


def apology(reference: str, words: Words, *, is_kept: bool = False) -> Markup:
    """Apologize for a fault; whoever runs Baton finds it by its reference. `is_kept`: what was typed is a draft now."""
    return say_safely(words, "apology.kept" if is_kept else "apology", reference=reference)


def expired(words: Words, typed: str = "", *, is_kept: bool = False) -> Markup:
    """Say that Slack took too long to open a form, and hand back what was typed; `is_kept`: it is a draft, too."""
    kept = (escape(line, MOST_TYPED) for line in clean(typed)[:MOST_TYPED].splitlines() if line.strip())
    return Markup("\n".join([words.say("expired.kept" if is_kept else "expired"), *kept]))


def small_modal(text: Markup | str, words: Words) -> Block:
    """Build a modal that says one thing."""
    said = text if isinstance(text, Markup) else escape(text, MOST_TYPED)
    return parts.modal(Frame(words.say("note.title"), words.say("close")), [parts.section(said)])
