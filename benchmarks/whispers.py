"""Whispers: from a coach's click to the moment in which Slack has the whole post, beside a floor that only posts it."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import count, islice
from typing import Final

from benchmarks import payloads, phones, servers, team
from benchmarks.clicks import Clicked, hand
from benchmarks.contests import BATON, FLOOR
from benchmarks.databases import Databases
from benchmarks.servers import Server
from benchmarks.trouble import SITUATIONS, Situation

WARM: Final = 24
COUNTED: Final = 60
SPACING: Final = 0.04
"""Seconds between two clicks: what one brings about is done by the next, and each coach clicks every 2.4 s."""

ARRIVE_WITHIN: Final = 10.0
LOOKS_EVERY: Final = 0.05
ADVICE: Final = "返金の約束はまだせず、上長に確認して折り返すとお伝えください"


class NotPosted(Exception):  # noqa: N818  what happened; it makes the whole run worthless
    """Slack never got a whisper that was acked."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A contestant on its own: its server, its Slack, and its database, if any."""

    server: Server
    slack: Server
    url: str | None = None


Opening = Callable[[], AbstractContextManager[Ground]]


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of the clicks of one round in one situation, in milliseconds: at Slack after, acked after."""

    posted: tuple[float, ...]
    acked: tuple[float, ...]


Played = Mapping[str, Mapping[str, list[Heard]]]
"""By contestant, by situation: the rounds in the order played."""


@dataclass(frozen=True, slots=True)
class Whisper:
    """One whisper to be sent: the token by which its post is known, and the signed click."""

    token: str
    agent: str
    request: bytes


def play(kinds: Mapping[str, Databases], rounds: int) -> Played:
    """Let everyone play every situation `rounds` times, every other time in the reverse order."""
    openings: dict[str, Opening] = {FLOOR: floor}
    openings |= {f"{BATON}, {kind}": _of_baton(fresh) for kind, fresh in kinds.items()}
    played: dict[str, dict[str, list[Heard]]] = {
        name: {situation.name: [] for situation in SITUATIONS} for name in openings
    }
    for number in range(rounds):
        for name in openings if number % 2 == 0 else reversed(openings):
            with openings[name]() as ground:
                for situation, heard in _round(ground):
                    played[name][situation.name].append(heard)
    return played


@contextmanager
def floor() -> Iterator[Ground]:
    """Run the floor beside a Slack of its own."""
    with servers.recorder() as slack, servers.whisper_floor(slack) as server:
        yield Ground(server, slack)


def _of_baton(fresh: Databases) -> Opening:
    @contextmanager
    def opening() -> Iterator[Ground]:
        with fresh() as url, servers.recorder() as slack:
            phones.settle_in(url)
            with servers.baton(url, slack, BATON_LEADS=",".join(phones.COACHES)) as server:
                yield Ground(server, slack, url)

    return opening


def _round(ground: Ground) -> Iterator[tuple[Situation, Heard]]:
    """Warm up, then click in one situation after the other: each makes the one before it worse."""
    numbers = count()
    listen(ground, islice(numbers, WARM))
    for situation in SITUATIONS:
        situation.begin(ground.slack.port, ground.url)
        heard = listen(ground, islice(numbers, COUNTED))
        situation.check(ground.url)
        yield situation, heard


def listen(ground: Ground, numbers: Iterator[int]) -> Heard:
    """Whisper once for each of `numbers`, to an agent who was never whispered to; answer what became of it."""
    sent = [_whisper(number) for number in numbers]
    clicked = _click(ground.server.port, sent)
    arrived = _arrived(ground.slack.port, sent)
    posted = ((arrived[each.token] - click.at) / 1e6 for each, click in zip(sent, clicked, strict=True))
    return Heard(tuple(posted), tuple(click.acked_after / 1e6 for click in clicked))


def _whisper(number: int) -> Whisper:
    token, agent = f"{number:06}", phones.AGENTS[number]
    coach = phones.COACHES[number % len(phones.COACHES)]
    body = payloads.whisper(agent, coach, f"V{token}", f"{ADVICE} token-{token}")
    return Whisper(token, agent, payloads.signed(body, payloads.FORM, int(time.time())))


def _click(port: int, sent: Sequence[Whisper]) -> list[Clicked]:
    """Click one after the other, at an even pace."""
    clicked = []
    with hand(port) as clicking:
        due = time.perf_counter()
        for each in sent:
            time.sleep(max(0.0, due - time.perf_counter()))
            clicked.append(clicking.click(each.request))
            due += SPACING
    return clicked


def _arrived(slack: int, sent: Sequence[Whisper]) -> dict[str, int]:
    """Answer when Slack first had each token's post to its agent; raise NotPosted where one never came."""
    wanted = {(team.direct_channel(each.agent), each.token) for each in sent}
    until = time.monotonic() + ARRIVE_WITHIN
    while time.monotonic() < until:
        _, recorded = servers.ask(slack, "/recorded")
        found = {(channel, token): at for at, channel, token in reversed(recorded["arrivals"])}
        if wanted <= found.keys():
            return {token: found[channel, token] for channel, token in wanted}
        time.sleep(LOOKS_EVERY)
    raise NotPosted(f"{len(wanted - found.keys())} of {len(wanted)} whispers")
