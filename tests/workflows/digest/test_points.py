"""The chart: one point for each of the last ten business days, from what the editions have kept, and today's."""

from datetime import date, timedelta

from storage.vocabulary import Urgency
from tests.workflows.digest.room import composed, posted
from tests.workflows.escalation.team import NOW, Team

DAY = timedelta(days=1)
FRIDAY = date(2026, 11, 20)


def days(team: Team) -> list[date]:
    """Answer the days of the chart."""
    return [point.day for point in composed(team).points]


def test_the_first_digest_has_todays_point_alone(team: Team) -> None:
    team.file(urgency=Urgency.CRITICAL)
    team.file(urgency=Urgency.LOW)
    [point] = composed(team).points
    assert (point.day, point.counts) == (FRIDAY, (1, 0, 0, 1))


def test_each_day_keeps_its_last_point_and_later_days_change_none(team: Team) -> None:
    posted(team)
    team.now += timedelta(hours=2)
    team.file()
    posted(team)
    team.now = NOW + 4 * DAY
    team.file()
    assert [(point.day.day, sum(point.counts)) for point in composed(team).points] == [(20, 1), (24, 2)]


def test_ten_business_days_are_shown_and_no_day_of_rest_but_today(team: Team) -> None:
    """Posted each day at the same time; 23 November is a holiday in Japan."""
    for day in range(20):
        team.now = NOW + day * DAY
        posted(team)

    assert len(days(team)) == 10
    assert days(team)[-1] == date(2026, 12, 9)
    assert days(team)[0] == date(2026, 11, 26)
    team.now = NOW + 22 * DAY
    assert [day.isoformat() for day in days(team)[-2:]] == ["2026-12-09", "2026-12-12"]


def test_a_day_on_which_nothing_was_posted_has_no_point(team: Team) -> None:
    """What was in work then is never looked up in the trail."""
    posted(team)
    team.now = NOW + 12 * DAY
    assert days(team) == [FRIDAY, date(2026, 12, 2)]
    team.now = NOW + 40 * DAY
    assert len(days(team)) == 1
