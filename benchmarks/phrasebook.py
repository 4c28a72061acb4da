"""Three hundred phrase groups, half of them Japanese, and the small talk of calls in which none of them is said."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Final

from storage.phrases import Phrase
from storage.vocabulary import Locale, Speaker, Tone

THINGS_JA: Final = [
    "契約",
    "請求",
    "料金",
    "回線",
    "端末",
    "保証",
    "返品",
    "配送",
    "修理",
    "予約",
    "登録",
    "割引",
    "点検",
    "更新",
    "解析",
]
ASKED_JA: Final = [
    "を解約したい",
    "を返金して",
    "に納得できない",
    "を他社に替える",
    "の責任者を出して",
    "を取り消して",
    "を今日中に直して",
    "が約束と違う",
    "が高すぎる",
    "の説明がない",
]
THINGS_EN: Final = [
    "contract",
    "invoice",
    "plan",
    "line",
    "device",
    "warranty",
    "return",
    "delivery",
    "repair",
    "booking",
    "account",
    "discount",
    "upgrade",
    "renewal",
    "report",
]
ASKED_EN: Final = (
    "cancel my {}",
    "overcharged for the {}",
    "refund the {}",
    "lawyer about the {}",
    "complain about my {}",
    "manager about this {}",
    "promised another {}",
    "sue over the {}",
    "nobody explained the {}",
    "stop the {}",
)
TALK: Final = (
    "はい、お電話ありがとうございます。担当が確認いたします。",
    "少々お待ちいただけますでしょうか。いま画面を開いております。",
    "先週そちらに電話をして、同じことをお話ししました。番号は 03-5550-0142 です。",
    "そうですね、午後でしたら家におります。二時以降でお願いします。",
    "お名前をもう一度お願いできますか。",
    "Sure, let me pull up your details, one moment please.",
    "I called last week and spoke to somebody, I think her name was Aoi.",
    "It worked fine until Tuesday and then the light went red.",
    "Could you spell that for me? My mail is taro.yamada@example.com.",
    "Yes, that is correct, the address has not changed.",
)
TONES: Final = tuple(Tone)


@dataclass(frozen=True, slots=True)
class Saying:
    """A segment that one entry of the book listens for, and the token in that entry's advice."""

    text: str
    token: str


def _phrases() -> Iterator[tuple[Locale, str]]:
    for (thing_ja, asked_ja), (thing_en, asked_en) in zip(
        product(THINGS_JA, ASKED_JA), product(THINGS_EN, ASKED_EN), strict=True
    ):
        yield Locale.JA, f"{thing_ja}{asked_ja}"
        yield Locale.EN, asked_en.format(thing_en)


PHRASES: Final = tuple(_phrases())


def entries() -> Iterator[Phrase]:
    """Answer the book: one in ten is a danger sign, one in three listens for what must not be said as well."""
    for number, (locale, phrase) in enumerate(PHRASES):
        others = (f"{phrase} {number}", f"{number} {phrase}")
        forbidden = (f"冗談 {number}", f"just kidding {number}") if number % 3 == 0 else ()
        advice = f"理由を先にお聞きし、約束はせず折り返しをご案内ください token-{number:06}"
        yield Phrase(
            f"bench-{number:03}", locale, Speaker.CUSTOMER, (phrase, *others), (), forbidden, 10 + number % 20,
            TONES[number % len(TONES)], number % 10 == 0, advice,
        )  # fmt: skip


def small_talk(number: int) -> str:
    """Answer something that no entry listens for."""
    return TALK[number % len(TALK)]


def saying(number: int) -> Saying:
    """Answer something that the entry of that number listens for, and no other."""
    locale, phrase = PHRASES[number]
    text = f"あの、{phrase}と思っているのですが。" if locale is Locale.JA else f"Listen, I want to {phrase} today."
    return Saying(text, f"{number:06}")
