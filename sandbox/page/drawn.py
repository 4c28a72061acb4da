"""What was drawn before: a window is drawn anew with each change, and hardly any of its messages has changed."""

import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from jinja2 import Environment
from markupsafe import Markup

MOST = 3000
INDENT = re.compile(r"\n\s+(?=<)")
UNMARKED = 'data-drawn=""'


def mark_of(html: str) -> str:
    """A mark that changes with `html`."""
    return hashlib.sha256(html.encode()).hexdigest()[:12]


@dataclass(slots=True)
class Drawn:
    """The page's templates, and the newest messages that were drawn with them, by all that they were drawn from."""

    jinja: Environment
    _known: OrderedDict[object, Markup] = field(default_factory=OrderedDict)

    def message(self, origin: object, draw: Callable[[], str]) -> Markup:
        """The HTML of a message, drawn where none of `origin` is known; it bears a mark by which a browser keeps it."""
        if origin in self._known:
            self._known.move_to_end(origin)
            return self._known[origin]
        html = INDENT.sub("\n", draw())
        drawn = self._known[origin] = Markup(html.replace(UNMARKED, f'data-drawn="{mark_of(html)}"', 1))  # noqa: S704 - our own template's
        if len(self._known) > MOST:
            self._known.popitem(last=False)
        return drawn
