"""Every notice of a digest becomes a message that Slack takes, from what its edition has kept and nothing else."""

from dataclasses import replace
from functools import partial

import pytest

from bot.delivery.outgoing import show
from bot.delivery.slack.digest import DigestMessages
from bot.views.parts import Message
from bot.words import Words
from sandbox.slack.blocks import check_message
from sandbox.slack.texts import elements, visible
from storage.accounts import Account
from storage.database import Database
from storage.digests import NewDigest, NewEdition
from storage.outbox import Notice
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import DigestKind, EmptyDay, HolidayRule, Locale, Order, RequestType, Section, Urgency, Weekday
from tests.views.digest.snapshots import DAY, MORNING, NOW, a_day, many
from workflows.digest.kept import to_content
from workflows.digest.snapshot import Snapshot
from workflows.escalation import filing, service
from workflows.escalation.draft import Draft
from workflows.escalation.routing import Desk
from workflows.escalation.standing import Click
from workflows.notices import DigestPage, DigestPaused, DigestPosted, DigestSheet, OwnerReminded
from workflows.people.policy import Roles
from workflows.refusals import Refused

MESSAGES = DigestMessages(Words(Locale.EN, "Europe/London"))
DESK = Desk(Roles(leads=frozenset({"U_LEE"})), "C_ESC")
DRAFT = Draft("A-1", RequestType.ACTION, Urgency.HIGH, "請求書が届かない", filed_by="U_AOI")
SET_UP = NewDigest(
    DigestKind.CLOSE,
    "C_ESC",
    "18:00",
    (Weekday.FRI,),
    "Asia/Tokyo",
    Locale.JA,
    tuple(Section),
    Order.URGENCY,
    HolidayRule.SKIP,
    EmptyDay.SAY,
    "U_LEE",
)


def _person(user_id: str, name: str, locale: Locale) -> Person:
    return Person(user_id, name, None, locale, "Asia/Tokyo", is_admin=False, is_bot=False, deactivated=False)


def _begun(work: UnitOfWork) -> None:
    work.people.remember([_person("U_MIA", "Mia", Locale.EN), _person("U_AOI", "青井", Locale.JA)])
    work.accounts.save([Account("A-1", "ひかり商事", account_manager="U_AOI")])


@pytest.fixture
def database(sqlite_url: str) -> Database:
    database = Database(sqlite_url, lambda: NOW)
    database.write_now(_begun)
    return database


def _keep(database: Database, snapshot: Snapshot | None, place: str = "C_ESC") -> str:
    """Keep an edition, one that was skipped where there is no snapshot; answer what notices call it."""
    content = None if snapshot is None else to_content(snapshot)
    new = NewEdition(1, place, NOW.date(), None, NOW, content, skipped=snapshot is None)
    kept = database.write_now(lambda work: work.editions.add(new))
    assert kept is not None
    return kept.key


def _render(database: Database, notice: Notice) -> Message:
    message = database.read_now(partial(show, MESSAGES.renderers), notice)
    for blocks in (message.blocks, message.plain):
        if blocks:
            check_message(blocks)
    return message


@pytest.mark.parametrize("locale", list(Locale))
def test_every_notice_of_an_edition_is_rendered_in_its_own_language(database: Database, locale: Locale) -> None:
    form = replace(DAY.form, locale=locale)
    key = _keep(database, a_day(form=form, rows=many(200)))
    for notice in (DigestPosted(key, "C_ESC"), DigestPage(key, "C_ESC", 1), DigestSheet(key, "C_ESC")):
        said = {Locale.JA: "11 月 21 日（金）", Locale.EN: "Fri, Nov 21"}[locale]
        assert said in _render(database, notice).text


def test_an_edition_reads_the_same_whatever_has_happened_since(database: Database) -> None:
    key = _keep(database, DAY)
    first = _render(database, DigestPosted(key, "C_ESC"))
    database.write_now(filing.file_request, DRAFT, DESK, NOW)
    assert _render(database, DigestPosted(key, "C_ESC")) == first


def test_a_file_is_the_edition_s_own(database: Database) -> None:
    one, other = _keep(database, DAY), _keep(database, DAY)
    names = {_render(database, DigestSheet(key, "C_ESC")).sheet for key in (one, other)}
    assert sorted(sheet.name for sheet in names if sheet) == ["digest-2025-11-21-1.csv", "digest-2025-11-21-2.csv"]


def test_a_morning_is_told_by_its_reader_s_clock(database: Database) -> None:
    form = replace(MORNING, zone="America/New_York", locale=Locale.EN)
    morning = a_day(form=form, late_for=NOW, reader="U_MIA")
    key = _keep(database, morning, "U_MIA")
    assert "Due at 04:00, posted late" in visible(_render(database, DigestPosted(key, "U_MIA")).blocks)


def test_a_zone_that_is_no_longer_known_leaves_an_edition_readable(database: Database) -> None:
    key = _keep(database, a_day(form=replace(DAY.form, zone="Nowhere/Atlantis")))
    for notice in (DigestPosted(key, "C_ESC"), DigestSheet(key, "C_ESC")):
        assert _render(database, notice).text


@pytest.mark.parametrize("key", ["edition-99", "R-1042", ""])
def test_an_edition_that_is_not_kept_is_refused(database: Database, key: str) -> None:
    for notice in (DigestPosted(key, "C_ESC"), DigestPage(key, "C_ESC", 1), DigestSheet(key, "C_ESC")):
        with pytest.raises(Refused):
            _render(database, notice)


def test_a_skipped_edition_has_nothing_to_show(database: Database) -> None:
    with pytest.raises(Refused):
        _render(database, DigestPosted(_keep(database, None), "C_ESC"))


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ("is_archived", "The channel was archived."),
        ("channel_not_found", "The channel cannot be found"),
        ("not_in_channel", "Baton is not in the channel."),
        ("no_such_zone", "Its time zone no longer exists."),
        ("restricted_action", "Baton lacks the permission (restricted_action)."),
    ],
)
def test_whoever_set_it_up_reads_why_it_paused_and_can_resume(database: Database, error: str, said: str) -> None:
    digest = database.write_now(lambda work: work.digests.add(SET_UP, NOW))
    message = _render(database, DigestPaused(digest.key, "U_MIA", error))
    assert message.text.startswith(f"The digest to <#C_ESC> at 18:00 has paused itself. {said}")
    pressed = [(element["action_id"], element["value"]) for _, element in elements(message.blocks)]
    assert pressed == [("digest.resume", digest.key), ("digest.edit", digest.key)]


def test_mornings_have_no_channel_to_name(database: Database) -> None:
    mornings = replace(SET_UP, kind=DigestKind.MORNING, channel=None)
    digest = database.write_now(lambda work: work.digests.add(mornings, NOW))
    message = _render(database, DigestPaused(digest.key, "U_AOI", "no_such_zone"))
    assert message.text.startswith("18:00 の朝のダイジェストを一時停止しました。")


def test_a_digest_that_was_deleted_since_is_not_told_of(database: Database) -> None:
    with pytest.raises(Refused):
        _render(database, DigestPaused("digest-99", "U_MIA", "is_archived"))


def test_an_owner_is_reminded_in_their_own_words_with_what_they_can_do(database: Database) -> None:
    key = database.write_now(filing.file_request, DRAFT, DESK, NOW).key
    database.write_now(service.claim, Click(key, "U_AOI"), DESK, NOW)
    reminded = _render(database, OwnerReminded(key, "U_AOI", "U_MIA"))
    assert reminded.text == f"Mia さんから {key} の催促です。 請求書が届かない"
    assert "request.resolve" in [element["action_id"] for _, element in elements(reminded.blocks)]
    assert "ひかり商事" in visible(reminded.blocks)


def test_nobody_is_reminded_of_a_request_that_is_not_there(database: Database) -> None:
    with pytest.raises(Refused):
        _render(database, OwnerReminded("R-9999", "U_AOI", "U_MIA"))
