"""The phrase book as leads keep it in Slack, and whether an agent wants its advice."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import count
from typing import Final

from storage.folding import fold_speech
from storage.phrases import Counted, Phrase
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Locale, Speaker, Tone
from workflows.people.policy import Roles
from workflows.people.reading import is_lead, leads_to_mention
from workflows.refusals import DeskRefused, InvalidForm, Length, Misfit, Refusal
from workflows.whisper.book import name_of
from workflows.whisper.entries import LONGEST_PHRASE, LONGEST_WITHIN, WITHIN, is_link, is_sayable
from workflows.whisper.holding import check_known
from workflows.whisper.policy import LONGEST_ADVICE
from workflows.whisper.views import BookView

__all__ = ["NEW", "Counted", "Phrase", "drop", "found", "listed", "save", "switch_off", "switch_on", "to_edit"]

NEW: Final = ""
"""The id of an entry that is not in the book yet."""


def check_keeps(work: UnitOfWork, by: str, roles: Roles) -> None:
    """Raise DeskRefused unless `by` leads: they keep the phrase book."""
    if not is_lead(work, roles, by):
        raise DeskRefused(Refusal.LEADS_ONLY, people=leads_to_mention(work, roles))


def listed(work: UnitOfWork, by: str, roles: Roles) -> BookView:
    """Answer the whole book, what fires most on top, of the others what is dangerous; raises DeskRefused."""
    check_keeps(work, by, roles)
    return BookView(tuple(sorted(work.phrases.all(), key=_weight)))


def _weight(entry: Counted) -> tuple[int, int, bool]:
    return -entry.fired, -entry.used, not entry.phrase.danger


def found(work: UnitOfWork, by: str, typed: str, roles: Roles) -> BookView:
    """Answer the entries of which a phrase or the advice holds what was typed, folded; raises DeskRefused."""
    wanted = fold_speech(typed)
    fitting = (entry for entry in listed(work, by, roles).entries if wanted in fold_speech(_said(entry.phrase)))
    return BookView(tuple(fitting) if wanted else ())


def _said(entry: Phrase) -> str:
    return "\n".join((*entry.any, *entry.all, entry.advice))


def to_edit(work: UnitOfWork, by: str, phrase_id: str, locale: Locale, roles: Roles) -> Counted:
    """Answer an entry with what came of it, or for the id NEW an empty one in `locale`; raises DeskRefused."""
    check_keeps(work, by, roles)
    if phrase_id == NEW:
        blank = Phrase(NEW, locale, Speaker.CUSTOMER, (), (), (), WITHIN, Tone.INFO, danger=False, advice="")
        return Counted(blank, 0, 0, 0, 0)
    return _known(work, phrase_id)


def _known(work: UnitOfWork, phrase_id: str) -> Counted:
    [*known] = work.phrases.among([phrase_id])
    if not known:
        raise DeskRefused(Refusal.NO_SUCH_PHRASE)
    return known[0]


def save(work: UnitOfWork, by: str, entry: Phrase, roles: Roles) -> Phrase:
    """Keep an entry as `by` wants it, from the next segment on; the id NEW adds it. What came of it stays counted.

    Raises DeskRefused for whoever does not lead and for an entry that is gone, InvalidForm for what is wrong with it.
    """
    check_keeps(work, by, roles)
    if entry.phrase_id != NEW:
        _known(work, entry.phrase_id)
    check(entry)
    others = [each.phrase for each in work.phrases.all() if each.phrase.phrase_id != entry.phrase_id]
    if any(name_of(entry) == name_of(other) for other in others):
        raise InvalidForm({"any": Misfit.SAME_PHRASES})
    kept = _as_new(entry, {other.phrase_id for other in others}) if entry.phrase_id == NEW else entry
    work.phrases.save([kept])
    return kept


def _as_new(entry: Phrase, taken: Collection[str]) -> Phrase:
    """Name a new entry by its phrases; one that used to listen for them, and does no more, has that name already."""
    plain = name_of(entry)
    free = (f"{plain}-{ordinal}" for ordinal in count(2))
    return replace(entry, phrase_id=plain if plain not in taken else next(each for each in free if each not in taken))


def check(entry: Phrase) -> None:
    """Raise InvalidForm for whatever is wrong with `entry`, by the name of its input; advice tells its length."""
    misfits = dict(_misfits(entry))
    if misfits:
        is_long = misfits.get("advice") is Misfit.TOO_LONG
        raise InvalidForm(misfits, {"advice": Length(len(entry.advice), LONGEST_ADVICE)} if is_long else None)


def _misfits(entry: Phrase) -> Iterator[tuple[str, Misfit]]:
    if not entry.any and not entry.all:
        yield "any", Misfit.NO_PHRASE
    for name in ("any", "all", "none"):
        phrases = getattr(entry, name)
        if any(len(phrase) > LONGEST_PHRASE for phrase in phrases):
            yield name, Misfit.TOO_LONG
        elif not all(map(is_sayable, phrases)):
            yield name, Misfit.NOT_SAYABLE
    if not 1 <= entry.within <= LONGEST_WITHIN:
        yield "within", Misfit.NOT_SECONDS
    if not entry.advice:
        yield "advice", Misfit.REQUIRED
    if len(entry.advice) > LONGEST_ADVICE:
        yield "advice", Misfit.TOO_LONG
    if entry.link is not None and not is_link(entry.link):
        yield "link", Misfit.NOT_A_LINK


def drop(work: UnitOfWork, by: str, phrase_id: str, roles: Roles) -> Phrase:
    """Take an entry out of the book, from the next segment on; answer it as it was. Raises DeskRefused."""
    check_keeps(work, by, roles)
    known = _known(work, phrase_id).phrase
    work.phrases.drop(phrase_id)
    return known


def switch_off(work: UnitOfWork, by: str) -> None:
    """Show `by` no advice of the book from now on; raises CallRefused for whom the mirror does not know."""
    check_known(work, by)
    work.phrases.switch_off(by)


def switch_on(work: UnitOfWork, by: str) -> None:
    """Show `by` advice of the book again; raises CallRefused for whom the mirror does not know."""
    check_known(work, by)
    work.phrases.switch_on(by)
