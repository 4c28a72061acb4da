"""Every notice of a call becomes a message that Slack takes, in the language of whoever reads it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from bot.delivery.following import consequences
from bot.delivery.outgoing import show
from bot.delivery.slack.whisper import WhisperMessages
from bot.views.parts import Message
from bot.words import Words
from sandbox.slack.blocks import check_message
from sandbox.slack.texts import mentioned, visible
from storage.accounts import Account
from storage.calls import Sign
from storage.database import Database
from storage.outbox import Notice
from storage.people import Person
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import BATON, Locale, SignKind, Tone, WhisperAnswer
from workflows.notices import (
    CallChanged,
    CallSummed,
    CoachCalled,
    CockpitChanged,
    CopyChanged,
    DangerSeen,
    HelpAsked,
    Whispered,
)
from workflows.people.policy import Roles
from workflows.refusals import Refused
from workflows.whisper import service, whispering
from workflows.whisper.floor import Floor
from workflows.whisper.holding import Press
from workflows.whisper.service import Start
from workflows.whisper.whispering import Advice

NOW = datetime(2026, 11, 20, 1, 42, tzinfo=UTC)
ROLES = Roles(leads=frozenset({"U_LEE"}))
FLOOR = Floor(ROLES, "C_CALLS")
MESSAGES = WhisperMessages(Words(Locale.EN, "Asia/Tokyo"), ROLES)
ADVICE = "返金の約束はまだしないでください"
NOTE = "請求書の再発行を希望"
SAID = "弁護士から電話させます"


@dataclass
class Lived:
    """A database in which much has happened: the keys of a call and of a coach's whisper in it."""

    database: Database
    call: str
    whisper: str

    def shown(self, notice: Notice) -> Message:
        """Render a notice as the relay would; Slack takes it."""
        message = self.database.read_now(partial(show, MESSAGES.renderers), notice)
        check_message(message.blocks)
        return message

    def words(self, notice: Notice) -> str:
        """Answer all that the notice tells: its text and its blocks."""
        message = self.shown(notice)
        return f"{message.text}\n{visible(message.blocks)}"

    def every_notice(self) -> Iterator[Notice]:
        """Answer each topic in each of its places."""
        yield CockpitChanged(self.call, "U_AOI")
        yield CallChanged(self.call, "C_CALLS")
        for place in ("C_CALLS", "U_LEE"):
            yield HelpAsked(f"{self.call}/1", place)
            yield DangerSeen(self.call, place)
        yield Whispered(f"{self.whisper}/1", "U_AOI")
        yield CopyChanged(self.whisper, "U_LEE")
        for why in ("more", "hold", "take_over", "unanswered", "failed"):
            yield CoachCalled(self.whisper, "U_LEE", why)
        yield CallSummed(self.call, "U_AOI")

    def end(self) -> None:
        """End the call, twelve minutes after it began."""
        self.database.write_now(service.end, Press(self.call, "U_AOI"), FLOOR, NOW + timedelta(minutes=12))


def _person(user_id: str, name: str, locale: Locale) -> Person:
    return Person(user_id, name, None, locale, "Asia/Tokyo", is_admin=False, is_bot=False, deactivated=False)


def _a_call(work: UnitOfWork) -> tuple[str, str]:
    """A Japanese agent asks for help, notes something, and hears from an English lead and from the phrase book."""
    work.people.remember([_person("U_AOI", "青井", Locale.JA), _person("U_LEE", "Lee", Locale.EN)])
    work.accounts.save([Account("A-1", "ひかり商事", account_manager="U_LEE")])
    call = service.start(work, Start("U_AOI", "A-1"), FLOOR, NOW)
    aoi = Press(call.key, "U_AOI")
    service.note(work, aoi, NOTE, NOW)
    asked = service.raise_help(work, aoi, FLOOR, NOW)
    work.calls.sign(asked, Sign(NOW, SignKind.PHRASE, "弁護士", SAID))
    whispering.send(work, asked, BATON, Advice("落ち着いて聞きます", Tone.INFO, phrase_id="calm"), FLOOR, NOW)
    sent = whispering.whisper(work, Press(call.key, "U_LEE"), Advice(ADVICE, Tone.STOP), FLOOR, NOW)
    return call.key, sent.key


@pytest.fixture
def lived(sqlite_url: str) -> Lived:
    database = Database(sqlite_url, lambda: NOW)
    return Lived(database, *database.write_now(_a_call))


@pytest.mark.parametrize("ended", [False, True], ids=["live", "ended"])
def test_every_notice_becomes_a_message(lived: Lived, ended: bool) -> None:  # noqa: FBT001  a case of the table
    if ended:
        lived.end()
    notices = list(lived.every_notice())
    assert {type(notice) for notice in notices} == set(MESSAGES.renderers)
    assert all(lived.shown(notice).text for notice in notices)


def test_each_reader_gets_their_own_language_and_channels_theirs(lived: Lived) -> None:
    assert lived.shown(CockpitChanged(lived.call, "U_AOI")).text == "通話中: ひかり商事"
    assert lived.shown(CallChanged(lived.call, "C_CALLS")).text == "Call: 青井 × ひかり商事"
    assert lived.shown(Whispered(f"{lived.whisper}/1", "U_AOI")).text == f"*止めて*: {ADVICE}"
    assert lived.shown(CopyChanged(lived.whisper, "U_LEE")).text == "Whisper to *青井* · Stop · On its way"
    lived.end()
    assert lived.shown(CallSummed(lived.call, "U_AOI")).text == "通話終了 ・ ひかり商事 ・ 12 分"


def test_the_leads_are_mentioned_in_the_channel_and_nobody_in_a_leads_own_messages(lived: Lived) -> None:
    alarms = {"C_CALLS": [("user", "U_LEE")], "U_LEE": []}
    for place, pinged in alarms.items():
        for notice in (HelpAsked(f"{lived.call}/1", place), DangerSeen(lived.call, place)):
            message = lived.shown(notice)
            assert list(mentioned("", message.blocks)) == pinged
            assert list(mentioned(message.text, [])) == pinged


@pytest.mark.parametrize("ended", [False, True], ids=["live", "ended"])
def test_no_whisper_and_no_note_stands_in_a_channel(lived: Lived, ended: bool) -> None:  # noqa: FBT001  the same
    if ended:
        lived.end()
    in_channels = [notice for notice in lived.every_notice() if notice.place.startswith("C")]
    assert {type(notice) for notice in in_channels} == {CallChanged, HelpAsked, DangerSeen}
    told = "\n".join(lived.words(notice) for notice in in_channels)
    assert [secret for secret in (ADVICE, "落ち着いて聞きます", NOTE) if secret in told] == []
    assert SAID in told


def test_what_was_said_leaves_the_channel_with_the_transcript(lived: Lived) -> None:
    lived.end()

    def forget(work: UnitOfWork) -> None:
        call = work.calls.get(lived.call)
        assert call
        work.calls.forget_words(call)

    lived.database.write_now(forget)
    danger = lived.words(DangerSeen(lived.call, "C_CALLS"))
    assert "弁護士" in danger
    assert SAID not in danger


def test_a_message_tells_the_state_of_the_moment(lived: Lived) -> None:
    answer = Press(lived.whisper, "U_AOI")
    lived.database.write_now(whispering.answer, answer, WhisperAnswer.HOLD, NOW + timedelta(seconds=6))
    assert "保留にします" in lived.words(Whispered(f"{lived.whisper}/1", "U_AOI"))
    assert "Putting on hold" in lived.words(CopyChanged(lived.whisper, "U_LEE"))
    lived.database.write_now(service.take_help, Press(lived.call, "U_LEE", "C_CALLS"), FLOOR, NOW)
    assert "Lee is helping" in lived.words(HelpAsked(f"{lived.call}/1", "C_CALLS"))


def test_a_call_that_is_not_there_is_refused(lived: Lived) -> None:
    with pytest.raises(Refused):
        lived.shown(CallChanged("call-99", "C_CALLS"))


def test_a_coach_sees_what_became_of_a_whisper(lived: Lived) -> None:
    follow, notice = consequences(ROLES, lambda: NOW + timedelta(seconds=1)), Whispered(f"{lived.whisper}/1", "U_AOI")
    lived.database.write_now(follow.delivered, notice, None)
    assert "Delivered <!date^" in lived.words(CopyChanged(lived.whisper, "U_LEE"))
    assert "10:42:01" in lived.words(CopyChanged(lived.whisper, "U_LEE"))


def test_a_coach_sees_that_a_whisper_does_not_arrive(lived: Lived) -> None:
    follow, notice = consequences(ROLES, lambda: NOW), Whispered(f"{lived.whisper}/1", "U_AOI")
    lived.database.write_now(follow.undelivered, notice, "user_disabled")
    assert "青井 can no longer be reached" in lived.words(CopyChanged(lived.whisper, "U_LEE"))
    assert "did not reach 青井" in lived.words(CoachCalled(lived.whisper, "U_LEE", "failed"))
