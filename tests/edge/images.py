"""The Dockerfile as a test reads it: what it says, and which files of this folder would be in the image."""

import json
import re
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from tests.documents import ROOT


def read(name: str) -> str:
    """A file's text."""
    return (ROOT / name).read_text(encoding="utf-8")


@dataclass(frozen=True)
class Dockerfile:
    """What it says, an instruction and its words each."""

    instructions: list[tuple[str, str]]

    @classmethod
    def read(cls) -> "Dockerfile":
        """Read it, lines that go on put together."""
        text = re.sub(r"\\\n\s*", "", re.sub(r"^#.*\n", "", read("Dockerfile"), flags=re.MULTILINE))
        lines = (line.partition(" ") for line in text.splitlines() if line.strip())
        return cls([(name, rest.strip()) for name, _, rest in lines])

    def all(self, name: str) -> list[str]:
        """Every instruction of a name."""
        return [words for each, words in self.instructions if each == name]

    def last(self, name: str) -> str:
        """The one that counts."""
        return self.all(name)[-1]

    def words(self, name: str) -> list[str]:
        """One that is written as a list, so that no shell stands between Docker and Baton."""
        words: list[str] = json.loads(self.last(name))
        return words

    @property
    def copied(self) -> list[tuple[list[str], str]]:
        """From where to where this folder's files go."""
        copies = [words.split() for words in self.all("COPY") if "--from=" not in words]
        return [(sources, target) for *sources, target in copies]

    @property
    def environment(self) -> dict[str, str]:
        """What the process finds set."""
        return dict(pair.split("=", 1) for words in self.all("ENV") for pair in words.split())


IMAGE = Dockerfile.read()
RUN_TIME = [(sources, target) for sources, target in IMAGE.copied if sources != ["requirements.lock"]]


def is_let_in(path: str) -> bool:
    """Say whether .dockerignore lets a path through: the last line that fits decides."""
    answer = True
    for line in read(".dockerignore").splitlines():
        pattern = line.removeprefix("!")
        if line and not line.startswith("#") and fits(path, pattern):
            answer = line.startswith("!")
    return answer


def fits(path: str, pattern: str) -> bool:
    """Say whether a line is about a path, or a folder that it is in."""
    parts = path.split("/")
    folders = ["/".join(parts[: end + 1]) for end in range(len(parts))]
    anywhere = pattern.removeprefix("**/")
    return any(fnmatch(each, pattern) and each.count("/") <= pattern.count("/") for each in folders) or (
        anywhere != pattern and any(fnmatch(part, anywhere) for part in parts)
    )


def files_of(source: str) -> list[Path]:
    """Every file that a COPY of a source brings."""
    found = ROOT / source
    every = sorted(found.rglob("*")) if found.is_dir() else [found]
    return [path for path in every if path.is_file() and is_let_in(path.relative_to(ROOT).as_posix())]
