"""What Home knows of someone's day."""

from dataclasses import replace

from storage.drafts import KeptDraft
from storage.vocabulary import RequestType, Urgency
from tests.workflows.escalation.team import (
    AGENT,
    CHANNEL,
    COLLEAGUE,
    LEAD,
    MANAGER,
    NOW,
    TOMORROW,
    Team,
    answers,
    asks,
    claims,
    hands_off,
    resolves,
    waits,
)
from workflows.escalation import reading
from workflows.escalation.routing import Desk
from workflows.escalation.views import HomeView, RequestView
from workflows.people.policy import Roles


def home(team: Team, person: str, desk: Desk | None = None) -> HomeView:
    return team.database.read_now(reading.home, person, desk or team.desk, team.now)


def keys(views: tuple[RequestView, ...]) -> list[str]:
    return [view.request.key for view in views]


def test_what_waits_stands_by_urgency_then_age(team: Team) -> None:
    first, second = team.file(), team.file()
    hot = team.file(urgency=Urgency.CRITICAL)
    news = team.file(request_type=RequestType.FYI, urgency=Urgency.LOW)
    assert keys(home(team, MANAGER).waiting) == [hot, first, second, news]


def test_an_offer_waits_with_the_words_beside_it_until_it_is_taken(team: Team) -> None:
    offered = team.after(claims(MANAGER), hands_off(MANAGER, COLLEAGUE))
    day = home(team, COLLEAGUE)
    assert (keys(day.waiting), dict(day.notes)) == ([offered], {offered: "お願いします"})
    assert dict(home(team, MANAGER).notes) == {}
    assert keys(home(team, MANAGER).mine) == [offered]


def test_questions_and_answers_wait_for_the_filer_and_rest_with_the_owner(team: Team) -> None:
    asked = team.after(claims(MANAGER), asks(MANAGER))
    answered = team.after(answers(MANAGER), request_type=RequestType.CONSULT)
    resting = team.after(claims(MANAGER), waits(MANAGER), urgency=Urgency.LOW)
    doing = team.after(claims(MANAGER), urgency=Urgency.LOW)
    assert keys(home(team, AGENT).waiting) == [asked, answered]
    assert keys(home(team, MANAGER).mine) == [doing, asked, answered, resting]


def test_leads_see_what_nobody_has_taken_up_the_most_heated_first(team: Team) -> None:
    first = team.file()
    hot = team.file(urgency=Urgency.CRITICAL, customer="A-2")
    team.file(request_type=RequestType.FYI)
    taken = team.after(claims(MANAGER))
    day = home(team, LEAD)
    assert keys(day.unowned) == [hot, first]
    assert taken in keys(day.team or ())
    assert (home(team, MANAGER).team, home(team, MANAGER).unowned) == (None, ())


def test_what_someone_owned_to_its_end_stands_there_the_latest_first(team: Team) -> None:
    early = team.after(claims(MANAGER), resolves(MANAGER))
    team.now = TOMORROW
    late = team.after(claims(MANAGER), resolves(LEAD))
    assert keys(home(team, MANAGER).finished) == [late, early]
    assert home(team, LEAD).finished == ()


def test_drafts_are_offered_to_whoever_typed_them(team: Team) -> None:
    team.database.write_now(lambda work: work.drafts.keep(KeptDraft("d1", AGENT, NOW, {"summary": "見積り"})))
    assert [draft.draft_id for draft in home(team, AGENT).drafts] == ["d1"]
    assert home(team, COLLEAGUE).drafts == ()


def test_only_admins_are_told_whether_cards_have_a_channel(team: Team) -> None:
    bare = Desk(Roles(admins=frozenset({LEAD})))
    assert home(team, LEAD, bare).is_set_up is False
    assert home(team, LEAD, replace(bare, channel=CHANNEL)).is_set_up is True
    assert home(team, AGENT, bare).is_set_up is None
    team.database.write_now(lambda work: work.setup.choose(CHANNEL, None, ()))
    assert home(team, LEAD, bare).is_set_up is True
