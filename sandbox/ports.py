"""Ports on this machine: the one that was asked for, or the next that is free."""

from collections.abc import Callable
from typing import Protocol, TypeVar

PORTS_TRIED = 100
LAST_PORT = 65_535


class Startable(Protocol):
    """A server that listens once it is started."""

    async def start(self) -> None:
        """Listen; OSError where the port is taken."""


Server = TypeVar("Server", bound=Startable)


async def start_on(make: Callable[[int], Server], port: int) -> Server:
    """Start what `make` makes for `port` or the next that is free; OSError where none of them is."""
    last = min(port + PORTS_TRIED - 1, LAST_PORT)
    for candidate in range(port, last + 1):
        server = make(candidate)
        try:
            await server.start()
        except OSError:
            continue
        return server
    raise OSError(f"no port from {port} to {last} is free")
