"""Who is told of what happens in a call, and whom it pings: leads once a sign, coaches when they must act."""

from collections.abc import Iterable

import pytest

from storage.vocabulary import Helped, WhisperAnswer
from tests.workflows.whisper.team import (
    AGENT,
    CHANNEL,
    EVERYONE,
    HOUR,
    INFO,
    LEAD,
    MINUTE,
    NEAR,
    NO_CHANNEL,
    SECOND,
    SENIOR,
    STOP,
    Act,
    Ping,
    Team,
    answers,
    ends,
    lowers,
    notes,
    passes,
    raises,
    rates,
    takes,
    whispers,
)

GOT_IT, MORE, HOLD, TAKE_OVER = WhisperAnswer
NOBODY: list[Ping] = []
CALL, COCKPIT, SIGN, SUMMARY = "call", "cockpit", "help_sign", "call_summary"
WHISPER, COPY, CALLED, DANGER = "whisper", "whisper_copy", "coach_called", "danger"
SHOWN, SIGNED, ASKED = {CALL, COCKPIT}, {CALL, COCKPIT, SIGN}, [(SIGN, CHANNEL)]
SAID = {WHISPER, COPY}
Row = tuple[tuple[Act, ...], Act, Iterable[str], list[Ping]]

# what came before, what happens, what is told of it, and whom that pings
ROWS: dict[str, Row] = {
    "ask for help": ((), raises(), SIGNED, ASKED),
    "ask for help once more while the sign is up": ((raises(),), raises(), (), NOBODY),
    "take the sign": ((raises(),), takes(NEAR), SIGNED, NOBODY),
    "take the sign twice": ((raises(), takes(NEAR)), takes(NEAR), (), NOBODY),
    "lower the sign": ((raises(),), lowers(), SIGNED, NOBODY),
    "lower the sign that somebody has": ((raises(), takes(NEAR)), lowers(), SIGNED, NOBODY),
    "lower no sign": ((), lowers(), (), NOBODY),
    "ask anew": ((raises(), lowers()), raises(), SIGNED, ASKED),
    "the sign goes back": ((raises(), takes(NEAR)), passes(2 * MINUTE), SIGNED, ASKED),
    "the sign does not go back yet": ((raises(), takes(NEAR)), passes(119 * SECOND), (), NOBODY),
    "the sign stays with whoever whispered": (
        (raises(), takes(NEAR), passes(MINUTE), whispers(NEAR, INFO)), passes(MINUTE), (), NOBODY
    ),
    "note": ((), notes(), {COCKPIT}, NOBODY),
    "whisper": ((), whispers(LEAD), SAID, [(WHISPER, AGENT), (COPY, LEAD)]),
    "whisper again": ((whispers(LEAD),), whispers(LEAD), SAID, [(WHISPER, AGENT), (COPY, LEAD)]),
    "whisper over another's": ((whispers(LEAD),), whispers(SENIOR), SAID, [(WHISPER, AGENT), (COPY, SENIOR)]),
    "got it": ((whispers(LEAD),), answers(GOT_IT), SAID, NOBODY),
    "tell me more": ((whispers(LEAD),), answers(MORE), {*SAID, CALLED}, [(CALLED, LEAD)]),
    "putting on hold": ((whispers(LEAD),), answers(HOLD), {*SAID, CALLED}, [(CALLED, LEAD)]),
    "please take over": ((whispers(LEAD),), answers(TAKE_OVER), {*SAID, CALLED}, [(CALLED, LEAD)]),
    "sent again": ((whispers(LEAD),), passes(15 * SECOND), SAID, [(WHISPER, AGENT)]),
    "its coach is told": (
        (whispers(LEAD), passes(15 * SECOND)), passes(15 * SECOND), {COPY, CALLED}, [(CALLED, LEAD)]
    ),
    "folded": (
        (whispers(LEAD), passes(15 * SECOND), passes(15 * SECOND)), passes(90 * SECOND), SAID, NOBODY
    ),
    "folded, for information": ((whispers(LEAD, INFO),), passes(2 * MINUTE), SAID, NOBODY),
    "folded after Baton was down": (
        (whispers(LEAD),), passes(2 * MINUTE), {*SAID, CALLED}, [(CALLED, LEAD)]
    ),
    "end": ((), ends(), {*SHOWN, SUMMARY}, [(SUMMARY, AGENT)]),
    "end by a lead": ((), ends(LEAD), {*SHOWN, SUMMARY}, [(SUMMARY, AGENT)]),
    "end with a sign up": ((raises(),), ends(), {*SIGNED, SUMMARY}, [(SUMMARY, AGENT)]),
    "end under a whisper": ((whispers(LEAD),), ends(), {*SHOWN, *SAID, SUMMARY}, [(SUMMARY, AGENT)]),
    "end after a whisper that is folded: nobody can whisper any more by its copy": (
        (whispers(LEAD, INFO), passes(2 * MINUTE)), ends(), {*SHOWN, COPY, SUMMARY}, [(SUMMARY, AGENT)]
    ),
    "end after a danger sign": ((passes(20 * MINUTE),), ends(), {*SHOWN, DANGER, SUMMARY}, [(SUMMARY, AGENT)]),
    "a long call": ((), passes(20 * MINUTE), {*SHOWN, DANGER}, [(DANGER, CHANNEL)]),
    "a silent call": ((passes(20 * MINUTE),), passes(2 * HOUR), {*SHOWN, DANGER, SUMMARY}, [(SUMMARY, AGENT)]),
    "a call that was silent while Baton was down": (
        (raises(), takes(NEAR)), passes(9 * HOUR), {*SIGNED, SUMMARY}, [(SUMMARY, AGENT)]
    ),
    "its words are forgotten": ((ends(),), passes(9 * MINUTE), SHOWN, NOBODY),
    "it helped": ((whispers(LEAD), ends()), rates(Helped.USED), {COPY, SUMMARY}, NOBODY),
    "it helped, said twice": (
        (whispers(LEAD), ends(), rates(Helped.USED)), rates(Helped.USED), (), NOBODY
    ),
    "it helped, said too early": ((whispers(LEAD),), rates(Helped.USED), {COPY}, NOBODY),
}  # fmt: skip


@pytest.mark.parametrize(("before", "act", "topics", "pings"), ROWS.values(), ids=ROWS.keys())
def test_a_step_pings_those_who_must_act_and_updates_the_rest_in_place(
    sqlite_team: Team, before: tuple[Act, ...], act: Act, topics: Iterable[str], pings: list[Ping]
) -> None:
    team = sqlite_team
    key = team.after(*before)

    act(team, key)

    assert {topic for topic, _, _ in team.owed()} == set(topics)
    assert sorted(team.pings()) == sorted(pings)


def test_a_start_shows_the_agent_their_cockpit_and_the_channel_a_card_that_pings_nobody(team: Team) -> None:
    key = team.start()
    assert team.owed() == [(COCKPIT, key, AGENT), (CALL, key, CHANNEL)]
    assert team.pings() == [(COCKPIT, AGENT)]


def test_a_start_in_the_place_of_another_ends_that_one(team: Team) -> None:
    former = team.after()
    key = team.start(replaces=former)
    assert (CALL, former, CHANNEL) in team.owed()
    assert team.pings() == [(SUMMARY, AGENT), (COCKPIT, AGENT)]
    assert team.call(key).is_live
    assert not team.call(former).is_live


@pytest.mark.parametrize("act", [raises(), passes(20 * MINUTE)], ids=["a help sign", "a danger sign"])
def test_without_a_channel_each_lead_is_told_by_dm(team: Team, act: Act) -> None:
    team.floor = NO_CHANNEL
    key = team.after()
    act(team, key)
    assert {place for _, place in team.pings()} == {LEAD, SENIOR}


def test_without_a_channel_a_sign_that_goes_back_asks_the_leads_again(team: Team) -> None:
    team.floor = NO_CHANNEL
    key = team.after(raises(), takes(LEAD))
    team.wait(2 * MINUTE)
    assert sorted(team.pings()) == [(SIGN, LEAD), (SIGN, SENIOR)]
    assert {subject for topic, subject, _ in team.ever_told() if topic == SIGN} == {f"{key}/1", f"{key}/2"}


def test_a_coach_is_told_once_that_a_whisper_cannot_arrive_and_nothing_more_is_tried(team: Team) -> None:
    key = team.after()
    team.whisper(LEAD, key)
    team.refuse()
    assert sorted(team.pings()) == [(CALLED, LEAD), (COPY, LEAD)]

    team.wait(2 * MINUTE)
    ends()(team, key)

    assert WHISPER not in {topic for topic, _, _ in team.owed()}
    assert team.pings() == [(SUMMARY, AGENT)]


def test_a_whisper_that_slack_takes_at_a_later_try_goes_on_as_any_other(team: Team) -> None:
    key = team.after()
    team.whisper(LEAD, key)
    team.refuse()
    team.pings()

    team.now += MINUTE
    team.database.write_now(lambda work: work.outbox.retry(work.clock()))
    team.pings()
    assert team.whispers(key)[-1].failed is None
    team.wait(MINUTE)

    assert team.whispers(key)[-1].folded_at == team.now


def test_nothing_whispered_goes_anywhere_but_to_its_agent_and_its_coach(team: Team) -> None:
    key = team.after(
        whispers(LEAD), answers(MORE), whispers(SENIOR), passes(15 * SECOND), passes(15 * SECOND), whispers(LEAD, STOP)
    )
    ends()(team, key)
    places = {
        topic: {place for each, _, place in team.ever_told() if each == topic} for topic in (WHISPER, COPY, CALLED)
    }
    assert places == {WHISPER: {AGENT}, COPY: {LEAD, SENIOR}, CALLED: {LEAD, SENIOR}}
    assert {place for _, _, place in team.ever_told()} <= {*EVERYONE, CHANNEL}
