"""Jira did not take what someone asked of it: what it said, what to do, and that nothing else is lost."""

from typing import Final

from bot.views import parts
from bot.views.escalation import facts
from bot.views.parts import Message
from bot.views.texts import Markup, escape, say
from bot.words import Words
from workflows.escalation.views import RequestView

_WHY: Final = {
    "400": "wrong",
    "401": "login",
    "403": "permission",
    "404": "missing",
    "410": "missing",
    "no_jira": "no_jira",
}
"""What the first word of a refusal means: a status of Jira's, or a word of ours."""


def build(view: RequestView, error: str, issue_key: str | None, words: Words) -> Message:
    """Build the message for whoever asked; `issue_key` is there where an issue was to be linked."""
    headline, why = _headline(view, issue_key, words), reason(error, words)
    _, _, said = error.partition(" ")
    return parts.message(
        say(words, "refused.text", headline=headline, reason=why),
        parts.section(headline),
        parts.section(why),
        parts.context(Markup(words.say("refused.said"))) if said else None,
        parts.quotation(said) if said else None,
        parts.strong(view.request.summary),
        facts.reminder(view, words),
        parts.context(Markup(words.say("refused.unharmed"))),
    )


def build_locked_out(error: str, words: Words) -> Message:
    """Build the message that tells an admin that Jira does not let Baton in."""
    text = say(words, "locked_out", reason=reason(error, words))
    return parts.message(text, parts.section(text), parts.context(Markup(words.say("locked_out.waits"))))


def reason(error: str, words: Words) -> Markup:
    """Say what a refusal means, and what to do."""
    return Markup(words.say(f"refused.why.{_WHY.get(error.partition(' ')[0], 'other')}"))


def _headline(view: RequestView, issue_key: str | None, words: Words) -> Markup:
    if issue_key is None:
        return say(words, "refused.create", key=view.request.key)
    return say(words, "refused.link", key=view.request.key, issue_key=escape(issue_key))
