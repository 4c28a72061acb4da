"""Leads people through the demo: a card in their window, which knows how far they have come."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from sandbox.clock import MovableClock
from sandbox.jira.site import Site
from sandbox.page.guard import guarded
from sandbox.page.reader import Reader
from sandbox.page.screens import Where
from sandbox.slack.forms import NotOnScreen
from sandbox.slack.refusals import SlackRefusal
from sandbox.slack.server import SlackServer
from sandbox.telephone.phone import Busy, Telephone
from sandbox.tour import card
from sandbox.tour.casting import TOURS
from sandbox.tour.progress import Album, Progress
from sandbox.tour.scene import Scene, Stage
from sandbox.tour.understudy import Missed, Understudy

MISHAPS = (NotOnScreen, SlackRefusal, Missed, Busy, TimeoutError)
"""What another's part may come to where the demo is not as the step expects it."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of one person's card."""

    slack: SlackServer
    user: str
    place: str

    @property
    def now(self) -> float:
        """The demo's time, in unix seconds."""
        return self.slack.workspace.now()

    @property
    def locale(self) -> str:
        """The language of the person's window."""
        return "ja" if self.slack.workspace.member(self.user).locale.startswith("ja") else "en"


class Tours:
    """The tours of the demo's three people; a step is done when what it asks for has happened, never by time."""

    def __init__(self, clock: MovableClock, telephone: Telephone, site: Site, path: Path | None = None) -> None:
        """Lead through a demo with a clock, a telephone and a Jira; remember at `path` how far everyone has come."""
        self._clock = clock
        self._telephone = telephone
        self._site = site
        self._album = Album(path)
        self._moves: dict[str, Callable[[Progress], None]] = {
            "back": Progress.go_back,
            "fold": Progress.fold,
            "unfold": Progress.unfold,
        }

    def routes(self) -> list[BaseRoute]:
        """The card's addresses: a link that begins a tour, and its buttons."""
        return [
            Route("/page/tour/begin", guarded(self._enter), methods=["GET"]),
            Route("/page/tour/{act}", guarded(self._act), methods=["POST"]),
        ]

    def offer(self, locale: str) -> card.Offer:
        """The three tours, on the start page."""
        return card.offer(locale)

    def card(self, slack: SlackServer, reader: Reader, where: Where) -> card.Card | None:
        """What stands in a window; None for those who have no tour. What was done meanwhile is ticked off first."""
        tour = TOURS.get(where.user)
        if tour is None:
            return None
        progress = self._album.of(where.user)
        while self._is_done(slack, where, reader.locale):
            progress.go_on(slack.workspace.now(), ticked=True)
            self._album.keep()
        return card.draw(tour, progress, self._scene(slack, where, reader.locale))

    def _is_done(self, slack: SlackServer, where: Where, locale: str) -> bool:
        """Whether the step in hand is done."""
        progress, steps = self._album.of(where.user), TOURS[where.user].steps
        return progress.is_walking and steps[progress.at].is_done(self._scene(slack, where, locale))

    def _scene(self, slack: SlackServer, where: Where, locale: str) -> Scene:
        progress = self._album.of(where.user)
        return Scene(
            Stage(slack, self._clock, self._telephone, self._site), where, locale, progress.since, progress.notes
        )

    # ---- what the card's buttons do

    async def _enter(self, request: Request) -> Response:
        """Begin somebody's tour, be it anew, or go on with it, and lead to their window."""
        visit = _visit(request)
        if visit.user not in TOURS:
            return RedirectResponse("/")
        progress = self._album.of(visit.user)
        if progress.is_over or not progress.has_begun:
            self._album.begin(visit.user, visit.now)
        self._album.of(visit.user).unfold()
        self._album.keep()
        return RedirectResponse(f"/?as={visit.user}")

    async def _act(self, request: Request) -> Response:
        """Do what a button of the card says; 409 where another's part cannot be played now."""
        visit = _visit(request)
        if visit.user not in TOURS:
            return Response("no tour", 404)
        try:
            await self._take(request.path_params["act"], visit)
        except KeyError:
            return Response("unknown act", 404)
        except MISHAPS as mishap:
            return JSONResponse({"refused": str(mishap)}, 409)
        self._album.keep()
        visit.slack.workspace.changes.announce(visit.user)
        return JSONResponse({})

    async def _take(self, act: str, visit: Visit) -> None:
        progress = self._album.of(visit.user)
        if act == "again":
            self._album.begin(visit.user, visit.now)
        elif act == "on":
            progress.go_on(visit.now, ticked=False)
        elif act == "part":
            await self._play(visit)
        else:
            self._moves[act](progress)

    async def _play(self, visit: Visit) -> None:
        """Play what another person has to do in the step in hand."""
        steps, progress = TOURS[visit.user].steps, self._album.of(visit.user)
        part = steps[progress.at].part if progress.is_walking else None
        scene = self._scene(visit.slack, Where(visit.user, visit.place), visit.locale)
        if part is None or not part.is_due(scene):
            raise Missed("nobody's part is due")
        await part.play(Understudy(scene), scene)


def _visit(request: Request) -> Visit:
    query = request.query_params
    return Visit(request.app.state.slack, query.get("as", ""), query.get("at", ""))
