"""Carrying out a fault in Jira's words."""

from collections.abc import Callable

from starlette.responses import JSONResponse, Response

from sandbox.faults import Run, Striking
from sandbox.jira.faults import Fault, Faults
from sandbox.jira.refusals import JiraRefusal
from sandbox.slack.tasks import Tasks

Note = Callable[[int], None]


class Strikes(Striking[Fault, int]):
    """Lets calls through, unless a fault strikes them."""

    unanswered = 0

    def __init__(self, faults: Faults, tasks: Tasks) -> None:
        """Strike as `faults` say; `tasks` carries what takes effect later."""
        super().__init__(tasks)
        self._faults = faults

    async def answer(self, method: str, path: str, run: Run, note: Note) -> Response:
        """The answer of `run`, or what a fault makes of it; `note` records a call that took no effect."""
        fault = self._faults.strike(method, path)
        if fault is None:
            return run()
        if fault.kind == "late":
            note(self.unanswered)
        return await self.carry_out(fault, run, note)

    def refusal(self, fault: Fault, note: Note) -> Response:
        """What is answered where the call took no effect."""
        if fault.kind == "ratelimited":
            note(429)
            headers = {"Retry-After": f"{fault.seconds:.0f}", "X-RateLimit-Limit": "350", "X-RateLimit-Remaining": "0"}
            return JSONResponse({"errorMessages": ["Rate limit exceeded."], "errors": {}}, 429, headers)
        note(fault.status)
        if fault.kind == "server_error":
            return self.failure(fault)
        return JSONResponse(JiraRefusal(fault.status, fault.error).body, fault.status)

    def failure(self, fault: Fault) -> Response:
        """What is answered where Jira itself has failed."""
        return Response("<html>upstream error</html>", fault.status, media_type="text/html")
