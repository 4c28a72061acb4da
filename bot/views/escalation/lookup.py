"""What one types after `/escalate` to look something up, and what is shown for it: to whoever asked, alone."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot import ids
from bot.views import parts
from bot.views.escalation import card, facts
from bot.views.escalation.buttons import next_steps_of, of_filer, of_follower, seen_at
from bot.views.parts import Block, Message
from bot.views.texts import LABEL, Markup, ago, dotted, escape, one_line, say
from bot.words import Words
from storage.vocabulary import RequestKey
from workflows.escalation.lookup import Customer, Findings, Shown
from workflows.escalation.reading import FOUND
from workflows.escalation.views import RequestView

MOST_NAMED: Final = 5
_HYPHENS = r"-\u2010-\u2015\u2212\u30fc"
"""As keyboards of both languages have them, at the latest once their width is folded."""
_KEY = re.compile(rf"#?R ?[{_HYPHENS}]? ?([0-9]+)", re.IGNORECASE)
_BARE = re.compile(r"#?([1-9][0-9]{3,5})")
_NAMED = re.compile(rf"(?<![A-Za-z0-9])R[{_HYPHENS}]([0-9]{{4,12}})(?![A-Za-z0-9])", re.IGNORECASE)


class Look(StrEnum):
    """What can be asked for."""

    SHOW = "show"
    FIND = "find"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What someone looks up: one request by its key, customers by a part of their name, or what there is to ask."""

    look: Look
    typed: str = ""


def read(text: str) -> Wanted | None:
    """Answer what `text`, typed after the command, asks for; None where it is words to be filed."""
    folded = one_line(unicodedata.normalize("NFKC", text))
    found = _KEY.fullmatch(folded) or _BARE.fullmatch(folded)
    if found is not None:
        return Wanted(Look.SHOW, _key(found))
    verb, _, rest = folded.partition(" ")
    if verb.casefold() == Look.FIND:
        return Wanted(Look.FIND, rest) if rest else Wanted(Look.HELP)
    return Wanted(Look.HELP) if folded.casefold() == Look.HELP else None


def key_in(text: str) -> str | None:
    """Answer the first key of a request in what someone wrote, or None."""
    found = _NAMED.search(unicodedata.normalize("NFKC", text))
    return None if found is None else _key(found)


def is_key(text: str) -> bool:
    """Say whether `text` is a request's key and nothing else."""
    return _NAMED.fullmatch(unicodedata.normalize("NFKC", text).strip()) is not None


def _key(found: re.Match[str]) -> str:
    return RequestKey(f"R-{found[1]}")


def build(shown: Shown, words: Words) -> Message:
    """Build one request as its reader may act on it."""
    steps = parts.actions(_steps(shown, words), seen_at(shown.view))
    return parts.message(facts.point(shown.view, words), *card.body(shown.view, words), steps)


def _steps(shown: Shown, words: Words) -> list[Block]:
    if shown.is_for_the_account:
        return next_steps_of(shown.reader, shown.view, words)
    if shown.reader.user_id == shown.view.request.filed_by:
        return of_filer(shown.view, words)
    if shown.reader.is_follower:
        return of_follower(shown.view, words)
    return next_steps_of(shown.reader, shown.view, words)


def build_found(found: Findings, words: Words) -> Message:
    """Build what is in work for the customers that fit, one after the other, the latest requests first."""
    if not found.customers:
        return _nothing(say(words, "lookup.nobody", typed=found.typed), words)
    if not found.busy and not found.hidden:
        return _nothing(say(words, "lookup.quiet", customers=_names(found.quiet, words)), words)
    if not found.busy:
        return _not_theirs(found, words)
    count = sum(len(customer.views) for customer in found.busy)
    headline = Markup(words.plural("lookup.found", count, typed=escape(found.typed)))
    customers = (block for customer in found.busy for block in _customer(customer, words))
    return parts.message(headline, parts.section(headline), *customers, *_below(found, words))


def _nothing(text: Markup, words: Words) -> Message:
    """Say that there is nothing to see, and offer to file."""
    button = parts.button(ids.ESCALATION_OPEN, words.say("button.escalation.open"))
    return parts.message(text, parts.section(text), parts.actions([button]))


def _not_theirs(found: Findings, words: Words) -> Message:
    """Say that there is something in work, and whom to ask about it."""
    headline = Markup(words.plural("lookup.hidden", found.hidden))
    hiding = [customer for customer in found.customers if customer.hides]
    whom = (_heading(customer, words) for customer in hiding[:MOST_NAMED])
    return parts.message(headline, parts.section(headline), *whom)


def _customer(customer: Customer, words: Words) -> list[Block]:
    """Build one customer with whoever owns it, and its requests."""
    rows = (parts.section(_row(view, words)) for view in customer.views)
    return [parts.divider(), _heading(customer, words), *rows]


def _heading(customer: Customer, words: Words) -> Block:
    manager = customer.account_manager
    owner = say(words, "request.manager", who=manager) if manager else say(words, "request.no_manager")
    name = escape(customer.account.name, facts.MOST_NAME)
    plan = escape(customer.account.plan, facts.MOST_NAME) if customer.account.plan else None
    return parts.context(dotted(words, Markup(f"*{name}*"), plan, owner))


def _row(view: RequestView, words: Words) -> Markup:
    about = (facts.kind(view, words), facts.state(view, words), ago(words, view.request.filed_at))
    return say(words, "lookup.row", key=view.request.key, summary=view.request.summary, facts=dotted(words, *about))


def _below(found: Findings, words: Words) -> list[Block]:
    """Say what the list leaves out, and how to see more of what it has."""
    quiet = found.quiet
    lines = (
        words.say("lookup.most", most=FOUND) if found.is_cut_short else None,
        words.plural("lookup.hidden", found.hidden) if found.hidden else None,
        say(words, "lookup.quiet", customers=_names(quiet, words)) if quiet and not found.is_cut_short else None,
        words.say("lookup.show", key=found.busy[0].views[0].request.key),
    )
    return [parts.divider(), *(parts.context(Markup(line)) for line in lines if line)]


def _names(customers: Sequence[Customer], words: Words) -> Markup:
    """Name the first of them, and count the rest."""
    names = [escape(customer.account.name, LABEL) for customer in customers[:MOST_NAMED]]
    more = len(customers) - MOST_NAMED
    rest = [Markup(words.plural("lookup.more", more))] if more > 0 else []
    return dotted(words, *names, *rest)
