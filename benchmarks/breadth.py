"""What it costs to find a listener among 10, 50 and 200 registered ids, beside Bolt as its framework sets it up."""

import asyncio
import gc
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from benchmarks import team
from benchmarks.contests import BATON
from bot import dispatch
from workflows.people.service import Identity

IDS: Final = (10, 50, 200)
WARM: Final = 200
COUNTED: Final = 1000
"""Clicks on the last one registered, of each number of ids in each round."""
PLAIN: Final = "Bolt by itself"
KNOWN: Final = Identity(team.TEAM, "B0BATON", "U0BATON")

Searched = Mapping[str, Mapping[int, list[tuple[float, ...]]]]
"""By who searches, then by how many ids: each round's microseconds from a payload to its answer."""


def play(rounds: int) -> Searched:
    """Let both search among each number of ids in turn, every other round in the reverse order."""
    logging.disable(logging.WARNING)  # Bolt's, about a token that it has in two ways
    apps = {(name, ids): _registered(made(), ids) for name, made in MADE.items() for ids in IDS}
    searched: dict[str, dict[int, list[tuple[float, ...]]]] = {name: {ids: [] for ids in IDS} for name in MADE}
    for number in range(rounds):
        for name, ids in apps if number % 2 == 0 else reversed(apps):
            gc.collect()
            searched[name][ids].append(asyncio.run(_search(apps[name, ids], ids)))
    return searched


def _registered(app: AsyncApp, ids: int) -> AsyncApp:
    for number in range(ids):
        app.action(_named(number))(_ack)
    return app


async def _ack(ack: AsyncAck) -> None:
    await ack()


def _named(number: int) -> str:
    return f"bench.{number}"


async def _search(app: AsyncApp, ids: int) -> tuple[float, ...]:
    took = [await _clicked(app, ids - 1) for _ in range(WARM + COUNTED)]
    return tuple(took[WARM:])


async def _clicked(app: AsyncApp, number: int) -> float:
    """Bring one click to its listener; answer how many microseconds that took."""
    body = _click(_named(number))
    began = time.perf_counter_ns()
    answer = await app.async_dispatch(AsyncBoltRequest(body=body, mode="socket_mode"))
    took = (time.perf_counter_ns() - began) / 1000
    assert answer.status == 200  # noqa: S101, PLR2004  it has found its listener, which has acked
    return took


def _click(name: str) -> dict[str, object]:
    agent = {"id": team.AGENTS[0], "team_id": team.TEAM}
    action = {"type": "button", "action_id": name, "block_id": "bench", "value": "R-1042", "action_ts": "1.1"}
    place = {"container": {"type": "message"}, "channel": {"id": team.CHANNELS[0], "name": "team"}}
    known = {"type": "block_actions", "team": {"id": team.TEAM}, "user": agent, "api_app_id": "A0BATON"}
    return {**known, **place, "trigger_id": "1.2", "actions": [action]}


# ---- who searches


def _baton() -> AsyncApp:
    return dispatch.bolt(AsyncWebClient(team.BOT_TOKEN), lambda: KNOWN)


def _plain() -> AsyncApp:
    """Make Bolt as an app would that wants to answer once it is done, and to ask Slack nothing on the way in."""
    known = {"team_id": team.TEAM, "bot_id": KNOWN.bot_id, "bot_user_id": KNOWN.bot_user_id}

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, bot_token=team.BOT_TOKEN, **known)

    return AsyncApp(signing_secret=team.SIGNING_SECRET, authorize=authorize, process_before_response=True)


MADE: Final[Mapping[str, Callable[[], AsyncApp]]] = {PLAIN: _plain, BATON: _baton}


def typical(rounds: Sequence[tuple[float, ...]]) -> tuple[float, float]:
    """Answer p50 and p99 in microseconds, all rounds together."""
    every = sorted(each for took in rounds for each in took)
    return every[len(every) // 2], every[int(len(every) * 0.99)]
