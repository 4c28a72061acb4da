"""Advice and what comes back: one at a time before the agent's eyes, answered once, sent again once, never lost."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from storage.calls import Whisper
from storage.phrases import Phrase
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import BATON, Helped, Locale, Speaker, Tone, WhisperAnswer
from tests.workflows.whisper.team import (
    AGENT,
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
    Team,
    answers,
    ends,
    lowers,
    passes,
    raises,
    refusal_of,
    settled,
    takes,
    whispers,
)
from workflows.refusals import InvalidForm, Refusal
from workflows.whisper import moments, service, whispering
from workflows.whisper.holding import Press, hold
from workflows.whisper.policy import LONGEST_ADVICE
from workflows.whisper.whispering import Advice

GOT_IT, MORE, HOLD, TAKE_OVER = WhisperAnswer


def open_ones(team: Team, key: str) -> list[Whisper]:
    """Answer the whispers of a call that wait for an answer."""
    return [each for each in team.whispers(key) if each.is_open]


# ---- one at a time


def test_a_whisper_folds_the_one_before_it_answered_or_not(team: Team) -> None:
    key = team.after(whispers(LEAD), answers(), whispers(SENIOR), whispers(LEAD, INFO))

    first, second, third = team.whispers(key)

    assert (first.answer, first.folded_at, first.due_at) == (GOT_IT, NOW, None)
    assert (second.answer, second.folded_at, second.due_at) == (None, NOW, None)
    assert (third.folded_at, third.due_at) == (None, NOW + 2 * MINUTE)
    assert [each.number for each in open_ones(team, key)] == [third.number]


def test_what_came_before_is_folded_in_the_same_breath_in_which_the_new_one_leaves(team: Team) -> None:
    key = team.after(whispers(LEAD))
    former = team.whispers(key)[0].key
    latest = team.whisper(SENIOR, key).key

    assert team.owed() == [
        ("whisper", f"{latest}/1", AGENT),
        ("whisper_copy", latest, SENIOR),
        ("whisper", f"{former}/1", AGENT),
        ("whisper_copy", former, LEAD),
    ]


def test_one_that_is_being_sent_again_is_folded_as_it_is_then(postgresql_team: Team) -> None:
    team = postgresql_team
    key = team.after(whispers(LEAD))
    former = team.whispers(key)[0].key
    team.now += 15 * SECOND

    with ThreadPoolExecutor() as another:

        def send_again_while_another_whispers(work: UnitOfWork) -> None:
            whispering.act_due(work, team.floor, team.now)
            settled(work, team.now)
            another.submit(team.whisper, SENIOR, key)
            until_somebody_waits(work)

        team.database.write_now(send_again_while_another_whispers)

    assert [each.sendings for each in team.whispers(key)] == [2, 1]
    assert [told for told in team.owed() if told[0] == "whisper"][-1] == ("whisper", f"{former}/2", AGENT)


def until_somebody_waits(work: UnitOfWork) -> None:
    """Go on once another transaction of PostgreSQL waits for a lock."""
    while not work.connection.exec_driver_sql("SELECT count(*) FROM pg_locks WHERE NOT granted").scalar_one():
        work.connection.exec_driver_sql("SELECT pg_sleep(0.01)")


def test_two_agents_are_whispered_to_apart(team: Team) -> None:
    one, other = team.after(whispers(LEAD)), team.start(COLLEAGUE)
    team.whisper(LEAD, other)
    assert len(open_ones(team, one)) == len(open_ones(team, other)) == 1


def test_two_coaches_at_once_leave_one_before_the_agent_s_eyes(postgresql_team: Team) -> None:
    team = postgresql_team
    key = team.after()
    team.together([lambda: team.whisper(LEAD, key), lambda: team.whisper(SENIOR, key)])
    assert len(team.whispers(key)) == 2
    assert len(open_ones(team, key)) == 1


# ---- what happens by itself


def test_what_nobody_answers_is_sent_again_told_of_and_folded_once_each(team: Team) -> None:
    key = team.after(whispers(LEAD))

    for second, count in ((14, 0), (15, 1), (15, 0), (29, 0), (31, 1), (32, 0), (119, 0), (120, 1), (600, 0)):
        assert team.wait(NOW + second * SECOND - team.now) == count
        team.pings()

    [whisper] = team.whispers(key)
    assert (whisper.sendings, whisper.warned_at, whisper.folded_at, whisper.due_at) == (
        2, NOW + 31 * SECOND, NOW + 120 * SECOND, None,
    )  # fmt: skip
    told = [told for told in team.ever_told() if told[0] in {"whisper", "coach_called"}]
    assert told == [
        ("whisper", f"{whisper.key}/1", AGENT),
        ("whisper", f"{whisper.key}/1", AGENT),
        ("whisper", f"{whisper.key}/2", AGENT),
        ("coach_called", whisper.key, LEAD),
        ("whisper", f"{whisper.key}/2", AGENT),
    ]


def test_the_one_sent_again_can_be_answered_and_then_nothing_more_happens(team: Team) -> None:
    key = team.after(whispers(LEAD), passes(15 * SECOND))
    answers(HOLD)(team, key)
    team.pings()
    assert team.wait(MINUTE) == 0
    assert team.owed() == []


def test_one_that_is_still_on_its_way_is_not_sent_twice(team: Team) -> None:
    key = team.after()
    team.whisper(LEAD, key)
    team.wait(15 * SECOND)
    assert team.whispers(key)[0].sendings == 1


def test_due_ones_of_many_calls_are_acted_on_in_portions(team: Team) -> None:
    key = team.after(whispers(LEAD))
    other = team.start(COLLEAGUE)
    team.whisper(SENIOR, other)
    team.pings()
    assert team.wait(30 * SECOND) == 2
    assert all(team.whispers(each)[0].warned_at == team.now for each in (key, other))


def test_whether_anything_is_due_is_known_without_doing_it(team: Team) -> None:
    team.after(whispers(LEAD))
    is_due = [team.database.read_now(whispering.is_any_due, NOW + seconds * SECOND) for seconds in (0, 14.9, 15, 999)]
    assert is_due == [False, False, True, True]


def test_two_replicas_act_once_on_each_whisper(postgresql_team: Team) -> None:
    team = postgresql_team
    key = team.after(whispers(LEAD))
    team.now += 15 * SECOND

    def act_while_another_does(work: UnitOfWork) -> tuple[int, int]:
        own = whispering.act_due(work, team.floor, team.now)
        return own, team.database.write_now(whispering.act_due, team.floor, team.now)

    assert team.database.write_now(act_while_another_does) == (1, 0)
    assert team.tick() == 0
    assert team.whispers(key)[0].sendings == 2


def test_an_answer_while_it_is_being_sent_again_stands(postgresql_team: Team) -> None:
    team = postgresql_team
    key = team.after(whispers(LEAD))
    team.now += 15 * SECOND
    team.together([lambda: answers()(team, key), team.tick])

    [whisper] = team.whispers(key)
    assert (whisper.answer, whisper.due_at) == (GOT_IT, None)
    assert team.wait(MINUTE) == 0


# ---- who may, and what is refused


def test_only_its_agent_answers_once_and_while_it_is_there(team: Team) -> None:
    key = team.after(whispers(LEAD), whispers(LEAD))
    folded, shown = (each.key for each in team.whispers(key))

    assert refusal_of(lambda: team.answer(COLLEAGUE, shown)) == (Refusal.NOT_YOUR_CALL, (AGENT,))
    assert refusal_of(lambda: team.answer(LEAD, shown)) == (Refusal.NOT_YOUR_CALL, (AGENT,))
    assert refusal_of(lambda: team.answer(AGENT, folded)) == (Refusal.WHISPER_FOLDED, ())
    assert team.answer(AGENT, shown, MORE).answer is MORE
    assert refusal_of(lambda: team.answer(AGENT, shown)) == (Refusal.ALREADY_ANSWERED, ())
    assert team.whispers(key)[-1].answer is MORE


def test_a_forged_key_is_refused_in_words(team: Team) -> None:
    team.after(whispers(LEAD))
    for forged in ("whisper-999", "whisper-", "call-1", "R-1001", "whisper-1/2", "", "whisper-９", f"whisper-{10**30}"):
        assert refusal_of(partial(team.answer, AGENT, forged))[0] is Refusal.NO_SUCH_CALL
        assert refusal_of(partial(team.rate, AGENT, forged, Helped.USED))[0] is Refusal.NO_SUCH_CALL
    for forged in ("call-999", "call-", "whisper-1", "call-1/2", "call-0", f"call-{10**30}"):
        assert refusal_of(partial(team.whisper, LEAD, forged))[0] is Refusal.NO_SUCH_CALL
        assert refusal_of(partial(team.press, service.end, AGENT, forged))[0] is Refusal.NO_SUCH_CALL


def test_after_the_end_nothing_is_whispered_or_answered(team: Team) -> None:
    key = team.after(whispers(LEAD), ends())
    assert refusal_of(lambda: team.whisper(LEAD, key))[0] is Refusal.CALL_ENDED
    assert refusal_of(lambda: team.answer(AGENT, team.whispers(key)[0].key))[0] is Refusal.WHISPER_FOLDED
    assert team.owed() == []


def test_the_one_who_has_the_sign_whispers_as_long_as_they_have_it(team: Team) -> None:
    key = team.after()
    assert refusal_of(lambda: team.whisper(NEAR, key))[0] is Refusal.COACHES_ONLY
    for act in (raises(), takes(NEAR), whispers(NEAR)):
        act(team, key)
    team.whisper_to(AGENT, NEAR)

    lowers()(team, key)

    assert refusal_of(lambda: team.whisper(NEAR, key))[0] is Refusal.COACHES_ONLY
    assert refusal_of(lambda: team.whisper_to(AGENT, NEAR))[0] is Refusal.COACHES_ONLY


def test_the_one_who_had_the_sign_whispers_no_more_once_it_went_back(team: Team) -> None:
    key = team.after(raises(), takes(NEAR), passes(2 * MINUTE))
    assert refusal_of(lambda: team.whisper(NEAR, key))[0] is Refusal.COACHES_ONLY
    takes(LEAD)(team, key)
    team.whisper(LEAD, key)


def test_advice_that_is_too_long_is_refused_whole(team: Team) -> None:
    key = team.after()
    longest, advice = (Advice("あ" * (LONGEST_ADVICE + more), Tone.INFO) for more in (0, 1))
    for whisper in (partial(team.whisper, LEAD, key, advice), partial(team.whisper_to, COLLEAGUE, LEAD, advice)):
        with pytest.raises(InvalidForm) as refused:
            whisper()
        assert refused.value.misfits.keys() == {"advice"}
    assert (team.whispers(key), team.live_of(COLLEAGUE), team.owed()) == ([], None, [])
    assert team.whisper(LEAD, key, longest).advice == longest.text


def test_an_agent_who_has_left_is_whispered_to_no_more(team: Team) -> None:
    key = team.after()
    team.lose(AGENT)
    assert refusal_of(lambda: team.whisper(LEAD, key))[0] is Refusal.NO_SUCH_AGENT
    assert refusal_of(lambda: team.whisper_to(AGENT, LEAD))[0] is Refusal.NO_SUCH_AGENT
    assert refusal_of(lambda: team.whisper_to("U_NOBODY", LEAD))[0] is Refusal.NO_SUCH_AGENT


def test_a_coach_who_has_left_whispers_no_more(team: Team) -> None:
    key = team.after()
    team.lose(LEAD)
    assert refusal_of(lambda: team.whisper(LEAD, key))[0] is Refusal.NOT_KNOWN_YET
    assert refusal_of(lambda: team.whisper_to(AGENT, LEAD))[0] is Refusal.NOT_KNOWN_YET


# ---- to someone by name


def test_a_whisper_to_an_agent_without_a_call_begins_one_that_nobody_announced(team: Team) -> None:
    whisper = team.whisper_to(AGENT, LEAD)

    live = team.live_of()
    assert live is not None
    assert (live.number, live.announced, live.account_id, live.customer) == (whisper.call, False, None, None)
    assert team.pings() == [("cockpit", AGENT), ("whisper", AGENT), ("whisper_copy", LEAD)]


def test_a_whisper_to_an_agent_on_the_phone_joins_that_call(team: Team) -> None:
    key = team.after()
    team.whisper_to(AGENT, LEAD)
    assert len(team.whispers(key)) == 1
    assert team.call(key).announced


def test_nobody_but_leads_begins_a_call_by_a_whisper(team: Team) -> None:
    codes = {refusal_of(partial(team.whisper_to, COLLEAGUE, by))[0] for by in (NEAR, FAR, AGENT)}
    assert codes == {Refusal.COACHES_ONLY}
    assert team.live_of(COLLEAGUE) is None


def test_two_coaches_who_begin_the_same_call_are_in_it_together(postgresql_team: Team) -> None:
    team = postgresql_team
    sent = team.together([lambda: team.whisper_to(AGENT, LEAD), lambda: team.whisper_to(AGENT, SENIOR)])
    assert not [each for each in sent if isinstance(each, Exception)]
    live = team.live_of()
    assert live is not None
    assert len(team.whispers(live.key)) == 2
    assert len(open_ones(team, live.key)) == 1


# ---- what it was worth, and what stands in the way

ENTRY = Phrase(
    "cancel-1", Locale.EN, Speaker.CUSTOMER, ("cancel",), (), (), 10, Tone.INFO, danger=False, advice="Ask why first"
)


def of_the_book(work: UnitOfWork, key: str) -> Whisper:
    """Let the phrase book speak in a call."""
    call = hold(work, Press(key, AGENT))
    advice = Advice(ENTRY.advice, ENTRY.tone, phrase_id=ENTRY.phrase_id)
    return whispering.send(work, call, BATON, advice, FLOOR, NOW)


def test_the_phrase_book_counts_each_rating_of_its_agent_once(team: Team) -> None:
    team.database.write_now(lambda work: work.phrases.save([ENTRY]))
    key = team.after()
    whisper = team.database.write_now(of_the_book, key)
    ends()(team, key)

    assert refusal_of(lambda: team.rate(LEAD, whisper.key, Helped.USED)) == (Refusal.NOT_YOUR_CALL, (AGENT,))
    for helped in (Helped.USED, Helped.USED, Helped.TOO_LATE, Helped.USED):
        team.rate(AGENT, whisper.key, helped)

    [counted] = team.database.read_now(lambda work: work.phrases.all())
    assert (counted.used, counted.not_used, counted.too_late) == (1, 0, 0)


def test_what_the_book_says_has_no_copy_and_calls_nobody(team: Team) -> None:
    key = team.after()
    whisper = team.database.write_now(of_the_book, key)
    assert team.owed() == [("whisper", f"{whisper.key}/1", AGENT)]
    team.answer(AGENT, whisper.key, MORE)
    team.wait(HOUR)
    assert {topic for topic, _, _ in team.ever_told()} == {"cockpit", "call", "whisper", "danger"}


def test_a_coach_is_warned_in_their_copy_once_of_what_stands_between(team: Team) -> None:
    key = team.after(whispers(LEAD))
    [whisper] = team.whispers(key)
    for found in ("dnd", "dnd"):
        team.database.write_now(whispering.caution, whisper.key, found)
        assert team.whispers(key)[0].caution == "dnd"
    assert team.owed() == [("whisper_copy", whisper.key, LEAD)]
    team.database.write_now(whispering.caution, "whisper-999", "away")


def test_moments_of_calls_and_whispers_are_apart(team: Team) -> None:
    team.after(whispers(LEAD, INFO))
    assert not team.database.read_now(moments.is_any_due, NOW + 2 * MINUTE)
    assert team.database.read_now(whispering.is_any_due, NOW + 2 * MINUTE)
