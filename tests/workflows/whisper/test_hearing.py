"""What the phone system tells: in order, late, twice, before its beginning and after its end; and of strangers."""

from dataclasses import replace

import pytest

from storage.accounts import Account
from storage.vocabulary import BATON, SignKind, Speaker
from tests.workflows.whisper.phone import Phone, fill
from tests.workflows.whisper.team import (
    AGENT,
    CHANNEL,
    COLLEAGUE,
    HOUR,
    LEAD,
    MINUTE,
    NOW,
    SECOND,
    Team,
    someone,
)
from workflows.masking import MASK
from workflows.whisper.hearing import NamedAgent, PhoneEventKind
from workflows.whisper.service import end

TALK = "折り返しは 090-1234-5678 までお願いします"
STRANGER = NamedAgent("U_NOBODY", "nobody@example.com")


@pytest.fixture
def phone(team: Team) -> Phone:
    team.database.write_now(fill)
    return Phone(team)


def test_a_call_that_starts_is_shown_to_its_agent_and_to_the_leads(phone: Phone) -> None:
    call = phone.starts(account_id="A-1")

    assert (call.agent, call.account_id, call.started_at, call.channel) == (AGENT, "A-1", NOW, CHANNEL)
    assert phone.team.owed() == [("cockpit", call.key, AGENT), ("call", call.key, CHANNEL)]


def test_a_call_of_which_one_hears_late_is_long_since_it_began(phone: Phone) -> None:
    phone.tell(PhoneEventKind.STARTED, at=NOW - 15 * MINUTE)
    phone.team.wait(5 * MINUTE - SECOND)
    assert phone.signs == []
    phone.team.wait(SECOND)
    assert [(sign.at, sign.kind) for sign in phone.signs] == [(NOW + 5 * MINUTE, SignKind.LONG)]


def test_it_ends_with_what_it_came_to_and_no_person_ended_it(phone: Phone) -> None:
    call = phone.starts()
    phone.team.pings()
    phone.team.now += 5 * MINUTE
    phone.ends()

    assert (phone.call.ended_at, phone.call.ended_by) == (NOW + 5 * MINUTE, None)
    assert ("call_summary", call.key, AGENT) in phone.team.owed()


def test_two_starts_of_one_call_are_one_call_and_a_second_end_changes_nothing(phone: Phone) -> None:
    begun = phone.starts(account_id="A-1")
    assert phone.starts(name="somebody else") == begun
    phone.ends()
    phone.team.pings()
    ended = phone.call
    phone.team.now += MINUTE
    phone.ends()
    phone.starts()
    assert phone.call == ended
    assert phone.team.owed() == []


# ---- who is on the phone


AGENTS = [
    (NamedAgent(AGENT), AGENT),
    (NamedAgent(email="Agent@Example.com"), AGENT),
    (NamedAgent("U_NOBODY", "agent@example.com"), AGENT),
    (NamedAgent("U_GONE", "agent@example.com"), AGENT),
    (NamedAgent("U_GONE"), None),
    (STRANGER, None),
    (NamedAgent("\0", "\ud800"), None),
    (NamedAgent(), None),
]


def test_an_agent_is_who_the_mirror_knows_and_who_is_still_there(phone: Phone) -> None:
    known = replace(someone(AGENT), email="agent@example.com", updated=1)
    phone.team.database.write_now(lambda work: work.people.remember([known, someone("U_GONE", deactivated=True)]))
    calls = [replace(phone, call_id=f"c-{place}", agent=named).starts() for place, (named, _) in enumerate(AGENTS)]
    assert [call.agent for call in calls] == [agent for _, agent in AGENTS]


CUSTOMERS = [
    ({"account_id": "A-2"}, ("A-2", None)),
    ({"phone": "+81 3 1234 5678"}, ("A-1", None)),
    ({"name": "ﾐﾄﾞﾘ商事"}, ("A-2", None)),
    ({"account_id": "A-9", "name": "株式会社うみ"}, (None, "株式会社うみ")),
    ({"account_id": "A-9", "phone": "0312345678"}, ("A-1", None)),
    ({"phone": "080-9999-0000"}, (None, None)),
    ({"phone": "12"}, (None, None)),
    ({"phone": "\0\ud800", "name": " "}, (None, None)),
    ({"name": "ふたば"}, (None, "ふたば")),
    ({"name": "090-1234-5678"}, (None, MASK)),
    ({}, (None, None)),
]


def test_a_customer_is_the_one_account_that_fits_else_the_name_as_it_came(phone: Phone) -> None:
    twins = [Account("A-3", "ふたば"), Account("A-4", "ふたば")]
    phone.team.database.write_now(lambda work: work.accounts.save(twins))
    calls = [replace(phone, call_id=f"c-{place}").starts(**named) for place, (named, _) in enumerate(CUSTOMERS)]
    assert [(call.account_id, call.customer) for call in calls] == [known for _, known in CUSTOMERS]


# ---- one live call an agent


def test_a_call_started_by_hand_becomes_the_phone_system_s_and_keeps_what_was_typed(phone: Phone) -> None:
    key = phone.team.start(customer="new:うみ工房")
    call = phone.starts(account_id="A-1")
    assert (call.key, call.customer, call.account_id) == (key, "うみ工房", None)


def test_one_that_a_whisper_began_learns_its_customer_and_is_announced(phone: Phone) -> None:
    key = phone.team.whisper_to(AGENT, LEAD).call
    call = phone.starts(account_id="A-1")
    assert (call.number, call.account_id, call.announced) == (key, "A-1", True)


def test_the_agent_s_next_call_ends_the_one_before(phone: Phone) -> None:
    first = phone.starts()
    second = replace(phone, call_id="c-2").starts()
    assert not phone.call.is_live
    assert phone.team.live_of() == second
    assert ("call_summary", first.key, AGENT) in phone.team.owed()


def test_an_earlier_call_whose_start_comes_late_does_not_end_the_later_one(phone: Phone) -> None:
    later = phone.starts()
    earlier = replace(phone, call_id="c-0")
    earlier.says("もしもし", at=NOW - MINUTE)
    earlier.tell(PhoneEventKind.STARTED, at=NOW - MINUTE)
    replace(phone, call_id="c-00").tell(PhoneEventKind.STARTED, at=NOW - MINUTE)
    assert phone.team.live_of() == later
    assert not earlier.call.is_live
    earlier.says("解約したい")
    phone.team.wait(10 * MINUTE)
    assert phone.team.database.read_now(lambda work: work.calls.count_segments()) == 0


def test_another_agent_s_phone_neither_says_nor_ends_anything_in_a_call(phone: Phone) -> None:
    phone.starts()
    phone.says("解約したい", agent=NamedAgent(COLLEAGUE))
    phone.ends(agent=NamedAgent(COLLEAGUE))
    phone.ends(agent=NamedAgent("U_NOBODY", "nobody@example.com"))
    assert phone.call.is_live
    assert (phone.segments, phone.advice) == ([], [])


def test_an_agent_named_by_mail_address_or_not_at_all_is_the_same_agent(phone: Phone) -> None:
    known = replace(someone(AGENT), email="agent@example.com", updated=1)
    phone.team.database.write_now(lambda work: work.people.remember([known]))
    phone.starts()
    phone.says("はい", agent=NamedAgent(email="AGENT@example.com"))
    phone.says("はい", agent=NamedAgent())
    assert len(phone.segments) == 2


# ---- what is said


def test_numbers_and_addresses_are_masked_before_anything_is_kept(phone: Phone) -> None:
    phone.starts()
    phone.says(TALK)
    phone.says("解約します。taro@example.com です")
    assert [each.text for each in phone.segments] == [
        f"折り返しは {MASK} までお願いします",
        f"解約します。{MASK} です",
    ]
    assert phone.signs[0].words == f"解約します。{MASK} です"


def test_first_guesses_and_silence_leave_nothing(phone: Phone) -> None:
    phone.starts()
    phone.team.pings()
    phone.says("解約", final=False)
    phone.says(" \n")
    assert (phone.segments, phone.advice, phone.team.owed()) == ([], [], [])


def test_a_segment_is_a_sign_of_life(phone: Phone) -> None:
    key = phone.starts().key
    for _ in range(3):
        phone.team.wait(HOUR)
        phone.says("もしもし", Speaker.AGENT)
    assert phone.team.call(key).is_live
    phone.team.wait(2 * HOUR)
    phone.team.tick()
    assert phone.team.call(key).ended_by == BATON


# ---- out of order


def test_what_is_said_before_the_start_is_kept_masked_shown_nowhere_and_taken_in(phone: Phone) -> None:
    phone.says("解約したい。" + TALK)
    assert (phone.team.ever_told(), phone.call.is_live) == ([], False)
    begun = phone.starts(account_id="A-1")
    assert (begun.is_live, begun.agent, len(phone.segments)) == (True, AGENT, 1)
    phone.team.wait(15 * MINUTE)
    assert len(phone.segments) == 1  # its words go ten minutes after its end, not after its first word
    phone.ends()
    phone.team.wait(10 * MINUTE)
    assert phone.segments == []


def test_a_call_that_never_starts_keeps_no_word_for_longer_than_ten_minutes(phone: Phone) -> None:
    for _ in range(3):
        phone.says("解約したい")
        phone.team.wait(4 * MINUTE)
    phone.says("まだ話しています")
    assert [each.text for each in phone.segments] == ["まだ話しています"]
    phone.team.wait(10 * MINUTE)
    assert phone.segments == []
    assert phone.team.ever_told() == []


def test_a_call_that_ended_before_it_started_is_over(phone: Phone) -> None:
    phone.ends()
    phone.starts()
    phone.says("解約したい")
    assert (phone.call.is_live, phone.segments, phone.team.ever_told()) == (False, [], [])


def test_nothing_is_kept_of_what_comes_after_the_end(phone: Phone) -> None:
    phone.starts()
    phone.ends()
    phone.team.pings()
    phone.says("解約したい", at=NOW - SECOND)
    assert (phone.segments, phone.signs, phone.team.owed()) == ([], [], [])


def test_a_call_by_hand_takes_the_place_of_one_that_only_words_have_come_of(phone: Phone) -> None:
    phone.says("もしもし")
    key = phone.team.start()
    assert phone.starts().key == key
    phone.says("解約したい")
    phone.team.wait(10 * MINUTE)
    assert phone.team.database.read_now(lambda work: work.calls.count_segments()) == 1


# ---- strangers


def test_a_stranger_s_call_is_kept_and_shown_nowhere(phone: Phone) -> None:
    phone.agent = STRANGER
    phone.starts(account_id="A-1")
    phone.says("解約したい")
    assert len(phone.segments) == 1
    phone.ends()
    phone.team.wait(10 * MINUTE)
    assert (phone.segments, phone.team.ever_told()) == ([], [])


def test_a_stranger_s_call_that_nobody_ends_ends_by_itself_and_its_words_go(phone: Phone) -> None:
    phone.agent = STRANGER
    phone.starts()
    phone.says("解約したい")
    phone.team.wait(2 * HOUR)
    phone.team.wait(10 * MINUTE)
    assert (phone.call.is_live, phone.segments, phone.team.ever_told()) == (False, [], [])


def test_a_hand_ends_what_the_phone_system_began(phone: Phone) -> None:
    key = phone.starts().key
    phone.team.press(end, AGENT, key)
    phone.says("解約したい")
    phone.ends()
    assert (phone.call.ended_by, phone.segments) == (AGENT, [])
    assert phone.team.start() != key
