"""Our own door: whether a Baton answers where this one would listen."""

from typing import Final

from bot.console.doctor import readiness
from bot.console.doctor.findings import Finding, Wording
from bot.console.doctor.reach import Caller, Heard, Trouble, Unheard
from bot.ground import past_proxies
from bot.settings import Settings

PATIENCE: Final = 2.0
"""Seconds that a program on this machine may take."""
ANYWHERE: Final = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104  nothing is bound: it is where we ask
"""Where to knock for a door that is open on every address."""


async def about_own_door(say: Wording, given: Settings) -> Finding:
    """Ask BATON_HOST:BATON_PORT whether a Baton is there; where nothing runs nothing is wrong."""
    if given.port == 0:
        return say.unused("own_door_any")
    host = ANYWHERE.get(given.host, given.host)
    address = f"http://{f'[{host}]' if ':' in host else host}:{given.port}"
    async with past_proxies() as session:
        caller = Caller(session, PATIENCE)
        lives = await caller.get(f"{address}/healthz")
        if isinstance(lives, Heard) and readiness.lives(lives):
            return _about_readiness(say, address, await caller.get(f"{address}/readyz"))
    if isinstance(lives, Unheard) and lives.trouble is Trouble.UNREACHED:
        return say.unused("own_door_closed", address=address)
    if isinstance(lives, Unheard) and lives.trouble is Trouble.SILENT:
        return say.wrong("own_door_silent", address=address, seconds=f"{PATIENCE:g}")
    return say.wrong("own_door_foreign", address=address)


def _about_readiness(say: Wording, address: str, heard: Heard | Unheard) -> Finding:
    waiting = readiness.waiting(heard) if isinstance(heard, Heard) else None
    if waiting is None:
        return say.wrong("own_door_foreign", address=address)
    if waiting:
        return say.wrong("own_door_not_ready", address=address, waiting=", ".join(waiting))
    return say.ok("own_door", address=address)
