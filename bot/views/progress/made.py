"""All Jira issues of a request are done, or one of them is no more: for whoever tells the customer."""

from collections.abc import Iterator
from typing import Final

from bot.views import parts
from bot.views.escalation import facts
from bot.views.escalation.buttons import next_steps, reopening, seen_at
from bot.views.parts import Block, Message
from bot.views.progress.issue import issue_link, status_of
from bot.views.texts import Markup, escape, say
from bot.words import Words
from storage.vocabulary import Status
from workflows.escalation.views import RequestView
from workflows.progress.audience import DONE
from workflows.progress.views import Standing

MOST_ISSUES: Final = 10


def build(view: RequestView, standing: Standing, why: str, words: Words, reader: str) -> Message:
    """Say to `reader` what has come to an end in Jira, or begun again, as `why` has it, and what to do now."""
    headline = _headline(view, why, words)
    return parts.message(
        say(words, "told.text", headline=headline, said=view.request.summary),
        parts.section(headline),
        parts.strong(view.request.summary),
        *_issues(standing, words),
        parts.section(_next(view, why, words)),
        facts.reminder(view, words),
        parts.section(facts.state(view, words)),
        parts.actions(_buttons(view, words, reader), seen_at(view)),
    )


def _headline(view: RequestView, why: str, words: Words) -> Markup:
    key, customer = view.request.key, escape(view.account.name, facts.MOST_NAME)
    if why == DONE:
        return say(words, "made.done", key=key, customer=customer)
    return say(words, "made.reopened", key=key)


def _next(view: RequestView, why: str, words: Words) -> Markup:
    if why != DONE:
        return say(words, "made.reopened.next", customer=escape(view.account.name, facts.MOST_NAME))
    is_over = view.request.status is Status.DONE
    return Markup(words.say("made.done.finished" if is_over else "made.done.next"))


def _issues(standing: Standing, words: Words) -> Iterator[Block]:
    for issue in standing.issues[:MOST_ISSUES]:
        shown = issue_link(issue, standing.url)
        line = say(words, "made.issue", issue_key=shown, status=status_of(issue, words), summary=issue.summary)
        yield parts.context(line)
    more = len(standing.issues) - MOST_ISSUES
    if more > 0:
        yield parts.context(Markup(words.plural("made.more", more)))


def _buttons(view: RequestView, words: Words, reader: str) -> list[Block]:
    if view.request.status is Status.DONE:
        return reopening(reader, view, words)
    return next_steps(view, words, leading=True)
