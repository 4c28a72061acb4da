"""Home: a sentence on top, then rows with what one can do."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot import ids
from bot.views import home
from bot.views.digest.home import Shown
from bot.views.parts import Block
from bot.words import Words
from sandbox.slack.blocks import check_home
from storage.drafts import KeptDraft
from storage.vocabulary import RequestType, Status, Urgency, Waiting
from tests.views.digest.digests import NO_DIGESTS, some
from tests.views.examples import ANSWERED, CLAIMED, EN, JA, NOW, RESOLVED, a_view, buttons
from tests.views.whisper.calls import ASKING, a_call
from workflows.digest.views import MorningView
from workflows.escalation.reading import FILED_ON_HOME, FINISHED_ON_HOME, TEAM_ON_HOME, UNOWNED_ON_HOME
from workflows.escalation.views import HomeView, RequestView
from workflows.whisper.views import FloorView

CONSULT = RequestType.CONSULT
FYI = RequestType.FYI
OFFERED: dict[str, Any] = CLAIMED | {
    "offered_to": "U_AOI",
    "offered_by": "U_MORI",
    "offered_step": 3,
    "filed_by": "U_LEE",
}
ASKED: dict[str, Any] = CLAIMED | {
    "status": Status.WAITING,
    "waiting_for": Waiting.REPLY,
    "waiting_step": 3,
    "question": "何部必要ですか",
}
QUIET = FloorView(None, None)
DRAFT = KeptDraft("d1", "U_AOI", NOW, {"summary": "見積りの依頼", "customer_words": "急ぎです"})


def _home(
    waiting: tuple[RequestView, ...] = (),
    mine: tuple[RequestView, ...] = (),
    filed: tuple[RequestView, ...] = (),
    team: tuple[RequestView, ...] | None = None,
    *,
    person: str = "U_AOI",
) -> HomeView:
    return HomeView(person, waiting, mine, filed, team)


def _built(day: HomeView, words: Words, now: datetime, floor: FloorView = QUIET, shown: Shown = NO_DIGESTS) -> Block:
    return home.build(day, floor, shown, words, now)


def _offered(view: Block) -> list[str]:
    """Answer the buttons of the rows, without the doors on top and the switch at the end."""
    others = {ids.ESCALATION_OPEN, ids.CALL_START, ids.ADVICE_OFF}
    return [button for button in buttons(view["blocks"]) if button not in others]


def _texts(view: Block) -> list[str]:
    return [block["text"]["text"] for block in view["blocks"] if "text" in block]


def _asides(view: Block) -> list[str]:
    return [block["elements"][0]["text"] for block in view["blocks"] if block["type"] == "context"]


def _headings(view: Block) -> list[str]:
    return [block["text"]["text"] for block in view["blocks"] if block["type"] == "header"]


def _menus(view: Block) -> list[list[str]]:
    beside = (block["accessory"] for block in view["blocks"] if "accessory" in block)
    return [[each["value"] for each in menu["options"]] for menu in beside if menu["type"] == "overflow"]


def test_an_empty_day_is_friendly_and_says_what_to_do() -> None:
    view = _built(_home(), JA, NOW)
    top, heading, way, advice = _texts(view)
    assert top == "自分待ちはありません"
    assert heading == "出したもの"
    assert "エスカレーション" in way
    assert "フレーズブックの助言が届きます" in advice
    assert buttons(view["blocks"]) == [ids.ESCALATION_OPEN, ids.CALL_START, ids.ADVICE_OFF]


def test_whoever_has_a_day_is_not_told_how_to_begin() -> None:
    for day in (_home((a_view(),)), _home(mine=(a_view(**CLAIMED),)), _home(team=())):
        assert "出したもの" not in _headings(_built(day, JA, NOW))


def test_the_sentence_on_top_counts_what_waits() -> None:
    critical, high = a_view(urgency=Urgency.CRITICAL), a_view()
    assert _texts(_built(_home((critical, high, high)), JA, NOW))[0] == "自分待ちが 3 件、うち緊急 1 件です"
    assert _texts(_built(_home((high,)), EN, NOW))[0] == "1 request is waiting for you"


def test_buttons_stand_on_the_row() -> None:
    waiting = (a_view(), a_view(request_type=CONSULT))
    view = _built(_home(waiting, (a_view(**CLAIMED),), person="U_MORI"), JA, NOW)
    offered = _offered(view)
    assert offered[:3] == [ids.REQUEST_CLAIM, ids.REQUEST_HAND_OFF, ids.REQUEST_DECLINE]
    assert ids.REQUEST_ANSWER in offered
    assert ids.REQUEST_RESOLVE in offered


@pytest.mark.parametrize(
    ("waiting", "why", "said", "steps"),
    [
        (
            a_view(**ANSWERED),
            "森 さんからの回答をご確認ください",
            "返金できます",
            [ids.REQUEST_ACCEPT_ANSWER, ids.REQUEST_ASK_AGAIN],
        ),
        (a_view(**ASKED), "森 さんからの質問", "何部必要ですか", [ids.REQUEST_REPLY]),
        (
            a_view(**OFFERED),
            "森 さんからの引き継ぎのお願い",
            "午後は不在です",
            [ids.REQUEST_ACCEPT, ids.REQUEST_RETURN],
        ),
    ],
)
def test_what_waits_for_us_says_why_in_whose_words_and_what_to_do(
    waiting: RequestView, why: str, said: str, steps: list[str]
) -> None:
    view = _built(replace(_home((waiting,)), notes={waiting.request.key: "午後は不在です"}), JA, NOW)
    assert why in _texts(view)[2]
    assert said in str(view["blocks"])
    assert _offered(view) == steps


def test_an_answer_to_someone_else_is_not_ours_to_accept() -> None:
    view = _built(_home((a_view(**(ANSWERED | {"filed_by": "U_LEE"})),)), JA, NOW)
    assert _offered(view) == []
    assert "返金できます" not in str(view["blocks"])


def test_what_its_owner_waits_with_stands_apart_from_what_is_in_work() -> None:
    resting = a_view(**(CLAIMED | {"status": Status.WAITING, "waiting_for": Waiting.UNTIL, "waiting_until": NOW}))
    view = _built(_home(mine=(a_view(**CLAIMED), resting), person="U_MORI"), JA, NOW)
    assert _headings(view)[1:3] == ["担当中", "待ち"]


@pytest.mark.parametrize(
    ("row", "steps"),
    [
        (a_view(), ["claim", "hand_off", "decline", "urgency", "trail"]),
        (a_view(**CLAIMED), ["resolve", "hand_off", "decline", "take_over", "trail"]),
        (a_view(request_type=FYI), ["read", "trail"]),
        (a_view(**RESOLVED), ["reopen", "trail"]),
    ],
)
def test_a_lead_is_offered_only_what_a_lead_may_do(row: RequestView, steps: list[str]) -> None:
    view = _built(_home(team=(row,), person="U_LEE"), JA, NOW)
    assert _menus(view) == [[f"request.{step}:R-1042" for step in steps]]


def test_who_no_longer_answers_for_the_customer_is_offered_the_story_alone() -> None:
    rows = (a_view(filed_by="U_LEE"), a_view(**(CLAIMED | {"filed_by": "U_LEE"})))
    view = _built(_home(rows, rows, person="U_AOI"), JA, NOW)
    assert _offered(view) == []
    assert str(view["blocks"]).count("request.trail:") == 4


def test_only_one_button_is_primary() -> None:
    day = _home((a_view(), a_view()), (a_view(**CLAIMED),), (a_view(),), (a_view(),), person="U_MORI")
    assert str(_built(replace(day, is_set_up=False), JA, NOW)["blocks"]).count("'primary'") == 1


def test_what_was_filed_begins_with_what_became_of_it() -> None:
    row = _texts(_built(_home(filed=(a_view(**RESOLVED),)), EN, NOW))[-2]
    summary, facts = row.split("\n")
    assert summary == "*請求書の再発行が三日止まっている*"
    assert facts.startswith("Done · ")


def test_a_row_says_by_when_the_customer_expects_word() -> None:
    promised = a_view(next_contact_at=NOW + timedelta(hours=7))

    [text] = [text for text in _texts(_built(_home(waiting=(promised,)), JA, NOW)) if "R-1042" in text]

    assert "*次のご連絡: <!date^" in text


def test_what_was_filed_can_be_edited_from_its_row_until_it_is_done() -> None:
    view = _built(_home(filed=(a_view(), a_view(**RESOLVED))), EN, NOW)
    steps = ("edit", "add", "withdraw", "urgency", "trail")
    assert _menus(view) == [[f"request.{step}:R-1042" for step in steps], ["request.trail:R-1042"]]


def test_a_lead_sees_the_team_in_their_own_language() -> None:
    assert "The team’s requests" in _texts(_built(_home(team=(a_view(),)), EN, NOW))
    assert "チームの依頼" not in _texts(_built(_home(team=()), JA, NOW))
    unowned = replace(_home(team=(), person="U_LEE"), unowned=(a_view(account_manager=None),))
    assert _headings(_built(unowned, JA, NOW))[-1] == "担当なし"
    assert ids.REQUEST_CLAIM in buttons(_built(unowned, JA, NOW)["blocks"])
    more = replace(unowned, unowned=(a_view(),) * (UNOWNED_ON_HOME + 1))
    assert _asides(_built(more, EN, NOW)) == ["Only the 5 most heated are shown"]


def test_drafts_are_offered_by_their_first_words() -> None:
    bare = replace(DRAFT, draft_id="d2", typed={"urgency": "high"})
    view = _built(replace(_home(), drafts=(DRAFT, bare)), JA, NOW + timedelta(minutes=5))
    assert _headings(view)[1] == "下書き"
    assert any("*見積りの依頼*" in text for text in _texts(view))
    assert any("*書きかけのエスカレーション*" in text for text in _texts(view))
    assert _offered(view) == [ids.DRAFT_OPEN, ids.DRAFT_DROP] * 2


@pytest.mark.parametrize(
    ("team", "is_set_up", "doors"),
    [
        (None, None, [ids.ESCALATION_OPEN, ids.CALL_START]),
        ((), None, [ids.ESCALATION_OPEN, ids.CALL_START, ids.ACCOUNT_OPEN, ids.PHRASE_OPEN, ids.DIGEST_OPEN]),
        (None, True, [ids.ESCALATION_OPEN, ids.CALL_START, ids.ACCOUNT_OPEN, ids.SETUP_OPEN]),
        (None, False, [ids.SETUP_OPEN, ids.ESCALATION_OPEN, ids.CALL_START, ids.ACCOUNT_OPEN]),
    ],
)
def test_leads_and_admins_have_doors_of_their_own(
    team: tuple[RequestView, ...] | None,
    is_set_up: bool | None,  # noqa: FBT001  a row of the table
    doors: list[str],
) -> None:
    view = _built(replace(_home(team=team), is_set_up=is_set_up), EN, NOW)
    assert buttons(view["blocks"])[:-1] == doors


def test_a_long_list_says_how_much_more_there_is() -> None:
    view = _built(_home(tuple(a_view() for _ in range(home.MOST_WAITING + 7))), JA, NOW)
    assert _asides(view) == ["ほか 7 件"]


def test_what_is_shown_of_a_long_history_is_called_the_latest() -> None:
    filed, team = (tuple(a_view() for _ in range(most)) for most in (FILED_ON_HOME, TEAM_ON_HOME))
    assert _asides(_built(_home(filed=filed, team=team), EN, NOW)) == []

    longer = _built(_home(filed=(*filed, a_view()), team=(*team, a_view())), EN, NOW)

    assert _asides(longer) == [f"Only the latest {most} are shown" for most in (FILED_ON_HOME, TEAM_ON_HOME)]


@pytest.mark.parametrize("words", [JA, EN])
def test_the_fullest_home_is_one_that_slack_takes_whole(words: Words) -> None:
    asked, doing = a_view(**(ASKED | {"filed_by": "U_AOI"})), a_view(**(CLAIMED | {"owner": "U_AOI"}))
    resting = a_view(**(CLAIMED | {"owner": "U_AOI", "status": Status.WAITING, "waiting_for": Waiting.UNTIL}))
    full = HomeView(
        "U_AOI",
        waiting=(asked,) * 99,
        mine=(doing,) * 99 + (resting,) * 99,
        filed=(a_view(),) * (FILED_ON_HOME + 1),
        team=(a_view(),) * (TEAM_ON_HOME + 1),
        unowned=(a_view(),) * (UNOWNED_ON_HOME + 1),
        finished=(a_view(**RESOLVED),) * (FINISHED_ON_HOME + 1),
        drafts=(DRAFT,) * 99,
        is_set_up=False,
        unposted=99,
    )
    calls = (a_call(), *(a_call(number=number, agent="U_MORI", **ASKING) for number in range(20, 60)))
    floor = FloorView(calls[0], calls, ("森",) * 99)
    shown = Shown(some(99), MorningView(is_set_up=True, is_off=False))
    view = _built(full, words, NOW, floor, shown)
    check_home(view)
    assert len(_headings(view)) == 12
    assert len(_asides(view)) == 11
    assert buttons(view["blocks"])[-1] == ids.MORNING_OFF
    assert len(view["blocks"]) <= 100
