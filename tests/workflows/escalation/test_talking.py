"""What is kept and told when someone speaks to Baton, and what follows where the answer cannot be posted."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from storage.database import Database
from storage.drafts import KeptDraft, Source
from storage.outbox import Notice, State, outbox
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Locale
from workflows.escalation import talking
from workflows.escalation.draft import FileLink
from workflows.escalation.talking import Remark
from workflows.escalation.undelivered import undelivered
from workflows.notices import CardChanged, HelpOffered
from workflows.people.policy import Roles

NOW = datetime(2026, 11, 20, 1, 42, tzinfo=UTC)
ROLES = Roles(leads=frozenset({"U_LEE"}), admins=frozenset({"U_ADMIN"}))
WORDS = {"summary": "請求書が届かない", "customer_words": "請求書が届かない\n三日待ち"}
FILE = FileLink("F1", "error.png", "https://files.test/F1")


@pytest.fixture
def database(sqlite_url: str) -> Database:
    """One agent whom the mirror knows."""
    database = Database(sqlite_url, lambda: NOW)
    aoi = Person("U_AOI", "青井", None, Locale.JA, "Asia/Tokyo", is_admin=False, is_bot=False, deactivated=False)
    database.write_now(lambda work: work.people.remember([aoi]))
    return database


def owed(work: UnitOfWork) -> list[Notice]:
    """Answer what waits to be posted."""
    rows = work.connection.execute(outbox.select().where(outbox.c.state == State.PENDING).order_by(outbox.c.number))
    return [Notice.restore(row.topic, row.subject, row.place, row.args) for row in rows]


def bury(work: UnitOfWork, notice: Notice) -> list[Notice]:
    """Refuse the one notice that waits, as the relay would; answer what is owed because of it."""
    work.tell([notice])
    [number] = work.connection.execute(outbox.select().where(outbox.c.state == State.PENDING)).scalars()
    stored = work.deliveries.among([number])[number]
    work.deliveries.keep(number, replace(stored.progress, state=State.DEAD, error="not_in_channel"), NOW)
    undelivered(work, notice, "not_in_channel", ROLES)
    return owed(work)


def test_words_and_files_are_kept_as_a_draft_of_whoever_wrote_them(database: Database) -> None:
    said = Remark("d1", "U_AOI", "U_AOI", typed=WORDS, permalink="https://t.test/p1", files=(FILE,))
    database.write_now(talking.offer_help, said, NOW)

    source = Source("青井", "https://t.test/p1", (FILE,), WORDS)
    assert database.read_now(lambda work: work.drafts.get("d1")) == KeptDraft("d1", "U_AOI", NOW, WORDS, source)
    assert database.read_now(owed) == [HelpOffered("d1", "U_AOI")]


def test_a_file_alone_can_be_filed(database: Database) -> None:
    database.write_now(talking.offer_help, Remark("d1", "U_NEW", "C1", under="1.0", files=(FILE,)), NOW)

    assert database.read_now(talking.is_kept, "d1")
    assert database.read_now(owed) == [HelpOffered("d1", "C1", under="1.0")]


def test_where_nothing_was_said_nothing_is_kept(database: Database) -> None:
    database.write_now(talking.offer_help, Remark("d1", "U_AOI", "U_AOI", key="R-1042"), NOW)

    assert not database.read_now(talking.is_kept, "d1")
    assert database.read_now(owed) == [HelpOffered("d1", "U_AOI", key="R-1042")]


def test_what_has_been_filed_is_not_offered_again(database: Database) -> None:
    database.write_now(talking.offer_help, Remark("d1", "U_AOI", "U_AOI", typed=WORDS), NOW)
    database.write_now(lambda work: work.drafts.mark_filed("d1", "U_AOI", NOW))

    assert not database.read_now(talking.is_kept, "d1")


def test_help_that_cannot_be_posted_troubles_nobody(database: Database) -> None:
    assert database.write_now(bury, HelpOffered("d1", "C1", under="1.0")) == []


def test_help_that_could_not_be_posted_hides_no_trouble(database: Database) -> None:
    database.write_now(bury, HelpOffered("d1", "C1", under="1.0"))

    [told] = database.write_now(bury, CardChanged("R-1042", "C1"))
    assert (told.topic, told.place) == ("trouble", "U_ADMIN")
