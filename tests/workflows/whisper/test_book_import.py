"""The phrase book is filled: once with what Baton comes with, and with files of the team's own."""

from dataclasses import replace

import pytest

from storage.database import Database
from storage.phrases import Phrase
from storage.vocabulary import Helped
from tests.storage.clocks import machine_clock
from workflows.sheets import Mistake
from workflows.whisper.book import BookImport, begin, import_phrases
from workflows.whisper.sheet import read, seed

SEED = {entry.phrase_id: entry for entry in read(seed()).entries}
HEADER = "phrase_id,locale,any,advice\n"


@pytest.fixture
def database(database_url: str) -> Database:
    """A database whose phrase book was never filled."""
    return Database(database_url, machine_clock)


def bring_in(database: Database, lines: str, *, dry_run: bool = False) -> BookImport:
    return database.write_now(import_phrases, (HEADER + lines).encode(), dry_run=dry_run)


def book(database: Database) -> dict[str, Phrase]:
    return {each.phrase.phrase_id: each.phrase for each in database.read_now(lambda work: work.phrases.all())}


def test_a_book_begins_once_and_what_leads_drop_stays_dropped(database: Database) -> None:
    database.write_now(begin)
    assert book(database) == SEED

    database.write_now(lambda work: work.phrases.drop("en-cancel"))
    database.write_now(begin)
    assert set(SEED) - set(book(database)) == {"en-cancel"}


def test_the_book_that_baton_comes_with_changes_nothing_when_it_is_imported(database: Database) -> None:
    done = database.write_now(import_phrases, seed(), dry_run=False)

    assert done == BookImport(unchanged=len(SEED))


def test_a_file_adds_to_a_book_that_was_never_filled(database: Database) -> None:
    assert bring_in(database, "mine,en,kittens,Say hello\n", dry_run=True) == BookImport(added=1)
    assert book(database) == {}
    assert bring_in(database, "mine,en,kittens,Say hello\n") == BookImport(added=1)
    assert set(book(database)) == {*SEED, "mine"}


def test_a_row_without_an_id_is_the_entry_with_its_phrases(database: Database) -> None:
    bring_in(database, "mine,en,kittens|puppies,Say hello\n,ja,ねこ,伺います\n")

    assert bring_in(database, ",en,Puppies|KITTENS,Say goodbye\n,ja,ネコ,伺います\n") == BookImport(updated=2)
    assert book(database)["mine"].advice == "Say goodbye"
    assert len(book(database)) == len(SEED) + 2


def test_what_came_of_an_entry_stays_counted(database: Database) -> None:
    database.write_now(begin)
    database.write_now(lambda work: work.phrases.count_fired("en-refund"))
    database.write_now(lambda work: work.phrases.count_helped("en-refund", Helped.USED, None))
    bring_in(database, "en-refund,en,refund,Take the date\n")

    [counted] = database.read_now(lambda work: work.phrases.among(["en-refund"]))
    assert (counted.fired, counted.used) == (1, 1)
    assert counted.phrase.any == ("refund",)


def test_a_change_is_live_at_once_and_no_change_is_none(database: Database) -> None:
    bring_in(database, "mine,en,kittens,Say hello\n")
    before = database.read_now(lambda work: work.phrases.version())
    bring_in(database, "mine,en,kittens,Say hello\n")
    assert database.read_now(lambda work: work.phrases.version()) == before

    bring_in(database, "mine,en,kittens,Say goodbye\n")
    assert database.read_now(lambda work: work.phrases.version()) != before
    assert book(database)["mine"] == replace(book(database)["mine"], advice="Say goodbye")


def test_one_mistake_keeps_the_whole_file_out(database: Database) -> None:
    done = bring_in(database, "mine,en,kittens,Say hello\n,xx,ab,x\n")

    assert [(finding.line, finding.mistake) for finding in done.findings] == [(3, Mistake.BAD_LOCALE)]
    assert book(database) == {}
