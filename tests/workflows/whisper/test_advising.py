"""What the phrase book makes of what is said: one line for the agent, at the right second; danger for the leads."""

from dataclasses import replace

import pytest

from storage.database import Database
from storage.phrases import Phrase
from storage.vocabulary import BATON, SignKind, Speaker, Tone
from tests.workflows.whisper.phone import LAWYER, LEAVING, REFUND, Phone, an_entry, fill
from tests.workflows.whisper.team import AGENT, CHANNEL, LEAD, MINUTE, NO_CHANNEL, NOW, SECOND, SENIOR, Team, a_team
from workflows.people.policy import Roles
from workflows.whisper.floor import Floor
from workflows.whisper.policy import APART, LATE


@pytest.fixture
def team(sqlite_url: str) -> Team:
    """People on one database: how the book is read and written, `test_phrases` in storage shows on both."""
    database = Database(sqlite_url, lambda: NOW)
    database.write_now(a_team)
    return Team(database)


@pytest.fixture
def phone(team: Team) -> Phone:
    """A phone in a live call."""
    team.database.write_now(fill)
    phone = Phone(team)
    phone.starts(account_id="A-1")
    team.pings()
    return phone


def texts(phone: Phone) -> list[str]:
    """Answer the advice given so far."""
    return [each.advice for each in phone.advice]


def counted(team: Team) -> dict[str, int]:
    """Answer how often each entry has fired."""
    return {each.phrase.phrase_id: each.fired for each in team.database.read_now(lambda work: work.phrases.all())}


def edit(team: Team, *entries: Phrase) -> None:
    """Let a lead change the book."""
    team.database.write_now(fill, entries)


def test_a_phrase_gives_one_line_of_advice_and_the_book_counts_it(phone: Phone) -> None:
    phone.says("返金してください")
    [given] = phone.advice
    assert (given.advice, given.by, given.phrase_id, given.tone) == (REFUND, BATON, "refund", Tone.INFO)
    assert phone.team.owed() == [("whisper", f"{given.key}/1", AGENT)]
    assert counted(phone.team) == {"leaving": 0, "refund": 1, "lawyer": 0}


def test_the_most_pressing_comes_first_where_one_saying_calls_for_several(phone: Phone) -> None:
    phone.says("返金しないなら解約です、弁護士に相談します")
    assert texts(phone) == [LAWYER]


def test_one_is_shown_at_a_time_45_seconds_apart_and_at_most_3_in_a_call(phone: Phone) -> None:
    for _ in range(6):
        phone.says("返金してください")
        phone.team.now += APART - SECOND
        phone.says("返金してください")
        phone.team.now += SECOND
    assert [each.sent_at for each in phone.advice] == [NOW, NOW + APART, NOW + 2 * APART]
    assert len([each for each in phone.advice if each.folded_at is None]) == 1


def test_advice_never_covers_a_person_s_whisper_until_that_is_answered(phone: Phone) -> None:
    whisper = phone.team.whisper(LEAD, phone.call.key)
    phone.says("返金してください")
    assert texts(phone) == [whisper.advice]
    phone.team.answer(AGENT, whisper.key)
    phone.says("返金してください")
    assert texts(phone) == [whisper.advice, REFUND]


def test_whoever_has_switched_it_off_gets_none_but_danger_is_told(phone: Phone) -> None:
    phone.team.database.write_now(lambda work: work.phrases.switch_off(AGENT))
    phone.says("解約します")
    assert phone.advice == []
    assert ("danger", phone.call.key, CHANNEL) in phone.team.owed()


def test_what_is_heard_late_gives_no_advice_but_is_kept_and_danger_is_told(phone: Phone) -> None:
    phone.says("返金してください", at=NOW - LATE - SECOND)
    phone.says("解約します", at=NOW - LATE - SECOND)
    assert (phone.advice, len(phone.segments), len(phone.signs)) == ([], 2, 1)
    phone.says("返金してください", at=NOW - LATE)
    assert texts(phone) == [REFUND]


def test_somebody_who_has_left_gets_none(phone: Phone) -> None:
    phone.team.lose(AGENT)
    phone.says("返金してください")
    assert phone.advice == []


def test_words_of_the_window_count_whoever_said_them_last(phone: Phone) -> None:
    entry = an_entry("both", advice=LAWYER, tone=Tone.STOP)
    both = replace(entry, speaker=Speaker.EITHER, all=("返金", "約束"), none=("冗談",), within=20)
    phone.team.database.write_now(lambda work: work.phrases.drop("refund"))
    edit(phone.team, both)
    phone.says("返金の話ですが")
    assert texts(phone) == []
    phone.says("約束します", Speaker.AGENT)
    assert texts(phone) == [LAWYER]
    phone.team.now += APART
    phone.says("冗談ですよ")
    phone.says("返金を約束して")
    assert texts(phone) == [LAWYER]
    phone.team.now += MINUTE
    phone.says("約束します", Speaker.AGENT)
    phone.says("では返金", at=phone.team.now - 19 * SECOND)  # reordered on its way
    assert texts(phone) == [LAWYER, LAWYER]


# ---- danger


def test_danger_is_told_to_the_leads_once_for_each_phrase_with_the_words(phone: Phone) -> None:
    phone.says("もう解約します")
    phone.says("だから解約だって")
    phone.says("I will cancel")
    [first, second] = phone.signs
    assert (first.kind, first.phrase, first.words) == (SignKind.PHRASE, "解約", "もう解約します")
    assert (second.phrase, second.words) == ("cancel", "I will cancel")
    assert [place for topic, place in phone.team.pings() if topic == "danger"] == [CHANNEL]


def test_without_a_calls_channel_each_lead_learns_of_danger(phone: Phone) -> None:
    phone.ends()
    phone.team.floor = NO_CHANNEL
    other = Phone(phone.team, "c-2")
    other.starts()
    phone.team.pings()
    other.says("解約します")
    assert [place for topic, place in phone.team.pings() if topic == "danger"] == [LEAD, SENIOR]


def test_the_words_of_danger_go_with_the_transcript_and_the_phrase_stays(phone: Phone) -> None:
    phone.says("もう解約します")
    phone.ends()
    phone.team.wait(10 * MINUTE)
    [sign] = phone.signs
    assert (sign.phrase, sign.words, phone.segments) == ("解約", None, [])


def test_words_go_from_wherever_they_were_told_though_others_lead_by_then(phone: Phone) -> None:
    phone.ends()
    team, other = phone.team, Phone(phone.team, "c-2")
    team.floor = NO_CHANNEL
    call = other.starts()
    other.says("解約します")
    other.ends()
    team.pings()

    team.floor = Floor(Roles(leads=frozenset({LEAD})))
    team.wait(10 * MINUTE)
    owed = [place for topic, subject, place in team.owed() if (topic, subject) == ("danger", call.key)]
    assert owed == [LEAD, SENIOR]


# ---- the book


def test_a_changed_entry_counts_from_the_next_segment_on(phone: Phone) -> None:
    phone.says("領収書がほしい")
    edit(phone.team, an_entry("receipt", "領収書", advice=LEAVING))
    phone.says("領収書がほしい")
    assert texts(phone) == [LEAVING]
    phone.team.database.write_now(lambda work: work.phrases.drop("receipt"))
    phone.team.now += APART
    phone.says("領収書がほしい")
    assert len(phone.advice) == 1


def test_an_empty_book_says_nothing(team: Team) -> None:
    phone = Phone(team)
    phone.starts()
    phone.says("解約します")
    assert (phone.advice, len(phone.segments)) == ([], 1)
