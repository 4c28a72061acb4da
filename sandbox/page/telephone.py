"""The telephone on the page: which calls can be played, what is said in those that are, and the way to hang up."""

from dataclasses import dataclass
from functools import cache

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.companies import companies
from sandbox.page.reader import Reader
from sandbox.slack.records import Member
from sandbox.telephone.call import Call, Said
from sandbox.telephone.phone import Busy, Telephone
from sandbox.telephone.script import Script

SHOWN = 5
SPEEDS = (1, 10)
MINUTE = 60


@cache
def _names() -> dict[str, str]:
    """The customers' names by whatever the phone system knows them by."""
    return {known: one.name for one in companies() for known in (one.account_id, one.phone)}


def customer_of(known: dict[str, str]) -> str:
    """The name of a customer; of one whom no company list has, what the phone system says."""
    words = next(iter(known.values()))
    return _names().get(words, words)


@dataclass(frozen=True, slots=True)
class Panel:
    """The telephone as `reader` sees it."""

    telephone: Telephone
    reader: Reader
    speeds: tuple[int, ...] = SPEEDS

    @property
    def scripts(self) -> list[Script]:
        """What can be played, the reader's language first."""
        return sorted(self.telephone.scripts.values(), key=lambda script: script.locale != self.reader.locale)

    @property
    def calls(self) -> list[Call]:
        """The newest calls, the last one first."""
        return self.telephone.calls[: -SHOWN - 1 : -1]

    @property
    def live(self) -> int:
        """How many calls are going on."""
        return sum(call.is_live for call in self.telephone.calls)

    def title(self, call: Call) -> str:
        """What the call is about, as far as its script says; else with whom it is."""
        return call.script.title[self.reader.locale] if call.script else customer_of(dict(call.customer))

    def length(self, script: Script) -> str:
        """How long a script is, in its line of facts."""
        minutes, seconds = divmod(round(script.seconds), MINUTE)
        language = self.reader.words(f"in_{script.locale}")
        length = f"{minutes}:{seconds:02d}"
        return self.reader.words("telephone_length", length=length, lines=len(script.lines), language=language)

    def customer(self, call: Call) -> str:
        """With whom the call is."""
        return customer_of(dict(call.customer))

    def agent(self, known: str) -> str:
        """The name of an agent, known by id or mail address."""
        found = _member(self.reader, known)
        return found.real_name if found else known

    def is_self(self, known: str) -> bool:
        """Whether an agent is whoever looks."""
        return _member(self.reader, known) == self.reader.viewer

    def speaker(self, call: Call, said: Said) -> str:
        """Who said it."""
        return self.agent(call.agent) if said.speaker == "agent" else self.reader.words("telephone_customer")

    def trouble(self, call: Call) -> str | None:
        """What to say where Baton did not take something of the call."""
        if call.trouble is None:
            return None
        words = self.reader.words
        return words("telephone_refused", status=call.trouble) if call.trouble else words("telephone_silent")


def _member(reader: Reader, known: str) -> Member | None:
    members = reader.workspace.members
    return members.get(known) or next((one for one in members.values() if one.email == known), None)


@dataclass(frozen=True, slots=True)
class Keypad:
    """What a window does with the telephone."""

    telephone: Telephone

    async def play(self, request: Request) -> Response:
        """Play a script at true or tenfold speed, on its own agent's phone or on that of whoever looks."""
        sent = await request.json()
        name, speed = str(sent["script"]), int(sent["speed"])
        if name not in self.telephone.scripts or speed not in SPEEDS:
            return Response("unknown script", 404)
        agent = request.query_params.get("as") if sent.get("mine") else None
        try:
            call = self.telephone.ring(name, agent, speed)
        except Busy:
            return Response("busy", 409)
        return JSONResponse({"call": call.call_id})

    async def hang_up(self, request: Request) -> Response:
        """End a call early."""
        call_id = str((await request.json())["call"])
        call = next((one for one in self.telephone.calls if one.call_id == call_id), None)
        if call is None:
            return Response("unknown call", 404)
        await self.telephone.hang_up(call)
        return JSONResponse({})
