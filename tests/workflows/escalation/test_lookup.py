"""What `/escalate find` shows and costs: rights are asked for once, however many requests are in work."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

import pytest

from storage.accounts import Account
from storage.digests import NewEdition
from storage.posts import Post
from storage.requests import Request
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Status, Verb
from tests.storage.records import new_request
from tests.storage.statements import overheard
from tests.workflows.escalation.team import (
    AGENT,
    CHANNEL,
    COLLEAGUE,
    COVER,
    EVERYONE,
    FAR,
    LEAD,
    MANAGER,
    NEAR,
    NOW,
    Team,
)
from workflows.escalation import lookup, reading
from workflows.escalation.standing import Click
from workflows.notices import HandoffChanged
from workflows.refusals import Refused

TYPED: Final = "明星"
OTHERS, READ_BY_ALL, LOUNGE = "C_OTHERS", "C_READ_BY_ALL", "C_LOUNGE"
STRANGER: Final = "U_NEVER_SEEN"


def star(number: int, **known: str) -> Account:
    return Account(f"S-{number:02}", f"株式会社{TYPED}{number:02}", **known)  # type: ignore[arg-type]  # names its fields


def filed(work: UnitOfWork, account: Account, **known: object) -> Request:
    """File for a customer, in a channel in which nobody is and by and for nobody in particular, but for `known`."""
    work.accounts.save([account])
    usual = {"channel": OTHERS, "filed_by": AGENT, "account_manager": MANAGER}
    return work.requests.file(new_request(account.account_id, **(usual | known)), NOW)


def moved(work: UnitOfWork, request: Request, verb: Verb, by: str, **changes: object) -> Request:
    return work.requests.change(request, verb, by, NOW, **changes)  # type: ignore[arg-type]  # named as the fields


def post_in_lounge(work: UnitOfWork) -> None:
    """Let a digest stand in the lounge, and anyone read what stands in one channel."""
    work.channels.keep(READ_BY_ALL, is_private=False)
    work.channels.keep(OTHERS, is_private=True)
    work.editions.add(NewEdition(None, LOUNGE, NOW.date(), None, NOW, {}))


def with_copy(work: UnitOfWork, request: Request) -> Request:
    work.posts.keep(HandoffChanged.topic, request.key, FAR, Post("D_FAR", "1"))
    return request


def with_copy_owed(work: UnitOfWork, request: Request) -> Request:
    work.tell([HandoffChanged(request.key, FAR)])
    return request


SEEN: Final[dict[str, Callable[[UnitOfWork, int], Request]]] = {
    "filed it": lambda work, number: filed(work, star(number), filed_by=FAR),
    "is asked": lambda work, number: filed(work, star(number), account_manager=FAR),
    "owns the customer": lambda work, number: filed(work, star(number, account_manager=FAR)),
    "covers the customer": lambda work, number: filed(work, star(number, cover=FAR)),
    "owns it": lambda work, number: moved(
        work, filed(work, star(number)), Verb.CLAIM, FAR, owner=FAR, status=Status.DOING
    ),
    "is offered it": lambda work, number: moved(
        work, filed(work, star(number)), Verb.HAND_OFF, MANAGER, offered_to=FAR, offered_by=MANAGER, offered_step=2
    ),
    "is in its channel": lambda work, number: filed(work, star(number), channel=CHANNEL),
    "has a copy": lambda work, number: with_copy(work, filed(work, star(number))),
    "has a copy on its way": lambda work, number: with_copy_owed(work, filed(work, star(number))),
}
"""What lets someone see a request, wherever they ask."""
UNSEEN: Final[dict[str, Callable[[UnitOfWork, int], Request]]] = {
    "is nothing to it": lambda work, number: filed(work, star(number)),
    "added to it": lambda work, number: moved(work, filed(work, star(number)), Verb.ADD, FAR),
    "would see it in another channel": lambda work, number: filed(work, star(number), channel=READ_BY_ALL),
    "sees no card anywhere": lambda work, number: filed(work, star(number), channel=None),
}


def one_of_each(work: UnitOfWork) -> dict[str, str]:
    """File one request for each way to see it or not, of a customer each; answer their keys."""
    post_in_lounge(work)
    work.people.replace_channel(CHANNEL, [NEAR, FAR])
    ways = enumerate((SEEN | UNSEEN).items())
    return {way: file(work, number).key for number, (way, file) in ways}


def found_by(team: Team, by: str, seen_in: str | None = None) -> tuple[set[str], int]:
    """Answer the keys of what somebody finds, and how many are hidden from them."""
    found = team.database.read_now(lookup.found, TYPED, Click("", by, seen_in), team.desk)
    return {view.request.key for customer in found.customers for view in customer.views}, found.hidden


def test_what_lets_someone_see_one_request_shows_no_other(team: Team) -> None:
    keys = team.database.write_now(one_of_each)
    seen, elsewhere = {keys[way] for way in SEEN}, keys["would see it in another channel"]

    assert found_by(team, FAR) == (seen, len(UNSEEN))
    assert found_by(team, FAR, seen_in=READ_BY_ALL) == (seen | {elsewhere}, len(UNSEEN) - 1)
    assert found_by(team, FAR, seen_in=LOUNGE) == (seen | {elsewhere}, len(UNSEEN) - 1)
    assert found_by(team, COLLEAGUE, seen_in="C_WITHOUT_DIGEST") == (set(), len(keys))
    assert found_by(team, LEAD) == (set(keys.values()), 0)
    team.lose(FAR)
    assert found_by(team, FAR, seen_in=LOUNGE) == (set(), len(keys))


@pytest.mark.parametrize("seen_in", [None, CHANNEL, READ_BY_ALL, LOUNGE])
def test_many_are_shown_to_whom_each_is_shown_by_itself(team: Team, seen_in: str | None) -> None:
    keys = set(team.database.write_now(one_of_each).values())

    def may_read(by: str, key: str) -> bool:
        try:
            return bool(team.database.read_now(reading.shown, Click(key, by, seen_in), team.desk))
        except Refused:
            return False

    for by in (*EVERYONE, STRANGER):
        assert found_by(team, by, seen_in)[0] == {key for key in keys if may_read(by, key)}


def statements(team: Team, reading: Callable[[UnitOfWork], object]) -> int:
    """Count what a reading asks of the database."""
    with overheard() as said:
        team.database.read_now(reading)
    return len(said)


def some(work: UnitOfWork, customers: Iterable[int]) -> None:
    """File once for each of `customers`, in one of two channels; each is offered to somebody."""
    for number in customers:
        request = filed(work, star(number, cover=COVER), channel=(CHANNEL, READ_BY_ALL)[number % 2])
        moved(work, request, Verb.HAND_OFF, MANAGER, offered_to=COVER, offered_by=MANAGER, offered_step=2)


@pytest.mark.parametrize("seen_in", [None, CHANNEL, READ_BY_ALL, LOUNGE])
def test_twenty_requests_are_found_by_as_many_statements_as_two(team: Team, seen_in: str | None) -> None:
    def asked() -> dict[str, int]:
        return {
            by: statements(team, partial(lookup.found, typed=TYPED, click=Click("", by, seen_in), desk=team.desk))
            for by in (*EVERYONE, STRANGER)
        }

    team.database.write_now(post_in_lounge)
    team.database.write_now(some, range(2))
    of_two = asked()
    team.database.write_now(some, [*range(2, 10), *range(10)])

    assert asked() == of_two
    shown, hidden = found_by(team, LEAD)
    assert (len(shown), hidden) == (15, 0)


@pytest.mark.parametrize("by", [AGENT, COVER, LEAD, NEAR, FAR])
def test_a_form_and_home_ask_no_more_where_there_is_more(team: Team, by: str) -> None:
    def asked() -> list[int]:
        form = partial(reading.account_facts, account_id="S-00", by=by, desk=team.desk)
        return [statements(team, form), statements(team, partial(reading.home, person=by, desk=team.desk, now=NOW))]

    team.database.write_now(some, [0, 0])
    of_two = asked()
    team.database.write_now(some, [0] * (reading.OPEN_IN_FORM - 3))

    assert asked() == of_two
