"""What people do around a call: one for each agent, the sign to the first who takes it, an end for everyone."""

from dataclasses import replace
from functools import partial

import pytest

from storage.calls import Call, Segment, Sign
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import BATON, SignKind, Speaker
from tests.workflows.whisper.team import (
    AGENT,
    CHANNEL,
    COLLEAGUE,
    FAR,
    FLOOR,
    HOUR,
    INFO,
    LEAD,
    MINUTE,
    NEAR,
    NOW,
    SECOND,
    SENIOR,
    Act,
    Team,
    ends,
    lowers,
    notes,
    passes,
    raises,
    refusal_of,
    takes,
    whispers,
)
from workflows.refusals import CallRefused, InvalidForm, Misfit, Refusal
from workflows.whisper import audience, moments, reading, service
from workflows.whisper.holding import Press
from workflows.whisper.pace import Pace

# ---- one call at a time


def test_a_call_is_shown_where_the_floor_says_with_whoever_is_called_and_no_number(team: Team) -> None:
    typed = "new:山田様 090-1234-5678"
    known, unlisted, unknown = team.start(AGENT), team.start(COLLEAGUE, typed), team.start(NEAR, None)
    found = [team.call(key) for key in (known, unlisted, unknown)]
    assert [(call.account_id, call.customer) for call in found] == [("A-1", None), (None, "山田様 ●●●●"), (None, None)]
    assert {(call.channel, call.started_at, call.announced) for call in found} == {(CHANNEL, NOW, True)}


def test_a_customer_who_is_listed_no_more_is_refused_at_their_field(team: Team) -> None:
    former = team.start()
    with pytest.raises(InvalidForm) as refused:
        team.start(customer="A-9", replaces=former)
    assert refused.value.misfits == {"customer": Misfit.NO_SUCH_ACCOUNT}
    assert team.call(former).is_live


def test_a_second_start_asks_and_ends_only_the_call_that_was_asked_about(team: Team) -> None:
    first = team.start()
    assert refusal_of(team.start)[0] is Refusal.ALREADY_ON_CALL
    second = team.start(replaces=first)
    assert refusal_of(partial(team.start, replaces=first))[0] is Refusal.ALREADY_ON_CALL
    assert [team.call(key).is_live for key in (first, second)] == [False, True]
    ends()(team, second)
    assert team.call(team.start(replaces=second)).is_live


@pytest.mark.parametrize("is_replacing", [False, True])
def test_two_starts_at_once_are_one_call(postgresql_team: Team, *, is_replacing: bool) -> None:
    team = postgresql_team
    former = team.start() if is_replacing else None
    came = team.together([partial(team.start, replaces=former)] * 4)

    refused = [each.code for each in came if isinstance(each, CallRefused)]
    assert refused == [Refusal.ALREADY_ON_CALL] * 3
    [live] = team.database.read_now(lambda work: work.calls.live())
    assert live.key in came


def test_whoever_is_unknown_or_has_left_starts_nothing(team: Team) -> None:
    team.lose(COLLEAGUE)
    for agent in (COLLEAGUE, "U_NOBODY"):
        assert refusal_of(partial(team.start, agent))[0] is Refusal.NOT_KNOWN_YET


# ---- the help sign


def test_the_first_takes_the_sign_and_the_second_learns_who(team: Team) -> None:
    key = team.after(raises(), takes(NEAR))
    assert refusal_of(partial(takes(LEAD), team, key)) == (Refusal.HELP_TAKEN, (NEAR,))
    assert (team.call(key).help_by, team.call(key).help_taken_at) == (NEAR, NOW)


def test_of_many_who_take_it_at_once_one_has_it(postgresql_team: Team) -> None:
    team = postgresql_team
    key = team.after(raises())
    came = team.together([partial(takes(by), team, key) for by in (NEAR, LEAD, SENIOR)])
    [holder] = [each.help_by for each in came if isinstance(each, Call)]
    assert [(each.code, each.people) for each in came if isinstance(each, CallRefused)] == [
        (Refusal.HELP_TAKEN, (holder,))
    ] * 2


def test_a_sign_is_for_members_of_the_channel_and_never_for_the_agent(team: Team) -> None:
    key = team.after(raises())
    assert refusal_of(partial(takes(FAR), team, key))[0] is Refusal.NOT_IN_CALLS_CHANNEL
    assert refusal_of(partial(takes(AGENT), team, key))[0] is Refusal.NOT_IN_CALLS_CHANNEL
    with pytest.raises(CallRefused):
        team.database.write_now(service.take_help, Press(key, FAR, "C_ELSEWHERE"), FLOOR, NOW)
    team.database.write_now(lambda work: work.people.join_channel(CHANNEL, FAR))
    assert team.press(service.take_help, FAR, key).help_by == FAR


def test_a_sign_that_goes_back_waits_since_it_was_raised(team: Team) -> None:
    key = team.after(raises(), passes(MINUTE), takes(NEAR), passes(2 * MINUTE))
    call = team.call(key)
    assert (call.help_asked_at, call.help_by, call.help_taken_at, call.helps) == (NOW, None, None, 2)
    assert team.wait(2 * MINUTE) == 0


def test_a_second_click_holds_the_sign_no_longer(team: Team) -> None:
    key = team.after(raises(), takes(NEAR), passes(MINUTE), takes(NEAR))
    team.wait(MINUTE)
    assert team.call(key).help_by is None


def test_a_sign_taken_anew_is_held_anew(team: Team) -> None:
    key = team.after(raises(), takes(NEAR), passes(MINUTE), lowers(), raises(), takes(LEAD), passes(MINUTE))
    assert team.call(key).help_by == LEAD
    team.wait(MINUTE)
    assert team.call(key).help_by is None


@pytest.mark.parametrize(("by", "holder"), [(NEAR, NEAR), (LEAD, None)])
def test_only_a_whisper_of_whoever_has_the_sign_keeps_it(team: Team, by: str, holder: str | None) -> None:
    key = team.after(raises(), takes(NEAR), passes(SECOND), whispers(by, INFO), passes(2 * MINUTE))
    assert team.call(key).help_by == holder


def test_a_whisper_from_before_they_took_the_sign_does_not_count(team: Team) -> None:
    key = team.after(whispers(LEAD, INFO), passes(SECOND), raises(), takes(LEAD), passes(2 * MINUTE))
    assert team.call(key).help_by is None


# ---- notes, and the end


def test_a_note_keeps_no_number(team: Team) -> None:
    key = team.after(notes(text="折り返し 090-1234-5678 まで"))
    view = team.database.read_now(reading.call, key)
    assert [note.text for note in view.notes] == ["折り返し ●●●● まで"]


def test_after_the_end_nothing_is_open_and_everything_is_refused(team: Team) -> None:
    key = team.after(raises(), takes(NEAR), whispers(LEAD), ends(LEAD))
    call = team.call(key)
    assert (call.ended_at, call.ended_by, call.help_asked_at, call.help_by) == (NOW, LEAD, None, None)
    for act in (raises(), lowers(), takes(LEAD), notes(), ends(), ends(LEAD)):
        assert refusal_of(partial(act, team, key))[0] is Refusal.CALL_ENDED
    team.wait(HOUR)
    assert {topic for topic, _, _ in team.owed()} == {"call", "cockpit"}


def test_two_who_end_a_call_at_once_end_it_once(postgresql_team: Team) -> None:
    team = postgresql_team
    key = team.after()
    came = team.together([partial(ends(by), team, key) for by in (AGENT, LEAD)])
    assert [each.code for each in came if isinstance(each, CallRefused)] == [Refusal.CALL_ENDED]
    assert [topic for topic, _, _ in team.ever_told()].count("call_summary") == 1


# ---- what happens by itself


def test_a_call_of_which_nobody_hears_for_two_hours_is_over(team: Team) -> None:
    key = team.after(passes(20 * MINUTE))
    team.wait(2 * HOUR - 20 * MINUTE - SECOND)
    assert team.call(key).is_live
    team.wait(SECOND)
    assert (team.call(key).ended_at, team.call(key).ended_by) == (team.now, BATON)
    assert team.call(team.start()).is_live


@pytest.mark.parametrize("act", [notes(), raises(), whispers(LEAD, INFO)], ids=["note", "help sign", "whisper"])
def test_any_sign_of_life_keeps_a_call_for_two_hours_more(team: Team, act: Act) -> None:
    key = team.after(passes(HOUR), act)
    team.wait(HOUR)
    assert team.call(key).is_live
    team.wait(HOUR - SECOND)
    assert team.call(key).is_live
    team.wait(SECOND)
    assert not team.call(key).is_live


def test_a_sign_that_goes_back_is_no_sign_of_life(team: Team) -> None:
    key = team.after(raises(), takes(NEAR), passes(2 * MINUTE))
    team.wait(2 * HOUR - 2 * MINUTE)
    assert not team.call(key).is_live


def test_a_long_call_is_a_danger_sign_once(team: Team) -> None:
    team.floor = replace(FLOOR, pace=Pace(long_call=10 * MINUTE))
    key = team.after(passes(10 * MINUTE), passes(HOUR))
    view = team.database.read_now(reading.danger, key, FLOOR.roles)
    assert view.view.signs == (Sign(NOW + 10 * MINUTE, SignKind.LONG),)
    assert view.leads == (LEAD, SENIOR)


def test_a_call_that_ended_in_time_is_no_danger(team: Team) -> None:
    key = team.after(passes(19 * MINUTE), ends(), passes(HOUR))
    assert team.database.read_now(reading.call, key).signs == ()


def said(work: UnitOfWork, call: Call) -> None:
    """Keep what was said, and feared; the leads are told."""
    work.calls.hear(call, Segment(NOW, Speaker.CUSTOMER, "解約したい"))
    work.calls.sign(call, Sign(NOW, SignKind.PHRASE, "解約", "解約したい"))
    work.tell(audience.of_danger(call, ()))


def test_what_was_said_is_gone_before_ten_minutes_and_its_phrase_stays(team: Team) -> None:
    key, other = team.start(), team.start(COLLEAGUE)
    for each in (key, other):
        team.database.write_now(said, team.call(each))
    ends()(team, key)

    team.wait(9 * MINUTE - SECOND)
    assert team.database.read_now(lambda work: work.calls.count_segments()) == 2
    team.wait(SECOND)

    assert team.database.read_now(lambda work: work.calls.count_segments()) == 1
    assert [sign.words for sign in team.database.read_now(reading.call, key).signs] == [None]
    assert [sign.phrase for sign in team.database.read_now(reading.call, key).signs] == ["解約"]
    assert [sign.words for sign in team.database.read_now(reading.call, other).signs] == ["解約したい"]
    assert ("danger", key, CHANNEL) in team.owed()


def test_two_replicas_take_each_moment_once(postgresql_team: Team) -> None:
    team = postgresql_team
    key = team.after(raises(), takes(NEAR))
    team.now += 2 * MINUTE

    def act_while_another_does(work: UnitOfWork) -> tuple[int, int]:
        own = moments.act_due(work, team.floor, team.now)
        return own, team.database.write_now(moments.act_due, team.floor, team.now)

    assert team.database.write_now(act_while_another_does) == (1, 0)
    assert team.call(key).helps == 2


# ---- what screens ask for


def test_what_was_typed_finds_the_one_account_it_fits(team: Team) -> None:
    found = {
        typed: team.database.read_now(reading.to_start, AGENT, typed)
        for typed in ("青空", "ミドリ", "A-", "  ", "火星")
    }
    accounts = {typed: None if view.account is None else view.account.account_id for typed, view in found.items()}
    assert accounts == {"青空": "A-1", "ミドリ": "A-2", "A-": None, "  ": None, "火星": None}
    assert all(view.live is None for view in found.values())


def test_whoever_is_on_the_phone_is_asked_about_that_call(team: Team) -> None:
    key = team.start()
    live = team.database.read_now(reading.to_start, AGENT, "").live
    assert live is not None
    assert (live.call.key, live.customer) == (key, "株式会社青空")


def test_leads_see_every_call_and_whoever_waits_longest_first(team: Team) -> None:
    keys = {}
    for agent in (AGENT, COLLEAGUE, NEAR, FAR):
        keys[agent] = team.start(agent)
        team.now += SECOND
    for agent in (NEAR, AGENT, COLLEAGUE):
        raises(agent)(team, keys[agent])
        team.now += SECOND
    takes(LEAD)(team, keys[NEAR])

    floor = team.database.read_now(reading.floor_of, LEAD, FLOOR, team.now)

    assert floor.calls is not None
    assert [view.call.agent for view in floor.calls] == [AGENT, COLLEAGUE, NEAR, FAR]
    own = team.database.read_now(reading.floor_of, AGENT, FLOOR, team.now)
    assert own.calls is None
    assert own.own is not None
    assert own.own.call.key == keys[AGENT]


def test_a_former_sign_of_a_call_is_not_up_and_has_nobody(team: Team) -> None:
    key = team.after(raises(), takes(NEAR), passes(2 * MINUTE), takes(LEAD))
    first, second = (team.database.read_now(reading.help_sign, f"{key}/{ordinal}", FLOOR.roles) for ordinal in (1, 2))
    assert (first.is_up, first.taken_by) == (False, None)
    assert (second.is_up, second.taken_by, second.leads) == (True, LEAD, (LEAD, SENIOR))
