"""What a call came to: its whispers with what they were worth, its notes, one way to a request."""

from dataclasses import replace
from typing import Any

from bot import ids
from bot.views.parts import Message
from bot.views.whisper import summary
from storage.vocabulary import Helped
from tests.views.examples import EN, JA, buttons
from tests.views.whisper.shown import (
    ADVICE,
    ANSWERED,
    BY_THE_BOOK,
    ENDED,
    FOLDED,
    SENT,
    full,
    lines,
    primary,
)
from workflows.whisper.views import Summary

RATINGS = [ids.WHISPER_USED, ids.WHISPER_NOT_USED, ids.WHISPER_TOO_LATE]
AT = "<!date^1795139040^{time}|10:44>"


def _summed(*states: dict[str, Any]) -> Summary:
    return Summary(full(**ENDED), tuple(replace(SENT, number=number, **state) for number, state in enumerate(states)))


def _labels(message: Message) -> list[str]:
    rows = [block["elements"] for block in message.blocks if block["type"] == "actions"]
    return [button["text"]["text"] for row in rows for button in row]


def test_each_whisper_is_told_with_its_answer_and_asked_after() -> None:
    message = summary.build(_summed(ANSWERED, FOLDED, BY_THE_BOOK), JA)
    headline, _, note, question, *whispers = lines(message)
    assert message.text == "通話終了 ・ ひかり商事 ・ 12 分"
    assert headline == "通話終了 ・ *ひかり商事* ・ 12 分"
    assert note == "請求書の再発行を希望"
    assert question.startswith("*ささやきは役に立ちましたか？*")
    assert whispers == [
        *(ADVICE, f"{AT} ・ Lee ・ 了解"),
        *(ADVICE, f"{AT} ・ Lee ・ 返事なし"),
        *(ADVICE, f"{AT} ・ フレーズブック ・ 返事なし"),
    ]
    assert buttons(message.blocks) == [*RATINGS * 3, ids.CALL_FILE]
    assert primary(message.blocks) == [ids.CALL_FILE]


def test_the_rating_that_was_given_is_ticked_and_can_be_changed() -> None:
    message = summary.build(_summed(ANSWERED | {"helped": Helped.NOT_USED}), JA)
    assert _labels(message) == ["使った", "✓ 使わなかった", "間に合わなかった", "依頼にする"]
    [first, *_] = [block for block in message.blocks if block["type"] == "actions"]
    assert {button["value"] for button in first["elements"]} == {"whisper-0"}


def test_a_call_without_whispers_asks_nothing() -> None:
    message = summary.build(_summed(), EN)
    assert lines(message)[0] == "Call ended · *ひかり商事* · 12 min"
    assert _labels(message) == ["Make a Request"]


def test_of_many_whispers_the_first_eight_are_asked_after_and_the_others_counted() -> None:
    message = summary.build(_summed(*[ANSWERED] * 11), EN)
    assert buttons(message.blocks).count(ids.WHISPER_USED) == summary.MOST_WHISPERS
    assert lines(message)[-1] == "3 more whispers"
