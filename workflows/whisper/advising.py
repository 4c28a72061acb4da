"""What is said calls for advice: the phrase book listens, warns the leads of danger, and shows the agent one line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from storage.calls import Call, Segment, Sign
from storage.phrases import Phrase
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import BATON, SignKind, Tone
from workflows.people.reading import is_active, leads
from workflows.whisper import audience, policy, whispering
from workflows.whisper.floor import Floor
from workflows.whisper.matching import Book, Heard, Match
from workflows.whisper.whispering import Advice

_FIRST = {Tone.STOP: 0, Tone.DO_NOW: 1, Tone.INFO: 2}
"""Which advice is shown where one segment calls for several."""


@dataclass(frozen=True, slots=True)
class _Edition:
    """The phrase book as it was at one `version`, compiled; `longest` is how far back any entry listens."""

    version: int | None = None
    entries: Mapping[str, Phrase] = field(default_factory=dict)
    book: Book = field(default_factory=lambda: Book(()))
    longest: timedelta = timedelta()


class OpenBook:
    """The phrase book, compiled once and kept until somebody changes an entry: one for the whole process.

    Safe in several threads: an edition never changes, and the newest is put in the place of the former at once.
    """

    def __init__(self) -> None:
        self._edition = _Edition()

    def edition(self, work: UnitOfWork) -> _Edition:
        """Answer the book as it stands in the database; one statement where nothing has changed."""
        edition, version = self._edition, work.phrases.version()
        if version != edition.version:
            edition = self._edition = _compiled(version, [each.phrase for each in work.phrases.all()])
        return edition


def _compiled(version: int | None, entries: Sequence[Phrase]) -> _Edition:
    longest = max((entry.within for entry in entries), default=0)
    by_id = {entry.phrase_id: entry for entry in entries}
    return _Edition(version, by_id, Book(entries), timedelta(seconds=longest))


def advise(work: UnitOfWork, call: Call, latest: Segment, book: OpenBook, floor: Floor, now: datetime) -> None:
    """Follow what `latest`, masked and not yet kept, calls for in a live call that is held, and whose agent is known.

    Danger is told to the leads however late it was heard; advice is given only while it is of use.
    """
    edition = book.edition(work)
    around = work.calls.heard(call, latest.at - edition.longest, latest.at + edition.longest)
    matches = edition.book.heard(_heard(latest), [_heard(each) for each in around])
    if not matches:
        return
    if now - latest.at <= policy.LATE:
        _show(work, call, [edition.entries[match.phrase_id] for match in matches], floor, now)
    _warn(work, call, latest, [match for match in matches if edition.entries[match.phrase_id].danger], floor)


def _heard(segment: Segment) -> Heard:
    return Heard(segment.at, segment.speaker, segment.text)


def _warn(work: UnitOfWork, call: Call, latest: Segment, dangers: Sequence[Match], floor: Floor) -> None:
    """Keep each phrase as a danger sign, once in a call, and tell the leads."""
    if not dangers:
        return
    known = {sign.phrase for sign in work.calls.signs_of(call)}
    phrases = [said for said in dict.fromkeys(match.said for match in dangers) if said not in known]
    for phrase in phrases:
        work.calls.sign(call, Sign(latest.at, SignKind.PHRASE, phrase, latest.text))
    if phrases:
        work.tell((*audience.of_call(call), *audience.of_danger(call, leads(work, floor.roles))))


def _show(work: UnitOfWork, call: Call, entries: Sequence[Phrase], floor: Floor, now: datetime) -> None:
    """Put the most pressing of `entries` before the agent's eyes, unless a rule or the agent forbids it."""
    agent = str(call.agent)
    shown, last = work.whispers.advice_in(call)
    if not policy.may_advise(work.whispers.showing_in(call), shown, last, now):
        return
    if work.phrases.is_off_for(agent) or not is_active(work.people.get(agent)):
        return
    entry = min(entries, key=lambda each: _FIRST[each.tone])
    advice = Advice(entry.advice, entry.tone, entry.link, entry.phrase_id)
    whispering.send(work, call, BATON, advice, floor, now)
    work.phrases.count_fired(entry.phrase_id)
