"""Every notice of an escalation becomes a message that Slack takes, in the language of whoever reads it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from bot.delivery.outgoing import show
from bot.delivery.slack.escalation import EscalationMessages
from bot.delivery.slack.messages import renderers
from bot.views.parts import Message
from bot.words import Words
from sandbox.slack.blocks import check_message
from storage.accounts import Account
from storage.database import Database
from storage.outbox import Notice
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import CustomerState, Locale, Outcome, RequestType, Urgency, Verb
from workflows import notices
from workflows.escalation import filing, passing, service
from workflows.escalation.draft import Draft
from workflows.escalation.passing import Offer
from workflows.escalation.routing import Desk
from workflows.escalation.service import Pause, Rating, Resolution
from workflows.escalation.standing import Click
from workflows.notices import (
    AnswerGiven,
    CardChanged,
    HandoffChanged,
    LeadsAsked,
    OfferMade,
    OutcomeReached,
    QuestionAsked,
    ReceiptChanged,
    StepTaken,
    TroubleMet,
    TurnPassed,
)
from workflows.people.policy import Roles
from workflows.refusals import Refused

TOLD: dict[int, type[QuestionAsked | AnswerGiven | OfferMade | TurnPassed | OutcomeReached]] = {
    2: AnswerGiven,
    3: QuestionAsked,
    4: TurnPassed,
    5: OfferMade,
    6: TurnPassed,
    8: TurnPassed,
    9: TurnPassed,
    11: OfferMade,
    12: OutcomeReached,
}
NOW = datetime(2026, 11, 20, 1, 42, tzinfo=UTC)
ROLES = Roles(leads=frozenset({"U_LEE", "S_LEADS"}))
DESK = Desk(ROLES, "C_ESC")
MESSAGES = EscalationMessages(Words(Locale.EN, "Asia/Tokyo"), ROLES)
DRAFT = Draft("A-1", RequestType.ACTION, Urgency.HIGH, "請求書が届かない", filed_by="U_AOI")


def _person(user_id: str, name: str, locale: Locale) -> Person:
    return Person(user_id, name, None, locale, "Asia/Tokyo", is_admin=False, is_bot=False, deactivated=False)


def _filed(work: UnitOfWork) -> str:
    """A Japanese agent hands a request to an English account manager."""
    mia, ken, lee = (_person(f"U_{name.upper()}", name, Locale.EN) for name in ("Mia", "Ken", "Lee"))
    work.people.remember([_person("U_AOI", "青井", Locale.JA), mia, ken, lee])
    work.accounts.save([Account("A-1", "ひかり商事", account_manager="U_MIA")])
    return filing.file_request(work, DRAFT, DESK, NOW).key


def _resolved(work: UnitOfWork, key: str) -> None:
    click = Click(key, "U_MIA")
    service.claim(work, click, DESK, NOW)
    resolution = Resolution(Outcome.DONE, CustomerState.STAYING, "本日お届けします")
    service.resolve(work, click, resolution, DESK, NOW)


@pytest.fixture
def database(sqlite_url: str) -> Database:
    return Database(sqlite_url, lambda: NOW)


@pytest.fixture
def key(database: Database) -> str:
    return database.write_now(_filed)


def _render(database: Database, notice: Notice) -> Message:
    message = database.read_now(partial(show, MESSAGES.renderers), notice)
    check_message(message.blocks)
    return message


def _every_notice(key: str) -> Iterable[Notice]:
    """Each topic once; those about a step name one that `_lived_through` has made."""
    return (
        CardChanged(key, "C_ESC"),
        HandoffChanged(key, "U_MIA"),
        ReceiptChanged(key, "U_AOI"),
        ReceiptChanged(key, "U_KEN"),
        *(told(f"{key}/{ordinal}", "U_AOI") for ordinal, told in TOLD.items()),
        OutcomeReached(key, "U_AOI"),
        StepTaken(key, "C_ESC", Verb.CLAIM, "U_MIA"),
        *(StepTaken(key, "C_ESC", Verb.CLAIM, "U_MIA", ordinal) for ordinal in range(1, 14)),
        LeadsAsked(key, "C_ESC"),
        LeadsAsked(key, "C_ESC", "U_MIA"),
    )


def _lived_through(work: UnitOfWork, key: str) -> None:
    """Take the request through all that is told of single steps."""
    mia, ken, aoi = Click(key, "U_MIA"), Click(key, "U_KEN"), Click(key, "U_AOI")
    service.claim(work, mia, DESK, NOW)
    service.ask(work, mia, "契約番号は？", DESK, NOW)
    service.reply(work, aoi, "A-1 です", DESK, NOW)
    passing.hand_off(work, mia, Offer("U_KEN", "お願いします"), DESK, NOW)
    passing.return_offer(work, ken, "休みです", DESK, NOW)
    service.wait(work, mia, Pause(NOW + timedelta(hours=1), "見積り待ち"), DESK, NOW)
    service.resume_due(work, DESK, NOW + timedelta(hours=2))
    passing.decline(work, mia, "担当外です", DESK, NOW)
    service.change_urgency(work, aoi, Rating(Urgency.CRITICAL, "解約と言われた"), DESK, NOW)
    passing.hand_off(work, Click(key, "U_LEE"), Offer("U_KEN", None), DESK, NOW)
    passing.accept(work, ken, DESK, NOW)
    filing.add(work, aoi, "明日の朝まで", DESK, NOW)


@pytest.fixture
def lived(database: Database, key: str) -> str:
    database.write_now(_lived_through, key)
    return key


def test_every_topic_has_a_renderer() -> None:
    ours = {told for told in Notice.topics.values() if told.__module__.startswith(notices.__name__)}
    assert set(renderers(MESSAGES.channel_words, ROLES)) == ours


@pytest.mark.parametrize("locale", list(Locale))
def test_every_notice_is_rendered_in_either_language(database: Database, lived: str, locale: Locale) -> None:
    messages = EscalationMessages(Words(locale, "Asia/Tokyo"), ROLES)
    for notice in _every_notice(lived):
        for reader in ("U_AOI", "U_MIA"):
            place = notice.place if notice.place.startswith("C") else reader
            message = database.read_now(partial(show, messages.renderers), replace(notice, place=place))
            check_message(message.blocks)
            assert message.text


def test_a_message_about_a_step_has_the_words_of_that_step(database: Database, lived: str) -> None:
    said = {
        ordinal: str(_render(database, told(f"{lived}/{ordinal}", "U_AOI")).blocks) for ordinal, told in TOLD.items()
    }
    assert "契約番号は？" in said[3]
    assert "A-1 です" in said[4]
    assert "お願いします" in said[5]
    assert "休みです" in said[6]
    assert "見積り待ち" in said[8]
    assert "担当外です" in said[9]


def test_a_question_that_was_replied_to_has_lost_its_button(database: Database, lived: str) -> None:
    assert "request.reply" not in str(_render(database, QuestionAsked(f"{lived}/3", "U_AOI")).blocks)


def test_whoever_added_has_a_receipt_of_their_own(database: Database, lived: str) -> None:
    assert _render(database, ReceiptChanged(lived, "U_KEN")).text.startswith(f"Your words were added to {lived}.")


def test_the_leads_read_who_cannot_be_reached(database: Database, key: str) -> None:
    assert "Mia cannot be reached" in str(_render(database, LeadsAsked(key, "C_ESC", "U_MIA")).blocks)


def test_each_reader_gets_their_own_language(database: Database, key: str) -> None:
    assert _render(database, ReceiptChanged(key, "U_AOI")).text.startswith(f"{key} を Mia さんに渡しました。")
    assert _render(database, HandoffChanged(key, "U_MIA")).text.startswith("青井 hands this off to you")
    assert _render(database, CardChanged(key, "C_ESC")).text.startswith("Please do · Urgency: High")


def test_a_message_tells_the_state_of_the_moment(database: Database, key: str) -> None:
    database.write_now(_resolved, key)
    assert "完了しました" in _render(database, ReceiptChanged(key, "U_AOI")).text
    assert "対応済み" in _render(database, OutcomeReached(key, "U_AOI")).text
    assert "Done · Mia · Fully resolved · Staying" in str(_render(database, CardChanged(key, "C_ESC")).blocks)


def test_a_step_restored_from_storage_is_told(database: Database, key: str) -> None:
    stored = Notice.restore("step", key, "C_ESC", {"verb": "claim", "by": "U_MIA"})
    assert _render(database, stored).text == "Mia claimed this."


def test_the_leads_are_mentioned_as_configured(database: Database, key: str) -> None:
    assert _render(database, LeadsAsked(key, "C_ESC")).text.startswith("<!subteam^S_LEADS> <@U_LEE> ")


def test_an_admin_whom_the_mirror_does_not_know_is_told_in_the_default_language(database: Database) -> None:
    trouble = TroubleMet("C_ESC", "U_ADMIN", "is_archived", "card")
    assert _render(database, trouble).text.startswith("Nothing can be posted to <#C_ESC>.")


def test_a_notice_about_nothing_is_refused(database: Database, key: str) -> None:
    assert key
    for notice in _every_notice("R-9999"):
        with pytest.raises(Refused):
            database.read_now(MESSAGES.renderers[type(notice)], notice)
