"""What must not be left lying: calls of people who are gone, a second complaint about one person, numbers in advice."""

from storage.calls import Call
from storage.outbox import State, outbox
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import BATON, Tone
from tests.workflows.whisper.phone import Phone
from tests.workflows.whisper.team import AGENT, CHANNEL, FAR, LEAD, MINUTE, SENIOR, Team, raises, refusal_of, someone
from workflows.escalation.undelivered import undelivered
from workflows.notices import CallSummed, DangerSeen, HelpAsked, Whispered
from workflows.people.policy import Roles
from workflows.refusals import Refusal
from workflows.whisper import moments, service
from workflows.whisper.hearing import PhoneEventKind
from workflows.whisper.holding import Press
from workflows.whisper.whispering import Advice


def test_the_call_of_someone_who_left_ends_by_itself(team: Team) -> None:
    key, other = team.start(), team.start(SENIOR)
    assert not team.database.read_now(moments.is_anyone_gone)
    team.database.write_now(lambda work: work.people.remember([someone(AGENT, deactivated=True)]))
    assert team.database.read_now(moments.is_anyone_gone)
    team.database.write_now(moments.end_abandoned, team.now)
    ended = team.call(key)
    assert (ended.is_live, ended.ended_by) == (False, BATON)
    assert team.call(other).is_live
    assert not team.database.read_now(moments.is_anyone_gone)


def test_admins_hear_once_of_a_person_whom_no_lane_reaches(team: Team) -> None:
    roles = Roles(leads=frozenset({LEAD}), admins=frozenset({SENIOR}))
    for notice in (Whispered("whisper-1/1", AGENT), CallSummed("call-1", AGENT)):
        team.database.write_now(_bury, notice, roles)
    rows = team.database.read_now(lambda work: work.connection.execute(outbox.select()).all())
    assert [(row.subject, row.place) for row in rows if row.topic == "trouble"] == [(AGENT, SENIOR)]


def _bury(work: UnitOfWork, notice: Whispered | CallSummed, roles: Roles) -> None:
    work.tell([notice])
    work.connection.execute(outbox.update().where(outbox.c.subject == notice.subject).values(state=State.DEAD))
    undelivered(work, notice, "user_disabled", roles)


def test_numbers_and_addresses_in_advice_are_masked_before_it_is_kept(team: Team) -> None:
    said = team.whisper(LEAD, team.start(), Advice("090-1234-5678 か a@example.com へ折り返し", Tone.INFO))
    assert said.advice == "●●●● か ●●●● へ折り返し"


def test_whoever_only_looks_into_the_calls_channel_takes_no_sign(team: Team) -> None:
    key = team.after(raises())

    def peek() -> Call:
        return team.database.write_now(service.take_help, Press(key, FAR, CHANNEL), team.floor, team.now)

    assert refusal_of(peek)[0] is Refusal.NOT_IN_CALLS_CHANNEL
    team.database.write_now(lambda work: work.people.leave_channel(CHANNEL))
    peek()
    assert team.call(key).help_by == FAR


def test_alarms_stand_in_no_queue_of_cards() -> None:
    assert HelpAsked("call-1/1", CHANNEL).lane == DangerSeen("call-1", CHANNEL).lane == f"alert:{CHANNEL}"


def test_a_call_begun_by_hand_long_ago_is_not_the_one_that_rings_for_another_customer(team: Team) -> None:
    forgotten = team.start(customer="A-2")
    team.now += 61 * MINUTE
    rung = Phone(team).starts(account_id="A-1")
    assert (rung.account_id, rung.key != forgotten) == ("A-1", True)
    assert not team.call(forgotten).is_live


def test_a_call_begun_by_hand_just_before_is_the_one_that_rings(team: Team) -> None:
    begun = team.start(customer="A-2")
    team.now += 2 * MINUTE
    assert Phone(team).starts(account_id="A-1").key == begun


def test_a_name_of_a_call_that_may_hold_a_number_is_kept_as_its_digest(team: Team) -> None:
    Phone(team, call_id="sip:09012345678@pbx").tell(PhoneEventKind.STARTED)
    [live] = team.database.read_now(lambda work: work.calls.live())
    assert live.call_id is not None
    assert live.call_id.startswith("sha256:")
