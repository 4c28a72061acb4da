"""Advice from the transcript: how soon the phone system is answered, and how soon the advice is at Slack."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median
from typing import Final

from benchmarks import phones, servers, switchboard, team, transcripts, whispers
from benchmarks.databases import Databases
from benchmarks.transcripts import SECONDS
from benchmarks.whispers import ARRIVE_WITHIN, LOOKS_EVERY, NotPosted

ENDED: Final = (5000, 0)
"""How many calls are over: what there is to say must not cost more for them."""
WARM: Final = 3
"""Seconds of small talk before what counts."""
POSTS_OF_FLOOR: Final = range(100, 200)


@dataclass(frozen=True, slots=True)
class Listened:
    """One run, in milliseconds: each segment answered after, each advice at Slack after its segment left."""

    answered: tuple[float, ...]
    advised: tuple[float, ...]


def floor() -> float:
    """Answer what the floor needs for its one post, from the click: milliseconds, the median of a hundred."""
    with whispers.floor() as ground:
        whispers.listen(ground, iter(range(whispers.WARM)))
        return median(whispers.listen(ground, iter(POSTS_OF_FLOOR)).posted)


def listen(fresh: Databases, ended: int) -> Listened:
    """Let fifty calls be transcribed for twenty seconds, with `ended` calls in the database."""
    with fresh() as url, servers.recorder() as slack:
        transcripts.settle_in(url, ended)
        with servers.baton(url, slack, **_settings()) as server:
            switchboard.tell(server.port, list(transcripts.segments("warm", WARM, datetime.now(UTC), matching=False)))
            counted = list(transcripts.segments("counted", SECONDS, datetime.now(UTC), matching=True))
            posted = switchboard.tell(server.port, counted)
            arrived = _arrived(slack.port, len([each for each in counted if each.token]))
    advised = [(arrived[each.segment.channel] - each.at) / 1e6 for each in posted if each.segment.token]
    return Listened(tuple(each.answered_after / 1e6 for each in posted), tuple(advised))


def _settings() -> dict[str, str]:
    return {"BATON_LEADS": ",".join(phones.COACHES[:2]), "BATON_WEBHOOK_SECRET": team.WEBHOOK_SECRET}


def _arrived(slack: int, wanted: int) -> dict[str, int]:
    """Answer when Slack had the advice, by DM: each call gets one. Raises NotPosted where one never came."""
    until = time.monotonic() + ARRIVE_WITHIN
    found: dict[str, int] = {}
    while time.monotonic() < until:
        _, recorded = servers.ask(slack, "/recorded")
        found = {channel: at for at, channel, token in reversed(recorded["arrivals"]) if token is not None}
        if len(found) >= wanted:
            return found
        time.sleep(LOOKS_EVERY)
    raise NotPosted(f"{wanted - len(found)} of {wanted} pieces of advice")
