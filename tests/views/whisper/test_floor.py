"""Calls in Home: whoever asks for help on top and in the first sentence, one's own with its buttons, the switch."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given

from bot import ids
from bot.views import home
from bot.views.parts import Block
from bot.views.whisper import floor
from bot.words import Words
from sandbox.slack.blocks import check_home
from sandbox.slack.texts import mentioned
from storage.accounts import Account
from storage.calls import Sign
from storage.vocabulary import SignKind
from tests.views.digest.digests import NO_DIGESTS
from tests.views.examples import EN, JA, NAMES, NOW, a_view, buttons
from tests.views.test_texts import ANY_TEXT
from tests.views.whisper.calls import ASKING, HELD, a_call
from workflows.escalation.views import HomeView
from workflows.whisper.views import CallView, FloorView

LATER = NOW + timedelta(minutes=5)
OWN = a_call()
ASKS = a_call(number=13, agent="U_MORI", **ASKING)
HAS_HELP = a_call(number=14, agent="U_MORI", **HELD)
TALKS = a_call(number=15, agent="U_MORI")


def _home(calls: FloorView, words: Words = JA) -> Block:
    view = home.build(HomeView("U_LEE", (), (), (), ()), calls, NO_DIGESTS, words, LATER)
    check_home(view)
    return view


def _texts(view: Block) -> list[str]:
    return [block["text"]["text"] for block in view["blocks"] if "text" in block]


def _offered(view: Block, key: str) -> list[str]:
    held = [each for block in view["blocks"] for each in [*block.get("elements", []), block.get("accessory", {})]]
    return [each["action_id"] for each in held if each.get("value") == key]


def test_one_s_own_call_says_who_is_on_the_phone_and_what_one_can_do() -> None:
    view = _home(FloorView(OWN, None))
    heading, row = _texts(view)[1:3]
    assert heading == "通話中"
    assert row.startswith("*ひかり商事*\n開始 <!date^")
    assert _offered(view, "call-12") == [ids.CALL_HELP, ids.CALL_NOTE, ids.CALL_END]
    assert _offered(_home(FloorView(a_call(**ASKING), None)), "call-12")[0] == ids.CALL_LOWER


def test_a_caller_whom_nobody_knows_yet_is_said_to_be_so() -> None:
    assert "未確認のお客様" in str(_home(FloorView(a_call(None), None)))
    assert "みどり工業" in str(_home(FloorView(a_call(None, customer="みどり工業"), None)))


@pytest.mark.parametrize(
    ("view", "offered", "said"),
    [
        (ASKS, [ids.CALL_TAKE_HELP, ids.CALL_WHISPER, ids.CALL_END], "✋ 挙手 <!date^"),
        (HAS_HELP, [ids.CALL_WHISPER, ids.CALL_END], "✋ Lee さんが助けに入っています"),
        (TALKS, [ids.CALL_WHISPER, ids.CALL_END], "開始 <!date^"),
    ],
)
def test_leads_see_each_call_with_what_they_can_do_about_it(view: CallView, offered: list[str], said: str) -> None:
    built = _home(FloorView(None, (view,)))
    assert _offered(built, view.call.key) == offered
    assert any(text.startswith("*森 × ひかり商事*\n") and said in text for text in _texts(built))


def test_the_first_sentence_counts_who_asks_for_help_and_has_nobody() -> None:
    calls = FloorView(None, (ASKS, ASKS, HAS_HELP, TALKS))
    assert _texts(_home(calls))[0] == "2 人が助けを求めています"
    busy = home.build(HomeView("U_LEE", (a_view(),), (), (), ()), FloorView(None, (ASKS,)), NO_DIGESTS, EN, NOW)
    assert _texts(busy)[0] == "1 person is asking for help on a call. 1 request is waiting for you"
    assert _texts(_home(FloorView(None, (HAS_HELP,))))[0] == "自分待ちはありません"


def test_a_lead_s_own_call_is_not_offered_to_them_a_second_time() -> None:
    own = a_call(agent="U_LEE", **ASKING)
    view = _home(FloorView(own, (own, TALKS)))
    assert _offered(view, "call-12") == [ids.CALL_LOWER, ids.CALL_NOTE, ids.CALL_END]


def test_danger_signs_are_named_without_what_was_said() -> None:
    signs = (
        Sign(NOW, SignKind.PHRASE, "解約", "もう解約したいんですけど"),
        Sign(NOW, SignKind.PHRASE, "弁護士", "弁護士に相談します"),
    )
    text = str(_home(FloorView(None, (replace(TALKS, signs=signs),))))
    assert "弁護士" in text
    assert "相談します" not in text
    long = replace(TALKS, signs=(Sign(LATER, SignKind.LONG),))
    assert "Danger sign" in str(_home(FloorView(None, (long,)), EN))


def test_more_calls_than_there_is_room_for_are_counted() -> None:
    many = tuple(a_call(number=20 + n, agent="U_MORI") for n in range(floor.MOST_CALLS + 3))
    assert "ほか 3 件" in str(_home(FloorView(None, many)))


def test_whoever_is_in_a_huddle_stands_in_one_grey_line() -> None:
    view = _home(FloorView(None, (), ("Lee", "森")))
    [line] = [block["elements"][0]["text"] for block in view["blocks"] if block["type"] == "context"]
    assert line == "ハドル中: Lee ・ 森"


@pytest.mark.parametrize("words", [JA, EN])
def test_an_empty_floor_says_how_calls_begin(words: Words) -> None:
    assert any("/phone" in text for text in _texts(_home(FloorView(None, ()), words)))


@pytest.mark.parametrize(
    ("own", "is_off", "button"),
    [
        (None, False, ids.ADVICE_OFF),
        (None, True, ids.ADVICE_ON),
        (OWN, False, ids.ADVICE_OFF),
        (OWN, True, ids.ADVICE_ON),
    ],
)
def test_the_switch_of_advice_stands_once_in_every_home(
    own: CallView | None,
    is_off: bool,  # noqa: FBT001  a row of the table
    button: str,
) -> None:
    view = _home(FloorView(own, None, is_advice_off=is_off))
    assert [each for each in buttons(view["blocks"]) if each in {ids.ADVICE_OFF, ids.ADVICE_ON}] == [button]


@given(text=ANY_TEXT)
def test_whatever_people_are_called_slack_takes_home_and_nobody_is_pinged(text: str) -> None:
    hostile = CallView(
        ASKS.call, Account("A-1", text), NAMES | {"U_MORI": text}, signs=(Sign(NOW, SignKind.PHRASE, text, text),)
    )
    view = _home(FloorView(hostile, (hostile, replace(hostile, call=TALKS.call)), (text,) * 30), EN)
    assert not list(mentioned("", view["blocks"]))
