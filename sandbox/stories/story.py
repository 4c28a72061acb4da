"""One customer's need, as far as it came."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["action", "consult", "fyi"]
Urgency = Literal["low", "medium", "high", "critical"]
Progress = Literal["filed", "claimed", "answered", "finished", "asked", "waiting", "offered", "declined", "withdrawn"]


@dataclass(frozen=True, slots=True)
class Story:
    """Somebody files a request; `progress` says how far it has come.

    `closing` is the answer of a `consult`, the result of an `action`, or the question, note or reason with which it
    rests; `outcome` and `state` belong to an `action`. `added` is said later, `promised` to a customer who is furious.
    `customer` names a company that no list has, `issue` the key of a Jira issue that a claimed one is linked to.
    """

    locale: Literal["ja", "en"]
    kind: Kind
    urgency: Urgency
    summary: str
    words: str | None = None
    progress: Progress = "filed"
    closing: str = ""
    outcome: Literal["done", "partly", "not_possible"] = "done"
    state: Literal["satisfied", "staying", "at_risk", "leaving", "unknown"] = "staying"
    details: str | None = None
    added: str | None = None
    promised: str | None = None
    customer: str | None = None
    issue: str | None = None
