"""Looking up among 10,000 customers: while one types in the form, and by `/escalate find`; beside a bare query."""

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any, Final

from sqlalchemy import NullPool, create_engine

from benchmarks import desks, payloads, servers, team
from benchmarks.clicks import Hand, hand
from benchmarks.contests import BATON, FLOOR
from benchmarks.databases import Databases
from benchmarks.servers import Server
from storage.accounts import Account
from storage.database import Database
from storage.unit_of_work import UnitOfWork

CUSTOMERS: Final = 10_000
"""Beside the team's own 200, for which there is something in work."""
DESK: Final = desks.Desk(10_000, 500)
WARM: Final = 20
COUNTED: Final = 150
WORDS: Final = "青空 緑 北斗 明星 東海 若葉 大和 瑞穂 白銀 中央 第一 共和 三栄 Acme Orbit Nova Blue Delta Kita アルファ"
TRADES: Final = "商事 物流 製作所 食品 システム 医院 運輸 電機 工業 印刷 出版 建設 銀行 Foods Labs Works"
NAMES: Final = tuple(f"{word}{trade}" for trade in TRADES.split() for word in WORDS.split())

TYPING: Final = "customers offered while one types"
FINDING: Final = "/escalate find"


class FoundNothing(Exception):  # noqa: N818  what happened; it makes the whole run worthless
    """What stands in the list was not found."""


@dataclass(frozen=True, slots=True)
class Look:
    """One kind of look-up: what one types, the request that carries it, and how many the answer names at least."""

    typed: Callable[[Random], str]
    request: Callable[[str], bytes]
    least: Callable[[Any], int]


Looked = Mapping[str, Mapping[str, list[tuple[float, ...]]]]
"""By kind of look-up, by contestant: each round's milliseconds until the answer was there in whole."""


def play(kinds: Mapping[str, Databases], rounds: int) -> Looked:
    """Let everyone look up the same on each database, every other round in the reverse order."""
    names = [f"{name}, {kind}" for name in OPENINGS for kind in kinds]
    looked: dict[str, dict[str, list[tuple[float, ...]]]] = {look: {name: [] for name in names} for look in LOOKS}
    for kind, fresh in kinds.items():
        with fresh() as url:
            settle_in(url)
            for name, look, took in _rounds(url, rounds):
                looked[look][f"{name}, {kind}"].append(took)
    return looked


def _rounds(url: str, rounds: int) -> Iterator[tuple[str, str, tuple[float, ...]]]:
    for number in range(rounds):
        for name in OPENINGS if number % 2 == 0 else reversed(tuple(OPENINGS)):
            with OPENINGS[name](url) as server:
                for look, took in _round(server, number):
                    yield name, look, took


@contextmanager
def _baton(url: str) -> Iterator[Server]:
    with servers.recorder() as slack, servers.baton(url, slack) as server:
        yield server


def _round(server: Server, number: int) -> Iterator[tuple[str, tuple[float, ...]]]:
    with hand(server.port) as typing:
        for name, look in LOOKS.items():
            draw = Random(number)  # noqa: S311  the same for everybody, no secret
            _looked_up(typing, look, draw, WARM)
            yield name, _looked_up(typing, look, draw, COUNTED)


def _looked_up(typing: Hand, look: Look, draw: Random, times: int) -> tuple[float, ...]:
    """Look up so often, one after the other; raise FoundNothing where an answer lacks what stands in the list."""
    took = []
    for _ in range(times):
        typed = look.typed(draw)
        clicked, said = typing.ask(look.request(typed))
        if look.least(json.loads(said)) < 1:
            raise FoundNothing(f"{typed}: {said[:300]!r}")
        took.append(clicked.acked_after / 1e6)
    return tuple(took)


# ---- who is looked for


def customers() -> Iterator[Account]:
    """Answer the ten thousand, no two of one name."""
    for number in range(CUSTOMERS):
        place, made = divmod(number, len(NAMES))
        manager = team.MANAGERS[number % len(team.MANAGERS)]
        yield Account(f"more-{number:05}", f"{NAMES[made]}{place:02}株式会社", account_manager=manager)


def settle_in(url: str) -> None:
    """Put them into a database that has the team in it, with what the team has in work."""
    now = datetime.now(UTC)
    Database(url, lambda: now).write_now(_remember)
    desks.settle_in(url, DESK, now)
    if url.startswith("postgresql"):
        with create_engine(url, poolclass=NullPool).connect().execution_options(isolation_level="AUTOCOMMIT") as open_:
            open_.exec_driver_sql("VACUUM ANALYZE")


def _remember(work: UnitOfWork) -> None:
    work.accounts.save(list(customers()))


def _beginning(draw: Random) -> str:
    """Type the first characters of a name: of one customer in five hundred or so, or of one alone."""
    return f"{draw.choice(NAMES)}{draw.randrange(CUSTOMERS // len(NAMES)):02}"[: draw.randrange(3, 12)]


def _of_the_team(draw: Random) -> str:
    """Type the name of a customer of the team's, whole or but for its last digit."""
    return f"ベンチ{draw.randrange(20):02}{draw.choice(('', draw.randrange(10)))}"


# ---- what is sent


def _suggestion(typed: str) -> bytes:
    return payloads.signed(payloads.suggestion(team.AGENTS[0], typed), payloads.FORM, int(time.time()))


def _command(typed: str) -> bytes:
    body = payloads.command(team.AGENTS[0], "/escalate", f"find {typed}")
    return payloads.signed(body, payloads.FORM, int(time.time()))


def _offered(said: Any) -> int:  # noqa: ANN401  JSON
    """Count the customers offered, without the one that would be new."""
    return sum(not option["value"].startswith("new:") for option in said["options"])


def _found(said: Any) -> int:  # noqa: ANN401  JSON
    """Count the requests named."""
    return json.dumps(said).count("R-")


OPENINGS: Final[Mapping[str, Callable[[str], AbstractContextManager[Server]]]] = {
    FLOOR: servers.lookup_floor,
    BATON: _baton,
}
LOOKS: Final = {
    TYPING: Look(_beginning, _suggestion, _offered),
    FINDING: Look(_of_the_team, _command, _found),
}
