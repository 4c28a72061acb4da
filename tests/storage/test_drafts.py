"""What was typed is kept for a day, the latest of it, for whoever typed it, until it is filed."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from storage.database import Database
from storage.drafts import KEPT_FOR, LATE, KeptDraft, Source
from storage.requests import FileLink
from storage.unit_of_work import UnitOfWork
from tests.storage.clocks import machine_clock
from tests.storage.records import NOW

SECOND = timedelta(seconds=1)
SOURCE = Source("Aiko Tanaka", None, (FileLink("F1", "screen.png", "https://example.slack.com/files/F1"),))
TYPED = KeptDraft("d1", "U1", NOW, {"summary": "Export \0 fails", "customer": {"value": "A1"}}, SOURCE)
LATEST = replace(TYPED, typed_at=NOW + SECOND, typed={"summary": "Export fails since Monday"})


@pytest.fixture
def database(database_url: str) -> Database:
    """A database without drafts."""
    return Database(database_url, machine_clock)


def keep(database: Database, *drafts: KeptDraft) -> None:
    """Keep drafts, one after the other."""
    for draft in drafts:
        database.write_now(lambda work, typed: work.drafts.keep(typed), draft)


def kept(database: Database, draft_id: str = "d1") -> KeptDraft | None:
    """Answer a draft."""
    return database.read_now(lambda work: work.drafts.get(draft_id))


def offered(database: Database, now: datetime = NOW + SECOND, person: str = "U1") -> list[str]:
    """Answer which drafts somebody is offered."""
    return [draft.draft_id for draft in database.read_now(lambda work: work.drafts.offered_to(person, now))]


def mark_filed(database: Database, now: datetime, person: str = "U1", draft_id: str = "d1") -> None:
    """Let a draft become a request."""
    database.write_now(lambda work: work.drafts.mark_filed(draft_id, person, now))


def test_what_was_kept_is_what_is_read(database: Database) -> None:
    keep(database, TYPED)
    assert kept(database) == TYPED
    assert kept(database, "d2") is None


@pytest.mark.parametrize("order", [(TYPED, LATEST), (LATEST, TYPED)])
def test_the_latest_typing_stands_in_whatever_order_it_comes(database: Database, order: tuple[KeptDraft, ...]) -> None:
    keep(database, *order)
    assert kept(database) == LATEST


def test_typing_without_a_source_keeps_the_one_that_is_there(database: Database) -> None:
    keep(database, TYPED, replace(LATEST, source=None))
    assert kept(database) == LATEST


def test_where_the_message_stands_is_learnt_later(database: Database) -> None:
    keep(database, TYPED)
    database.write_now(lambda work: work.drafts.locate("d1", "U2", "https://example.slack.com/2"))
    assert kept(database) == TYPED
    database.write_now(lambda work: work.drafts.locate("d1", "U1", "https://example.slack.com/1"))
    assert kept(database) == replace(TYPED, source=replace(SOURCE, permalink="https://example.slack.com/1"))


def test_nobody_overwrites_files_or_throws_away_another_s_draft(database: Database) -> None:
    keep(database, TYPED, replace(LATEST, person="U2"))
    mark_filed(database, NOW + SECOND, "U2")
    database.write_now(lambda work: work.drafts.drop("d1", "U2"))

    assert kept(database) == TYPED
    assert (offered(database), offered(database, person="U2")) == (["d1"], [])


def test_drafts_are_offered_latest_first_until_they_are_filed_thrown_away_or_a_day_old(database: Database) -> None:
    keep(database, TYPED, *(replace(LATEST, draft_id=f"d{number}") for number in (2, 3, 4)))
    mark_filed(database, NOW + SECOND, draft_id="d2")
    database.write_now(lambda work: work.drafts.drop("d3", "U1"))

    assert offered(database) == ["d4", "d1"]
    assert offered(database, NOW + KEPT_FOR) == ["d4"]
    assert offered(database, NOW + KEPT_FOR + SECOND) == []


@pytest.mark.parametrize("before", [(), (TYPED,)])
@pytest.mark.parametrize("late", [-SECOND, timedelta(), LATE])
def test_typing_that_comes_after_its_filing_does_not_bring_the_draft_back(
    database: Database, before: tuple[KeptDraft, ...], late: timedelta
) -> None:
    """The form saves as one types: the last words may be on their way when the submission is here."""
    keep(database, *before)
    filed_at = NOW + 5 * SECOND
    mark_filed(database, filed_at)

    keep(database, replace(LATEST, typed_at=filed_at + late))

    assert offered(database, filed_at + late) == []


def test_a_form_that_is_typed_in_again_is_a_draft_again(database: Database) -> None:
    keep(database, TYPED)
    mark_filed(database, NOW + SECOND)

    keep(database, replace(LATEST, typed_at=NOW + LATE + 2 * SECOND))

    assert offered(database, NOW + timedelta(minutes=1)) == ["d1"]


def test_what_is_older_than_a_day_is_forgotten(database: Database) -> None:
    keep(database, TYPED, replace(LATEST, draft_id="d2"))

    assert database.write_now(forget, NOW + KEPT_FOR + SECOND / 2) == 1
    assert (kept(database), kept(database, "d2") is not None) == (None, True)


def forget(work: UnitOfWork, now: datetime) -> int:
    """Drop what is old."""
    return work.drafts.forget_old(now)
