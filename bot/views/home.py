"""Home: each one's day, beginning with what waits for them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot import ids
from bot.views import letters, parts
from bot.views.digest import home as digests
from bot.views.digest.home import Shown
from bot.views.escalation import facts
from bot.views.escalation.buttons import menu_of, menu_of_filer, next_steps_of
from bot.views.parts import Block
from bot.views.texts import Markup, ago, clean, clock, dotted, escape, one_line, say, shorten
from bot.views.whisper import floor
from bot.words import Words
from storage.vocabulary import Status, Urgency, Waiting
from workflows.escalation.reading import FILED_ON_HOME, FINISHED_ON_HOME, TEAM_ON_HOME, UNOWNED_ON_HOME
from workflows.escalation.views import HomeView, RequestView
from workflows.whisper.views import FloorView

MOST_WAITING: Final = 5
MOST_DOING: Final = 4
MOST_RESTING: Final = 2
MOST_DRAFTS: Final = 2
"""With what `reading` limits, the fullest Home that there can be has fewer blocks than Slack takes."""

MOST_QUOTED: Final = 300
_WORDS_OF_DRAFT: Final = (ids.SUMMARY, ids.CUSTOMER_WORDS)

Row = Callable[[RequestView], list[Block]]


def build(home: HomeView, calls: FloorView, shown: Shown, words: Words, now: datetime) -> Block:
    """Build Home as of `now`: a sentence on top, calls, then waiting, owned, drafts, filed, for leads the team's.

    `shown` is what it says of digests.
    """
    rows = _Rows(home, words, now)
    doing = [view for view in home.mine if view.request.status is not Status.WAITING]
    resting = [view for view in home.mine if view.request.status is Status.WAITING]
    return parts.home_tab(
        [
            parts.header(_sentence(home, calls, words)),
            *_doors(home, words),
            *letters.in_home(home.unposted, words),
            *floor.own(calls, words, now),
            *floor.team(calls, words, now),
            *_list("home.waiting", home.waiting, rows.waiting, words, MOST_WAITING),
            *_list("home.mine", doing, rows.owned, words, MOST_DOING),
            *_list("home.resting", resting, rows.resting, words, MOST_RESTING),
            *_drafts(home, words, now),
            *_unowned(home, rows.owned, words),
            *_latest("home.filed", home.filed, rows.filed, words, FILED_ON_HOME),
            *_beginning(home, words),
            *_latest("home.team", home.team or (), rows.listed, words, TEAM_ON_HOME),
            *digests.team(shown, words, now),
            *_latest("home.finished", home.finished, rows.finished, words, FINISHED_ON_HOME),
            *floor.switch(calls, words),
            *digests.switch(shown, words),
        ]
    )


def _doors(home: HomeView, words: Words) -> Iterator[Block]:
    """Build what one can begin here; while Baton cannot work yet, an admin reads first how to change that."""
    setup = parts.button(ids.SETUP_OPEN, words.say("button.setup.open"))
    if home.is_set_up is False:
        yield parts.section(say(words, "home.setup"), setup)
    escalate = parts.button(ids.ESCALATION_OPEN, words.say("button.escalation.open"), style="primary")
    customers = parts.button(ids.ACCOUNT_OPEN, words.say("button.account.open"))
    call = parts.button(ids.CALL_START, words.say("button.call.start"))
    phrases = parts.button(ids.PHRASE_OPEN, words.say("button.phrase.open"))
    listed = parts.button(ids.DIGEST_OPEN, words.say("button.digest.open"))
    leads, administers = home.team is not None, home.is_set_up is not None
    offered = ((customers, leads or administers), (phrases, leads), (listed, leads), (setup, home.is_set_up))
    doors = [escalate, call, *(door for door, is_theirs in offered if is_theirs)]
    yield from parts.present(parts.actions(doors))


def _sentence(home: HomeView, calls: FloorView, words: Words) -> str:
    """Say in one sentence what waits; the only line that must be read."""
    return floor.sentence(calls, _waiting(home, words), words) or words.say("home.sentence.none")


def _waiting(home: HomeView, words: Words) -> str | None:
    waiting = len(home.waiting)
    critical = sum(view.request.urgency is Urgency.CRITICAL for view in home.waiting)
    if waiting == 0:
        return None
    if critical == 0:
        return words.plural("home.sentence", waiting)
    return words.plural("home.sentence.critical", waiting, critical=critical)


def _list(key: str, views: Sequence[RequestView], row: Row, words: Words, most: int) -> list[Block]:
    """Build a heading and the first rows; how many more there are is said, never hidden."""
    return _headed(key, views[:most], row, words, _rest(len(views) - most, words))


def _rest(count: int, words: Words) -> str | None:
    return words.plural("home.rest", count) if count > 0 else None


def _latest(key: str, views: Sequence[RequestView], row: Row, words: Words, most: int) -> list[Block]:
    """Build a heading and the latest rows; that there are older ones is said, but nobody counts all of history."""
    return _headed(key, views[:most], row, words, words.say("home.older", most=most) if len(views) > most else None)


def _unowned(home: HomeView, row: Row, words: Words) -> list[Block]:
    """Build what nobody has taken up, the most heated first; that there is more is said."""
    is_more = len(home.unowned) > UNOWNED_ON_HOME
    more = words.say("home.unowned.more", most=UNOWNED_ON_HOME) if is_more else None
    return _headed("home.unowned", home.unowned[:UNOWNED_ON_HOME], row, words, more)


def _headed(key: str, views: Sequence[RequestView], row: Row, words: Words, more: str | None) -> list[Block]:
    if not views:
        return []
    rows = [block for view in views for block in row(view)]
    last = [parts.context(Markup(more))] if more else []
    return [parts.header(words.say(key)), *rows, *last]


def _beginning(home: HomeView, words: Words) -> list[Block]:
    """Build the list of whoever has nothing in Home yet: how one begins."""
    if any((home.filed, home.waiting, home.mine, home.finished, home.team is not None)):
        return []
    return [parts.header(words.say("home.filed")), parts.section(Markup(words.say("home.filed.none")))]


def _drafts(home: HomeView, words: Words, now: datetime) -> Iterator[Block]:
    """Build what was typed and not filed: its first words, when, and what can be done with it."""
    if home.drafts:
        yield parts.header(words.say("home.drafts"))
    for draft in home.drafts[:MOST_DRAFTS]:
        said = next((one_line(str(draft.typed[name])) for name in _WORDS_OF_DRAFT if draft.typed.get(name)), None)
        summary = said or words.say("home.draft.unnamed")
        yield parts.section(say(words, "home.draft", summary=summary, when=clock(words, draft.typed_at, since=now)))
        go_on = parts.button(ids.DRAFT_OPEN, words.say("button.draft.open"), draft.draft_id)
        drop = parts.button(ids.DRAFT_DROP, words.say("button.draft.drop"), draft.draft_id)
        yield from parts.present(parts.actions([go_on, drop]))
    rest = _rest(len(home.drafts) - MOST_DRAFTS, words)
    if rest is not None:
        yield parts.context(Markup(rest))


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of one Home: what each says first is what its reader looks for there."""

    home: HomeView
    words: Words
    now: datetime

    def waiting(self, view: RequestView) -> list[Block]:
        """Build what waits for its reader: why, in whose words, and what to do about it."""
        why, said = self._cause(view)
        text = self._text(view, *self._open(view)) if why is None else self._text(view, why, *self._short(view))
        quoted = None if said is None else parts.quotation(shorten(clean(said), MOST_QUOTED))
        return parts.present(parts.section(text), quoted, self._actions(view))

    def owned(self, view: RequestView) -> list[Block]:
        """Build a request with the steps that its reader may take: no button here may only refuse."""
        return parts.present(parts.section(self._text(view, *self._open(view))), self._actions(view))

    def resting(self, view: RequestView) -> list[Block]:
        """Build what its owner waits with: for whom, or until when."""
        text = self._text(view, facts.state(view, self.words), *self._short(view))
        return parts.present(parts.section(text), self._actions(view))

    def listed(self, view: RequestView) -> list[Block]:
        """Build one of a long list: its steps stand in a menu beside it."""
        return [parts.section(self._text(view, *self._open(view)), self._menu(view))]

    def filed(self, view: RequestView) -> list[Block]:
        """Tell what became of it first: that is what its filer looks for."""
        return [parts.section(self._settled(view), menu_of_filer(view, self.words))]

    def finished(self, view: RequestView) -> list[Block]:
        """Tell how it ended."""
        return [parts.section(self._settled(view), self._menu(view))]

    def _cause(self, view: RequestView) -> tuple[Markup | None, str | None]:
        """Answer why it waits for its reader, and the words that came with it; nothing where it was asked of them."""
        request, words = view.request, self.words
        if request.offered_to == self.home.person:
            who = facts.name_of(view, request.offered_by)
            return say(words, "home.why.offer", who=who), self.home.notes.get(request.key)
        if request.filed_by != self.home.person or request.status is not Status.WAITING:
            return None, None
        if request.waiting_for is Waiting.REPLY:
            return say(words, "home.why.question", who=facts.name_of(view, request.owner)), request.question
        return say(words, "home.why.answer", who=facts.name_of(view, request.answered_by)), request.answer

    def _open(self, view: RequestView) -> tuple[str, ...]:
        return *self._short(view), facts.state(view, self.words), ago(self.words, view.request.filed_at)

    def _short(self, view: RequestView) -> tuple[str, ...]:
        return facts.headline(view, self.words), escape(view.account.name, facts.MOST_NAME)

    def _settled(self, view: RequestView) -> Markup:
        changed = clock(self.words, view.request.changed_at, since=self.now)
        return self._text(view, facts.state(view, self.words), changed, *self._short(view))

    def _text(self, view: RequestView, *about: str | None) -> Markup:
        return say(self.words, "home.row", summary=view.request.summary, facts=dotted(self.words, *about))

    def _actions(self, view: RequestView) -> Block | None:
        return parts.actions(next_steps_of(self.home.standing_to(view), view, self.words))

    def _menu(self, view: RequestView) -> Block:
        return menu_of(self.home.standing_to(view), view, self.words)
