"""The form of a whisper: one line of advice, how it is meant, where to read more; and `/whisper` without a form."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot import ids
from bot.views import parts
from bot.views.escalation.frames import MOST_SAID
from bot.views.parts import Block, Field, Frame
from bot.views.submitted import Submitted
from bot.views.texts import Markup, ago, escape, mention, say
from bot.views.whisper import facts
from bot.words import Words
from storage.vocabulary import Tone
from workflows.whisper.policy import LONGEST_ADVICE
from workflows.whisper.views import AgentView
from workflows.whisper.whispering import Advice

_PERSON = re.compile(r"[UW][A-Z0-9_]+")
_ADDRESSED = re.compile(r"\s*<@([UW][A-Z0-9_]+)(?:\|[^<>]*)?>(.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Whispering:
    """What the form shows: to whom, what is typed already, what stands between it and them (`dnd`, `away`)."""

    agent: AgentView
    typed: str = ""
    caution: str | None = None


def addressed(text: str) -> tuple[str | None, str]:
    """Read a command's text, in Slack's markup: the id of the person it begins with, None for nobody, and the rest."""
    found = _ADDRESSED.fullmatch(text)
    return (None, text) if found is None else (found[1], found[2])


def build(shown: Whispering, words: Words) -> Block:
    """Build the form; rebuilt with a caution it keeps what Slack has in the inputs."""
    label = words.say("button.call.whisper")
    frame = Frame(
        title=label,
        submit=label,
        close=words.say("cancel"),
        callback_id=ids.WHISPER_FORM,
        carried={"agent": shown.agent.user_id},
    )
    return parts.modal(frame, [*_above(shown, words), *_inputs(shown, words)])


def _above(shown: Whispering, words: Words) -> Iterator[Block]:
    yield parts.context(_to(shown.agent, words))
    if shown.caution is not None:
        yield parts.section(
            say(words, f"whisper.form.{shown.caution}", agent=escape(shown.agent.name, facts.MOST_NAME))
        )
    if _is_long(shown):
        yield parts.section(say(words, "whisper.form.long", count=str(len(shown.typed)), most=str(LONGEST_ADVICE)))


def _is_long(shown: Whispering) -> bool:
    return len(shown.typed) > LONGEST_ADVICE


def _to(agent: AgentView, words: Words) -> Markup:
    """Say whose call it is, with whom and since when; or that a call begins by this."""
    name, view = escape(agent.name, facts.MOST_NAME), agent.view
    if view is None:
        return say(words, "whisper.form.no_call", agent=name)
    began = ago(words, view.call.started_at or view.call.last_sign_at)
    return say(words, "whisper.form.to", agent=name, customer=facts.customer(view, words), began=began)


def _inputs(shown: Whispering, words: Words) -> Iterator[Block]:
    """Nothing is cut while it is typed: what is too long is told with its count, and stands there to be seen whole."""
    advice = Field(
        ids.ADVICE,
        words.say("whisper.form.advice"),
        hint=words.plural("whisper.form.advice.hint", LONGEST_ADVICE),
        placeholder=words.say("whisper.form.advice.placeholder"),
    )
    yield parts.text_input(advice, most=MOST_SAID, initial=shown.typed, multiline=_is_long(shown))
    tones = [parts.option(tone.value, words.of(tone)) for tone in Tone]
    yield parts.choice(Field(ids.TONE, words.say("whisper.form.tone")), "radio_buttons", tones, Tone.INFO.value)
    link = Field(
        ids.LINK,
        words.say("whisper.form.link"),
        placeholder=words.say("form.conversation_url.placeholder"),
        optional=True,
    )
    yield parts.text_input(link, most=MOST_SAID)


def read(view: Block) -> Advice:
    """Answer the advice; raises InvalidForm for none, for too much with its count, and for a link that is none."""
    inputs = Submitted(view)
    text = inputs.required(ids.ADVICE, inputs.line(ids.ADVICE, LONGEST_ADVICE))
    advice = Advice(text, inputs.one_of(ids.TONE, Tone), inputs.address(ids.LINK))
    inputs.check()
    return advice


def agent_in(view: Block) -> str | None:
    """Answer to whom a form goes that a command opened; None for a form that a call's button opened.

    A forged one names nobody, and is refused as such.
    """
    agent = Submitted(view).carried.get("agent")
    if agent is None:
        return None
    return agent if isinstance(agent, str) and _PERSON.fullmatch(agent) else ""


def on_its_way(agent: str, words: Words) -> Markup:
    """Say where a command was typed that it is on its way; how far it has come stands in the coach's DM."""
    return say(words, "whisper.on_its_way", agent=mention(agent))
