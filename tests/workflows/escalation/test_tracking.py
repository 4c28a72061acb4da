"""Jira issues asked for from a request: what is owed to Jira, what is refused before it is asked."""

from dataclasses import replace

import pytest

from storage.issues import IssueLink, NewIssue, Tracker
from storage.outbox import Notice, State, outbox
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import Category, RequestType, Verb
from tests.workflows.escalation.team import AGENT, DONE, FAR, LEAD, MANAGER, NEAR, NOW, Team
from workflows.escalation import reading, service, tracking
from workflows.escalation.standing import Click
from workflows.escalation.tracking import Wanted, Wish, issue_keys
from workflows.notices import IssueLinked, IssueWanted
from workflows.refusals import InvalidForm, Misfit, Refusal, StepRefused

URL = "https://jira.example.com/jira/"
TRACKER = Tracker(URL, "SUP", "Task", {"high": "High"}, {"SUP": "Support"}, ("Task",), ("High", "Low"))
WANTED = Wanted("SUP", "Bug", "High", ("export",), "CSV 出力が止まる")
KNOWN = NewIssue("10001", "SUP-7", "1", "SUP", "Export", "To Do", Category.TODO, NOW, NOW)


def set_up(work: UnitOfWork, tracker: Tracker | None = TRACKER) -> None:
    """Connect the team to a Jira."""
    work.sweeps.keep_tracker(tracker)


def link(work: UnitOfWork, number: int) -> None:
    """Let a request have an issue already."""
    issue = work.issues.add(KNOWN, NOW)
    work.issues.link(IssueLink(number, issue.number, AGENT, NOW))


def asked(work: UnitOfWork) -> list[Notice]:
    """Answer what is owed to Jira."""
    rows = work.connection.execute(outbox.select().where(outbox.c.lane.like("jira:%")).order_by(outbox.c.number))
    return [Notice.restore(row.topic, row.subject, row.place, row.args) for row in rows]


def settle(work: UnitOfWork) -> None:
    """Let Jira have answered."""
    work.connection.execute(outbox.update().values(state=State.SENT))


@pytest.fixture
def tracked(team: Team) -> Team:
    """A team with a Jira."""
    team.database.write_now(set_up)
    return team


def refusal(team: Team, key: str, by: str, wish: Wish) -> StepRefused:
    """Answer how a wish is refused."""
    with pytest.raises(StepRefused) as refused:
        team.take(tracking.track, by, key, wish)
    return refused.value


def test_an_issue_is_owed_to_its_project_and_the_trail_says_so(tracked: Team) -> None:
    key = tracked.after()
    tracked.take(tracking.track, MANAGER, key, Wish(WANTED))

    [notice] = tracked.database.read_now(asked)
    assert notice == IssueWanted(f"{key}/2", "jira:SUP", "Bug", "High", ["export"], "CSV 出力が止まる", MANAGER)
    assert notice.lane == "jira:SUP"
    step = tracked.trail(key)[-1]
    assert (step.verb, step.by, step.about, step.words) == (Verb.TRACK, MANAGER, "SUP", "CSV 出力が止まる")
    assert tracked.request(key).status == tracked.request(key).status.TODO


def test_a_request_has_as_many_issues_as_are_asked_for(tracked: Team) -> None:
    key = tracked.after()
    for project in ("SUP", "DEV", "SUP"):
        tracked.take(tracking.track, AGENT, key, Wish(replace(WANTED, project=project)))

    notices = tracked.database.read_now(asked)
    assert [(notice.subject, notice.place) for notice in notices] == [
        (f"{key}/2", "jira:SUP"),
        (f"{key}/3", "jira:DEV"),
        (f"{key}/4", "jira:SUP"),
    ]


def test_nobody_is_pinged_by_it(tracked: Team) -> None:
    key = tracked.after()
    tracked.pings()
    tracked.take(tracking.track, MANAGER, key, Wish(WANTED))

    assert [ping for ping in tracked.pings() if not ping[1].startswith("jira:")] == []


@pytest.mark.parametrize("request_type", RequestType)
def test_every_type_and_what_is_done_already_may_have_an_issue(tracked: Team, request_type: RequestType) -> None:
    key = tracked.after(request_type=request_type)
    if request_type is RequestType.ACTION:
        tracked.take(service.claim, MANAGER, key)
        tracked.take(service.resolve, MANAGER, key, DONE)
    tracked.take(tracking.track, MANAGER, key, Wish(WANTED))

    assert len(tracked.database.read_now(asked)) == 1


@pytest.mark.parametrize("by", [NEAR, FAR])
def test_whose_the_request_is_not_asks_for_none(tracked: Team, by: str) -> None:
    key = tracked.after()

    assert refusal(tracked, key, by, Wish(WANTED)).code is Refusal.NOT_ALLOWED
    assert tracked.database.read_now(asked) == []


def test_without_a_jira_nobody_gets_as_far_as_the_form(team: Team) -> None:
    key = team.after()

    assert refusal(team, key, LEAD, Wish(WANTED)).code is Refusal.NO_JIRA
    with pytest.raises(StepRefused) as refused:
        team.database.read_now(tracking.to_track, Click(key, LEAD), team.desk)
    assert refused.value.code is Refusal.NO_JIRA


def test_the_form_knows_how_jira_is_set_up_and_since_when_it_is_silent(tracked: Team) -> None:
    key = tracked.after()
    tracked.database.write_now(lambda work: work.sweeps.keep(replace(work.sweeps.get(), failing_since=NOW)))
    shown = tracked.database.read_now(tracking.to_track, Click(key, AGENT), tracked.desk)

    assert (shown.view.request.key, shown.tracker, shown.failing_since) == (key, TRACKER, NOW)


def test_what_jira_has_not_answered_is_counted_until_it_has(tracked: Team) -> None:
    key = tracked.after()
    tracked.take(tracking.track, MANAGER, key, Wish(WANTED))
    tracked.take(tracking.track, MANAGER, key, Wish(None, "SUP-1 SUP-2"))
    waiting = tracked.database.read_now(reading.request, key)
    tracked.database.write_now(settle)

    assert waiting.awaited == 3
    assert tracked.database.read_now(reading.request, key).awaited == 0


# ---- issues that are there already


def test_issues_are_linked_by_their_keys_and_addresses_each_once(tracked: Team) -> None:
    key = tracked.after()
    tracked.take(tracking.track, MANAGER, key, Wish(None, f"sup-1, {URL}browse/DEV-22?x=1\nSUP-1"))

    assert tracked.database.read_now(asked) == [
        IssueLinked(f"{key}/2", "jira:SUP", "SUP-1", MANAGER),
        IssueLinked(f"{key}/2", "jira:DEV", "DEV-22", MANAGER),
    ]
    step = tracked.trail(key)[-1]
    assert (step.verb, step.about, step.words) == (Verb.TRACK, "SUP-1 DEV-22", None)


def test_what_is_linked_already_is_said_at_the_input(tracked: Team) -> None:
    key = tracked.after()
    tracked.database.write_now(link, tracked.request(key).number)

    with pytest.raises(InvalidForm) as invalid:
        tracked.take(tracking.track, MANAGER, key, Wish(None, "SUP-7"))
    assert invalid.value.misfits == {"link": Misfit.ALREADY_LINKED}
    assert [issue.issue_key for issue in tracked.database.read_now(reading.request, key).issues] == ["SUP-7"]


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("SUP-88", ("SUP-88",)),
        ("sup-88、DEV-1", ("SUP-88", "DEV-1")),
        (f"{URL}browse/SUP-88", ("SUP-88",)),
        (f"{URL}browse/SUP-88/?focusedCommentId=1#c", ("SUP-88",)),
        (f"{URL}software/projects/SUP/boards/3?selectedIssue=SUP-88", ("SUP-88",)),
        (f"{URL}projects/SUP/issues/SUP-88", ("SUP-88",)),
        ("HTTPS://JIRA.EXAMPLE.COM/jira/browse/SUP-88", ("SUP-88",)),
    ],
)
def test_a_key_is_read_as_people_copy_it(typed: str, keys: tuple[str, ...]) -> None:
    assert issue_keys(typed, URL) == keys


@pytest.mark.parametrize(
    "typed",
    [
        "SUP",
        "SUP-0",
        "88",
        "SUP-88 oops",
        "https://other.example.com/browse/SUP-88",
        "http://jira.example.com/jira/browse/SUP-88",
        "https://jira.example.com@evil.example.com/browse/SUP-88",
        f"{URL}browse/",
        f"{URL}browse/SUP-88/../../admin",
        "https://[/browse/SUP-88",
        "SUP-1/comment",
        "../myself",
        " ".join(f"SUP-{number}" for number in range(1, 12)),
    ],
)
def test_what_leads_to_no_issue_of_this_jira_is_said_at_the_input(typed: str) -> None:
    with pytest.raises(InvalidForm) as invalid:
        issue_keys(typed, URL)
    assert invalid.value.misfits == {"link": Misfit.NOT_AN_ISSUE}


@pytest.mark.parametrize("wish", [Wish(None), Wish(None, " ,、")])
def test_to_ask_for_nothing_is_a_misfit(tracked: Team, wish: Wish) -> None:
    key = tracked.after()

    with pytest.raises(InvalidForm) as invalid:
        tracked.take(tracking.track, MANAGER, key, wish)
    assert invalid.value.misfits == {"link": Misfit.REQUIRED}
