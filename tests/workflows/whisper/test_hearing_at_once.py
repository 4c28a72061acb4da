"""What the phone system tells in one moment, on several connections: one call, one sign, one advice."""

import pytest

from storage.calls import Call
from storage.vocabulary import Speaker
from tests.workflows.whisper.phone import Phone, fill
from tests.workflows.whisper.team import Team


@pytest.fixture(autouse=True)
def _a_book(postgresql_team: Team) -> None:
    postgresql_team.database.write_now(fill)


def every_call(team: Team) -> list[Call]:
    return team.database.read_now(lambda work: list(work.calls.every()))


def test_events_of_one_call_at_once_make_one_call_one_sign_and_one_advice(postgresql_team: Team) -> None:
    for turn in range(4):
        phones = [Phone(postgresql_team, f"c-{turn}", count=10 * place) for place in range(4)]
        postgresql_team.together([*(phone.starts for phone in phones)])
        postgresql_team.together([*(lambda phone=phone: phone.says("解約したい") for phone in phones)])
        assert len(phones[0].signs) == 1
        assert len(phones[0].advice) == 1
        assert len(phones[0].segments) == 4
    assert [call.is_live for call in every_call(postgresql_team)] == [False, False, False, True]


def test_a_start_that_is_told_again_in_the_same_moment_never_ends_its_own_call(postgresql_team: Team) -> None:
    for turn in range(40):
        phones = [Phone(postgresql_team, f"c-{turn}", count=10 * place) for place in range(6)]
        postgresql_team.together([*(phone.starts for phone in phones)])
        assert phones[0].call.is_live


def test_calls_of_one_agent_at_once_leave_one_live(postgresql_team: Team) -> None:
    phones = [Phone(postgresql_team, f"c-{place}") for place in range(3)]
    postgresql_team.together([*(phone.starts for phone in phones)])
    assert [call.is_live for call in every_call(postgresql_team)].count(True) == 1


def test_words_that_come_with_the_start_are_kept_in_the_same_call(postgresql_team: Team) -> None:
    phone, other = Phone(postgresql_team), Phone(postgresql_team, count=10)
    postgresql_team.together([lambda: phone.says("もしもし"), other.starts, lambda: other.says("はい", Speaker.AGENT)])
    [call] = every_call(postgresql_team)
    assert call.is_live
    assert len(phone.segments) == 2
