"""The digests as leads see them: what was just done, each with its buttons, and what can be set up."""

import unicodedata
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from bot import ids
from bot.views import parts
from bot.views.digest import paused, row
from bot.views.parts import Block, Frame
from bot.views.submitted import Submitted
from bot.views.texts import Markup, one_line, say
from bot.words import Words
from storage.vocabulary import DigestKind
from workflows.digest.views import Digest, DigestsView

SAVED: Final = "save"
RESUMED: Final = "resume"
"""What was done with a digest, where it is more than its button's name says."""

MOST_WITH_BUTTONS: Final = 40
MOST: Final = 85
"""Rows in which a digest takes one block: with all else they are fewer than Slack takes."""

_NOW: Final = "now"


def build(
    listed: DigestsView, words: Words, now: datetime, news: Markup | None = None, channel: str | None = None
) -> Block:
    """Build the list; `news` is what was just done, `channel` where a new digest will most likely be wanted."""
    known = {} if channel is None else {ids.CHANNEL: channel}
    frame = Frame(words.say("digest.list.title"), words.say("close"), ids.DIGEST_LIST, carried=known)
    told = None if news is None else parts.section(news)
    intro = parts.section(Markup(words.say("digest.list.intro" if listed.digests else "digest.list.none")))
    return parts.modal(frame, [*parts.present(told, intro), *_rows(listed, words, now), *_new(words)])


def channel_of(view: Block) -> str | None:
    """Answer for which channel a new digest will most likely be wanted, as the list knew; nobody's DM."""
    channel = Submitted(view).carried.get(ids.CHANNEL)
    return channel if isinstance(channel, str) and channel.startswith(("C", "G")) else None


def _rows(listed: DigestsView, words: Words, now: datetime) -> Iterator[Block]:
    are_many = len(listed.digests) > MOST_WITH_BUTTONS
    for view in listed.digests[:MOST]:
        yield parts.section(row.text(view, words, now), row.menu(view.digest, words) if are_many else None)
        if not are_many:
            yield from parts.present(row.buttons(view.digest, words))
    rest = len(listed.digests) - MOST
    if rest > 0:
        yield parts.context(Markup(words.plural("digest.list.rest", rest)))


def _new(words: Words) -> Iterator[Block]:
    """Build what can be set up: each opens the form, filled in already."""
    yield parts.header(words.say("digest.list.new"))
    for kind in DigestKind:
        new = parts.button(ids.DIGEST_NEW, words.say(f"button.{ids.DIGEST_NEW}"), kind.value)
        yield parts.section(Markup(words.say(f"digest.new.{kind.value}")), new)


def told(listed: DigestsView, key: str, done: str, words: Words) -> Markup | None:
    """Say what was `done` with a digest, as it stands then; None where it is gone again."""
    view = next((view for view in listed.digests if view.digest.key == key), None)
    if view is None:
        return None
    digest, name = view.digest, row.name(view.digest, words)
    if done == RESUMED and digest.paused_at is not None:
        return say(words, "digest.told.still", reason=paused.reason(digest.trouble or "", words), **name)
    return say(words, f"digest.told.{done}", next=row.coming(view, words), **name)


def told_of_deleted(digest: Digest, words: Words) -> Markup:
    """Say that a digest is gone, and what stays."""
    return say(words, "digest.told.delete", **row.name(digest, words))


def told_in_row(step: str, key: str, words: Words) -> Markup:
    """Say that a request was claimed, or its owner reminded, by the button `step` in a digest: that never changes."""
    return say(words, f"digest.told.{step.partition('.')[2]}", key=key)


def is_now(typed: str) -> bool:
    """Say whether what was typed after the command asks for one now, where it was typed."""
    return one_line(unicodedata.normalize("NFKC", typed)).casefold() == _NOW
