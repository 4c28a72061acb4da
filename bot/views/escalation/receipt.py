"""The filer's receipt: one message, edited in place from filed to done."""

from collections.abc import Callable
from datetime import datetime

from bot.views import parts, troubles
from bot.views.escalation import facts
from bot.views.parts import Message
from bot.views.texts import Markup, channel_link, clock, say
from bot.words import Words
from storage.vocabulary import Ending, Status
from workflows.escalation.views import RequestView

Clock = Callable[[datetime], str]


def build(view: RequestView, words: Words) -> Message:
    """Say how far the request has come; where its card is stuck, that it is safe, why, and what mends it."""
    filed_at = view.request.filed_at
    return parts.message(
        say(words, "receipt.text", state=_state(view, words, words.time), summary=view.request.summary),
        parts.section(_state(view, words, lambda instant: clock(words, instant, since=filed_at))),
        parts.strong(view.request.summary),
        facts.reminder(view, words),
        None if view.unposted is None else parts.section(_unposted(view, view.unposted, words)),
    )


def _state(view: RequestView, words: Words, told: Clock) -> Markup:
    """Say the one thing that the filer wants to know now; `told` writes the time of it."""
    request = view.request
    if request.status is Status.DONE:
        return _done(view, words, told)
    if request.status is Status.TODO:
        return _handed(view, words)
    if request.status is Status.WAITING and request.answered_at is not None:
        who, at = facts.name_of(view, request.answered_by), told(request.answered_at)
        return say(words, "receipt.answered", key=request.key, who=who, at=at)
    at = told(request.claimed_at or request.changed_at)
    return say(words, "receipt.claimed", key=request.key, who=facts.name_of(view, request.owner), at=at)


def _handed(view: RequestView, words: Words) -> Markup:
    manager = view.name_of(view.request.account_manager)
    if manager is None:
        return say(words, "receipt.leads_asked", key=view.request.key)
    return say(words, "receipt.handed", key=view.request.key, who=manager)


def _done(view: RequestView, words: Words, told: Clock) -> Markup:
    request = view.request
    at = told(request.finished_at or request.changed_at)
    if request.ending is Ending.READ:
        return say(words, "receipt.read", key=request.key, who=facts.name_of(view, request.finished_by), at=at)
    return say(words, "receipt.done", key=request.key, at=at)


def _unposted(view: RequestView, error: str, words: Words) -> Markup:
    channel = channel_link(view.request.channel or "")
    return say(words, "receipt.unposted", channel=channel, reason=troubles.reason(error, words))
