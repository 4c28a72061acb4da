"""The verdict on a leg, drawn from its record alone: a list of what went wrong, empty where Baton kept its word."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from storage.outbox import State
from tests.chaos.cast import WHISPER, WORD
from tests.chaos.dues import dues
from tests.chaos.record import TURNED_AWAY, Answered, Record, Said
from tests.faults.order import ALIKE, POST, Owed, key_of, out_of_order

Finding = Callable[[Record], Iterator[str]]
AROUND = 3.5
"""Seconds before and after a trouble in which it may still be to blame: what waits, waits for three."""
SERVER_ERROR = 500
NO_ANSWER = frozenset({502, None})
"""What the balancer says, or nobody, where there is no Baton."""
PROCESSES = ("kill", "restart", "freeze")
DATABASE = ("server", "connections", "transaction", "locked")
POSTS_LATE, LATE = "slack_posts_late", 1.0
"""What makes Slack post later than it lets Baton know, and by how many seconds at least."""
WIRES = ("acks_lost", "sockets", "sent_again")
FAULTS = frozenset({"fault"})
"""Events of the log that say that something failed which a person, or Slack, was told of."""


def violations(record: Record) -> list[str]:
    """Answer everything in which Baton did not keep its promises."""
    return [found for finding in FINDINGS for found in finding(record)]


# ---- what came in


def lost_forms(record: Record) -> Iterator[str]:
    """Find forms that closed though they are not stored."""
    for form in record.forms:
        if form.is_acked and f"view:{form.view}" not in record.receipts:
            yield f"acked but not stored: {form.name} {form.view}"
        if form.is_acked and form.summary is not None and form.summary not in record.summaries:
            yield f"acked but there is no such request: {form.summary!r} ({form.view})"


def doubled_requests(record: Record) -> Iterator[str]:
    """Find forms that filed two requests."""
    for summary, times in Counter(record.summaries).items():
        if times > 1:
            yield f"filed {times} times: {summary!r}"


def lost_calls(record: Record) -> Iterator[str]:
    """Find calls that the telephone was told are stored, and are not."""
    for call in sorted(record.calls_told - record.calls):
        yield f"acked but not stored: the call {call}"


# ---- what went out


def unposted(record: Record) -> Iterator[str]:
    """Find what is owed still, or was dropped, or is said to be in Slack and is not."""
    keys = {message.key for message in record.posted if not message.is_deleted}
    for owed in record.owed:
        if owed.state is not State.SENT:
            yield f"{owed.state} at the end: {_about(owed)} ({owed.error})"
        elif owed.has_message and owed.key not in keys:
            yield f"settled but not in Slack: {_about(owed)}"
    for request in record.requests:
        if request.key not in record.cards:
            yield f"without a card: {request.key}"


def untold(record: Record) -> Iterator[str]:
    """Find whom nobody ever owed what they must be told, and steps without a line."""
    told = Counter((owed.topic, owed.subject, owed.place) for owed in record.owed)
    for request in record.requests:
        for due in dues(request):
            if told[due.topic, due.subject, due.place] < due.times and (due.unless is None or not told[due.unless]):
                yield f"never told: {due.why}, {due.topic} of {due.subject} for {due.place}"


def doubled_posts(record: Record) -> Iterator[str]:
    """Find keys that Slack accepted a second time, though Baton may have deleted that since.

    What stands twice nothing excuses; what was deleted is excused where Slack posted late what it had been asked for.
    """
    posted = Counter(message.key for message in record.posted if message.key)
    deleted = Counter(message.key for message in record.posted if message.is_deleted)
    topics = {owed.key: _about(owed) for owed in record.owed}
    for key, times in posted.items():
        is_double = times > 1 and (times - deleted[key] > 1 or not _was_posted_late(record, key))
        if is_double:
            yield f"posted {times} times ({deleted[key]} deleted since): {topics.get(key or '', key)}"


def _was_posted_late(record: Record, key: str | None) -> bool:
    """Say whether Slack was asked for it while it posts late, and let a while go by before it did."""
    return any(
        trouble.began <= call.at - call.seconds <= trouble.over + ALIKE and call.ok and call.seconds >= LATE
        for call in record.slack_calls
        if call.method == POST and key_of(call) == key
        for trouble in record.troubles
        if trouble.why == POSTS_LATE
    )


def broken_order(record: Record) -> Iterator[str]:
    """Find messages that a younger one of their lane overtook, and that were neither refused nor lost."""
    yield from out_of_order(record.owed, record.posted, record.slack_calls)


def stale(record: Record) -> Iterator[str]:
    """Find messages that do not show what is stored."""
    for shown in record.shown:
        if shown.stands is None:
            yield f"gone from Slack: {shown.what}"
        elif shown.stands != shown.should:
            yield f"shows what is no more: {shown.what}\n  stands: {shown.stands!r}\n  should: {shown.should!r}"


def leaked(record: Record) -> Iterator[str]:
    """Find whispers that stand anywhere but with their agent and their coach."""
    for whisper in record.whispers:
        for message in record.posted:
            if whisper.words in message.text and message.channel not in whisper.channels:
                yield f"leaked: {whisper.words!r} stands in {message.channel}"


def doubled_issues(record: Record) -> Iterator[str]:
    """Find wishes that became two issues, and those that became none."""
    for label, times in Counter(record.labels).items():
        if times > 1:
            yield f"{times} Jira issues of one wish: {label}"
    for wish in record.wishes:
        if wish not in record.labels:
            yield f"without a Jira issue: {wish}"


# ---- how it behaved


def slow_or_failing(record: Record) -> Iterator[str]:
    """Find what was answered with an error, or not at all, while nothing was the matter that could excuse it.

    Nothing excuses whoever turns away what is genuine: no blow makes it wrong, too large, too old or too slow.
    """
    for answer in record.answers:
        if answer.status in NO_ANSWER:
            if not _is_excused(record, answer.at - answer.seconds, answer.at, PROCESSES + DATABASE + WIRES):
                yield f"not answered: {_came(answer)}"
        elif answer.status in TURNED_AWAY:
            yield f"turned away with {answer.status}: {_came(answer)}"
        elif answer.status is not None and answer.status >= SERVER_ERROR:
            may_fail = answer.kind in {"event", "webhook"}
            if not (may_fail and _is_excused(record, answer.at - answer.seconds, answer.at, DATABASE + PROCESSES)):
                yield f"answered {answer.status}: {_came(answer)}"


def noted_faults(record: Record) -> Iterator[str]:
    """Find errors in the log that no trouble explains, traces that should be none, and customers' words."""
    alike: Counter[str] = Counter()
    for said in record.log:
        if WORD in said.line or WHISPER in said.line:
            yield f"the log tells what people said: {said.line[:400]}"
        if said.level in {"error", "critical"} and not _is_expected(record, said):
            alike[_without_numbers(said)] += 1
            if alike[_without_numbers(said)] == 1:
                yield f"in the log: {said.line[:3000].strip()}"


def _without_numbers(said: Said) -> str:
    """Tell what a line has in common with those that say the same of something else, or later."""
    return re.sub(r"\d+", "", said.line)


def _is_expected(record: Record, said: Said) -> bool:
    return said.event in FAULTS and _is_excused(record, said.at, said.at, DATABASE + PROCESSES)


def misbehaved(record: Record) -> Iterator[str]:
    """Tell what the processes and the doors did that they should not."""
    yield from record.failures


def _is_excused(record: Record, began: float, over: float, by: tuple[str, ...]) -> bool:
    """Say whether something was the matter between `began` and `over` that may be to blame."""
    return any(
        trouble.began - AROUND <= over and began <= trouble.over + AROUND
        for trouble in record.troubles
        if trouble.why.startswith(by)
    )


def _about(owed: Owed) -> str:
    return f"{owed.topic} of {owed.subject} for {owed.place} (number {owed.number}, lane {owed.lane})"


def _came(answer: Answered) -> str:
    return f"{answer.kind} {answer.what} at {answer.at:.1f} after {answer.seconds:.1f} s"


FINDINGS: tuple[Finding, ...] = (
    lost_forms,
    doubled_requests,
    lost_calls,
    unposted,
    untold,
    doubled_posts,
    broken_order,
    stale,
    leaked,
    doubled_issues,
    slow_or_failing,
    noted_faults,
    misbehaved,
)
