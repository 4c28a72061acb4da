"""A wire to PostgreSQL that is cut when the answer to a COMMIT comes back."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from urllib.parse import urlsplit

COMMIT = b"COMMIT\0"


class CuttingWire:
    """Passes bytes between clients and the server; loses the answers to the first `losses` commits."""

    def __init__(self, server: tuple[str, int]) -> None:
        self.losses = 0
        self._server = server
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        """Pass on what one client asks, up to the commit whose answer it must not hear."""
        with client, socket.create_connection(self._server) as server, suppress(OSError):
            deaf = Event()
            answers = Thread(target=self._answer, args=(server, client, deaf), daemon=True)
            answers.start()
            while asked := client.recv(65536):
                if COMMIT in asked and self.losses > 0:
                    self.losses -= 1
                    deaf.set()
                server.sendall(asked)
            server.shutdown(socket.SHUT_WR)
            answers.join()

    @staticmethod
    def _answer(server: socket.socket, client: socket.socket, deaf: Event) -> None:
        """Pass on what the server answers; once deaf, cut the client off instead."""
        with suppress(OSError):
            while answer := server.recv(65536):
                if deaf.is_set():
                    client.shutdown(socket.SHUT_RDWR)
                    return
                client.sendall(answer)

    def close(self) -> None:
        """Take no more clients."""
        self._listener.close()


@contextmanager
def cutting_wire(url: str) -> Iterator[tuple[CuttingWire, str]]:
    """Answer a wire to the server of `url`, and the URL that leads through it."""
    parts = urlsplit(url)
    wire = CuttingWire((parts.hostname or "", parts.port or 5432))
    user = f"{parts.username}:{parts.password}@" if parts.password else f"{parts.username}@"
    yield wire, parts._replace(netloc=f"{user}127.0.0.1:{wire.port}").geturl()
    wire.close()
