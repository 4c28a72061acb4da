"""The filer's receipt: one message, edited in place from filed to done; and that of whoever has added to it."""

from datetime import datetime
from typing import Final

from bot.views import parts, troubles
from bot.views.escalation import facts
from bot.views.escalation.buttons import of_filer, of_follower
from bot.views.escalation.facts import Clock
from bot.views.parts import Block, Message
from bot.views.progress import lines
from bot.views.texts import Markup, channel_link, clock, say
from bot.words import Words
from storage.vocabulary import Ending, Status, Waiting
from workflows.escalation.views import RequestView

_ENDINGS: Final = {
    Ending.READ: "receipt.read",
    Ending.WITHDRAWN: "receipt.withdrawn",
    Ending.DECLINED: "receipt.ended",
}


def build(view: RequestView, words: Words) -> Message:
    """Say how far the request has come; where its card is stuck, that it is safe, why, and what mends it."""
    filed_at = view.request.filed_at

    def in_words(instant: datetime) -> str:
        return words.time(instant) if words.same_day(instant, filed_at) else words.date_and_time(instant)

    buttons = of_filer(view, words)
    shown = _state(view, words, lambda instant: clock(words, instant, since=filed_at))
    return parts.message(
        say(words, "receipt.text", state=_state(view, words, in_words), summary=view.request.summary),
        parts.section(shown, _lone(buttons)),
        parts.strong(view.request.summary),
        facts.reminder(view, words),
        lines.build(view, words),
        None if view.unposted is None else parts.section(_unposted(view, view.unposted, words)),
        None if _lone(buttons) else parts.actions(buttons),
    )


def build_for_follower(view: RequestView, reader: str, words: Words) -> Message:
    """Say to someone who added to another's request that their words arrived, and where the request stands."""
    added = say(words, "receipt.added", key=view.request.key)
    about = facts.about(view, reader)
    return parts.message(
        say(words, "receipt.text", state=added, summary=about),
        parts.section(added),
        parts.strong(about),
        facts.reminder(view, words),
        parts.section(facts.state(view, words)),
        parts.actions(of_follower(view, words)),
    )


def _lone(buttons: list[Block]) -> Block | None:
    """Answer the menu that is all that is left to do: it stands beside the first line, not in a row of its own."""
    return buttons[0] if len(buttons) == 1 else None


def _state(view: RequestView, words: Words, told: Clock) -> Markup:
    """Say the one thing that the filer wants to know now."""
    request = view.request
    if request.status is Status.DONE:
        return _done(view, words, told)
    if request.status is Status.WAITING:
        return _waiting(view, words, told)
    if request.offered_to is not None:
        return say(words, "receipt.offered", key=request.key, who=facts.name_of(view, request.offered_to))
    if request.status is Status.TODO:
        return _handed(view, words)
    return _claimed(view, words, told)


def _claimed(view: RequestView, words: Words, told: Clock) -> Markup:
    request = view.request
    at = told(request.claimed_at or request.changed_at)
    return say(words, "receipt.claimed", key=request.key, who=facts.name_of(view, request.owner), at=at)


def _waiting(view: RequestView, words: Words, told: Clock) -> Markup:
    """Say what the filer is to do, or when it goes on."""
    request = view.request
    if request.waiting_for is Waiting.REPLY:
        return say(words, "receipt.asked", key=request.key, who=facts.name_of(view, request.owner))
    if request.waiting_for is Waiting.ACCEPTANCE and request.answered_at is not None:
        who, at = facts.name_of(view, request.answered_by), told(request.answered_at)
        return say(words, "receipt.answered", key=request.key, who=who, at=at)
    if request.waiting_until is not None:
        who, at = facts.name_of(view, request.owner), told(request.waiting_until)
        return say(words, "receipt.until", key=request.key, who=who, at=at)
    return _claimed(view, words, told)


def _handed(view: RequestView, words: Words) -> Markup:
    """Say who is asked, and after whom."""
    request = view.request
    manager = view.name_of(request.account_manager)
    if view.is_unreached:
        return say(words, "receipt.unreached", key=request.key, who=manager or "")
    if request.declined_by:
        decliner = facts.name_of(view, request.declined_by[-1])
        key = "receipt.declined_leads" if manager is None else "receipt.declined"
        return say(words, key, key=request.key, decliner=decliner, who=manager or "")
    if manager is None:
        return say(words, "receipt.leads_asked", key=request.key)
    return say(words, "receipt.handed", key=request.key, who=manager)


def _done(view: RequestView, words: Words, told: Clock) -> Markup:
    request = view.request
    at = told(request.finished_at or request.changed_at)
    key = "receipt.done" if request.ending is None else _ENDINGS.get(request.ending, "receipt.done")
    return say(words, key, key=request.key, who=facts.name_of(view, request.finished_by), at=at)


def _unposted(view: RequestView, error: str, words: Words) -> Markup:
    channel = channel_link(view.request.channel or "")
    return say(words, "receipt.unposted", channel=channel, reason=troubles.reason(error, words))
