"""The app as a process of ours: started with the sandbox, ended with it, and the other way round."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Mapping, Sequence
from typing import Any, Self

from sandbox.alone.wrong import Wrong

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GRACE = 3.0
"""Seconds that an app may take to end once it was told to."""
KILLED_BY = 128
"""What a shell adds to the number of the signal that ended a process."""


def told_to_stop() -> asyncio.Future[signal.Signals]:
    """What comes true with the first signal that ends us; a second one ends the process as it always does.

    A hang-up that is ignored already (nohup) stays so.
    """
    loop = asyncio.get_running_loop()
    kinds = [kind for kind in STOPPING if kind == signal.SIGINT or signal.getsignal(kind) != signal.SIG_IGN]
    told: asyncio.Future[signal.Signals] = loop.create_future()

    def stop(kind: signal.Signals) -> None:
        for each in kinds:
            loop.remove_signal_handler(each)
        if not told.done():
            told.set_result(kind)

    for kind in kinds:
        loop.add_signal_handler(kind, stop, kind)
    return told


class Child:
    """One running app, in a session of its own: a Ctrl-C reaches it once, through us."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        """Follow `process`."""
        self._process = process

    @classmethod
    async def start(cls, command: Sequence[str], environment: Mapping[str, str]) -> Self:
        """Start `command`; Wrong where there is no such program."""
        try:
            process = await asyncio.create_subprocess_exec(*command, env=environment, start_new_session=True)
        except OSError as refused:
            raise Wrong(f"{command[0]}: {refused.strerror}") from None
        return cls(process)

    async def ended(self, told: asyncio.Future[signal.Signals]) -> int:
        """Wait for its end, or bring it about once we are `told` to stop; answers its exit code as a shell does."""
        ending = asyncio.ensure_future(self._process.wait())
        either: set[asyncio.Future[Any]] = {ending, told}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        if not ending.done():
            self._send(told.result())
            await asyncio.wait({ending}, timeout=GRACE)
        if not ending.done():
            self._send(signal.SIGKILL)
        code = await ending
        return code if code >= 0 else KILLED_BY - code

    def _send(self, kind: signal.Signals) -> None:
        """Tell it and whatever it has started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, kind)
