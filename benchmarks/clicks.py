"""One person's clicks: one at a time, on a kept connection, and when each was on its way."""

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPResponse
from typing import Final

PATIENCE: Final = 5.0
OK: Final = 200


class NotAcked(Exception):  # noqa: N818  what happened; it makes the whole run worthless
    """A click was answered with anything but a bare 200."""


@dataclass(frozen=True, slots=True)
class Clicked:
    """One click: when its first byte left (nanoseconds of `time.perf_counter_ns`), and after how many it was acked."""

    at: int
    acked_after: int


@dataclass(frozen=True, slots=True)
class Hand:
    """Clicks on one kept connection."""

    connection: socket.socket

    def click(self, request: bytes) -> Clicked:
        """Send one request and wait for its ack; raise NotAcked for anything else."""
        clicked, said = self.ask(request)
        if said:
            raise NotAcked(f"{said[:300]!r}")
        return clicked

    def ask(self, request: bytes) -> tuple[Clicked, bytes]:
        """Send one request and wait for the whole answer, which may say something; raise NotAcked for any but a 200."""
        at = time.perf_counter_ns()
        self.connection.sendall(request)
        answer = HTTPResponse(self.connection)
        answer.begin()
        said = answer.read()
        acked = time.perf_counter_ns()
        if answer.status != OK:
            raise NotAcked(f"{answer.status}: {said[:300]!r}")
        return Clicked(at, acked - at), said


@contextmanager
def hand(port: int) -> Iterator[Hand]:
    """Connect to 127.0.0.1:`port`."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        yield Hand(connection)
