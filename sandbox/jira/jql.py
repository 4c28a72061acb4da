"""The part of JQL that the sandbox understands; everything else is refused as Jira refuses what it cannot parse."""

import re
from dataclasses import dataclass
from typing import Literal

from sandbox.jira.refusals import JiraRefusal

Operator = Literal["=", "!=", "in", "not in", ">=", "<=", ">", "<"]
_TOKEN = re.compile(r"""\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(!=|>=|<=|[=<>(),])|([^\s"'=<>!(),]+))""")
_COMPARED = frozenset({"updated", "created"})
_LISTED = frozenset({"project", "labels", "issuekey", "key", "issue", "id", "status", "statuscategory"})
_ORDERS = frozenset({"updated", "created", "key", "issuekey", "id"})


@dataclass(frozen=True, slots=True)
class Clause:
    """One restriction; `field` in small letters."""

    field: str
    operator: Operator
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Order:
    """One key of the order."""

    field: str
    descending: bool


@dataclass(frozen=True, slots=True)
class Query:
    """Restrictions that hold together, and an order."""

    clauses: tuple[Clause, ...]
    orders: tuple[Order, ...]


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    quoted: bool = False
    at: int = 0

    def is_word(self, *words: str) -> bool:
        return not self.quoted and self.text.lower() in words


def parse(jql: str) -> Query:
    """Read a query; JiraRefusal (400) for what is not understood, and for a query without any restriction."""
    return _Parser(jql).query()


class _Parser:
    """Reads token by token."""

    def __init__(self, jql: str) -> None:
        self._tokens = _tokens(jql)

    def query(self) -> Query:
        """The whole query."""
        clauses: list[Clause] = []
        while self._tokens and not self._peek("order"):
            if clauses:
                self._expect("and")
            clauses.append(self._clause())
        orders = self._orders() if self._tokens else ()
        if not clauses:
            raise JiraRefusal(
                400, "Unbounded JQL queries are not allowed here. Please add a search restriction to your query."
            )
        return Query(tuple(clauses), tuple(orders))

    def _clause(self) -> Clause:
        field = self._take().text.lower()
        if field not in _LISTED | _COMPARED:
            raise JiraRefusal(400, f"Field '{field}' does not exist or you do not have permission to view it.")
        operator = self._operator()
        if (field in _COMPARED) != (operator in {">=", "<=", ">", "<"}):
            raise JiraRefusal(400, f"The operator '{operator}' is not supported by the '{field}' field.")
        values = self._list() if operator in {"in", "not in"} else (self._value(),)
        return Clause(field, operator, values)

    def _operator(self) -> Operator:
        token = self._take()
        if token.is_word("not"):
            self._expect("in")
            return "not in"
        known: dict[str, Operator] = {one: one for one in ("=", "!=", "in", ">=", "<=", ">", "<")}
        if token.quoted or token.text.lower() not in known:
            raise _unreadable(token)
        return known[token.text.lower()]

    def _list(self) -> tuple[str, ...]:
        self._expect("(")
        values = [self._value()]
        while self._peek(","):
            self._expect(",")
            values.append(self._value())
        self._expect(")")
        return tuple(values)

    def _value(self) -> str:
        token = self._take()
        if token.is_word("and", "or", "not", "in", "order", "(", ")", ",", "=", "!=", ">", "<", ">=", "<="):
            raise _unreadable(token)
        return token.text

    def _orders(self) -> list[Order]:
        self._expect("order")
        self._expect("by")
        orders = [self._order()]
        while self._tokens:
            self._expect(",")
            orders.append(self._order())
        return orders

    def _order(self) -> Order:
        token = self._take()
        if token.text.lower() not in _ORDERS:
            raise JiraRefusal(400, f"Not able to sort using field '{token.text}'.")
        descending = self._peek("desc")
        if descending or self._peek("asc"):
            self._take()
        return Order(token.text.lower(), descending)

    def _peek(self, word: str) -> bool:
        return bool(self._tokens) and self._tokens[0].is_word(word)

    def _take(self) -> _Token:
        if not self._tokens:
            raise JiraRefusal(
                400, "Error in the JQL Query: The query ends where a value, a field or a word was expected."
            )
        return self._tokens.pop(0)

    def _expect(self, word: str) -> None:
        token = self._take()
        if not token.is_word(word):
            raise _unreadable(token)


def _tokens(jql: str) -> list[_Token]:
    found, at = [], 0
    while jql[at:].strip():
        match = _TOKEN.match(jql, at)
        if match is None:
            raise _unreadable(_Token(jql[at:].strip()[0], at=at))
        double, single, sign, word = match.groups()
        quoted = double if double is not None else single
        text = re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else sign or word
        found.append(_Token(text, quoted is not None, at))
        at = match.end()
    return found


def _unreadable(token: _Token) -> JiraRefusal:
    return JiraRefusal(
        400, f"Error in the JQL Query: Expecting something else, but got '{token.text}'. (character {token.at + 1})"
    )
