"""Help is told in the language of whoever asked, or of the channel in which they did."""

from datetime import UTC, datetime
from functools import partial

import pytest

from bot.delivery.outgoing import show
from bot.delivery.slack.help import HelpMessages
from bot.views.parts import Message
from bot.words import Words
from storage.database import Database
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Locale
from tests.views.examples import buttons
from workflows.escalation import talking
from workflows.escalation.talking import Remark
from workflows.notices import HelpOffered

NOW = datetime(2026, 11, 20, 1, 42, tzinfo=UTC)
MESSAGES = HelpMessages(Words(Locale.EN, "Asia/Tokyo"))


def spoken(work: UnitOfWork) -> None:
    """A Japanese agent has written to Baton."""
    aoi = Person("U_AOI", "青井", None, Locale.JA, "Asia/Tokyo", is_admin=False, is_bot=False, deactivated=False)
    work.people.remember([aoi])
    said = Remark("d1", "U_AOI", "U_AOI", typed={"summary": "請求書", "customer_words": "請求書"})
    talking.offer_help(work, said, NOW)


@pytest.fixture
def database(sqlite_url: str) -> Database:
    """What she wrote is kept."""
    database = Database(sqlite_url, lambda: NOW)
    database.write_now(spoken)
    return database


def rendered(database: Database, notice: HelpOffered) -> Message:
    """Render as the relay does."""
    return database.read_now(partial(show, MESSAGES.renderers), notice)


def test_a_dm_is_in_the_language_of_its_reader(database: Database) -> None:
    message = rendered(database, HelpOffered("d1", "U_AOI"))

    assert "下書き" in message.text
    assert buttons(message.blocks) == ["escalation.file_this"]


def test_a_channel_and_a_stranger_get_the_default_language(database: Database) -> None:
    for place in ("C1", "U_NEW"):
        assert "draft" in rendered(database, HelpOffered("d1", place, under="1.0")).text


def test_without_a_draft_there_is_nothing_to_file(database: Database) -> None:
    message = rendered(database, HelpOffered("d2", "U_AOI", key="R-1042"))

    assert "R-1042" in message.text
    assert buttons(message.blocks) == []
