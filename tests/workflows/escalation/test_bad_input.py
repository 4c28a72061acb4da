"""Hostile words, people and customers that are gone, forged keys: FAULTS.md rows 26 to 28 where services meet them."""

from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa

from storage.accounts import Account
from storage.requests import Request
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import RequestType, Status, Urgency, Waiting
from tests.workflows.escalation.team import (
    AGENT,
    COVER,
    FAR,
    LEAD,
    MANAGER,
    NEAR,
    TOMORROW,
    Act,
    Team,
    accepts,
    accepts_answer,
    adds,
    answers,
    asks,
    asks_again,
    claims,
    declines,
    edits,
    hands_off,
    leaves,
    rates,
    reads,
    reopens,
    replies,
    resolves,
    returns,
    someone,
    takes_over,
    waits,
    withdraws,
)
from workflows.escalation import filing, passing, reading, service
from workflows.escalation.passing import Offer
from workflows.escalation.service import Pause, Rating
from workflows.escalation.standing import Click
from workflows.refusals import Refusal, Refused

STEPS: dict[str, Callable[[str], Act]] = {
    "claim": claims,
    "take over": takes_over,
    "read": reads,
    "answer": answers,
    "accept answer": accepts_answer,
    "ask again": asks_again,
    "ask": asks,
    "reply": replies,
    "wait": waits,
    "hand off": lambda by: hands_off(by, FAR),
    "accept": accepts,
    "return": returns,
    "decline": declines,
    "resolve": resolves,
    "withdraw": withdraws,
    "reopen": reopens,
    "add": adds,
    "edit": edits,
    "urgency": lambda by: rates(by, Urgency.LOW),
}
HOSTILE = "<!channel> <@U_LEAD> *x* \0 \ud800 \u202e " + "長い" * 20_000


def rows(work: UnitOfWork) -> list[int]:
    """Count what a step would leave behind."""
    tables = ("requests", "trail", "outbox", "timers")
    return [work.connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() for table in tables]  # noqa: S608


@pytest.fixture
def rows_before(team: Team) -> list[int]:
    """One request, and what there is of everything."""
    team.file()
    return team.database.read_now(rows)


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS.keys())
def test_a_forged_key_and_people_without_the_right_change_nothing(
    team: Team, rows_before: list[int], step: Callable[[str], Act]
) -> None:
    team.lose(NEAR)
    refused = []
    for key, by in (("R-9999", LEAD), ("R-1001/1", LEAD), ("", AGENT), ("R-1001", "U_NEVER_SEEN"), ("R-1001", NEAR)):
        with pytest.raises(Refused) as refusal:
            step(by)(team, key)
        refused.append(refusal.value.code)

    with pytest.raises(Refused) as refusal:
        step(FAR)(team, "R-1001")

    assert refused == [Refusal.NO_SUCH_REQUEST] * 3 + [Refusal.NOT_KNOWN_YET] * 2
    assert refusal.value.code in {Refusal.NOT_ALLOWED, Refusal.OFFER_GONE}
    assert team.database.read_now(rows) == rows_before


@pytest.mark.parametrize("key", ["R-1999", "R-1", "R-", "", "X", "R-１００１", "R-" + "9" * 40, "R-1001\0", "R-1/1"])
def test_what_is_no_key_is_no_request_to_whoever_looks(team: Team, key: str) -> None:
    team.file()
    with pytest.raises(Refused) as refused:
        team.database.read_now(reading.shown, Click(key, LEAD), team.desk)
    assert refused.value.code is Refusal.NO_SUCH_REQUEST


def test_any_words_are_kept_and_told_again(team: Team) -> None:
    """NUL and lone surrogates, which no database takes, become replacement characters; all else stays."""
    words = dict.fromkeys(("summary", "customer_words", "details", "said_by", "promised"), HOSTILE)
    key = team.file(request_type=RequestType.CONSULT, **words)
    said: list[tuple[Callable[..., Request], str, object]] = [
        (passing.hand_off, MANAGER, Offer(NEAR, HOSTILE)),
        (passing.return_offer, NEAR, HOSTILE),
        (service.answer, MANAGER, HOSTILE),
        (service.ask_again, AGENT, HOSTILE),
        (service.ask, MANAGER, HOSTILE),
        (service.reply, AGENT, HOSTILE),
        (service.wait, MANAGER, Pause(TOMORROW, HOSTILE)),
        (service.change_urgency, AGENT, Rating(Urgency.LOW, HOSTILE)),
        (filing.add, AGENT, HOSTILE),
        (passing.decline, MANAGER, HOSTILE),
        (service.withdraw, AGENT, HOSTILE),
        (passing.reopen, AGENT, HOSTILE),
    ]
    for step, by, given in said:
        team.take(step, by, key, given)

    kept = HOSTILE.replace("\0", "\N{REPLACEMENT CHARACTER}").replace("\ud800", "\N{REPLACEMENT CHARACTER}")
    story = team.database.read_now(reading.story, Click(key, LEAD), team.desk)
    assert {step.words for step in story.steps} == {kept}
    found = team.request(key)
    assert {found.summary, found.customer_words, found.details, found.said_by, found.promised} == {kept}


def test_a_story_stays_readable_when_people_are_renamed_and_leave(team: Team) -> None:
    key = team.after(claims(NEAR), hands_off(NEAR, FAR), accepts(FAR))
    team.database.write_now(lambda work: work.people.remember([replace(someone(NEAR), name="Naoko", updated=1)]))

    leaves(FAR)(team, key)

    view = team.database.read_now(reading.story, Click(key, LEAD), team.desk).view
    assert (view.name_of(NEAR), view.name_of(FAR), view.name_of(AGENT)) == ("Naoko", FAR.lower(), AGENT.lower())


def delete_accounts(url: str) -> None:
    """Lose the customers, as a hand in the database would: no code of ours deletes one."""
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            [key] = sa.inspect(connection).get_foreign_keys("requests")
            connection.exec_driver_sql(f"ALTER TABLE requests DROP CONSTRAINT {key['name']}")
        connection.exec_driver_sql("DELETE FROM accounts")
    engine.dispose()


def test_a_request_outlives_its_customer(team: Team, database_url: str) -> None:
    """Its id stands for its name; whoever was asked may still act, and what was declined comes to the leads."""
    claimed, declined = team.after(), team.after(claims(NEAR), resolves(NEAR), reopens(AGENT))
    delete_accounts(database_url)

    assert team.database.read_now(reading.request, claimed).account == Account("A-1", "A-1")
    claims(MANAGER)(team, claimed)
    declines(NEAR)(team, declined)
    leaves(MANAGER)(team, claimed)

    found = [team.request(key) for key in (claimed, declined)]
    assert [(each.status, each.account_manager) for each in found] == [(Status.TODO, None)] * 2
    assert [topic for topic, *_ in team.owed()].count("leads_asked") == 2
    assert team.database.read_now(reading.home, AGENT, team.desk, team.now).filed


def test_everyone_who_could_be_asked_has_left_and_the_leads_still_are(team: Team) -> None:
    key = team.after(answers(MANAGER), request_type=RequestType.CONSULT)
    team.lose(MANAGER, COVER, AGENT)

    team.notice_who_left()

    assert team.request(key).account_manager is None
    assert ("leads_asked", "C_ESC") in team.pings()
    claims(LEAD)(team, key)
    assert team.request(key).owner == LEAD


def test_what_waits_for_a_filer_who_has_left_comes_to_the_leads_once(team: Team) -> None:
    key = team.after(claims(NEAR), asks(NEAR))

    leaves(AGENT)(team, key)
    leaves(AGENT)(team, key)

    assert [topic for topic, *_ in team.owed()].count("leads_asked") == 1
    assert team.request(key).waiting_for is Waiting.REPLY
