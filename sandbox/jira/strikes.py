"""Carrying out a fault: what the caller gets instead of its answer, and whether the call takes effect."""

import asyncio
from collections.abc import Awaitable, Callable

from starlette.responses import JSONResponse, Response

from sandbox.jira.faults import Fault, Faults
from sandbox.jira.refusals import JiraRefusal
from sandbox.slack.answers import NoAnswer
from sandbox.slack.tasks import Tasks

Run = Callable[[], Response]
Note = Callable[[int], None]


class Strikes:
    """Lets calls through, unless a fault strikes them."""

    def __init__(self, faults: Faults, tasks: Tasks) -> None:
        """Strike as `faults` say; `tasks` carries what takes effect later."""
        self._faults = faults
        self._tasks = tasks
        self._kinds: dict[str, Callable[[Fault, Run, Note], Awaitable[Response]]] = {
            "delay": self._delay,
            "ratelimited": self._ratelimited,
            "server_error": self._server_error,
            "refuse": self._refuse,
            "hang": self._hang,
            "lost": self._lost,
            "late": self._late,
        }

    async def answer(self, method: str, path: str, run: Run, note: Note) -> Response:
        """The answer of `run`, or what a fault makes of it; `note` records a call that took no effect."""
        fault = self._faults.strike(method, path)
        return await self._kinds[fault.kind](fault, run, note) if fault else run()

    async def _delay(self, fault: Fault, run: Run, _note: Note) -> Response:
        await asyncio.sleep(fault.seconds)
        return run()

    async def _ratelimited(self, fault: Fault, _run: Run, note: Note) -> Response:
        note(429)
        headers = {"Retry-After": f"{fault.seconds:.0f}", "X-RateLimit-Limit": "350", "X-RateLimit-Remaining": "0"}
        return JSONResponse({"errorMessages": ["Rate limit exceeded."], "errors": {}}, 429, headers)

    async def _server_error(self, fault: Fault, run: Run, note: Note) -> Response:
        if fault.effect:
            run()
        else:
            note(fault.status)
        return Response("<html>upstream error</html>", fault.status, media_type="text/html")

    async def _refuse(self, fault: Fault, _run: Run, note: Note) -> Response:
        note(fault.status)
        return JSONResponse(JiraRefusal(fault.status, fault.error).body, fault.status)

    async def _hang(self, _fault: Fault, _run: Run, note: Note) -> Response:
        note(0)
        return NoAnswer(cut=False)

    async def _lost(self, _fault: Fault, run: Run, _note: Note) -> Response:
        run()
        return NoAnswer(cut=True)

    async def _late(self, fault: Fault, run: Run, note: Note) -> Response:
        note(0)
        self._tasks.start(self._after(fault.seconds, run))
        return NoAnswer(cut=True)

    async def _after(self, seconds: float, run: Run) -> None:
        await asyncio.sleep(seconds)
        run()
