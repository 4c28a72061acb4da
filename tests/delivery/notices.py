"""The smallest notices and messages, for tests of what carries them."""

from dataclasses import dataclass, replace
from typing import ClassVar

from bot.delivery.outgoing import Renderers
from bot.delivery.settling import Consequences
from bot.views.figures import Axes, Series, chart
from bot.views.parts import Message, Sheet
from storage.outbox import Notice
from storage.unit_of_work import UnitOfWork
from workflows.progress.news import IssueNews
from workflows.refusals import Refusal, Refused

CHANNEL = "C_ESC"


@dataclass(frozen=True, slots=True)
class BoardChanged(Notice):
    """A message that is kept."""

    topic: ClassVar[str] = "test_board"
    kept: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class WordSaid(Notice):
    """A message that is said."""

    topic: ClassVar[str] = "test_word"
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class LineAdded(Notice):
    """A line in the thread of a board."""

    topic: ClassVar[str] = "test_line"
    kept: ClassVar[bool] = False
    thread_of: ClassVar[str | None] = BoardChanged.topic

    words: str


@dataclass(frozen=True, slots=True)
class CryRaised(Notice):
    """A message that goes before all others, in a queue of its own."""

    topic: ClassVar[str] = "test_cry"
    kept: ClassVar[bool] = True
    goes_first: ClassVar[bool] = True
    queue: ClassVar[str] = "cry:"


@dataclass(frozen=True, slots=True)
class FigureShown(Notice):
    """A message with a chart, which can be told without."""

    topic: ClassVar[str] = "test_figure"
    kept: ClassVar[bool] = False


@dataclass(frozen=True, slots=True)
class FileShown(Notice):
    """A file in the thread of a board."""

    topic: ClassVar[str] = "test_file"
    kept: ClassVar[bool] = False
    thread_of: ClassVar[str | None] = BoardChanged.topic
    is_file: ClassVar[bool] = True


def board(subject: str, place: str = CHANNEL) -> BoardChanged:
    """A kept message."""
    return BoardChanged(subject, place)


def word(subject: str, place: str = CHANNEL) -> WordSaid:
    """A said message."""
    return WordSaid(subject, place)


def cry(subject: str, place: str = CHANNEL) -> CryRaised:
    """A message that goes first."""
    return CryRaised(subject, place)


def line(subject: str, words: str, place: str = CHANNEL) -> LineAdded:
    """A line in a thread."""
    return LineAdded(subject, place, words)


def figure(subject: str, place: str = CHANNEL) -> FigureShown:
    """A message with a chart."""
    return FigureShown(subject, place)


def file(subject: str, place: str = CHANNEL) -> FileShown:
    """A file in a board's thread."""
    return FileShown(subject, place)


def tell(work: UnitOfWork, *notices: Notice) -> None:
    """Owe these notices."""
    work.tell(notices)


def tell_first(work: UnitOfWork, *notices: Notice) -> None:
    """Owe these notices, of subjects of which nothing was told before."""
    work.tell(notices, is_first=True)


def render(_: UnitOfWork, notice: Notice) -> Message:
    """Show the subject, and what a line says; a subject called `gone` is not there."""
    if notice.subject == "gone":
        raise Refused(Refusal.NO_SUCH_REQUEST)
    text = f"{notice.subject} {notice.args.get('words', '')}".strip()
    return Message(text, [{"type": "section", "text": {"type": "plain_text", "text": text}}])


def render_figure(work: UnitOfWork, notice: Notice) -> Message:
    """Show the subject below a chart, and without one."""
    told = render(work, notice)
    axes = Axes(("today",), "day", "count")
    return replace(
        told, blocks=[chart("bar", "In work", axes, [Series("high", (2,))]), *told.blocks], plain=told.blocks
    )


def render_file(work: UnitOfWork, notice: Notice) -> Message:
    """Show a file that is called after the subject."""
    told = render(work, notice)
    return replace(told, blocks=[], sheet=Sheet(f"{notice.subject}.csv", told.text, told.text.encode()))


RENDERERS: Renderers = {
    BoardChanged: render,
    WordSaid: render,
    LineAdded: render,
    CryRaised: render,
    FigureShown: render_figure,
    FileShown: render_file,
}


class Heard(list[tuple[str, str]]):
    """What workflows were told of notices that could not be posted, or were after all; `taken` are those posted."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[str] = []

    @property
    def consequences(self) -> Consequences:
        """Answer what the ledger calls."""
        return Consequences(self._undelivered, self._mended, self._delivered)

    def _undelivered(self, _: UnitOfWork, notice: Notice, error: str) -> None:
        self.append((notice.subject, error))

    def _mended(self, _: UnitOfWork, notice: Notice) -> None:
        self.append((notice.subject, "mended"))

    def _delivered(self, _: UnitOfWork, notice: Notice, __: IssueNews | None) -> None:
        self.taken.append(notice.subject)
