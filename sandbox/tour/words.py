"""What a tour's card says around its steps, in both languages."""

from collections.abc import Mapping

WORDS: Mapping[str, Mapping[str, str]] = {
    "ja": {
        "again": "最初から",
        "back": "戻る",
        "begin": "ガイドを始める",
        "example": "例を入力する",
        "fold": "たたむ",
        "go_on": "次へ",
        "invitation": "8 ステップ、5 分ほど",
        "offer": "はじめての方へ: ガイドに沿って試す",
        "offer_lead": "それぞれ 8 ステップ、実際に押しながら進みます。相手役はサンドボックスが引き受けます。",
        "past": "このステップは済んでいます。",
        "place": "{at} / {count}",
        "seat": "{name} さんの席を開く",
        "skip": "とばす",
        "sorry": "いまはできませんでした。もう一度押すか、とばしてください。",
        "tour": "ガイド",
        "tour_of": "{name} さんのガイド",
        "unfold": "ガイドの続き",
        "key": "依頼",
        "issue": "課題",
        "done": "完了",
    },
    "en": {
        "again": "Start again",
        "back": "Back",
        "begin": "Start the tour",
        "example": "Fill in an example",
        "fold": "Fold away",
        "go_on": "Next",
        "invitation": "Eight steps, five minutes",
        "offer": "New here? Take a guided tour",
        "offer_lead": "Eight steps each, by really pressing things. The sandbox plays everybody else.",
        "past": "This step is behind you.",
        "place": "{at} / {count}",
        "seat": "Take {name}'s seat",
        "skip": "Skip",
        "sorry": "That did not work just now. Press it again, or skip the step.",
        "tour": "Tour",
        "tour_of": "{name}'s tour",
        "unfold": "Go on with the tour",
        "key": "the request",
        "issue": "an issue",
        "done": "完了",
    },
}

FILED = {
    "ja": {
        "request_type": "action",
        "urgency": "high",
        "summary": "請求書の再発行が三日止まっている",
        "customer_words": "今日中に届かないなら、他社に切り替えます。",
    },
    "en": {
        "request_type": "action",
        "urgency": "high",
        "summary": "A new invoice has been stuck for three days",
        "customer_words": "If it is not here today, we will go elsewhere.",
    },
}
"""A request as an example files it, in each language, but for its customer."""
