"""The page's addresses."""

from collections.abc import Sequence
from pathlib import Path

from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from sandbox.clock import MovableClock
from sandbox.jira.site import Site
from sandbox.page.guard import guarded
from sandbox.page.guide import Guide
from sandbox.page.screens import Featured
from sandbox.page.telephone import Keypad
from sandbox.page.windows import Page
from sandbox.telephone.phone import Telephone


def routes(
    clock: MovableClock,
    cast: Sequence[Featured],
    telephone: Telephone | None = None,
    jira: Site | None = None,
    guide: Guide | None = None,
) -> list[BaseRoute]:
    """The page's routes, for `SlackServer(routes=…)`; `cast` are the people shown first."""
    page = Page(clock, cast, telephone, jira, guide)
    return [
        Route("/", guarded(page.start)),
        Route("/page/parts", guarded(page.parts)),
        Route("/page/live", guarded(page.live)),
        Route("/page/act/{name}", guarded(page.act), methods=["POST"]),
        Route("/page/saw/{number:int}", guarded(page.unfold)),
        Route("/page/clock", guarded(page.move), methods=["POST"]),
        Route("/page/file/{identity}", guarded(page.file)),
        Route("/page/upload", guarded(page.upload), methods=["PUT"]),
        Mount("/page/static", StaticFiles(directory=Path(__file__).parent / "static")),
        *(_telephone_routes(Keypad(telephone)) if telephone else []),
        *(_jira_routes(page) if jira else []),
        *(guide.routes() if guide else []),
    ]


def _jira_routes(page: Page) -> list[BaseRoute]:
    return [
        Route("/page/jira/browse/{key}", guarded(page.browse)),
        Route("/page/jira/{act}", guarded(page.draw), methods=["POST"]),
    ]


def _telephone_routes(keypad: Keypad) -> list[BaseRoute]:
    return [
        Route("/page/telephone/play", guarded(keypad.play), methods=["POST"]),
        Route("/page/telephone/hang_up", guarded(keypad.hang_up), methods=["POST"]),
    ]
