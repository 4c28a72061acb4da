"""Plays other people's parts in a tour, by the very clicks that they would make themselves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sandbox import cast
from sandbox.slack.people import Person
from sandbox.slack.records import Message
from sandbox.telephone.script import Line, Script
from sandbox.telephone.scripts import SCRIPTS
from sandbox.tour.scene import Asked, Scene

PATIENCE = 8.0
"""Seconds within which the app answers an act."""
HASTE = 2.5
"""How many times faster than in life a tour's call comes to the point."""
HOLDING = 300.0
"""Seconds for which a caller stays on the line, so that nobody need hurry."""


class Missed(LookupError):  # noqa: N818 - said of a part that cannot be played at this moment
    """Nobody is asked to do this."""


@dataclass(frozen=True, slots=True)
class Ringing:
    """The call of the telephone's script `name` at an agent, and the words by which it comes to the point."""

    name: str
    agent: str
    sign: str


@dataclass(frozen=True, slots=True)
class Understudy:
    """Does in `scene` what another person has to do."""

    scene: Scene

    async def file(self, customer: str, typed: str, values: Mapping[str, str]) -> None:
        """Let Aoi file a request of a customer, whom she finds by what she has `typed`."""
        aoi = self._person(cast.AOI.user_id)
        await aoi.shortcut("escalate")
        await aoi.modal("escalation.form")
        await aoi.choose("customer", customer, typed)
        await aoi.fill(values)
        await aoi.submit()

    async def press(self, asked: Asked | None, key: str) -> Person:
        """Let whoever is asked press the button about what has the `key`; answer who that is."""
        if asked is None:
            raise Missed(key)
        person = self._person(asked.user)
        await person.press_in(asked.message, asked.action, key)
        return person

    async def fill_in(self, asked: Asked | None, key: str, values: Mapping[str, Mapping[str, str]]) -> None:
        """Let whoever is asked press the button, and send the form that it opens, filled in by its callback id."""
        person = await self.press(asked, key)
        form = await person.modal(lambda view: view.callback_id in values)
        await person.fill(values[form.callback_id])
        await person.submit()

    async def press_in_dm(self, user: str, action: str) -> None:
        """Let someone press a button of a message that they get in this step, as soon as it is there."""
        place = self.scene.workspace.dm(user).id
        message = await self._shown(lambda: self.scene.found(action, place=place))
        await self.press_on(user, message, action)

    async def press_on(self, user: str, message: Message, action: str) -> None:
        """Let someone press a button of a message."""
        await self._person(user).press_in(message, action)

    async def ring(self, ringing: Ringing, *, holds: bool = False) -> None:
        """Let a call ring: it comes to the point quickly, and goes on as in life; who `holds` stays on the line."""
        await self.hang_up(ringing.agent)
        script = next(one for one in SCRIPTS if one.name == ringing.name)
        lines = _paced(script, ringing.sign, holds=holds)
        self.scene.stage.telephone.ring(replace(script, lines=lines), ringing.agent)

    async def hang_up(self, agent: str) -> None:
        """End whatever call an agent is in."""
        for call in self.scene.stage.telephone.calls:
            if call.agent == agent:
                await self.scene.stage.telephone.hang_up(call)

    def wait_until(self, moment: datetime) -> None:
        """Move the demo's clock ahead to a moment (aware)."""
        self.scene.stage.clock.move(moment - self.scene.stage.clock())
        self.scene.workspace.changes.announce()

    def _person(self, user: str) -> Person:
        return self.scene.stage.slack.person(user)

    async def _shown(self, look: Callable[[], Message | None]) -> Message:
        """Answer a message once it is there; TimeoutError where it does not come."""
        await self.scene.workspace.changes.wait(lambda: look() is not None, PATIENCE)
        message = look()
        if message is None:
            raise Missed("gone again")
        return message


def _paced(script: Script, sign: str, *, holds: bool) -> tuple[Line, ...]:
    """The lines of a call, quick up to the `sign`; of one that `holds`, the next comes only after minutes."""
    point = next(number for number, line in enumerate(script.lines) if line.final and sign in line.text) + 1
    quick = [replace(line, pause=line.pause / HASTE) for line in script.lines[:point]]
    rest = script.lines[point:]
    return (*quick, *((replace(rest[0], pause=HOLDING),) if holds else rest))
