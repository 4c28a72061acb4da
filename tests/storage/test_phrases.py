"""The phrase book keeps what came of each entry, however often somebody edits it."""

from dataclasses import replace

import pytest

from storage.database import Database
from storage.phrases import Counted, Phrase
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Helped, Locale, Speaker, Tone
from tests.storage.clocks import machine_clock

CANCEL = Phrase(
    "cancel",
    Locale.EN,
    Speaker.CUSTOMER,
    any=("cancel", "stop the contract"),
    all=(),
    none=("cancel the meeting",),
    within=20,
    tone=Tone.DO_NOW,
    danger=True,
    advice="Ask why before anything else",
    link="https://example.com/cancel",
)
REFUND = Phrase("返金", Locale.JA, Speaker.EITHER, ("返金",), ("約束",), (), 10, Tone.STOP, False, "約束はまだです")  # noqa: FBT003


@pytest.fixture
def database(database_url: str) -> Database:
    """A database whose phrase book was never filled."""
    return Database(database_url, machine_clock)


def save(work: UnitOfWork, *entries: Phrase) -> None:
    """Keep entries."""
    work.phrases.save(entries)


def counts(database: Database, phrase_id: str = CANCEL.phrase_id) -> tuple[int, int, int, int]:
    """Answer how often an entry fired, was used, was not used, came too late."""
    [found] = database.read_now(lambda work: work.phrases.among([phrase_id]))
    return found.fired, found.used, found.not_used, found.too_late


def test_entries_are_read_back_as_they_were_saved_by_their_id(database: Database) -> None:
    database.write_now(save, REFUND, CANCEL)
    assert database.read_now(lambda work: work.phrases.all()) == [
        Counted(entry, 0, 0, 0, 0) for entry in (CANCEL, REFUND)
    ]
    assert database.read_now(lambda work: [work.phrases.get(CANCEL.phrase_id), work.phrases.get("none")]) == [
        CANCEL, None,
    ]  # fmt: skip
    assert database.read_now(lambda work: work.phrases.among([])) == []


def test_the_version_grows_with_every_change_of_an_entry_and_with_nothing_else(database: Database) -> None:
    versions = [database.read_now(lambda work: work.phrases.version())]
    for change in (
        lambda work: work.phrases.save([CANCEL, REFUND]),
        lambda work: work.phrases.count_fired(CANCEL.phrase_id),
        lambda work: work.phrases.count_helped(CANCEL.phrase_id, Helped.USED, None),
        lambda work: work.phrases.switch_off("U1"),
        lambda work: work.phrases.save([replace(CANCEL, tone=Tone.INFO)]),
        lambda work: work.phrases.drop(REFUND.phrase_id),
        lambda work: work.phrases.save([]),
    ):
        database.write_now(change)
        versions.append(database.read_now(lambda work: work.phrases.version()))
    assert versions == [None, 1, 1, 1, 1, 2, 3, 4]


def test_an_edited_entry_keeps_its_counts(database: Database) -> None:
    database.write_now(save, CANCEL, REFUND)
    database.write_now(lambda work: work.phrases.count_fired(CANCEL.phrase_id))
    database.write_now(lambda work: work.phrases.count_helped(CANCEL.phrase_id, Helped.NOT_USED, None))

    edited = replace(CANCEL, any=("cancel",), danger=False, link=None, locale=Locale.JA)
    database.write_now(save, edited)

    assert database.read_now(lambda work: work.phrases.get(CANCEL.phrase_id)) == edited
    assert (counts(database), counts(database, REFUND.phrase_id)) == ((1, 0, 1, 0), (0, 0, 0, 0))


def test_a_later_opinion_takes_the_place_of_the_former(database: Database) -> None:
    database.write_now(save, CANCEL)
    given = [(Helped.USED, None), (Helped.USED, None), (Helped.TOO_LATE, Helped.USED), (Helped.NOT_USED, Helped.USED)]
    for helped, before in given:
        database.write_now(lambda work, one=helped, was=before: work.phrases.count_helped(CANCEL.phrase_id, one, was))  # type: ignore[misc]
    assert counts(database) == (0, 0, 1, 1)


def test_an_opinion_of_before_an_entry_was_dropped_and_written_anew_takes_nothing_away(database: Database) -> None:
    database.write_now(save, CANCEL)
    database.write_now(lambda work: work.phrases.count_helped(CANCEL.phrase_id, Helped.USED, None))
    database.write_now(lambda work: work.phrases.drop(CANCEL.phrase_id))
    assert database.read_now(lambda work: work.phrases.get(CANCEL.phrase_id)) is None
    database.write_now(lambda work: work.phrases.count_fired(CANCEL.phrase_id))
    database.write_now(save, CANCEL)

    database.write_now(lambda work: work.phrases.count_helped(CANCEL.phrase_id, Helped.TOO_LATE, Helped.USED))

    assert counts(database) == (0, 0, 0, 1)


def test_whoever_wants_no_advice_gets_none_until_they_want_it_again(database: Database) -> None:
    for switch, is_off in (("off", True), ("off", True), ("on", False), ("on", False)):
        database.write_now(lambda work, to=switch: getattr(work.phrases, f"switch_{to}")("U1"))  # type: ignore[misc]
        assert database.read_now(lambda work: work.phrases.is_off_for("U1")) is is_off
    assert not database.read_now(lambda work: work.phrases.is_off_for("U2"))
