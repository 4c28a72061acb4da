"""A port that is taken makes way for the next, as far as there are any."""

from dataclasses import dataclass

import pytest

from sandbox.ports import LAST_PORT, start_on


@dataclass
class Shop:
    """A server on a port that is free, or not."""

    port: int
    free: frozenset[int]

    async def start(self) -> None:
        """Open the door, where nobody else has."""
        if self.port not in self.free:
            raise OSError(98, "Address already in use")


async def test_the_next_port_that_is_free_is_taken() -> None:
    shop = await start_on(lambda port: Shop(port, frozenset({4002})), 4000)
    assert shop.port == 4002


async def test_above_the_last_port_there_is_none() -> None:
    tried: list[int] = []

    def make(port: int) -> Shop:
        tried.append(port)
        return Shop(port, frozenset())

    with pytest.raises(OSError, match=f"no port from {LAST_PORT - 1} to {LAST_PORT} is free"):
        await start_on(make, LAST_PORT - 1)
    assert tried == [LAST_PORT - 1, LAST_PORT]
