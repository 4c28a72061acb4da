"""What a tour is made of: steps, each done when what it asks for has truly happened in the sandbox."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from sandbox.tour.scene import Scene
from sandbox.tour.understudy import Understudy

Words = Mapping[str, str]
"""What is said, by language."""
Playing = Callable[[Understudy, Scene], Awaitable[None]]
"""The clicks by which the sandbox plays another's part."""


@dataclass(frozen=True, slots=True)
class Said:
    """A step in one language: what to press and what it shows; `tick` is said once it has happened."""

    title: str
    body: str
    tick: str


@dataclass(frozen=True, slots=True)
class Both:
    """What is said of a step in both languages."""

    ja: Said
    en: Said

    def of(self, locale: str) -> Said:
        """What is said in one language."""
        return self.ja if locale == "ja" else self.en


@dataclass(frozen=True, slots=True)
class Example:
    """What may be filled in at one press, by language: a value for each block of `form`.

    Without a form it is a text for the `composer`, in one `place`.
    """

    form: str
    ja: Mapping[str, str]
    en: Mapping[str, str]
    place: str = ""

    def fits(self, scene: Scene) -> bool:
        """Whether what is to be filled in is on screen."""
        return scene.form == self.form and self.place in {"", scene.where.place}

    def values(self, locale: str) -> Mapping[str, str]:
        """What is filled in, in one language."""
        return self.ja if locale == "ja" else self.en


@dataclass(frozen=True, slots=True)
class Part:
    """What somebody else has to do: `who` may do it themselves, or the sandbox plays them while it `is_due`."""

    label: Words
    who: Callable[[Scene], str]
    is_due: Callable[[Scene], bool]
    play: Playing


def nothing(_scene: Scene) -> Sequence[str]:
    """Point at nothing: the card's own button is what to press."""
    return ()


@dataclass(frozen=True, slots=True)
class Step:
    """One step; `points` are CSS selectors of what to press, whatever is on screen of it: the first one found counts.

    `is_done` may leave notes in the scene for the steps that follow; `shows` is what to bring into sight at first.
    """

    said: Both
    is_done: Callable[[Scene], bool]
    points: Callable[[Scene], Sequence[str]]
    example: Example | None = None
    part: Part | None = None
    shows: Callable[[Scene], Sequence[str]] = nothing


@dataclass(frozen=True, slots=True)
class Tour:
    """One person's steps, and what is said after the last."""

    steps: Sequence[Step]
    end: Both
