"""An answer to a `consult`: the form in which it is written, the DM in which its filer gets it."""

from bot import ids
from bot.views import parts
from bot.views.escalation import facts
from bot.views.escalation.buttons import acceptance
from bot.views.escalation.form import MOST_WORDS
from bot.views.parts import Block, Field, Frame, Message
from bot.views.submitted import Submitted
from bot.views.texts import say
from bot.words import Words
from storage.vocabulary import Status
from workflows.escalation.views import RequestView


def build(view: RequestView, words: Words) -> Block:
    """Build the form: the question on top, one input below."""
    frame = Frame(
        title=words.say("answer.title"),
        submit=words.say("button.request.answer"),
        close=words.say("cancel"),
        callback_id=ids.ANSWER_FORM,
    )
    asked = Field(
        ids.ANSWER,
        words.say("answer.label"),
        hint=words.plural("form.most", MOST_WORDS),
        placeholder=words.say("answer.placeholder"),
    )
    return parts.modal(frame, [*facts.question(view, words), parts.text_input(asked, most=MOST_WORDS, multiline=True)])


def read(view: Block) -> str:
    """Answer what was written; raises InvalidForm for nothing."""
    inputs = Submitted(view)
    answer = inputs.required(ids.ANSWER, inputs.text(ids.ANSWER))
    inputs.check()
    return answer


def build_message(view: RequestView, words: Words) -> Message:
    """Build the filer's DM: who answered, the answer, and the button that takes it."""
    headline = say(words, "answer.given", key=view.request.key, who=facts.name_of(view, view.request.answered_by))
    is_done = view.request.status is Status.DONE
    return parts.message(
        say(words, "answer.text", headline=headline, answer=view.request.answer or ""),
        parts.section(headline),
        parts.quotation(view.request.answer or ""),
        parts.passage(view.request.summary),
        facts.reminder(view, words),
        parts.section(facts.state(view, words)) if is_done else None,
        parts.actions(acceptance(view, words, leading=True)),
    )
