"""The demo's customers: invented companies, Japanese and English."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

STEMS = """
青空アオゾラ 若葉ワカバ 山桜ヤマザクラ 海鳴ウミナリ 朝凪アサナギ 夕霧ユウギリ
月見台ツキミダイ 花筏ハナイカダ 雪待ユキマチ 風待カゼマチ 松風マツカゼ 竹林チクリン
梅里ウメザト 水無瀬ミナセ 星ヶ丘ホシガオカ 虹橋ニジバシ 霧島台キリシマダイ 白波シラナミ
緑風リョクフウ 紅葉谷モミジダニ 鶴見野ツルミノ 亀甲カメコウ 千鳥チドリ 燕沢ツバメサワ
鷹尾タカオ 鹿野シカノ 桐生谷キリュウダニ 杉並木スギナミキ 楠木クスノキ 柊ヒイラギ
椿坂ツバキザカ 藤棚フジダナ 菊水キクスイ 蓮池ハスイケ 菫スミレ 葵坂アオイザカ
茜雲アカネグモ 銀嶺ギンレイ 黄金コガネ 瑠璃ルリ 琥珀コハク 翡翠ヒスイ
珊瑚サンゴ 若狭路ワカサジ 北辰ホクシン 南天ナンテン 東雲シノノメ 西陣野ニシジンノ
中洲原ナカスバラ 京橋堂キョウバシドウ
"""
TRADES = """
商事ショウジ 物産ブッサン 製作所セイサクショ フーズフーズ 電機デンキ 運輸ウンユ
印刷インサツ システムズシステムズ 薬品ヤクヒン 不動産フドウサン
"""
ENGLISH_STEMS = (
    "Harborlight Copperfield Meadowbrook Stonebridge Larkspur Foxglove Ironwood Silverbirch Bluewater Redcliff "
    "Oakhollow Windmere Ashdown Brightwater Coldstream Driftwood Eastgate Fairhaven Greystone Hollybank "
    "Kingfisher Lanternfish Marigold Nightjar Otterburn"
)
ENGLISH_TRADES = ("Logistics", "Foods", "Systems", "Media", "Insurance", "Robotics")
PLANS = ("Standard", "Business", "Business", "Enterprise")


@dataclass(frozen=True, slots=True)
class Company:
    """One customer; `kana` is how a Japanese name is read."""

    account_id: str
    name: str
    kana: str | None
    plan: str
    phone: str
    locale: Literal["ja", "en"]


def _read(word: str) -> tuple[str, str]:
    """Part `青空アオゾラ` into its writing and its reading; a word all in katakana is its own reading."""
    start = len(word)
    while start and "ァ" <= word[start - 1] <= "ー":
        start -= 1
    return (word[:start], word[start:]) if start else (word[: len(word) // 2], word[len(word) // 2 :])


def _japanese() -> Iterator[tuple[str, str]]:
    stems, trades = [_read(word) for word in STEMS.split()], [_read(word) for word in TRADES.split()]
    for turn in range(3):
        for number, (stem, stem_kana) in enumerate(stems):
            trade, trade_kana = trades[(number + turn * 3) % len(trades)]
            form = ("株式会社{}", "{}株式会社", "株式会社{}", "合同会社{}")[(number + turn) % 4]
            yield form.format(stem + trade), stem_kana + trade_kana


def _english() -> Iterator[str]:
    stems = ENGLISH_STEMS.split()
    for turn in range(2):
        for number, stem in enumerate(stems):
            form = ("{}", "{} Inc.", "{} Ltd", "{} GmbH")[(number + turn) % 4]
            yield form.format(f"{stem} {ENGLISH_TRADES[(number + turn * 2) % len(ENGLISH_TRADES)]}")


def companies() -> list[Company]:
    """All two hundred, always the same; the first is 株式会社青空商事."""
    named: list[tuple[str, str | None]] = [*_japanese(), *((name, None) for name in _english())]
    return [
        Company(
            account_id=f"A-{number:03d}",
            name=name,
            kana=kana,
            plan=PLANS[(number * 7) % len(PLANS)],
            phone=f"03-5550-{number:04d}" if kana else f"+44 20 5550 {number:04d}",
            locale="ja" if kana else "en",
        )
        for number, (name, kana) in enumerate(named, start=1)
    ]
