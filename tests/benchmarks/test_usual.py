"""What the contest with the usual pattern stands on: an app as its framework sets it up, one count for everybody."""

import socket
import time
from collections import Counter
from typing import Any

import pytest

from benchmarks import crowd, servers, team
from benchmarks.contests import BATON, a_form
from benchmarks.crowd import Acked
from benchmarks.load import send
from benchmarks.reports.usual import Usual
from benchmarks.servers import Server
from benchmarks.usual import app, contest
from benchmarks.usual.contest import MORE_THREADS, USUAL, Killed, Outcome

EVERYONE_ACKED = Acked((0.1, 0.2, 0.3))
WHOLE = Killed(acked=3, incomplete=0, posted=9, doubled=0, whole_after=31.0)


def told(form: int, channel: str) -> dict[str, Any]:
    """A message about a form, as Slack has it."""
    return {"channel": channel, "text": "…", "blocks": [{"text": f"請求書がダウンロードできない（{form}）"}]}


def told_everywhere(form: int) -> list[dict[str, Any]]:
    """All that is owed for a form."""
    return [told(form, channel) for channel in ("CTEAM", "DMANAGER", "DAGENT")]


def arrived(slack: Server, number: int) -> Counter[str]:
    """The channels of the first so many posts; they come after the ack."""
    until = time.monotonic() + 20
    arrivals: list[tuple[int, str, str | None]] = []
    while len(arrivals) < number and time.monotonic() < until:
        arrivals = servers.ask(slack.port, "/recorded")[1]["arrivals"]
    return Counter(channel for _, channel, _ in arrivals)


@pytest.mark.parametrize("threads", [None, 60])
def test_each_form_is_acked_and_told_in_the_three_places_in_which_baton_tells_of_it(threads: int | None) -> None:
    owed = Counter(team.CHANNELS[:4] + team.MANAGERS[:4] + team.AGENTS[:4])
    with servers.recorder() as slack, servers.usual(slack, threads) as server:
        acked = send(server.port, [a_form("usual", number) for number in range(4)], 4)
        posted = arrived(slack, owed.total())

    assert len(acked.latencies) == 4
    assert posted == owed


@pytest.mark.parametrize(("asked", "threads"), [(None, 5), (60, 60)])
def test_listeners_have_the_five_threads_of_their_framework_unless_more_are_asked_for(
    asked: int | None, threads: int
) -> None:
    with servers.recorder() as slack:
        executor: Any = app.build(f"{slack.url}/api/", asked).listener_runner.listener_executor

    assert executor._max_workers == threads  # noqa: SLF001  nothing public tells


def test_whoever_is_not_answered_has_no_ack() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        acked = crowd.file_at_once(silent.getsockname()[1], [a_form("silent", 0), a_form("silent", 1)], waits=0.1)

    assert acked == Acked((None, None))


@pytest.mark.parametrize(
    ("messages", "found"),
    [
        pytest.param([], Killed(2, 2, 0, 0), id="nothing came"),
        pytest.param([*told_everywhere(0), *told_everywhere(2)], Killed(2, 0, 6, 0), id="everything came"),
        pytest.param([*told_everywhere(0), told(2, "CTEAM")], Killed(2, 1, 4, 0), id="the work on one form was lost"),
        pytest.param([told(0, "CTEAM"), told(0, "CTEAM")], Killed(2, 2, 1, 1), id="one came twice"),
        pytest.param(told_everywhere(1), Killed(2, 2, 0, 0), id="of a form that failed nothing is owed"),
        pytest.param([{"channel": "CTEAM", "text": "おはよう"}], Killed(2, 2, 0, 0), id="about something else"),
    ],
)
def test_what_is_posted_in_the_end_is_counted_by_form_and_place(messages: list[dict[str, Any]], found: Killed) -> None:
    assert contest.count(messages, Acked((0.1, None, 0.2))) == found


def test_who_was_not_acked_has_waited_too() -> None:
    late = Outcome(Acked((0.004, None, None)), Killed(acked=1, incomplete=1, posted=1, doubled=0))

    waiting, killing = Usual({0.15: {USUAL: late, BATON: Outcome(EVERYONE_ACKED, WHOLE)}}).tables()

    assert waiting.splitlines()[-2:] == [
        f"| 150 ms | {USUAL} | 1 of 3 | 2 | > 3 s | > 3 s | > 3 s |  |  |",
        f"| 150 ms | {BATON} | 3 of 3 | 0 | 200 ms | 300 ms | 300 ms | no error | yes |",
    ]
    assert killing.splitlines()[-2:] == [
        f"| 150 ms | {USUAL} | 1 | 1 | 1 of 3 | 0 | never |  |  |",
        f"| 150 ms | {BATON} | 3 | 0 | 9 of 9 | 0 | 31 s | none lost, none twice | yes |",
    ]


@pytest.mark.parametrize(
    ("outcome", "verdicts"),
    [
        pytest.param(Outcome(Acked((0.1, None, 0.3)), WHOLE), ["**no**", "yes"], id="one failed"),
        pytest.param(Outcome(EVERYONE_ACKED, Killed(3, 1, 8, 0)), ["yes", "**no**"], id="one lost a message"),
        pytest.param(Outcome(EVERYONE_ACKED, Killed(3, 0, 9, 1, 31.0)), ["yes", "**no**"], id="one was told twice"),
    ],
)
def test_a_miss_of_baton_s_is_to_be_seen(outcome: Outcome, verdicts: list[str]) -> None:
    tables = Usual({5.0: {MORE_THREADS: outcome, BATON: outcome}}).tables()

    assert [table.split(" | ")[-1].rstrip(" |") for table in tables] == verdicts
