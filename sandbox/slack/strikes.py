"""Carrying out a fault in Slack's words."""

from collections.abc import Callable

from starlette.responses import Response

from sandbox.faults import Run, Striking
from sandbox.slack.answers import AsciiJSON
from sandbox.slack.faults import Fault, Faults
from sandbox.slack.tasks import Tasks

Note = Callable[[str], None]


class Strikes(Striking[Fault, str]):
    """Lets calls through, unless a fault strikes them."""

    unanswered = "hang"

    def __init__(self, faults: Faults, tasks: Tasks) -> None:
        """Strike as `faults` say; `tasks` carries what takes effect later."""
        super().__init__(tasks)
        self._faults = faults

    async def answer(self, method: str, places: set[str], run: Run, note: Note) -> Response:
        """The answer of `run`, or what a fault makes of it; `note` records a call that took no effect."""
        fault = self._faults.strike(method, places)
        return await self.carry_out(fault, run, note) if fault else run()

    def refusal(self, fault: Fault, note: Note) -> Response:
        """What is answered where the call took no effect."""
        word = fault.error if fault.kind == "refuse" else fault.kind
        note(word)
        if fault.kind == "server_error":
            return self.failure(fault)
        retry = {"Retry-After": f"{fault.seconds:.0f}"}
        limited = fault.kind == "ratelimited"
        return AsciiJSON({"ok": False, "error": word}, 429 if limited else 200, retry if limited else None)

    def failure(self, fault: Fault) -> Response:
        """What is answered where Slack itself has failed."""
        return Response("upstream error", fault.status, media_type="text/html")
