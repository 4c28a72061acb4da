"""Every notice of an escalation becomes a message that Slack takes, in the language of whoever reads it."""

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest

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
from workflows.escalation import filing, service
from workflows.escalation.draft import Draft
from workflows.escalation.routing import Desk
from workflows.escalation.service import Resolution
from workflows.escalation.standing import Click
from workflows.notices import (
    AnswerGiven,
    CardChanged,
    HandoffChanged,
    LeadsAsked,
    OutcomeReached,
    ReceiptChanged,
    StepTaken,
    TroubleMet,
)
from workflows.people.policy import Roles
from workflows.refusals import Refused

NOW = datetime(2026, 11, 20, 1, 42, tzinfo=UTC)
ROLES = Roles(leads=frozenset({"U_LEE", "S_LEADS"}))
DESK = Desk(ROLES, "C_ESC")
MESSAGES = EscalationMessages(Words(Locale.EN, "Asia/Tokyo"), ROLES)
DRAFT = Draft("A-1", RequestType.ACTION, Urgency.HIGH, "請求書が届かない", filed_by="U_AOI")


def _person(user_id: str, name: str, locale: Locale) -> Person:
    return Person(user_id, name, None, locale, "Asia/Tokyo", is_admin=False, is_bot=False, deactivated=False)


def _filed(work: UnitOfWork) -> str:
    """A Japanese agent hands a request to an English account manager."""
    work.people.remember([_person("U_AOI", "青井", Locale.JA), _person("U_MIA", "Mia", Locale.EN)])
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
    message = database.read_now(MESSAGES.renderers[type(notice)], notice)
    check_message(message.blocks)
    return message


def _every_notice(key: str) -> Iterable[Notice]:
    return (
        CardChanged(key, "C_ESC"),
        HandoffChanged(key, "U_MIA"),
        ReceiptChanged(key, "U_AOI"),
        AnswerGiven(f"{key}/2", "U_AOI"),
        OutcomeReached(key, "U_AOI"),
        StepTaken(key, "C_ESC", Verb.CLAIM, "U_MIA"),
        LeadsAsked(key, "C_ESC"),
    )


def test_every_topic_has_a_renderer() -> None:
    ours = {told for told in Notice.topics.values() if told.__module__ == notices.__name__}
    assert set(renderers(MESSAGES.channel_words, ROLES)) == ours


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


def test_every_notice_about_a_request_can_be_rendered(database: Database, key: str) -> None:
    for notice in _every_notice(key):
        assert _render(database, notice).text
