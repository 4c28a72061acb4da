"""The form of one entry of the phrase book: which words, said by whom, call for which advice."""

import unicodedata
from collections.abc import Iterator
from typing import Final

from bot import ids
from bot.views import parts
from bot.views.escalation.frames import MOST_SAID
from bot.views.parts import Block, Field, Frame
from bot.views.submitted import Submitted
from bot.views.texts import Markup, one_line
from bot.views.whisper import book
from bot.words import Words
from storage.vocabulary import Locale, Speaker, Tone
from workflows.whisper.editing import NEW, Counted, Phrase
from workflows.whisper.entries import LONGEST_LINK, LONGEST_WITHIN
from workflows.whisper.policy import LONGEST_ADVICE

YES: Final = "yes"
NO: Final = "no"
_PHRASE: Final = "phrase"
_DIGITS: Final = len(str(LONGEST_WITHIN))


def build(entry: Counted, words: Words) -> Block:
    """Build the form, filled with what is known; an entry of the book tells what came of it, and can be dropped."""
    is_new = entry.phrase.phrase_id == NEW
    frame = Frame(
        title=words.say("phrase.new.title" if is_new else "phrase.title"),
        submit=words.say("phrase.submit"),
        close=words.say("cancel"),
        callback_id=ids.PHRASE_FORM,
        carried={_PHRASE: entry.phrase.phrase_id},
    )
    told = None if is_new else parts.context(Markup(book.counts(entry, words)))
    drop = None if is_new else parts.actions([_drop(entry.phrase, words)])
    inputs = [*_phrases(entry.phrase, words), *_heard(entry.phrase, words), *_said(entry.phrase, words)]
    return parts.modal(frame, parts.present(told, *inputs, drop))


def _phrases(entry: Phrase, words: Words) -> Iterator[Block]:
    for name, known in ((ids.PHRASE_ANY, entry.any), (ids.PHRASE_ALL, entry.all), (ids.PHRASE_NONE, entry.none)):
        asked = Field(name, words.say(f"phrase.{name}"), hint=words.say(f"phrase.{name}.hint"), optional=True)
        yield parts.text_input(asked, most=MOST_SAID, initial="\n".join(known), multiline=True)


def _heard(entry: Phrase, words: Words) -> Iterator[Block]:
    speakers = [parts.option(code, words.of(code)) for code in (Speaker.CUSTOMER, Speaker.AGENT, Speaker.EITHER)]
    yield parts.choice(Field(ids.SPEAKER, words.say("phrase.speaker")), "static_select", speakers, entry.speaker)
    within = Field(ids.WITHIN, words.say("phrase.within"), hint=words.say("phrase.within.hint"))
    yield parts.text_input(within, most=_DIGITS, initial=str(entry.within))


def _said(entry: Phrase, words: Words) -> Iterator[Block]:
    advice = Field(ids.ADVICE, words.say("phrase.advice"), hint=words.plural("form.most", LONGEST_ADVICE))
    yield parts.text_input(advice, most=MOST_SAID, initial=entry.advice)
    tones = [parts.option(code, words.of(code)) for code in Tone]
    yield parts.choice(Field(ids.TONE, words.say("phrase.tone")), "radio_buttons", tones, entry.tone)
    danger = Field(ids.DANGER, words.say("phrase.danger"), hint=words.say("phrase.danger.hint"))
    answers = [parts.option(code, words.say(f"phrase.danger.{code}")) for code in (NO, YES)]
    yield parts.choice(danger, "radio_buttons", answers, YES if entry.danger else NO)
    link = Field(ids.LINK, words.say("phrase.link"), optional=True)
    yield parts.text_input(link, most=LONGEST_LINK, initial=entry.link)
    locales = [parts.option(code, words.say(f"account.locale.{code}")) for code in Locale]
    yield parts.choice(Field(ids.LOCALE, words.say("phrase.locale")), "static_select", locales, entry.locale)


def _drop(entry: Phrase, words: Words) -> Block:
    button = parts.button(ids.PHRASE_DROP, words.say("button.phrase.drop"), entry.phrase_id, style="danger")
    asked = (words.say(f"phrase.drop.{part}") for part in ("title", "text", "yes", "no"))
    return parts.confirmed(button, *asked)


def picked(action: Block) -> str:
    """Answer the id of the entry that was picked, in the look-up or by a button; NEW for the button of a new one."""
    option = action.get("selected_option")
    chosen = option.get("value") if isinstance(option, dict) else None
    return str(chosen or action.get("value") or NEW)


def read(view: Block) -> Phrase:
    """Answer the entry as it was submitted; raises InvalidForm for what only a forged form can hold."""
    inputs = Submitted(view)
    entry = Phrase(
        phrase_id=str(inputs.carried.get(_PHRASE, NEW)),
        locale=inputs.one_of(ids.LOCALE, Locale),
        speaker=inputs.one_of(ids.SPEAKER, Speaker),
        any=_lines(inputs, ids.PHRASE_ANY),
        all=_lines(inputs, ids.PHRASE_ALL),
        none=_lines(inputs, ids.PHRASE_NONE),
        within=_seconds(inputs),
        tone=inputs.one_of(ids.TONE, Tone),
        danger=inputs.chosen(ids.DANGER) == YES,
        advice=unicodedata.normalize("NFC", one_line(inputs.text(ids.ADVICE) or "")),
        link=inputs.text(ids.LINK),
    )
    inputs.check()
    return entry


def _lines(inputs: Submitted, name: str) -> tuple[str, ...]:
    """Answer one phrase for each line, each once."""
    typed = (one_line(line) for line in (inputs.text(name) or "").splitlines())
    return tuple(dict.fromkeys(line for line in typed if line))


def _seconds(inputs: Submitted) -> int:
    """Answer whole seconds, 0 for what is no number of them."""
    typed = unicodedata.normalize("NFKC", inputs.text(ids.WITHIN) or "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= _DIGITS else 0
