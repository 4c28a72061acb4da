"""What the figures mean, in a sentence or two for each part, from the raw figures: so it can never fall behind them."""

from collections.abc import Callable, Iterator, Mapping
from statistics import median
from typing import Any, Final

from benchmarks.backlog import IDLE, JOBS
from benchmarks.contests import BATON, FLOOR
from benchmarks.days import Lived
from benchmarks.digests import LITTLE, LONG
from benchmarks.figures import within
from benchmarks.lookups import TYPING
from benchmarks.usual.contest import MORE_THREADS, OWED, PEOPLE, USUAL

Raw = Mapping[str, Any]
SLOW: Final = "1 s"
"""What a call to Slack takes where Baton and the usual pattern are told apart."""


def summary(raw: Raw) -> str:
    """Answer a list in Markdown of what the parts in `raw` came to, those that people feel first."""
    lines = (line for name, tell in TELLERS.items() if name in raw for line in tell(raw[name]["figures"]))
    return "\n".join(f"* {line}" for line in lines)


def _usual(figures: Raw) -> Iterator[str]:
    at = figures[SLOW]
    yield _failed({name: [after for after in each["acks"] if after is not None] for name, each in at.items()})
    yield _lost({name: each["killed"] for name, each in at.items()})


def _failed(acks: Mapping[str, list[float]]) -> str:
    acked = {name: len(each) for name, each in acks.items()}
    return (
        f"**{PEOPLE} people file at once** while each call to Slack takes {SLOW}. Baton acks {acked[BATON]} of them, "
        f"the slowest after {max(acks[BATON]):.0f} ms. The usual pattern of a Bolt app acks {acked[USUAL]} in time: "
        f"{PEOPLE - acked[USUAL]} people see an error. With {PEOPLE} threads in the place of its five it acks "
        f"{acked[MORE_THREADS]}."
    )


def _lost(killed: Mapping[str, Raw]) -> str:
    posted = {name: f"{each['posted']} of {each['acked'] * OWED}" for name, each in killed.items()}
    return (
        f"**The process is killed** a second after they filed. Of the messages owed for forms that were acked, Baton "
        f"posts {posted[BATON]} once it runs again, {killed[BATON]['doubled']} of them twice. Of the usual pattern's "
        f"there are {posted[USUAL]}, with {PEOPLE} threads {posted[MORE_THREADS]}: the rest was in memory only."
    )


def _acks(figures: Raw) -> Iterator[str]:
    found = {kind: figures.get(f"form → durable request, {kind}") for kind in ("SQLite", "PostgreSQL")}
    told = [f"{kind} {_rate(by)}" for kind, by in found.items() if by is not None]
    yield f"**A form is on disk before its ack.** From 16 clients: {'; '.join(told)}."


def _rate(by: Raw) -> str:
    shares = [ours["rate"] / bare["rate"] for ours, bare in zip(by[BATON], by[FLOOR], strict=True)]
    rate, p50 = (median(each[name] for each in by[BATON]) for name in ("rate", "p50"))
    return f"{rate:,.0f} a second, p50 {p50:.0f} ms, {median(shares):.2f} of a bare floor's rate"


def _whisper(figures: Raw) -> Iterator[str]:
    p50 = {name: _p50(situations["quiet"]) for name, situations in figures.items()}
    told = [f"{name.removeprefix(f'{BATON}, ')} {each:.1f} ms, {each / p50[FLOOR]:.1f} ×" for name, each in p50.items()]
    yield f"**A whisper is at Slack** so soon after the click (p50, and times one bare post): {'; '.join(told[1:])}."


def _p50(rounds: list[Raw]) -> float:
    return within([each for heard in rounds for each in heard["posted"]], 0.50)


def _calls(figures: Raw) -> Iterator[str]:
    by_kind = {kind: within(runs["5000"]["advised"], 0.95) for kind, runs in figures.items() if kind != FLOOR}
    told = "; ".join(f"{kind} {p95:.0f} ms" for kind, p95 in by_kind.items())
    yield f"**What a customer says is advice at Slack** so soon, with 50 calls transcribed (p95): {told}."


def _notices(figures: Raw) -> Iterator[str]:
    told = "; ".join(_cleared(by) for by in figures.values())
    yield f"**Notices a second** by 1, 2, 4 processes, and times Procrastinate's jobs that do nothing: {told}."


def _cleared(by: Raw) -> str:
    shares = [ours["rate"] / theirs["rate"] for ours, theirs in zip(by[IDLE], by[JOBS], strict=True)]
    return f"{median(each['rate'] for each in by[IDLE]):,.0f}, {median(shares):.1f} ×"


def _lookup(figures: Raw) -> Iterator[str]:
    typing = {name: median(within(took, 0.50) for took in rounds) for name, rounds in figures[TYPING].items()}
    told = [f"{name.removeprefix(f'{BATON}, ')} {p50:.1f} ms" for name, p50 in typing.items() if name.startswith(BATON)]
    yield f"**A customer is found** among ten thousand while one types (p50): {'; '.join(told)}."


def _memory(figures: Raw) -> Iterator[str]:
    days, apart = figures["days"], figures["requests_a_day"]
    grown = Lived(figures["ready"], tuple(days), apart).growth
    yield (
        f"**Ten days of work**, {len(days) * apart:,} requests, leave {days[-1]:.0f} MiB; from the second day on a "
        f"thousand requests add {grown:.1f}."
    )


def _soak(figures: Raw) -> Iterator[str]:
    towns = {kind: each for kind, each in figures.items() if isinstance(each, Mapping)}
    contacts = sum(each["told"]["contacts"] for each in towns.values())
    held = [f"{kind} {each['samples'][-1]['resident']:.0f} MiB" for kind, each in towns.items()]
    yield (
        f"**{figures['minutes']:g} minutes of contacts at ten times their pace**, {contacts:,} of them, "
        f"end at {', '.join(held)}."
    )


def _digests(figures: Raw) -> Iterator[str]:
    told = [f"{kind} {_grown(desks)}" for kind, desks in figures.items() if kind != "memory_mib"]
    yield f"**A digest beside a million finished requests**, and times one beside 10,000: {'; '.join(told)}."


def _grown(desks: Raw) -> str:
    little, long = desks[LITTLE]["composed"], desks[LONG]["composed"]
    times = median(each / under for each, under in zip(long, little, strict=True))
    return f"{median(long):.0f} ms, {times:.2f} ×"


def _sweep(figures: Raw) -> Iterator[str]:
    told = [
        f"{kind} {each['whole']['calls']} calls, {each['whole']['seconds']:.0f} s" for kind, each in figures.items()
    ]
    yield f"**5,000 Jira issues that have all moved** are read: {'; '.join(told)}."


def _start(figures: Raw) -> Iterator[str]:
    memory = figures["memory_mib"]
    told = [f"{kind} {median(starts):.1f} s" for kind, starts in figures["ready"].items()]
    held = max(memory["acked"], memory["delivering"])
    yield f"**Ready after** {', '.join(told)}; {memory['ready']:.0f} MiB then, {held:.0f} MiB after 1,000 forms."


TELLERS: Final[Mapping[str, Callable[[Raw], Iterator[str]]]] = {
    "usual": _usual,
    "acks": _acks,
    "whisper": _whisper,
    "calls": _calls,
    "digests": _digests,
    "sweep": _sweep,
    "start": _start,
    "notices": _notices,
    "lookup": _lookup,
    "memory": _memory,
    "soak": _soak,
}
