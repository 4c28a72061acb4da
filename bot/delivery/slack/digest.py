"""What digests look like: each from the values that its edition has kept, so that it reads the same for ever."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.delivery.outgoing import Renderer
from bot.delivery.slack.base import Messages
from bot.views.digest import message, page, paused, reminder, sheet
from bot.views.parts import Message
from bot.words import Words
from storage.outbox import Notice
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import edition_number
from workflows.digest.kept import from_content
from workflows.digest.snapshot import Snapshot
from workflows.escalation import reading
from workflows.notices import DigestPage, DigestPaused, DigestPosted, DigestSheet, OwnerReminded
from workflows.people.reading import names_of
from workflows.refusals import DeskRefused, Refusal


@dataclass(frozen=True, slots=True)
class DigestMessages(Messages):
    """Renders notices inside one read; each raises Refused where what it is about does not exist."""

    @property
    def renderers(self) -> Mapping[type[Notice], Renderer]:
        """Answer which function renders which notice."""
        return {
            DigestPosted: self.digest,
            DigestPage: self.page,
            DigestSheet: self.sheet,
            DigestPaused: self.paused,
            OwnerReminded: self.reminder,
        }

    def digest(self, work: UnitOfWork, notice: DigestPosted) -> Message:
        """Render an edition in its channel, or in the DM of whose morning it is."""
        snapshot = _snapshot(work, notice.subject)
        return message.build(snapshot, _words(snapshot))

    def page(self, work: UnitOfWork, notice: DigestPage) -> Message:
        """Render what did not fit into an edition's message."""
        snapshot = _snapshot(work, notice.subject)
        return page.build(snapshot, notice.page, _words(snapshot))

    def sheet(self, work: UnitOfWork, notice: DigestSheet) -> Message:
        """Render an edition as a file."""
        snapshot = _snapshot(work, notice.subject)
        return sheet.build(snapshot, edition_number(notice.subject), _words(snapshot))

    def paused(self, work: UnitOfWork, notice: DigestPaused) -> Message:
        """Render for whoever set a digest up why it has paused itself."""
        digest = work.digests.get(notice.subject)
        if digest is None:
            raise DeskRefused(Refusal.NO_SUCH_DIGEST)
        stopped = paused.Stopped(digest.key, digest.channel, digest.at, notice.error)
        return paused.build(stopped, self.words_of(work, notice.place))

    def reminder(self, work: UnitOfWork, notice: OwnerReminded) -> Message:
        """Render for its owner who asks how a request stands."""
        view = reading.request(work, notice.subject)
        name = names_of(work, [notice.by]).get(notice.by, notice.by)
        return reminder.build(view, name, self.words_of(work, notice.place))


def _snapshot(work: UnitOfWork, key: str) -> Snapshot:
    edition = work.editions.get(key)
    if edition is None or edition.content is None:
        raise DeskRefused(Refusal.NO_SUCH_DIGEST)
    return from_content(edition.content)


def _words(snapshot: Snapshot) -> Words:
    """Answer the words of a digest, as they were when it was made: of a morning, its reader's."""
    return Words(snapshot.form.locale, snapshot.form.zone)
