"""What every message about a request says of it: its ask, its customer, its words, its end."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from bot.views import parts
from bot.views.parts import Block
from bot.views.texts import Markup, ago, clean, dotted, escape, link, moment, say, shorten
from bot.words import Words
from storage.vocabulary import BATON, Ending, Status, Waiting
from workflows.escalation.views import RequestView

Clock = Callable[[datetime], str]
"""Writes an instant: as a token of Slack's where there is markup, in words where there is none."""

MOST_NAME: Final = 60
MOST_QUOTED: Final = 600
_ENDINGS: Final = {Ending.WITHDRAWN: "request.withdrawn", Ending.DECLINED: "request.declined"}


def kind(view: RequestView, words: Words) -> Markup:
    """Say what is asked and how heated it is, in the words of the form's options."""
    request_type, urgency = words.of(view.request.request_type), words.of(view.request.urgency)
    return say(words, "request.kind", request_type=request_type, urgency=urgency)


def ask(view: RequestView, words: Words) -> Markup:
    """Say what is asked, how heated it is, and the key."""
    return say(words, "request.ask", kind=kind(view, words), key=view.request.key)


def headline(view: RequestView, words: Words) -> Markup:
    """Say what is asked, how heated it is, by when the customer expects word, and the key."""
    return dotted(words, kind(view, words), by_when(view, words), view.request.key)


def by_when(view: RequestView, words: Words) -> Markup | None:
    """Say in bold by when the customer expects word, or None where nothing was said of that."""
    at = view.request.next_contact_at
    return None if at is None else Markup(f"*{say(words, 'request.next_contact', at=moment(words, at))}*")


def promise(view: RequestView, words: Words) -> Block | None:
    """Say what the customer was promised, if anything."""
    promised = view.request.promised
    return parts.section(say(words, "request.promised", promised=promised)) if promised else None


def point(view: RequestView, words: Words) -> Markup:
    """Say in one line what it is about and for whom: for notifications and screen readers."""
    return say(
        words,
        "request.point",
        ask=ask(view, words),
        summary=view.request.summary,
        customer=escape(view.account.name, MOST_NAME),
    )


def customer(view: RequestView, words: Words) -> Markup:
    """Name the customer, and the plan where one is known."""
    name = escape(view.account.name, MOST_NAME)
    if not view.account.plan:
        return name
    return say(words, "request.customer_on_plan", customer=name, plan=escape(view.account.plan, MOST_NAME))


def circumstances(view: RequestView, words: Words) -> Block:
    """Build the grey line: customer, account manager, filer, whose words they are, how long ago, the two ratings."""
    request = view.request
    manager = view.name_of(request.account_manager)
    owner = say(words, "request.manager", who=manager) if manager else say(words, "request.no_manager")
    filer = say(words, "request.filed", who=name_of(view, request.filed_by))
    said_by = None if request.said_by is None else say(words, "request.said_by", who=request.said_by)
    filed = ago(words, request.filed_at)
    return parts.context(dotted(words, customer(view, words), owner, filer, said_by, filed, ratings(view, words)))


def ratings(view: RequestView, words: Words) -> Markup | None:
    """Say how heated the agent and the account manager find it, side by side, where they differ."""
    agent, manager = view.request.agent_urgency, view.request.manager_urgency
    if manager is None or agent is manager:
        return None
    return say(words, "request.ratings", agent=words.of(agent), manager=words.of(manager))


def about(view: RequestView, reader: str) -> str:
    """Answer what it is about: the summary, or to whoever only added to it the first line of what they wrote."""
    theirs = next((step for step in view.additions if step.by == reader), None)
    if theirs is None or not theirs.words or reader in _in_charge(view):
        return view.request.summary
    return theirs.words.partition("\n")[0]


def _in_charge(view: RequestView) -> set[str | None]:
    return {view.request.filed_by, view.request.owner, view.request.account_manager}


def reminder(view: RequestView, words: Words) -> Block:
    """Build the grey line below a message that has named its request: what was asked, for whom."""
    return parts.context(dotted(words, kind(view, words), customer(view, words)))


def question(view: RequestView, words: Words) -> list[Block]:
    """Build what stands on top of a form about a request: its summary, its customer's words, which one it is."""
    which = parts.context(dotted(words, ask(view, words), customer(view, words)))
    return parts.present(parts.strong(view.request.summary), which, quoted(view.request.customer_words))


def quoted(said: str | None) -> Block | None:
    """Quote someone's words, shortened to what is read at a glance; nothing where nothing was said."""
    return parts.quotation(shorten(clean(said), MOST_QUOTED)) if said else None


def links(view: RequestView, words: Words) -> Block | None:
    """Build the line with the conversation, the files and the request that this one belongs to, if there are any."""
    request = view.request
    files = [link(file.permalink, file.name) for file in request.files]
    url = request.conversation_url
    conversation = [link(url, words.say("request.conversation"))] if url else []
    linked = [say(words, "request.linked", key=view.linked_to)] if view.linked_to else []
    there = [*linked, *conversation, *files]
    return parts.context(dotted(words, *there)) if there else None


def name_of(view: RequestView, user_id: str | None) -> str:
    """Answer someone's plain name: whoever is named so is not pinged."""
    return view.name_of(user_id) or ""


def actor(view: RequestView, user_id: str, words: Words) -> str:
    """Answer the plain name of whoever took a step, which may be Baton itself."""
    return words.say("request.baton") if user_id == BATON else name_of(view, user_id)


def state(view: RequestView, words: Words) -> Markup:
    """Say where the request stands, in words: with whom, what it waits for, or who ended it and how."""
    standing = _ended(view, words) if view.request.status is Status.DONE else _open(view, words)
    return dotted(words, words.of(view.request.status), *standing)


def _open(view: RequestView, words: Words) -> Iterator[str | None]:
    request = view.request
    yield view.name_of(request.owner)
    if request.status is Status.WAITING:
        yield awaited(view, words)
    if request.offered_to is not None:
        yield say(words, "request.offered", who=name_of(view, request.offered_to))


def awaited(view: RequestView, words: Words) -> Markup | None:
    """Say what a waiting request waits for, as far as that is known."""
    request, filer = view.request, name_of(view, view.request.filed_by)
    if request.waiting_for is Waiting.REPLY:
        return say(words, "request.for_reply", who=filer)
    if request.waiting_for is Waiting.ACCEPTANCE:
        return say(words, "request.for_acceptance", who=filer)
    until = request.waiting_until
    return None if until is None else say(words, "request.until", at=moment(words, until))


def _ended(view: RequestView, words: Words) -> Iterator[str | None]:
    request = view.request
    yield view.name_of(request.finished_by)
    if request.ending in _ENDINGS:
        yield words.say(_ENDINGS[request.ending])
    for reached in (request.outcome, request.customer_state):
        yield None if reached is None else words.of(reached)
