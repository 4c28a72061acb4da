"""What a seed means: which legs are run, and what strikes when in each. Pure: a seed is always the same plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Literal

Storage = Literal["postgresql", "sqlite"]
Transport = Literal["http", "socket"]
SHORTEST_LEG, LONGEST_LEG = 40.0, 150.0
"""Seconds from the first process to the verdict."""
STORMY = 0.55
"""How much of a leg is stormy; then everything is made well again, and Baton may catch up."""
PATIENT = 100.0
"""Seconds that a leg must last so that Jira, which finds nothing at once, can be looked through to the end."""


class Kind(StrEnum):
    """What can strike."""

    KILL = "kill"
    RESTART = "restart"
    FREEZE = "freeze"
    SERVER_STOPPED = "server_stopped"
    SERVER_CRASHED = "server_crashed"
    CONNECTIONS_CUT = "connections_cut"
    TRANSACTION_HELD = "transaction_held"
    LOCKED = "locked"
    SLACK_LIMITS = "slack_limits"
    SLACK_FAILS = "slack_fails"
    SLACK_FAILS_AFTERWARDS = "slack_fails_afterwards"
    SLACK_LOSES = "slack_loses"
    SLACK_POSTS_LATE = "slack_posts_late"
    SLACK_UPDATES_LATE = "slack_updates_late"
    SLACK_IS_SLOW = "slack_is_slow"
    SLACK_HANGS = "slack_hangs"
    SLACK_IS_GONE = "slack_is_gone"
    JIRA_LIMITS = "jira_limits"
    JIRA_FAILS = "jira_fails"
    JIRA_LOSES = "jira_loses"
    JIRA_IS_SLOW = "jira_is_slow"
    JIRA_HANGS = "jira_hangs"
    JIRA_IS_GONE = "jira_is_gone"
    ACKS_LOST = "acks_lost"
    SENT_TWICE = "sent_twice"
    SENT_AGAIN = "sent_again"
    SOCKETS_CUT = "sockets_cut"
    SOCKETS_MUTE = "sockets_mute"
    SOCKETS_RENEWED = "sockets_renewed"


@dataclass(frozen=True, slots=True)
class Blow:
    """One thing that strikes `at` so many seconds of the storm and lasts `seconds`; `target` picks what it strikes."""

    at: float
    kind: Kind
    seconds: float
    target: int

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.at:6.1f} s  {self.kind} for {self.seconds:.1f} s ({self.target})"


@dataclass(frozen=True, slots=True)
class Leg:
    """One world of its own from beginning to end; `name` is what its people draw their acts by."""

    name: str
    storage: Storage
    transport: Transport
    replicas: int
    seconds: float
    blows: tuple[Blow, ...]

    @property
    def stormy(self) -> float:
        """Seconds of the storm."""
        return self.seconds * STORMY

    @property
    def is_patient(self) -> bool:
        """Say whether there is time for Jira's search."""
        return self.seconds >= PATIENT

    def __str__(self) -> str:
        """Say what is to come, line by line."""
        head = f"{self.name}: {self.replicas} on {self.storage} over {self.transport}, {self.stormy:.0f} s of storm"
        return "\n".join([head, *(f"  {blow}" for blow in self.blows)])


@dataclass(frozen=True, slots=True)
class Recipe:
    """How often something strikes among its like, and for how many seconds; `only` names where it can."""

    kind: Kind
    weight: int
    shortest: float
    longest: float
    only: str = ""


PROCESSES = (
    Recipe(Kind.KILL, 3, 0.0, 3.0),
    Recipe(Kind.RESTART, 2, 0.0, 0.5),
    Recipe(Kind.FREEZE, 2, 5.0, 8.0),
)
DATABASE = (
    Recipe(Kind.SERVER_STOPPED, 3, 0.0, 1.0, "postgresql"),
    Recipe(Kind.SERVER_CRASHED, 2, 0.0, 1.0, "postgresql"),
    Recipe(Kind.CONNECTIONS_CUT, 2, 0.0, 0.0, "postgresql"),
    Recipe(Kind.TRANSACTION_HELD, 1, 3.0, 8.0, "postgresql"),
    Recipe(Kind.LOCKED, 2, 1.0, 4.0, "sqlite"),
)
SLACK = (
    Recipe(Kind.SLACK_LIMITS, 2, 2.0, 5.0),
    Recipe(Kind.SLACK_FAILS, 2, 1.0, 4.0),
    Recipe(Kind.SLACK_FAILS_AFTERWARDS, 2, 1.0, 3.0),
    Recipe(Kind.SLACK_LOSES, 3, 1.0, 4.0),
    Recipe(Kind.SLACK_POSTS_LATE, 2, 1.0, 3.0),
    Recipe(Kind.SLACK_UPDATES_LATE, 1, 1.0, 3.0),
    Recipe(Kind.SLACK_IS_SLOW, 2, 1.0, 5.0),
    Recipe(Kind.SLACK_HANGS, 2, 1.0, 5.0),
    Recipe(Kind.SLACK_IS_GONE, 1, 1.0, 4.0, "http"),
)
JIRA = (
    Recipe(Kind.JIRA_LIMITS, 1, 2.0, 4.0),
    Recipe(Kind.JIRA_FAILS, 1, 1.0, 3.0, "patient"),
    Recipe(Kind.JIRA_LOSES, 3, 2.0, 6.0),
    Recipe(Kind.JIRA_IS_SLOW, 2, 2.0, 4.0),
    Recipe(Kind.JIRA_HANGS, 1, 2.0, 4.0, "patient"),
    Recipe(Kind.JIRA_IS_GONE, 1, 1.0, 4.0),
)
WIRES = (
    Recipe(Kind.ACKS_LOST, 3, 1.0, 4.0),
    Recipe(Kind.SENT_TWICE, 3, 1.0, 4.0),
    Recipe(Kind.SENT_AGAIN, 3, 0.0, 0.0),
    Recipe(Kind.SOCKETS_CUT, 2, 0.0, 0.0, "socket"),
    Recipe(Kind.SOCKETS_MUTE, 1, 0.0, 0.0, "socket"),
    Recipe(Kind.SOCKETS_RENEWED, 2, 0.0, 0.0, "socket"),
)
STREAMS = {"processes": (PROCESSES, 5.0), "database": (DATABASE, 7.0), "slack": (SLACK, 2.0), "jira": (JIRA, 5.0)}
STREAMS |= {"wires": (WIRES, 3.0)}
"""What strikes one after the other, never twice at once, and the seconds between two of them, on average."""
WORLDS: tuple[tuple[Storage, Transport], ...] = (
    ("postgresql", "http"),
    ("sqlite", "http"),
    ("postgresql", "socket"),
    ("postgresql", "http"),
    ("sqlite", "socket"),
)


def stream_of(kind: Kind) -> str:
    """Answer among what a kind is one that never strikes twice at once."""
    return next(name for name, (recipes, _) in STREAMS.items() if any(each.kind is kind for each in recipes))


def drawn(name: str) -> Random:
    """Answer chances that are always the same for one name."""
    return Random(name)  # noqa: S311  whoever knows them shall foresee all


def legs(seed: int, minutes: float) -> Iterator[Leg]:
    """Answer one leg after the other, all that `seed` has; `minutes` say how long each may take."""
    seconds = min(LONGEST_LEG, max(SHORTEST_LEG, minutes * 60 / 3))
    number = 0
    while True:
        yield a_leg(f"{seed}.{number}", *WORLDS[number % len(WORLDS)], seconds)
        number += 1


def a_leg(name: str, storage: Storage, transport: Transport, seconds: float) -> Leg:
    """Draw one leg by its name."""
    draw = drawn(name)
    replicas = draw.choice((2, 3)) if storage == "postgresql" else 1
    there = {"", storage, transport, "patient" if seconds >= PATIENT else ""}
    streams = (_stream(drawn(f"{name} {stream}"), *STREAMS[stream], there, seconds) for stream in STREAMS)
    blows = sorted((blow for stream in streams for blow in stream), key=lambda blow: blow.at)
    return Leg(name, storage, transport, replicas, seconds, tuple(blows))


def _stream(draw: Random, recipes: tuple[Recipe, ...], pause: float, there: set[str], seconds: float) -> Iterator[Blow]:
    """Draw what strikes one after the other; what may take Jira long to get over comes in the first half."""
    at = draw.uniform(1.0, pause)
    end = seconds * STORMY
    while at < end:
        open_to = there - ({"patient"} if at > end / 2 else set())
        possible = [recipe for recipe in recipes if recipe.only in open_to]
        [recipe] = draw.choices(possible, [recipe.weight for recipe in possible])
        lasts = draw.uniform(recipe.shortest, recipe.longest)
        yield Blow(round(at, 1), recipe.kind, round(lasts, 1), draw.randrange(1000))
        at += lasts + draw.expovariate(1 / pause) + 0.5
