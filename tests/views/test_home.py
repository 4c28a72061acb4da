"""Home: a sentence on top, then rows with what one can do."""

import pytest

from bot import ids
from bot.views import home
from bot.views.parts import Block
from storage.vocabulary import RequestType, Urgency
from tests.views.examples import ANSWERED, CLAIMED, EN, JA, NOW, RESOLVED, a_view, buttons
from workflows.escalation.reading import FILED_ON_HOME, TEAM_ON_HOME
from workflows.escalation.views import HomeView, RequestView


def _home(
    waiting: tuple[RequestView, ...] = (),
    mine: tuple[RequestView, ...] = (),
    filed: tuple[RequestView, ...] = (),
    team: tuple[RequestView, ...] | None = None,
    *,
    person: str = "U_AOI",
) -> HomeView:
    return HomeView(person, waiting, mine, filed, team)


def _texts(view: Block) -> list[str]:
    return [block["text"]["text"] for block in view["blocks"] if "text" in block]


def _asides(view: Block) -> list[str]:
    return [block["elements"][0]["text"] for block in view["blocks"] if block["type"] == "context"]


def test_an_empty_day_is_friendly_and_says_what_to_do() -> None:
    view = home.build(_home(), JA, NOW)
    top, heading, hint = _texts(view)
    assert top == "自分待ちはありません"
    assert heading == "出したもの"
    assert "エスカレーション" in hint
    assert buttons(view["blocks"]) == [ids.ESCALATION_OPEN]


def test_the_sentence_on_top_counts_what_waits() -> None:
    critical, high = a_view(urgency=Urgency.CRITICAL), a_view()
    assert _texts(home.build(_home((critical, high, high)), JA, NOW))[0] == "自分待ちが 3 件、うち緊急 1 件です"
    assert _texts(home.build(_home((high,)), EN, NOW))[0] == "1 request is waiting for you"


def test_buttons_stand_on_the_row() -> None:
    waiting = (a_view(), a_view(request_type=RequestType.CONSULT))
    view = home.build(_home(waiting, (a_view(**CLAIMED),), person="U_MORI"), JA, NOW)
    assert buttons(view["blocks"])[1:] == [
        ids.REQUEST_CLAIM,
        ids.REQUEST_CLAIM,
        ids.REQUEST_ANSWER,
        ids.REQUEST_RESOLVE,
    ]


def test_an_answer_can_be_read_and_accepted_in_home() -> None:
    view = home.build(_home((a_view(**ANSWERED),)), JA, NOW)
    assert buttons(view["blocks"])[1:] == [ids.REQUEST_ACCEPT_ANSWER]
    assert "返金できます" in str(view["blocks"])


def test_an_answer_to_someone_else_is_not_ours_to_accept() -> None:
    view = home.build(_home((a_view(**(ANSWERED | {"filed_by": "U_LEE"})),)), JA, NOW)
    assert buttons(view["blocks"])[1:] == []


CONSULT = RequestType.CONSULT
FYI = RequestType.FYI


@pytest.mark.parametrize(
    ("row", "steps"),
    [
        (a_view(), [ids.REQUEST_CLAIM]),
        (a_view(**CLAIMED), [ids.REQUEST_RESOLVE]),
        (a_view(request_type=CONSULT), [ids.REQUEST_CLAIM, ids.REQUEST_ANSWER]),
        (a_view(**CLAIMED, request_type=CONSULT), []),
        (a_view(**(CLAIMED | {"owner": "U_LEE"}), request_type=CONSULT), [ids.REQUEST_ANSWER]),
        (a_view(request_type=FYI), [ids.REQUEST_READ]),
        (a_view(**RESOLVED), []),
    ],
)
def test_a_lead_is_offered_only_what_a_lead_may_do(row: RequestView, steps: list[str]) -> None:
    view = home.build(_home(team=(row,), person="U_LEE"), JA, NOW)
    assert buttons(view["blocks"])[1:] == steps


def test_who_no_longer_answers_for_the_customer_is_offered_nothing() -> None:
    rows = (a_view(), a_view(request_type=FYI), a_view(**CLAIMED))
    view = home.build(_home(rows, rows, person="U_AOI"), JA, NOW)
    assert buttons(view["blocks"])[1:] == []


def test_only_one_button_is_primary() -> None:
    view = home.build(_home((a_view(), a_view()), (a_view(**CLAIMED),), person="U_MORI"), JA, NOW)
    assert str(view["blocks"]).count("'primary'") == 1


def test_what_was_filed_begins_with_what_became_of_it() -> None:
    row = _texts(home.build(_home(filed=(a_view(**RESOLVED),)), EN, NOW))[-1]
    summary, facts = row.split("\n")
    assert summary == "*請求書の再発行が三日止まっている*"
    assert facts.startswith("Done · 森 · Fully resolved · Staying · <!date^")


def test_a_lead_sees_the_team_in_their_own_language() -> None:
    assert "The team’s requests" in _texts(home.build(_home(team=(a_view(),)), EN, NOW))
    assert "チームの依頼" not in _texts(home.build(_home(team=()), JA, NOW))


def test_a_long_list_says_how_much_more_there_is() -> None:
    view = home.build(_home(tuple(a_view() for _ in range(home.MOST_ROWS + 7))), JA, NOW)
    assert _asides(view) == ["ほか 7 件"]
    assert len(view["blocks"]) <= 100


def test_what_is_shown_of_a_long_history_is_called_the_latest() -> None:
    filed, team = (tuple(a_view() for _ in range(most)) for most in (FILED_ON_HOME, TEAM_ON_HOME))
    assert _asides(home.build(_home(filed=filed, team=team), EN, NOW)) == []

    longer = home.build(_home(filed=(*filed, a_view()), team=(*team, a_view())), EN, NOW)

    assert _asides(longer) == ["Only the latest 10 are shown", "Only the latest 15 are shown"]
    assert len(longer["blocks"]) == len(home.build(_home(filed=filed, team=team), EN, NOW)["blocks"]) + 2
