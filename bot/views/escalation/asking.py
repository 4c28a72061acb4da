"""The forms that ask for one text: the request on top, what the text reacts to, one input below."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from bot import ids
from bot.views import parts
from bot.views.escalation import facts, frames
from bot.views.parts import Block
from bot.views.submitted import Submitted
from bot.views.texts import clean, say, shorten
from bot.words import Words
from workflows.escalation.views import RequestView

MOST_QUOTED: Final = 1000
Above = Callable[[RequestView, Words], list[Block]]


def _nothing(_view: RequestView, _words: Words) -> list[Block]:
    return []


@dataclass(frozen=True, slots=True)
class Asking:
    """One such form: its callback id, its input, the words around it, what is shown `above` the input."""

    form: str
    asked: str
    label: str
    placeholder: str
    above: Above = _nothing

    def build(self, view: RequestView, words: Words) -> Block:
        """Build the form about `view`."""
        return self.under(self.above(view, words), view, words)

    def under(self, above: Sequence[Block], view: RequestView, words: Words) -> Block:
        """Build the form about `view` with `above` over its input."""
        asked = frames.text(self.asked, self.label, self.placeholder, words)
        return parts.modal(frames.of_step(self.form, words), [*facts.question(view, words), *above, asked])

    def read(self, view: Block) -> str:
        """Answer what was written; raises InvalidForm for nothing."""
        inputs = Submitted(view)
        written = inputs.required(self.asked, inputs.text(self.asked))
        inputs.check()
        return written


def _question(view: RequestView, words: Words) -> list[Block]:
    return _quoted("reply.asked", view, view.request.owner, view.request.question, words)


def _answer(view: RequestView, words: Words) -> list[Block]:
    return _quoted("ask_again.answered", view, view.request.answered_by, view.request.answer, words)


def _quoted(key: str, view: RequestView, by: str | None, said: str | None, words: Words) -> list[Block]:
    if not said:
        return []
    headline = parts.context(say(words, key, who=facts.name_of(view, by)))
    return [headline, parts.quotation(shorten(clean(said), MOST_QUOTED))]


def _ended(view: RequestView, words: Words) -> list[Block]:
    return [parts.section(facts.state(view, words))]


def _warning(_view: RequestView, words: Words) -> list[Block]:
    return [parts.section(say(words, "withdraw.ends"))]


ANSWER: Final = Asking(ids.ANSWER_FORM, ids.ANSWER, "answer.label", "answer.placeholder")
ASK: Final = Asking(ids.ASK_FORM, ids.QUESTION, "ask.label", "ask.placeholder")
REPLY: Final = Asking(ids.REPLY_FORM, ids.WORDS, "reply.label", "reply.placeholder", _question)
ASK_AGAIN: Final = Asking(ids.ASK_AGAIN_FORM, ids.QUESTION, "ask_again.label", "ask_again.placeholder", _answer)
RETURN: Final = Asking(ids.RETURN_FORM, ids.REASON, "return.label", "return.placeholder")
REOPEN: Final = Asking(ids.REOPEN_FORM, ids.REASON, "reopen.label", "reopen.placeholder", _ended)
ADD: Final = Asking(ids.ADD_FORM, ids.WORDS, "add.label", "add.placeholder")
WITHDRAW: Final = Asking(ids.WITHDRAW_FORM, ids.REASON, "withdraw.label", "withdraw.placeholder", _warning)
