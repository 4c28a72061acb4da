"""What the templates show of a tour: a card in somebody's window, an offer on the start page."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from sandbox import cast
from sandbox.tour.casting import NAMES, others
from sandbox.tour.progress import Progress
from sandbox.tour.scene import Scene
from sandbox.tour.step import Step, Tour
from sandbox.tour.words import WORDS

State = Literal["invited", "folded", "walking", "past", "over"]


@dataclass(frozen=True, slots=True)
class Seat:
    """A person whose seat one may take."""

    user: str
    name: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """Speaks one language about tours."""

    locale: str

    def word(self, name: str, /, **values: object) -> str:
        """A word that stands around the steps; KeyError where there is none of that name."""
        return WORDS[self.locale][name].format(**values)


@dataclass(frozen=True, slots=True)
class Offer(Voice):
    """What the start page offers."""

    seats: Sequence[Seat] = ()


@dataclass(frozen=True, slots=True)
class Card(Voice):
    """The card: where its person is, what is asked of them, what may be pressed instead.

    `points` are the selectors of what to press, `shows` of what to bring into sight, `example` is what may be filled
    in; `part` is the button that lets somebody else act, who sits in `seat`.
    """

    state: State
    at: int
    count: int
    title: str = ""
    body: str = ""
    tick: str = ""
    points: Sequence[str] = ()
    shows: Sequence[str] = ()
    example: Mapping[str, str] = field(default_factory=dict)
    part: str = ""
    seat: Seat | None = None
    seats: Sequence[Seat] = ()

    @property
    def pointing(self) -> str:
        """The selectors, as the script reads them."""
        return json.dumps(list(self.points), ensure_ascii=False)

    @property
    def filling(self) -> str:
        """The example, as the script reads it; "" where there is none."""
        return json.dumps(dict(self.example), ensure_ascii=False) if self.example else ""


def offer(locale: str) -> Offer:
    """The three tours, for the start page."""
    return Offer(locale, [Seat(one.user, NAMES[one.user], one.title[locale]) for one in cast.FEATURED])


def draw(tour: Tour, progress: Progress, scene: Scene) -> Card:
    """The card of somebody who has come so far."""
    locale, count, state = scene.locale, len(tour.steps), _state(progress, len(tour.steps))
    said = (tour.end if progress.at == count else tour.steps[progress.at].said).of(locale)
    before = tour.steps[progress.at - 1].said.of(locale).tick if progress.ticked else ""
    body, tick = (words.format_map(_values(scene)) for words in (said.body, before))
    card = Card(locale, state, min(progress.at + 1, count), count, said.title, body, tick)
    if state == "over":
        return replace(card, seats=[Seat(user, NAMES[user]) for user in others(scene.user)])
    return _with_step(card, tour.steps[progress.at], scene) if state in {"walking", "past"} else card


def _state(progress: Progress, count: int) -> State:
    if not progress.has_begun:
        return "invited"
    if progress.is_folded:
        return "folded"
    if progress.at == count:
        return "over"
    return "past" if progress.is_looking_back else "walking"


def _with_step(card: Card, step: Step, scene: Scene) -> Card:
    """The card with what may be pressed in a step; behind one nothing is left to be done by others."""
    if card.state == "past":
        return replace(card, points=step.points(scene))
    example = step.example
    filled = example.values(scene.locale) if example and example.fits(scene) else {}
    card = replace(card, points=step.points(scene), shows=step.shows(scene), example=filled)
    part = step.part
    if part is None or not part.is_due(scene):
        return card
    who = part.who(scene)
    seat = Seat(who, NAMES.get(who, who)) if who != scene.user else None
    return replace(card, part=part.label[scene.locale].format_map(_values(scene)), seat=seat)


def _values(scene: Scene) -> Mapping[str, str]:
    """What texts may name: a request, an issue, people."""
    made = {name: scene.notes.get(name) or WORDS[scene.locale][name] for name in ("issue", "done")}
    key = scene.key or WORDS[scene.locale]["key"]
    return {"key": key, "manager": NAMES.get(scene.account_manager, scene.account_manager), **made}
