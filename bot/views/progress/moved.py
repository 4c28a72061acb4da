"""What happened to the Jira issues of a request, as one line in the thread of its card; it mentions nobody."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.views import parts
from bot.views.parts import Block, Message
from bot.views.progress.issue import issue_link, status_of
from bot.views.texts import Markup, dotted, escape, say
from bot.words import Words
from storage.vocabulary import MoveField
from workflows.progress.views import Move, MovedIssue, Told

MOST_ISSUES: Final = 12
"""So many Jira issues are told of one by one; the rest is counted."""


def build(told: Told, words: Words) -> Message:
    """Build the line: an issue that is new to the request, then what moved, each from first to last."""
    shown = told.issues[:MOST_ISSUES]
    texts = [*_linked(told, words, None), *(_line(moved, words, None) for moved in shown)]
    blocks = [parts.section(line) for line in _linked(told, words, told.url)]
    for moved in shown:
        blocks += _blocks(moved, words, told.url)
    return parts.message(dotted(words, *texts), *blocks, _rest(told, words))


def _linked(told: Told, words: Words, url: str | None) -> Iterator[Markup]:
    if told.linked is not None:
        issue, status = issue_link(told.linked, url), status_of(told.linked, words)
        yield say(words, "moved.linked", issue_key=issue, summary=told.linked.summary, status=status)


def _blocks(moved: MovedIssue, words: Words, url: str | None) -> list[Block]:
    """Show one issue; the last comment stands as a quote."""
    comments = _of(moved, MoveField.COMMENT)
    quoted = parts.quotation(comments[-1].after or "") if comments else None
    return parts.present(parts.section(_line(moved, words, url)), quoted)


def _line(moved: MovedIssue, words: Words, url: str | None) -> Markup:
    what = dotted(words, *_moves(moved, words))
    return say(words, "moved.line", issue_key=issue_link(moved.issue, url), what=what)


def _rest(told: Told, words: Words) -> Block | None:
    more = len(told.issues) - MOST_ISSUES
    return parts.context(Markup(words.plural("moved.more", more))) if more > 0 else None


# ---- what happened to one of them


def _of(moved: MovedIssue, field: MoveField) -> Sequence[Move]:
    return [move for move in moved.moves if move.field is field]


def _moves(moved: MovedIssue, words: Words) -> Iterator[Markup]:
    yield from _whereabouts(moved, words)
    yield from _status(moved, words)
    yield from _assignee(moved, words)
    yield from _fix_version(moved, words)
    comments = _of(moved, MoveField.COMMENT)
    if comments:
        who = escape(comments[-1].by or words.say("moved.somebody"))
        yield Markup(words.plural("moved.comments", len(comments), who=who))


def _status(moved: MovedIssue, words: Words) -> Iterator[Markup]:
    """Say from where to where it went over all steps; and where it is, if it has gone on since."""
    moves = _of(moved, MoveField.STATUS)
    if not moves:
        return
    first, last = moves[0], moves[-1]
    before, after = first.before or "", last.after or ""
    if before == after:
        yield say(words, "moved.status.back", after=after)
    elif last.by:
        yield say(words, "moved.status.by", before=before, after=after, who=last.by)
    else:
        yield say(words, "moved.status", before=before, after=after)
    if moved.issue.status != after:
        yield say(words, "moved.status.now", status=moved.issue.status)


def _assignee(moved: MovedIssue, words: Words) -> Iterator[Markup]:
    moves = _of(moved, MoveField.ASSIGNEE)
    if moves:
        who = moves[-1].after
        yield say(words, "moved.assignee", who=who) if who else Markup(words.say("moved.assignee.nobody"))


def _fix_version(moved: MovedIssue, words: Words) -> Iterator[Markup]:
    """Say for which versions it is planned now: a move may name but one of several."""
    if _of(moved, MoveField.FIX_VERSION):
        versions = ", ".join(moved.issue.fix_versions)
        if versions:
            yield say(words, "moved.fix_version", version=versions)
        else:
            yield Markup(words.say("moved.fix_version.none"))


def _whereabouts(moved: MovedIssue, words: Words) -> Iterator[Markup]:
    """Say that it has another key now, is gone, or is there again."""
    keys, gone = _of(moved, MoveField.KEY), _of(moved, MoveField.GONE)
    if keys:
        yield say(words, "moved.key", before=keys[0].before or "")
    if gone:
        yield Markup(words.say("moved.gone" if gone[-1].after is None else "moved.gone.back"))
