"""Home: each one's day, beginning with what waits for them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from bot import ids
from bot.views import parts
from bot.views.escalation import facts
from bot.views.escalation.buttons import acceptance, next_steps_of
from bot.views.parts import Block
from bot.views.texts import Markup, ago, clean, clock, dotted, escape, say, shorten
from bot.words import Words
from storage.vocabulary import Status, Urgency
from workflows.escalation.reading import FILED_ON_HOME, TEAM_ON_HOME
from workflows.escalation.views import HomeView, RequestView

MOST_ROWS: Final = 12
MOST_ANSWER: Final = 300
Row = Callable[[RequestView], list[Block]]


def build(home: HomeView, words: Words, now: datetime) -> Block:
    """Build Home as of `now`: a sentence on top, then waiting, owned, filed, and for leads the team's requests."""

    def waiting(view: RequestView) -> list[Block]:
        return _waiting(view, home, words)

    def owned(view: RequestView) -> list[Block]:
        return _actionable(view, home, words)

    def filed(view: RequestView) -> list[Block]:
        return [parts.section(_filed(view, words, now))]

    return parts.home_tab(
        [
            parts.header(_sentence(home, words)),
            *parts.present(parts.actions([_escalate(words)])),
            *_list("home.waiting", home.waiting, waiting, words),
            *_list("home.mine", home.mine, owned, words),
            *(_latest("home.filed", home.filed, filed, words, FILED_ON_HOME) or _nothing_filed(words)),
            *_latest("home.team", home.team or (), owned, words, TEAM_ON_HOME),
        ]
    )


def _escalate(words: Words) -> Block:
    return parts.button(ids.ESCALATION_OPEN, words.say("button.escalation.open"), style="primary")


def _sentence(home: HomeView, words: Words) -> str:
    """Say in one sentence what waits; the only line that must be read."""
    waiting = len(home.waiting)
    critical = sum(view.request.urgency is Urgency.CRITICAL for view in home.waiting)
    if waiting == 0:
        return words.say("home.sentence.none")
    if critical == 0:
        return words.plural("home.sentence", waiting)
    return words.plural("home.sentence.critical", waiting, critical=critical)


def _list(key: str, views: Sequence[RequestView], row: Row, words: Words) -> list[Block]:
    """Build a heading and the first rows; how many more there are is said, never hidden."""
    rest = len(views) - MOST_ROWS
    return _headed(key, views[:MOST_ROWS], row, words, words.plural("home.rest", rest) if rest > 0 else None)


def _latest(key: str, views: Sequence[RequestView], row: Row, words: Words, most: int) -> list[Block]:
    """Build a heading and the latest rows; that there are older ones is said, but nobody counts all of history."""
    return _headed(key, views[:most], row, words, words.say("home.older", most=most) if len(views) > most else None)


def _headed(key: str, views: Sequence[RequestView], row: Row, words: Words, more: str | None) -> list[Block]:
    if not views:
        return []
    rows = [block for view in views for block in row(view)]
    last = [parts.context(Markup(more))] if more else []
    return [parts.divider(), parts.header(words.say(key)), *rows, *last]


def _nothing_filed(words: Words) -> list[Block]:
    """Build the list of whoever has filed nothing yet: how one begins."""
    about = parts.section(Markup(words.say("home.filed.none")))
    return [parts.divider(), parts.header(words.say("home.filed")), about]


def _actionable(view: RequestView, home: HomeView, words: Words) -> list[Block]:
    """Build a row with the steps that its reader may take: no button here may only refuse."""
    return _row(view, words, next_steps_of(home.standing_to(view), view, words))


def _waiting(view: RequestView, home: HomeView, words: Words) -> list[Block]:
    """Build a row with what its reader can do: take an answer to their own question, or act for the account."""
    is_answered = view.request.status is Status.WAITING and view.request.filed_by == home.person
    if not is_answered:
        return _actionable(view, home, words)
    answer = shorten(clean(view.request.answer or ""), MOST_ANSWER)
    return [*_row(view, words, acceptance(view, words)), parts.quotation(answer)]


def _row(view: RequestView, words: Words, buttons: list[Block]) -> list[Block]:
    """Build one request; its button stands beside it, several stand below."""
    text = _open(view, words)
    if len(buttons) == 1:
        return [parts.section(text, buttons[0])]
    return parts.present(parts.section(text), parts.actions(buttons))


def _open(view: RequestView, words: Words) -> Markup:
    about = (facts.ask(view, words), _customer(view), facts.state(view, words), ago(words, view.request.filed_at))
    return say(words, "home.row", summary=view.request.summary, facts=dotted(words, *about))


def _filed(view: RequestView, words: Words, now: datetime) -> Markup:
    """Tell what became of it first: that is what its filer looks for."""
    changed = clock(words, view.request.changed_at, since=now)
    about = (facts.state(view, words), changed, facts.ask(view, words), _customer(view))
    return say(words, "home.row", summary=view.request.summary, facts=dotted(words, *about))


def _customer(view: RequestView) -> Markup:
    return escape(view.account.name, facts.MOST_NAME)
