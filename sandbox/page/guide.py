"""The place in the page for who leads people through it: a card in their window, and an offer on the start page."""

from typing import Protocol

from starlette.routing import BaseRoute

from sandbox.page.reader import Reader
from sandbox.page.screens import Where
from sandbox.slack.server import SlackServer


class Guide(Protocol):
    """Leads people through the sandbox.

    Its templates are `tour.html`, a live part of each window, which knows `tour`, and `tours.html` on the start page,
    which knows `tours`; its script and look are `static/tour.js` and `static/tour.css`.
    """

    def routes(self) -> list[BaseRoute]:
        """The addresses that its card uses, below `/page/tour/`, each `guarded`."""
        ...

    def card(self, slack: SlackServer, reader: Reader, where: Where) -> object:
        """Answer what `tour.html` shows as `tour` in the window of `reader`, who looks at `where`."""
        ...

    def offer(self, locale: str) -> object:
        """Answer what `tours.html` shows as `tours` to whoever reads `locale` ("ja" or "en")."""
        ...
