"""What the sandbox's Jira remembers over a restart: one JSON file, written anew at each change."""

from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

from sandbox.jira.records import Issue, Person, Project

FIRST_ID = 10_000


@dataclass
class Shelf:
    """Every record by its id; `last_id` is the youngest id given to anything."""

    people: dict[str, Person] = field(default_factory=dict)
    projects: dict[str, Project] = field(default_factory=dict)
    issues: dict[str, Issue] = field(default_factory=dict)
    last_id: int = FIRST_ID

    def next_id(self) -> str:
        """An id that nothing has had before."""
        self.last_id += 1
        return str(self.last_id)


_SHELF = TypeAdapter(Shelf)


class Store:
    """Keeps a shelf in a file; without a path it is forgotten."""

    def __init__(self, path: Path | None) -> None:
        """Keep at `path`."""
        self._path = path

    def kept(self) -> Shelf:
        """The shelf as it was left, or an empty one."""
        if self._path is None or not self._path.exists():
            return Shelf()
        return _SHELF.validate_json(self._path.read_bytes())

    def keep(self, shelf: Shelf) -> None:
        """Write the shelf; the file is whole at every instant."""
        if self._path is None:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_suffix(".new")
        fresh.write_bytes(_SHELF.dump_json(shelf))
        fresh.replace(self._path)
