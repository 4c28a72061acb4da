"""Tables in Markdown, and what every part of a run can be asked."""

from collections.abc import Iterable
from typing import Any, Protocol


class Section(Protocol):
    """What one part of a run has found out."""

    def tables(self) -> list[str]:
        """Answer its tables, as they stand in the page."""

    def json(self) -> Any:  # noqa: ANN401  plain JSON
        """Answer every round."""


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Lay out one table."""
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def met(is_met: bool) -> str:  # noqa: FBT001  the answer is all there is to say
    """Say whether a goal is met; a miss is to be seen."""
    return "yes" if is_met else "**no**"
