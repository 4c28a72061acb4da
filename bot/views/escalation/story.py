"""The trail of a request as a story that one can read: who did what, when, in which words."""

from bot.views import parts
from bot.views.escalation import facts, steps
from bot.views.parts import Block, Frame
from bot.views.texts import Markup, clock, dotted, escape, moment, say
from bot.words import Words
from workflows.escalation.views import Step, Story


def build(story: Story, words: Words) -> Block:
    """Build the modal: what the request is about, then one paragraph for each step, oldest first."""
    view = story.view
    about = parts.context(dotted(words, facts.ask(view, words), facts.customer(view, words)))
    frame = Frame(title=words.say("story.title", key=view.request.key), close=words.say("close"))
    return parts.modal(frame, [parts.strong(view.request.summary), about, *_told(story, words)])


def _told(story: Story, words: Words) -> list[Block]:
    """Tell the steps; where a very long story skips some, say so in their place."""
    told: list[Block] = []
    before: Step | None = None
    for step in story.steps:
        if before is not None and step.ordinal > before.ordinal + 1:
            told.append(parts.context(Markup(words.plural("story.left_out", story.left_out))))
        told.append(parts.section(_paragraph(story, step, before, words)))
        before = step
    return told


def _paragraph(story: Story, step: Step, before: Step | None, words: Words) -> Markup:
    happened = _happened(story, step, _at(step, before, words), words)
    said = steps.told_words(step, words)
    return happened if said is None else Markup(happened + _quoted(said))


def _happened(story: Story, step: Step, at: Markup, words: Words) -> Markup:
    """Say when who did what, and from which status to which where it changed."""
    line = steps.line(story.view, step, words, lambda instant: moment(words, instant))
    if step.from_status is None or step.from_status is step.to_status:
        return say(words, "story.line", at=at, line=line)
    before, after = words.of(step.from_status), words.of(step.to_status)
    return say(words, "story.line.changed", at=at, line=line, before=before, after=after)


def _at(step: Step, before: Step | None, words: Words) -> Markup:
    """Tell the time, with the date where a new day begins."""
    return moment(words, step.at) if before is None else clock(words, step.at, since=before.at)


def _quoted(said: str) -> str:
    """Quote each line of `said` that says anything, in the same paragraph: a view has no room for a block each."""
    return "".join(f"\n&gt; {escape(line, steps.MOST_SAID)}" for line in said.splitlines() if line.strip())
