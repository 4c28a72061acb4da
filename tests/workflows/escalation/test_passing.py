"""How a request passes on: offered, declined, begun again, left behind; somebody is always asked."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from storage.accounts import Account
from storage.database import Database
from storage.vocabulary import BATON, Ending, RequestType, Status, Verb
from tests.workflows.escalation.team import (
    AGENT,
    CHANNEL,
    COVER,
    FAR,
    LEAD,
    MANAGER,
    NEAR,
    NOW,
    Act,
    Team,
    a_team,
    claims,
    declines,
    hands_off,
    leaves,
    reads,
    reopens,
    resolves,
    returns,
    waits,
    withdraws,
)
from workflows.escalation import passing
from workflows.refusals import InvalidForm, Misfit

TODO, DOING, WAITING, DONE = Status


def keep_account(team: Team, manager: str | None, cover: str | None) -> None:
    """Let other people stand for the customer."""
    account = Account("A-1", "株式会社青空", "アオゾラ", manager, cover)
    team.database.write_now(lambda work: work.accounts.save([account]))


def whose(team: Team, key: str) -> tuple[Status, str | None, str | None]:
    """Answer how a request stands, who has it, and who is asked."""
    found = team.request(key)
    return found.status, found.owner, found.account_manager


# ---- declining


def test_after_the_manager_the_cover_is_asked_and_after_the_cover_the_leads(team: Team) -> None:
    key = team.after(declines(MANAGER))
    assert whose(team, key) == (TODO, None, COVER)

    declines(COVER)(team, key)

    assert whose(team, key) == (TODO, None, None)
    assert team.request(key).declined_by == (MANAGER, COVER)
    assert ("leads_asked", CHANNEL) in team.pings()


def test_a_lead_s_word_ends_it(team: Team) -> None:
    key = team.after(declines(MANAGER), declines(COVER), declines(LEAD))

    found = team.request(key)
    assert (found.status, found.ending, found.finished_by) == (DONE, Ending.DECLINED, LEAD)


@pytest.mark.parametrize("cover", [None, MANAGER])
def test_without_a_cover_who_has_not_declined_the_leads_are_asked(team: Team, cover: str | None) -> None:
    keep_account(team, MANAGER, cover)
    key = team.after(declines(MANAGER))
    assert whose(team, key) == (TODO, None, None)


def test_a_cover_who_has_left_is_not_asked(team: Team) -> None:
    team.lose(COVER)
    key = team.file()
    team.pings()

    declines(MANAGER)(team, key)

    assert whose(team, key) == (TODO, None, None)
    assert ("leads_asked", CHANNEL) in team.pings()


# ---- offers


@pytest.mark.parametrize(
    ("to", "misfit"),
    [("U_GONE", Misfit.NO_SUCH_PERSON), (MANAGER, Misfit.ALREADY_THEIRS), (LEAD, Misfit.ALREADY_THEIRS)],
)
def test_some_cannot_be_asked_to_take_over(team: Team, to: str, misfit: Misfit) -> None:
    team.lose("U_GONE")
    key = team.after(claims(MANAGER))
    with pytest.raises(InvalidForm) as invalid:
        hands_off(LEAD, to)(team, key)
    assert invalid.value.misfits == {"owner": misfit}


def test_whom_the_mirror_has_not_met_may_be_asked(team: Team) -> None:
    key = team.after(claims(MANAGER), hands_off(MANAGER, "U_NEWCOMER"))
    assert team.request(key).offered_to == "U_NEWCOMER"


def test_a_returned_offer_leaves_everything_as_it_was(team: Team) -> None:
    key = team.after(claims(MANAGER), waits(MANAGER), hands_off(LEAD, FAR), returns(FAR))
    assert whose(team, key) == (WAITING, MANAGER, MANAGER)


# ---- beginning again


@pytest.mark.parametrize(
    ("request_type", "before", "after"),
    [
        (RequestType.ACTION, (claims(NEAR), resolves(NEAR)), (DOING, NEAR, MANAGER)),
        (RequestType.ACTION, (withdraws(AGENT),), (TODO, None, MANAGER)),
        (RequestType.ACTION, (declines(MANAGER), declines(LEAD)), (TODO, None, MANAGER)),
        (RequestType.FYI, (reads(LEAD),), (TODO, None, MANAGER)),
    ],
)
def test_what_begins_again_has_its_owner_or_asks_anew(
    team: Team, request_type: RequestType, before: tuple[Act, ...], after: tuple[object, ...]
) -> None:
    key = team.after(*before, reopens(AGENT), request_type=request_type)

    found = team.request(key)
    assert whose(team, key) == after
    assert (found.ending, found.finished_by, found.finished_at, found.declined_by) == (None, None, None, ())


def test_what_begins_again_without_its_owner_asks_whom_the_account_asks_now(team: Team) -> None:
    key = team.after(claims(NEAR), resolves(NEAR))
    team.lose(NEAR)
    keep_account(team, FAR, None)

    reopens(AGENT)(team, key)

    assert whose(team, key) == (TODO, None, FAR)
    assert ("handoff", FAR) in team.pings()


def test_what_begins_again_for_a_customer_with_nobody_asks_whom_it_asked(team: Team) -> None:
    key = team.after(withdraws(AGENT), customer="A-2", account_manager=FAR)

    reopens(AGENT)(team, key)

    assert whose(team, key) == (TODO, None, FAR)


# ---- leaving


@pytest.mark.parametrize(
    ("before", "who", "after"),
    [
        ((), MANAGER, (TODO, None, COVER)),
        ((claims(MANAGER),), MANAGER, (TODO, None, COVER)),
        ((claims(MANAGER), waits(MANAGER)), MANAGER, (TODO, None, COVER)),
        ((claims(NEAR),), NEAR, (TODO, None, MANAGER)),
        ((claims(NEAR),), MANAGER, (DOING, NEAR, COVER)),
        ((declines(MANAGER),), COVER, (TODO, None, None)),
        ((hands_off(MANAGER, FAR),), FAR, (TODO, None, MANAGER)),
        ((claims(NEAR), hands_off(NEAR, FAR)), FAR, (DOING, NEAR, MANAGER)),
    ],
)
def test_what_rested_on_someone_who_left_rests_on_another(
    team: Team, before: tuple[Act, ...], who: str, after: tuple[object, ...]
) -> None:
    key = team.after(*before)

    leaves(who)(team, key)

    assert whose(team, key) == after
    assert team.request(key).offered_to is None
    *_, last = team.trail(key)
    assert (last.verb, last.by, last.about) == (Verb.MOVE, BATON, who)
    assert team.notice_who_left() == 0


def test_when_nobody_is_left_the_leads_are_asked(team: Team) -> None:
    key = team.file()
    team.pings()
    team.lose(MANAGER, COVER)

    assert team.notice_who_left() == 1

    assert whose(team, key) == (TODO, None, None)
    assert team.pings() == [("leads_asked", CHANNEL)]


def test_what_is_done_stays_with_whoever_did_it(team: Team) -> None:
    key = team.after(claims(NEAR), resolves(NEAR))

    leaves(NEAR)(team, key)

    assert (whose(team, key), team.owed()) == ((DONE, NEAR, MANAGER), [])


def test_an_offer_by_an_owner_who_left_is_taken_back(team: Team) -> None:
    key = team.after(claims(NEAR), hands_off(NEAR, FAR))

    leaves(NEAR)(team, key)

    assert whose(team, key) == (TODO, None, MANAGER)
    assert ("offer", f"{key}/3", FAR) in team.owed()


def test_nobody_is_gone_while_all_are_there(team: Team) -> None:
    team.after(claims(NEAR))
    assert not team.database.read_now(passing.is_anyone_gone)
    team.lose(NEAR)
    assert team.database.read_now(passing.is_anyone_gone)


def test_replicas_that_notice_together_pass_on_once(postgresql_url: str) -> None:
    """Both find the same requests before either holds one; whoever comes second finds them passed on."""
    database = Database(postgresql_url, lambda: NOW)
    database.write_now(a_team)
    team = Team(database)
    keys = [team.after(claims(NEAR)) for _ in range(3)]
    team.lose(NEAR)

    with ThreadPoolExecutor(4) as replicas:
        list(replicas.map(lambda _: team.notice_who_left(), range(4)))

    for key in keys:
        assert [step.verb for step in team.trail(key)] == [Verb.FILE, Verb.CLAIM, Verb.MOVE]
