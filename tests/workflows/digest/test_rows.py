"""What is in work, in which order, before whose eyes."""

from datetime import timedelta

from storage.vocabulary import Order, RequestType, Status, Urgency
from tests.workflows.digest.room import CIRCLE, DIGEST, PRIVATE, composed, ordered
from tests.workflows.escalation.team import CHANNEL, FAR, MANAGER, NEAR, Team, claims, hands_off, resolves, waits
from workflows.digest.composing import Composing

HOUR = timedelta(hours=1)


def test_what_is_in_work_is_told_with_what_is_to_be_known_of_it(team: Team) -> None:
    due = team.now + 3 * HOUR
    key = team.after(claims(NEAR), next_contact_at=due)
    [row] = composed(team).rows

    assert (row.key, row.customer, row.owner, row.owner_name) == (key, "株式会社青空", NEAR, "u_near")
    assert (row.status, row.urgency, row.due_at, row.is_masked) == (Status.DOING, Urgency.HIGH, due, False)
    assert row.summary == "請求書の再発行が三日止まっている"


def test_what_asks_for_no_work_or_is_over_is_left_out(team: Team) -> None:
    team.file(request_type=RequestType.FYI)
    team.after(claims(NEAR), resolves(NEAR))
    snapshot = composed(team)
    assert snapshot.rows == ()
    assert snapshot.points[-1].counts == (0, 0, 0, 0)
    assert len(snapshot.finished) == 1


def test_whoever_is_asked_is_named_until_somebody_has_it(team: Team) -> None:
    team.file()
    team.after(claims(NEAR), hands_off(NEAR, FAR))
    assert [row.asked_name for row in composed(team).rows] == ["u_manager", "u_far"]


def test_waiting_says_for_what_and_until_when(team: Team) -> None:
    team.after(claims(NEAR), waits(NEAR))
    [row] = composed(team).rows
    assert (row.status, row.waiting_until is not None) == (Status.WAITING, True)
    assert row.waiting_words == "見積り待ち"


def test_each_order_has_its_own_first_and_urgency_then_age_behind(team: Team) -> None:
    calm = team.after(claims(NEAR), urgency=Urgency.LOW, customer="A-2")
    team.now += HOUR
    hot = team.after(claims(MANAGER), urgency=Urgency.CRITICAL)
    team.now += HOUR
    late = team.file(urgency=Urgency.CRITICAL, customer="A-2")

    def keys(order: Order) -> list[str | None]:
        return [row.key for row in composed(team, ordered(order)).rows]

    assert keys(Order.URGENCY) == [hot, late, calm]
    assert keys(Order.AGE) == [calm, hot, late]
    assert keys(Order.ACCOUNT) == [hot, late, calm]
    assert keys(Order.OWNER) == [late, hot, calm]


def test_what_others_may_not_read_is_counted_and_nothing_else(team: Team) -> None:
    team.after(claims(MANAGER), customer=PRIVATE)
    [row] = composed(team).rows

    assert row.is_masked
    assert {row.key, row.customer, row.summary, row.owner, row.owner_name, row.asked_name} == {None}
    assert (row.urgency, row.status) == (Urgency.HIGH, Status.DOING)
    assert composed(team).unowned == ()
    assert composed(team).points[-1].counts == (0, 0, 1, 0)
    assert composed(team).changes[0].customer is None


def test_its_own_channel_reads_it_whole(team: Team) -> None:
    key = team.file(customer=PRIVATE)
    assert [row.key for row in composed(team, Composing(DIGEST.form, CIRCLE)).rows] == [key]


def test_what_has_no_card_is_masked_everywhere(team: Team) -> None:
    team.desk = type(team.desk)(team.desk.roles, None)
    team.file()
    for place in (CHANNEL, CIRCLE):
        assert [row.is_masked for row in composed(team, Composing(DIGEST.form, place)).rows] == [True]
