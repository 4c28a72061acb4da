"""The phrase book: which words call for which advice, how often each entry fired, and how often it helped."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Boolean, Column, ColumnElement, Integer, String, Table, Update, delete, select, update

from storage.base import Repository, metadata
from storage.types import CleanText, Code, Json, clean
from storage.vocabulary import Helped, Locale, Speaker, Tone

phrases = Table(
    "phrases",
    metadata,
    Column("phrase_id", String(64), primary_key=True),
    Column("locale", Code(Locale), nullable=False),
    Column("speaker", Code(Speaker), nullable=False),
    Column("any", Json, nullable=False),
    Column("all", Json, nullable=False),
    Column("none", Json, nullable=False),
    Column("within", Integer, nullable=False),
    Column("tone", Code(Tone), nullable=False),
    Column("danger", Boolean, nullable=False),
    Column("advice", CleanText, nullable=False),
    Column("link", CleanText),
    Column("fired", Integer, nullable=False, server_default="0"),
    Column("used", Integer, nullable=False, server_default="0"),
    Column("not_used", Integer, nullable=False, server_default="0"),
    Column("too_late", Integer, nullable=False, server_default="0"),
)
phrase_book = Table(
    "phrase_book",
    metadata,
    Column("only", Integer, primary_key=True),
    Column("version", Integer, nullable=False),
)
advice_off = Table("advice_off", metadata, Column("user_id", String(32), primary_key=True))
ONLY = 1
_COUNTS = ("fired", "used", "not_used", "too_late")
_version = select(phrase_book.c.version).where(phrase_book.c.only == ONLY)


@dataclass(frozen=True, slots=True)
class Phrase:
    """One entry: all of `all`, one of `any` and none of `none`, said by `speaker` within `within` seconds.

    `advice` is what its agent is told, in the language of the phrases; `danger` alerts the leads, too.
    """

    phrase_id: str
    locale: Locale
    speaker: Speaker
    any: tuple[str, ...]
    all: tuple[str, ...]
    none: tuple[str, ...]
    within: int
    tone: Tone
    danger: bool
    advice: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Counted:
    """An entry with what has come of it: how often it fired, and how often that was used, not used, too late."""

    phrase: Phrase
    fired: int
    used: int
    not_used: int
    too_late: int


class Phrases(Repository):
    """The phrase book, and who wants to be left alone by it."""

    __slots__ = ()

    def version(self) -> int | None:
        """Answer a number that grows with every change of an entry; None before the book was ever filled."""
        return self.connection.execute(_version).scalar()

    def save(self, entries: Collection[Phrase]) -> None:
        """Keep each of `entries` as it is now; what came of it before stays counted."""
        self._touch()
        if not entries:
            return
        insert = self.upsert(phrases)
        kept = ("phrase_id", *_COUNTS)
        changes = {column.name: insert.excluded[column.name] for column in phrases.columns if column.name not in kept}
        statement = insert.on_conflict_do_update(index_elements=[phrases.c.phrase_id], set_=changes)
        self.connection.execute(statement, [_row(entry) for entry in entries])

    def drop(self, phrase_id: str) -> None:
        """Take an entry out of the book."""
        self._touch()
        self.connection.execute(delete(phrases).where(phrases.c.phrase_id == phrase_id))

    def get(self, phrase_id: str) -> Phrase | None:
        """Answer one entry, or None."""
        found = self.among([phrase_id])
        return found[0].phrase if found else None

    def among(self, phrase_ids: Iterable[str]) -> list[Counted]:
        """Answer those of `phrase_ids` that the book has, with what came of them."""
        return self._counted(phrases.c.phrase_id.in_(sorted(map(clean, phrase_ids))))

    def all(self) -> list[Counted]:
        """Answer every entry by its id, with what came of it."""
        return self._counted()

    def _counted(self, *where: ColumnElement[bool]) -> list[Counted]:
        rows = self.connection.execute(select(phrases).where(*where).order_by(phrases.c.phrase_id))
        return [_counted(dict(row._mapping)) for row in rows]

    def count_fired(self, phrase_id: str) -> None:
        """Count that an entry was shown to an agent."""
        self.connection.execute(_one_more(phrase_id, "fired"))

    def count_helped(self, phrase_id: str, helped: Helped, before: Helped | None) -> None:
        """Count what an agent found it to be worth, in the place of what they found `before`.

        An entry that was dropped and written anew since then has nothing of it to lose.
        """
        if before is not None:
            counted = phrases.c[before.value]
            self.connection.execute(_of(phrase_id).where(counted > 0).values({counted: counted - 1}))
        self.connection.execute(_one_more(phrase_id, helped.value))

    def _touch(self) -> None:
        insert = self.upsert(phrase_book).values(only=ONLY, version=1)
        changes = {"version": phrase_book.c.version + 1}
        self.connection.execute(insert.on_conflict_do_update(index_elements=[phrase_book.c.only], set_=changes))

    # ---- who wants none of it

    def switch_off(self, user_id: str) -> None:
        """Keep that someone wants no advice of the phrase book."""
        self.connection.execute(self.upsert(advice_off).values(user_id=user_id).on_conflict_do_nothing())

    def switch_on(self, user_id: str) -> None:
        """Keep that someone wants advice again."""
        self.connection.execute(delete(advice_off).where(advice_off.c.user_id == user_id))

    def is_off_for(self, user_id: str) -> bool:
        """Say whether someone wants no advice of the phrase book."""
        return self.connection.execute(select(advice_off).where(advice_off.c.user_id == user_id)).first() is not None


def _row(entry: Phrase) -> dict[str, object]:
    return {**asdict(entry), "fired": 0, "used": 0, "not_used": 0, "too_late": 0}


def _counted(values: dict[str, Any]) -> Counted:
    counts = {name: values.pop(name) for name in _COUNTS}
    said = {name: tuple(values[name]) for name in ("any", "all", "none")}
    return Counted(Phrase(**values | said), **counts)


def _of(phrase_id: str) -> Update:
    return update(phrases).where(phrases.c.phrase_id == phrase_id)


def _one_more(phrase_id: str, column: str) -> Update:
    return _of(phrase_id).values({column: phrases.c[column] + 1})
