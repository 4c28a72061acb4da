"""The network is shut while tests run: whoever reaches beyond loopback fails loudly, in whatever library."""

import os
import sys
from ipaddress import ip_address
from urllib.parse import urlsplit

import pytest

NAMED = frozenset({"", "localhost", urlsplit(os.environ.get("TEST_DATABASE_URL", "")).hostname or ""})
WATCHED = frozenset({"socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo"})


class NetworkShut(BaseException):
    """A test tried to leave this machine; no `except Exception` may hide it."""


def is_near(host: object) -> bool:
    """Whether `host` is this machine, or the database server that TEST_DATABASE_URL names."""
    name = host.decode() if isinstance(host, bytes) else host
    if not isinstance(name, str):
        return name is None
    try:
        return ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return name in NAMED


def host_of(event: str, arguments: tuple[object, ...]) -> object:
    """The host that the event is about; None for addresses without one, such as Unix sockets."""
    if event == "socket.getaddrinfo":
        return arguments[0]
    address = arguments[1]
    return address[0] if isinstance(address, tuple) else None


def watch(event: str, arguments: tuple[object, ...], watched: frozenset[str] = WATCHED) -> None:
    """Python's audit hook: called before each such call of the interpreter, so nothing need be patched.

    `watched` is its own: it is called until the very end, when modules have lost theirs.
    """
    if event in watched and not is_near(host := host_of(event, arguments)):
        raise NetworkShut(f"{event} to {host!r}: tests stay on this machine")


def pytest_configure(config: pytest.Config) -> None:
    """Shut the network for the rest of this process, before any test is collected."""
    del config
    sys.addaudithook(watch)
