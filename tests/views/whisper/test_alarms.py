"""What calls the leads: a help sign and danger signs, each pinging once and telling afterwards what became of it."""

from dataclasses import replace
from typing import Any

import pytest

from bot import ids
from bot.views.whisper import danger, help_sign
from sandbox.slack.texts import mentioned
from tests.views.examples import EN, JA, buttons
from tests.views.whisper.calls import ASKING, HELD, a_call
from tests.views.whisper.shown import ENDED, LAWYER, LONG, full, lines, primary
from workflows.whisper.views import DangerView, HelpView

LEADS = ("S_LEADS", "U_LEE")
BOTH = [("group", "S_LEADS"), ("user", "U_LEE")]


def test_a_help_sign_mentions_the_leads_and_offers_to_come() -> None:
    message = help_sign.build(HelpView(a_call(**ASKING), 1, LEADS), JA)
    headline, since = lines(message)
    assert headline == message.text == "<!subteam^S_LEADS> <@U_LEE> ✋ *青井 × ひかり商事*: 助けを求めています"
    assert since.startswith("挙手 <!date^1795139040^{ago}|")
    assert buttons(message.blocks) == [ids.CALL_TAKE_HELP, ids.CALL_WHISPER]
    assert primary(message.blocks) == [ids.CALL_TAKE_HELP]


def test_in_ones_own_messages_nobody_is_mentioned() -> None:
    message = help_sign.build(HelpView(a_call(**ASKING), 1), EN)
    assert message.text == "✋ *青井 × ひかり商事*: help is needed"
    assert list(mentioned(message.text, message.blocks)) == []


def test_whoever_comes_is_named_and_can_whisper() -> None:
    message = help_sign.build(HelpView(a_call(**HELD), 1, LEADS), JA)
    assert lines(message) == ["✋ Lee さんが助けに入りました: 青井 × ひかり商事"]
    assert buttons(message.blocks) == [ids.CALL_WHISPER]


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ({"helps": 1}, "✋ 手を下ろしました ・ 青井 × ひかり商事"),
        (ASKING | {"helps": 2}, "✋ 下であらためて助けを求めています ・ 青井 × ひかり商事"),
        ({"helps": 1} | ENDED, "✋ 通話終了 ・ 青井 × ひかり商事"),
        ({"helps": 2} | ENDED, "✋ 通話終了 ・ 青井 × ひかり商事"),
    ],
    ids=["lowered", "given back", "ended", "ended later"],
)
def test_a_sign_that_waits_no_more_is_one_line_without_buttons(state: dict[str, Any], told: str) -> None:
    message = help_sign.build(HelpView(a_call(**state), 1, LEADS), JA)
    assert lines(message) == [told]
    assert buttons(message.blocks) == []
    assert list(mentioned(message.text, message.blocks)) == []


def test_danger_signs_mention_the_leads_and_tell_what_was_said() -> None:
    message = danger.build(DangerView(full(), LEADS), JA)
    headline, phrase, said, long = lines(message)
    assert headline == "<!subteam^S_LEADS> <@U_LEE> 通話中の危険サイン: *青井 × ひかり商事*"
    assert phrase == "*「弁護士」* ・ <!date^1795139040^{time}|10:44>"
    assert said == "弁護士に ●●● まで電話させます"
    assert long.startswith("*通話が 20 分続いています* ・ ")
    assert message.text == f"{headline} ・ 通話が 20 分続いています"
    assert list(mentioned("", message.blocks)) == BOTH
    assert buttons(message.blocks) == [ids.CALL_WHISPER]


def test_once_the_words_are_forgotten_the_phrases_are_left() -> None:
    forgotten = replace(full(**ENDED), signs=(replace(LAWYER, words=None), LONG))
    message = danger.build(DangerView(forgotten, LEADS), EN)
    headline, phrase, long = lines(message)
    assert headline == "Danger signs · Call ended · 青井 × ひかり商事 · 12 min"
    assert phrase.startswith("*“弁護士”* · ")
    assert long.startswith("*on the phone for 20 min* · ")
    assert buttons(message.blocks) == []
    assert list(mentioned(message.text, message.blocks)) == []


def test_of_many_signs_the_latest_eight_are_told() -> None:
    message = danger.build(DangerView(replace(a_call(), signs=(LAWYER,) * 30), LEADS), EN)
    told = lines(message)
    assert told[1] == "22 before"
    assert len(told) == 2 + 2 * danger.MOST_SIGNS
