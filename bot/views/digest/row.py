"""One digest in the list and in Home: what it is, where and when it posts, what comes next, and its buttons."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from bot import ids
from bot.views import parts
from bot.views.digest import paused
from bot.views.escalation.buttons import BETWEEN
from bot.views.parts import Block
from bot.views.texts import LABEL, Markup, channel_link, clock, dotted, escape, mention, moment, say
from bot.words import Words, code_key
from storage.vocabulary import DigestKind, HolidayRule, Weekday
from workflows.digest.views import Digest, DigestView, NewDigest

_RUN: Final = 3
"""So many days in a row are told by the first and the last."""


def text(view: DigestView, words: Words, now: datetime) -> Markup:
    """Tell all of one digest in two lines; a mention in Home and in forms pings nobody."""
    facts = dotted(words, when(view.digest, words), _holidays(view.digest, words), *_state(view, words, now))
    return say(words, "digest.row", **name(view.digest, words), facts=facts)


def name(digest: NewDigest, words: Words) -> dict[str, Markup]:
    """Answer the values by which words name a digest: its kind, and where it posts."""
    return {"kind": Markup(words.of(digest.kind)), "dot": Markup(words.say("dot")), "place": place(digest, words)}


def place(digest: NewDigest, words: Words) -> Markup:
    """Say where a digest posts."""
    return Markup(words.say("digest.everyone")) if digest.channel is None else channel_link(digest.channel)


def when(digest: NewDigest, words: Words) -> Markup:
    """Say in words on which days, at what time, and by which clock."""
    is_own = digest.kind is DigestKind.MORNING
    zone = words.say("digest.own_zone") if is_own else escape(digest.zone, LABEL)
    return say(words, "digest.when", days=Markup(days(digest.days, words)), at=digest.at, zone=Markup(zone))


def days(chosen: Sequence[Weekday], words: Words) -> str:
    """Say which days: all of them, some in a row, or each."""
    week = list(Weekday)
    if len(chosen) == len(week):
        return words.say("digest.days.every")
    named = [words.say(f"{code_key(day)}.short") for day in chosen]
    first = week.index(chosen[0]) if chosen else 0
    if len(chosen) >= _RUN and list(chosen) == week[first : first + len(chosen)]:
        return words.say("digest.days.range", first=named[0], last=named[-1])
    return words.say("digest.days.between").join(named)


def _holidays(digest: NewDigest, words: Words) -> str | None:
    return None if digest.holidays is HolidayRule.POST else words.say(f"digest.holidays.{digest.holidays.value}")


def _state(view: DigestView, words: Words, now: datetime) -> Iterator[Markup]:
    """Tell when it comes next, or that it is paused and why; and when it last came."""
    yield _paused(view.digest, words, now) if view.digest.paused_at is not None else coming(view, words)
    if view.posted_at is not None:
        yield say(words, "digest.posted", at=clock(words, view.posted_at, since=now))
    yield say(words, "digest.made_by", who=view.made_by)


def coming(view: DigestView, words: Words) -> Markup:
    """Tell when a digest comes next; a morning first to whoever's day begins first."""
    if view.next_at is None:
        return Markup(words.say("digest.next.none"))
    key = "digest.next.own" if view.digest.kind is DigestKind.MORNING else "digest.next"
    return say(words, key, at=moment(words, view.next_at))


def _paused(digest: Digest, words: Words, now: datetime) -> Markup:
    at = clock(words, digest.paused_at or now, since=now)
    if digest.trouble is not None:
        return say(words, "digest.paused.itself", at=at, reason=paused.reason(digest.trouble, words))
    return say(words, "digest.paused", at=at, who=mention(digest.paused_by or ""))


# ---- what can be done with it


def buttons(digest: Digest, words: Words) -> Block | None:
    """Build a row of everything that can be done with a digest; deleting it asks first."""
    steps = [_button(step, digest, words) for step in (*_steps(digest), ids.DIGEST_EDIT)]
    return parts.actions([*steps, delete(digest.key, words)])


def menu(digest: Digest, words: Words) -> Block:
    """Build the same as one menu, for where rows are many; deleting, which asks first, stands in the form."""
    steps = (ids.DIGEST_EDIT, *_steps(digest))
    labels = ((step, words.say(f"button.{step}")) for step in steps)
    return parts.overflow(
        ids.DIGEST_MORE, [parts.option(f"{step}{BETWEEN}{digest.key}", label) for step, label in labels]
    )


def delete(key: str, words: Words) -> Block:
    """Build the button that takes a digest away; Slack asks first whether that is meant."""
    button = parts.button(ids.DIGEST_DELETE, words.say(f"button.{ids.DIGEST_DELETE}"), key, style="danger")
    return parts.confirmed(button, *(words.say(f"digest.delete.{part}") for part in ("title", "text", "yes", "no")))


def _steps(digest: Digest) -> tuple[str, ...]:
    """Answer what is done at once: nobody posts a morning for everyone."""
    posting = () if digest.channel is None else (ids.DIGEST_POST_NOW,)
    resting = ids.DIGEST_PAUSE if digest.paused_at is None else ids.DIGEST_RESUME
    return (*posting, ids.DIGEST_PREVIEW, resting)


def _button(step: str, digest: Digest, words: Words) -> Block:
    return parts.button(step, words.say(f"button.{step}"), digest.key)
