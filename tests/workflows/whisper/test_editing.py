"""Leads keep the phrase book: what they write counts from the next sentence on, and everyone else is told who does."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from storage.database import Database
from storage.phrases import Phrase
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Helped, Locale, Speaker, Tone
from tests.storage.clocks import machine_clock
from tests.storage.records import person
from workflows.people.policy import Roles
from workflows.refusals import CallRefused, DeskRefused, InvalidForm, Length, Misfit, Refusal
from workflows.whisper import editing
from workflows.whisper.editing import NEW, drop, found, listed, save, switch_off, switch_on, to_edit
from workflows.whisper.policy import LONGEST_ADVICE

LEAD, ADMIN, AGENT, GONE = "U0LEAD", "U0ADMIN", "U0AGENT", "U0GONE"
ROLES = Roles(leads=frozenset({LEAD}), admins=frozenset({ADMIN}))
CHURN = Phrase(
    "ja-churn",
    Locale.JA,
    Speaker.CUSTOMER,
    ("解約", "やめたい"),
    (),
    ("解約済み",),
    30,
    Tone.DO_NOW,
    danger=True,
    advice="まず理由を伺ってください",
)
REFUND = replace(
    CHURN, phrase_id="en-refund", locale=Locale.EN, any=("refund",), none=(), advice="Promise nothing yet."
)
NEW_ENTRY = replace(CHURN, phrase_id=NEW, any=("乗り換え",), none=())


def a_book(work: UnitOfWork) -> None:
    work.people.remember([*(person(each, each) for each in (LEAD, ADMIN, AGENT)), person(GONE, "x", deactivated=True)])
    work.phrases.save([CHURN, REFUND])
    for _ in range(3):
        work.phrases.count_fired("en-refund")
    work.phrases.count_helped("en-refund", Helped.USED, None)


@pytest.fixture
def database(database_url: str) -> Database:
    """A team whose book has an entry in each language."""
    database = Database(database_url, machine_clock)
    database.write_now(a_book)
    return database


def entries(database: Database) -> dict[str, Phrase]:
    return {each.phrase.phrase_id: each.phrase for each in database.read_now(lambda work: work.phrases.all())}


def version(database: Database) -> int:
    return database.read_now(lambda work: work.phrases.version()) or 0


@pytest.mark.parametrize("by", [ADMIN, AGENT, GONE, "U0NOBODY"])
def test_whoever_does_not_lead_is_told_who_does_and_changes_nothing(database: Database, by: str) -> None:
    calls: tuple[Callable[[UnitOfWork], object], ...] = (
        lambda work: listed(work, by, ROLES),
        lambda work: found(work, by, "解約", ROLES),
        lambda work: to_edit(work, by, "ja-churn", Locale.JA, ROLES),
        lambda work: save(work, by, replace(CHURN, advice="別の助言"), ROLES),
        lambda work: drop(work, by, "ja-churn", ROLES),
    )
    for call in calls:
        with pytest.raises(DeskRefused) as refused:
            database.write_now(call)
        assert (refused.value.code, refused.value.people) == (Refusal.LEADS_ONLY, (LEAD,))
    assert entries(database) == {"ja-churn": CHURN, "en-refund": REFUND}


def test_an_edited_entry_is_kept_with_its_counts_and_makes_a_new_edition(database: Database) -> None:
    before = version(database)
    edited = replace(REFUND, any=("money back",), tone=Tone.STOP)

    database.write_now(save, LEAD, edited, ROLES)

    assert entries(database)["en-refund"] == edited
    assert version(database) > before
    counted = database.read_now(to_edit, LEAD, "en-refund", Locale.EN, ROLES)
    assert (counted.fired, counted.used) == (3, 1)


def test_a_new_entry_begins_empty_in_its_writer_s_language_and_is_named_by_its_phrases(database: Database) -> None:
    blank = database.read_now(to_edit, LEAD, NEW, Locale.EN, ROLES).phrase
    assert (blank.locale, blank.any, blank.within, blank.advice) == (Locale.EN, (), 30, "")

    kept = database.write_now(save, LEAD, NEW_ENTRY, ROLES)

    assert kept.phrase_id not in {NEW, "ja-churn"}
    assert entries(database)[kept.phrase_id] == kept


def test_the_same_phrases_are_not_listened_for_twice(database: Database) -> None:
    for twin in (
        replace(CHURN, phrase_id=NEW, any=("ヤメタイ", "解約")),
        replace(REFUND, any=("Ｒｅｆｕｎｄ",), phrase_id=NEW),
    ):
        with pytest.raises(InvalidForm) as invalid:
            database.write_now(save, LEAD, twin, ROLES)
        assert invalid.value.misfits == {"any": Misfit.SAME_PHRASES}
    assert len(entries(database)) == 2


def test_an_entry_that_listens_for_something_else_by_now_leaves_its_phrases_free(database: Database) -> None:
    first = database.write_now(save, LEAD, NEW_ENTRY, ROLES)
    database.write_now(save, LEAD, replace(first, any=("他社",)), ROLES)

    second = database.write_now(save, LEAD, NEW_ENTRY, ROLES)

    assert second.phrase_id != first.phrase_id
    assert len(entries(database)) == 4


@pytest.mark.parametrize(
    ("changes", "misfits"),
    [
        ({"any": ()}, {"any": Misfit.NO_PHRASE}),
        ({"any": ("!?",)}, {"any": Misfit.NOT_SAYABLE}),
        ({"all": ("a",)}, {"all": Misfit.NOT_SAYABLE}),
        ({"none": ("長" * 101,)}, {"none": Misfit.TOO_LONG}),
        ({"within": 0}, {"within": Misfit.NOT_SECONDS}),
        ({"within": 601}, {"within": Misfit.NOT_SECONDS}),
        ({"advice": ""}, {"advice": Misfit.REQUIRED}),
        ({"link": "javascript:alert(1)"}, {"link": Misfit.NOT_A_LINK}),
        ({"any": (), "within": -1}, {"any": Misfit.NO_PHRASE, "within": Misfit.NOT_SECONDS}),
    ],
)
def test_what_is_wrong_is_told_at_its_input(
    database: Database, changes: dict[str, Any], misfits: dict[str, Misfit]
) -> None:
    with pytest.raises(InvalidForm) as invalid:
        database.write_now(save, LEAD, replace(CHURN, **changes), ROLES)
    assert invalid.value.misfits == misfits
    assert entries(database)["ja-churn"] == CHURN


def test_advice_that_is_too_long_is_told_its_length_not_cut(database: Database) -> None:
    database.write_now(save, LEAD, replace(CHURN, advice="長" * LONGEST_ADVICE), ROLES)

    with pytest.raises(InvalidForm) as invalid:
        database.write_now(save, LEAD, replace(CHURN, advice="長" * 128), ROLES)

    assert invalid.value.misfits == {"advice": Misfit.TOO_LONG}
    assert invalid.value.lengths == {"advice": Length(128, LONGEST_ADVICE)}


def test_one_japanese_character_is_enough_to_listen_for(database: Database) -> None:
    database.write_now(save, LEAD, replace(CHURN, any=("嘘",)), ROLES)
    assert entries(database)["ja-churn"].any == ("嘘",)


def test_an_entry_that_is_gone_is_refused_in_words(database: Database) -> None:
    before = version(database)
    assert database.write_now(drop, LEAD, "ja-churn", ROLES) == CHURN
    assert version(database) > before

    for call in (
        lambda work: drop(work, LEAD, "ja-churn", ROLES),
        lambda work: save(work, LEAD, CHURN, ROLES),
        lambda work: to_edit(work, LEAD, "ja-churn", Locale.JA, ROLES),
    ):
        with pytest.raises(DeskRefused) as refused:
            database.write_now(call)
        assert refused.value.code is Refusal.NO_SUCH_PHRASE
    assert set(entries(database)) == {"en-refund"}


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("解約", ["ja-churn"]),
        ("ﾔﾒﾀｲ", ["ja-churn"]),
        ("理由", ["ja-churn"]),
        ("REFUND", ["en-refund"]),
        ("promise", ["en-refund"]),
        ("返金", []),
        ("  ", []),
    ],
)
def test_an_entry_is_found_by_phrase_or_advice_however_it_is_typed(
    database: Database, typed: str, ids: list[str]
) -> None:
    assert [each.phrase.phrase_id for each in database.read_now(found, LEAD, typed, ROLES).entries] == ids


def test_what_fires_most_stands_on_top_and_of_the_others_what_is_dangerous(database: Database) -> None:
    harmless = replace(CHURN, phrase_id="ja-a", any=("あいさつ",), danger=False)
    database.write_now(lambda work: work.phrases.save([harmless]))

    names = [each.phrase.phrase_id for each in database.read_now(listed, LEAD, ROLES).entries]

    assert names == ["en-refund", "ja-churn", "ja-a"]


def test_advice_is_switched_off_and_on_by_whoever_gets_it(database: Database) -> None:
    for turn, is_off in ((switch_off, True), (switch_off, True), (switch_on, False), (switch_on, False)):
        database.write_now(turn, AGENT)
        assert database.read_now(lambda work: work.phrases.is_off_for(AGENT)) is is_off
    with pytest.raises(CallRefused):
        database.write_now(editing.switch_off, GONE)
