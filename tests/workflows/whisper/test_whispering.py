"""Advice and what comes back: one at a time before the agent's eyes, answered once, sent again once, never lost."""

from concurrent.futures import ThreadPoolExecutor

from storage.unit_of_work import UnitOfWork
from storage.vocabulary import WhisperAnswer
from tests.workflows.whisper.team import (
    AGENT,
    COLLEAGUE,
    INFO,
    LEAD,
    MINUTE,
    NOW,
    SECOND,
    SENIOR,
    Team,
    answers,
    passes,
    settled,
    whispers,
)
from workflows.whisper import whispering

GOT_IT, MORE, HOLD, TAKE_OVER = WhisperAnswer


# ---- one at a time


def test_a_whisper_folds_the_one_before_it_answered_or_not(team: Team) -> None:
    key = team.after(whispers(LEAD), answers(), whispers(SENIOR), whispers(LEAD, INFO))

    first, second, third = team.whispers(key)

    assert (first.answer, first.folded_at, first.due_at) == (GOT_IT, NOW, None)
    assert (second.answer, second.folded_at, second.due_at) == (None, NOW, None)
    assert (third.folded_at, third.due_at) == (None, NOW + 2 * MINUTE)
    assert [each.number for each in team.open_ones(key)] == [third.number]


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
    assert len(team.open_ones(one)) == len(team.open_ones(other)) == 1


def test_two_coaches_at_once_leave_one_before_the_agent_s_eyes(postgresql_team: Team) -> None:
    team = postgresql_team
    key = team.after()
    team.together([lambda: team.whisper(LEAD, key), lambda: team.whisper(SENIOR, key)])
    assert len(team.whispers(key)) == 2
    assert len(team.open_ones(key)) == 1


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


def test_a_coach_learns_of_silence_even_where_nobody_could_tell_them_in_time(team: Team) -> None:
    key = team.after(whispers(LEAD))
    team.wait(5 * MINUTE)
    [whisper] = team.whispers(key)
    assert (whisper.warned_at, whisper.folded_at, whisper.due_at, whisper.sendings) == (team.now, team.now, None, 1)
    assert team.pings() == [("coach_called", LEAD)]


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
