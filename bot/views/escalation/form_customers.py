"""The customers that a look-up offers: those that fit, and a new one of the name that was typed."""

import unicodedata
from collections.abc import Sequence
from typing import Final, Protocol

from bot.views import parts
from bot.views.parts import Block
from bot.views.texts import one_line, shorten
from bot.words import Words
from workflows.escalation.draft import NEW_CUSTOMER

MOST_NEW_NAME: Final = 100
_MOST_SHOWN_NEW_NAME = 40


class Customer(Protocol):
    """An account as far as a list of customers shows it."""

    @property
    def account_id(self) -> str:
        """Its id, the option's value."""

    @property
    def name(self) -> str:
        """What the option says."""

    @property
    def kana(self) -> str | None:
        """How it is read."""

    @property
    def plan(self) -> str | None:
        """What it has booked."""


def options(accounts: Sequence[Customer], typed: str, words: Words) -> list[Block]:
    """Offer the accounts that fit what was typed; last a new customer of that name, unless one is called so."""
    offered = [option(account) for account in accounts[: parts.OPTIONS - 1]]
    new = new_option(typed, words)
    if new is not None and _same(one_line(typed)) not in {_same(account.name) for account in accounts}:
        offered.append(new)
    return offered


def new_option(typed: str, words: Words) -> Block | None:
    """Build the choice of a customer whom no list has yet, or None where no name was typed."""
    name = one_line(typed)[:MOST_NEW_NAME]
    if not name:
        return None
    label = words.say("form.customer.new", name=shorten(name, _MOST_SHOWN_NEW_NAME))
    return parts.option(NEW_CUSTOMER + name, label)


def option(account: Customer) -> Block:
    """Build the choice of one account."""
    described = " / ".join(fact for fact in (account.kana, account.plan) if fact)
    return parts.option(account.account_id, account.name, described or None)


def _same(name: str) -> str:
    """Fold what makes no other name: width, letter case, spaces."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def customer_of(chosen: str) -> str | None:
    """Answer the account id, or `new:` and a name in one line; None where there is no name."""
    if not chosen.startswith(NEW_CUSTOMER):
        return chosen
    name = one_line(chosen.removeprefix(NEW_CUSTOMER))[:MOST_NEW_NAME]
    return NEW_CUSTOMER + name if name else None
