"""What people said to one another in #support-floor."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """Something that `handle` wrote some hours before the demo began."""

    hours_ago: float
    handle: str
    text: str


LINES = (
    Line(
        74,
        "saito.fumiko",
        "おはようございます。今週は月末締めの問い合わせが増えます。困ったら早めに手を挙げてください。",
    ),
    Line(73.6, "ishida.daisuke", "了解です。CSV 取り込みの件、同じ症状が二社から来ています。"),
    Line(50, "bokafor", "Morning all. Anyone else seeing single sign-on loops for UK customers?"),
    Line(49.8, "pmenon", "Yes, two since nine. Filed both, Laura is on it."),
    Line(26.5, "ueno.aya", "青空商事さんからお電話。請求書の件で折り返し希望です。*本日中* とのこと。"),
    Line(26.2, "aoi.misaki", "ありがとうございます、私がかけ直します。"),
    Line(3.5, "emma", "Thank you for yesterday, everybody. Four critical ones, all owned within the hour."),
    Line(3.2, "kubo.kenta", "午後の電話当番、交代できる方いますか？ 14 時から 15 時です。"),
)
