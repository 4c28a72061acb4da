"""The Jira issues of a request, a line each, where the request itself is shown."""

from collections.abc import Iterator
from typing import Final

from bot.views import parts
from bot.views.parts import Block
from bot.views.progress.issue import issue_link
from bot.views.texts import Markup, dotted, escape, say
from bot.words import Words
from storage.vocabulary import Category
from workflows.escalation.views import Issue, RequestView

MOST_LINES: Final = 5
"""So many issues stand there, the rest is counted; what is not done stands first."""
MOST_STATUS: Final = 60


def build(view: RequestView, words: Words) -> Block | None:
    """Build the lines, or nothing for a request without Jira issues."""
    lines = [*_lines(view, words)]
    return parts.context(Markup("\n".join(lines))) if lines else None


def _lines(view: RequestView, words: Words) -> Iterator[Markup]:
    ordered = sorted(view.issues, key=lambda issue: issue.gone_at is not None or issue.category is Category.DONE)
    for issue in ordered[:MOST_LINES]:
        yield line(issue, None if view.tracker is None else view.tracker.url, words)
    left = len(ordered) - MOST_LINES
    if left > 0:
        yield Markup(words.plural("issue.more", left))
    if view.awaited:
        yield Markup(words.plural("issue.awaited", view.awaited))


def line(issue: Issue, url: str | None, words: Words) -> Markup:
    """Say where one issue stands: a sign and Jira's own word for it, with whom, planned for which version."""
    key = issue_link(issue, url)
    if issue.gone_at is not None:
        return dotted(words, key, words.say("moved.gone"))
    return dotted(
        words,
        key,
        _status(issue, words),
        issue.assignee and escape(issue.assignee, MOST_STATUS),
        _planned(issue, words),
    )


def _status(issue: Issue, words: Words) -> Markup:
    sign = words.say(f"issue.sign.{issue.category.value}")
    return Markup(f"{sign} {escape(issue.status, MOST_STATUS)}")


def _planned(issue: Issue, words: Words) -> Markup | None:
    if not issue.fix_versions:
        return None
    versions = escape(", ".join(issue.fix_versions), MOST_STATUS)
    return say(words, "issue.planned", versions=versions)
