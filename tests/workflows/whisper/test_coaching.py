"""Who may whisper to whom, who answers, and what a whisper was worth; what is not allowed is refused in words."""

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
    SENIOR,
    Team,
    ends,
    lowers,
    passes,
    raises,
    refusal_of,
    takes,
    whispers,
)
from workflows.refusals import InvalidForm, Refusal
from workflows.whisper import moments, reading, service, whispering
from workflows.whisper.holding import Press, hold
from workflows.whisper.policy import LONGEST_ADVICE
from workflows.whisper.whispering import Advice

GOT_IT, MORE, HOLD, TAKE_OVER = WhisperAnswer


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


def test_what_leaves_with_the_commit_is_what_is_stored_whatever_was_typed(team: Team) -> None:
    key = team.after()
    hostile = Advice("返\0金\ud800は<!channel>", Tone.STOP, link="https://example.com/\0")

    def whisper_and_read(work: UnitOfWork) -> tuple[Whisper, Whisper]:
        sent = whispering.whisper(work, Press(key, LEAD), hostile, FLOOR, NOW)
        return sent, reading.whisper(work, f"{sent.key}/1").whisper

    sent, rendered = team.database.write_now(whisper_and_read)
    assert [sent, rendered] == team.whispers(key) * 2


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
    assert len(team.open_ones(live.key)) == 1


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
