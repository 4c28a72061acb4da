"""The phone system: agents' calls, played from a script or spoken line by line."""

import secrets
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sandbox.slack.refusals import JsonObject
from sandbox.slack.tasks import Tasks
from sandbox.telephone.call import Call, Said
from sandbox.telephone.script import GOODBYE_SECONDS, Script, Speaker
from sandbox.telephone.wire import RETRY_SECONDS, Answer, Wire


class Busy(Exception):  # noqa: N818 - said of an agent, not of a fault
    """The agent is on the phone already."""


class Telephone:
    """Posts what happens in calls to Baton's webhook, as CONTRACT's "Calls webhook" says."""

    def __init__(
        self,
        url: str,
        secret: str,
        now: Callable[[], datetime],
        scripts: Sequence[Script] = (),
        retry_seconds: Sequence[float] = RETRY_SECONDS,
    ) -> None:
        """Post to `url`, signed with `secret`; `now` answers the aware time at which something is said."""
        self.wire = Wire(url, secret, retry_seconds)
        self.scripts = {script.name: script for script in scripts}
        self.calls: list[Call] = []
        self.on_change: Callable[[], None] = lambda: None
        self._now = now
        self._tasks = Tasks()

    async def start(self, agent: str, customer: Mapping[str, str], call_id: str | None = None) -> Call:
        """Begin a call of `agent` (a Slack id or a mail address) with `customer`, and tell of it."""
        call = self._pick_up(agent, customer, call_id=call_id)
        await self._tell(call, self.event(call, "call.started"))
        return call

    async def say(self, call: Call, speaker: Speaker, text: str, final: bool = True) -> Answer:  # noqa: FBT001, FBT002
        """Let `speaker` say `text`; what is not `final` is a first guess of the transcription."""
        call.said.append(Said(self._now(), speaker, text, final))
        self.on_change()
        return await self._tell(call, self.event(call, "call.segment", speaker=speaker, final=final, text=text))

    async def hang_up(self, call: Call) -> Answer | None:
        """End the call; None where that was done before."""
        if not call.is_live:
            return None
        call.end()
        self.on_change()
        return await self._tell(call, self.event(call, "call.ended"))

    async def play(self, script: Script | str, agent: str | None = None, speed: float = 1.0) -> Call:
        """Play a whole call, `speed` times as fast as in life; `agent` None means the script's own."""
        written = self._script(script)
        call = self._pick_up(agent or written.agent, written.customer, written)
        await self._perform(call, written, speed)
        return call

    def ring(self, script: Script | str, agent: str | None = None, speed: float = 1.0) -> Call:
        """Play a call beside whatever goes on; Busy where the agent is on the phone."""
        written = self._script(script)
        if any(call.is_live and call.agent == (agent or written.agent) for call in self.calls):
            raise Busy(agent or written.agent)
        call = self._pick_up(agent or written.agent, written.customer, written)
        self._tasks.start(self._perform(call, written, speed))
        return call

    def event(self, call: Call, kind: str, **fields: object) -> JsonObject:
        """What a phone system posts of `call`, with a fresh id; `fields` are added or replace what stands there."""
        return {
            "id": secrets.token_hex(12),
            "type": kind,
            "call_id": call.call_id,
            "at": self._now().isoformat(),
            "agent": {"email" if "@" in call.agent else "slack_id": call.agent},
            "customer": dict(call.customer),
            **fields,
        }

    async def post(self, event: JsonObject) -> Answer:
        """Post an event as it is, of whatever call."""
        return await self.wire.post(event)

    async def send(self, body: bytes, headers: dict[str, str]) -> int | None:
        """Post these very bytes once, forged or not; the status, None where nobody answers."""
        return await self.wire.send(body, headers)

    async def stop(self) -> None:
        """Put every phone down without a word, and close all connections."""
        await self._tasks.stop()
        await self.wire.close()

    def _script(self, script: Script | str) -> Script:
        return self.scripts[script] if isinstance(script, str) else script

    def _pick_up(
        self, agent: str, customer: Mapping[str, str], script: Script | None = None, call_id: str | None = None
    ) -> Call:
        call = Call(call_id or f"call-{secrets.token_hex(6)}", agent, customer, self._now(), script)
        self.calls.append(call)
        self.on_change()
        return call

    async def _perform(self, call: Call, script: Script, speed: float) -> None:
        await self._tell(call, self.event(call, "call.started"))
        for line in script.lines:
            await call.pause(line.pause / speed)
            if not call.is_live:
                return
            await self.say(call, line.speaker, line.text, line.final)
        await call.pause(GOODBYE_SECONDS / speed)
        await self.hang_up(call)

    async def _tell(self, call: Call, event: JsonObject) -> Answer:
        """Post `event` once all earlier ones of the call have got their answer."""
        async with call.turn:
            answer = await self.wire.post(event)
        call.answers.append(answer)
        self.on_change()
        return answer
