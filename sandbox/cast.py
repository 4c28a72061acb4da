"""The people of the demo's team, always the same."""

from dataclasses import dataclass
from typing import Literal

from sandbox.page.screens import Featured

Role = Literal["agent", "account_manager", "lead", "admin"]

JAPANESE_AGENTS = """
青井 美咲 aoi.misaki|石田 大輔 ishida.daisuke|上野 彩 ueno.aya|遠藤 拓也 endo.takuya|大塚 由美 otsuka.yumi
片山 翔 katayama.sho|木下 里奈 kinoshita.rina|久保 健太 kubo.kenta|小松 真由 komatsu.mayu|酒井 亮 sakai.ryo
清水 友香 shimizu.yuka|杉本 直樹 sugimoto.naoki|関 千尋 seki.chihiro|高野 雄一 takano.yuichi|竹内 沙織 takeuchi.saori
千葉 隼人 chiba.hayato|土屋 恵 tsuchiya.megumi|寺田 和也 terada.kazuya|中川 愛 nakagawa.ai|西村 誠 nishimura.makoto
野口 舞 noguchi.mai|橋本 圭 hashimoto.kei|浜田 純 hamada.jun|平野 茜 hirano.akane|福井 悠 fukui.yu
前田 結衣 maeda.yui|松井 航 matsui.wataru|三浦 香織 miura.kaori|村上 陽介 murakami.yosuke|森田 葵 morita.aoi
矢野 剛 yano.tsuyoshi|山口 遥 yamaguchi.haruka|吉川 律 yoshikawa.ritsu|和田 菜々子 wada.nanako|菅原 蓮 sugawara.ren
水谷 詩織 mizutani.shiori
"""
ENGLISH_AGENTS = """
Alice Novak anovak|Ben Okafor bokafor|Chloe Martin cmartin|Daniel Reyes dreyes|Elif Kaya ekaya|Farah Aziz faziz
Grace Liu gliu|Hugo Silva hsilva|Isla Murray imurray|Jack Turner jturner|Kavya Nair knair|Liam Byrne lbyrne
Maya Cohen mcohen|Noah Fischer nfischer|Olga Petrova opetrova|Priya Menon pmenon|Ruth Adeyemi radeyemi
Sam Whitlock swhitlock
"""
ACCOUNT_MANAGERS = (
    "佐藤 健 sato.ken|田中 美穂 tanaka.miho|渡辺 修 watanabe.osamu|小林 玲子 kobayashi.reiko|加藤 隆 kato.takashi"
)
ENGLISH_ACCOUNT_MANAGERS = "Laura Bennett lbennett|Marco Rossi mrossi|Nina Larsen nlarsen"
JAPANESE_LEADS = "斎藤 文子 saito.fumiko"
ENGLISH_LEADS = "Tom Hale thale"


@dataclass(frozen=True, slots=True)
class Colleague:
    """One person of the team; `handle` begins their e-mail address."""

    user_id: str
    name: str
    handle: str
    locale: Literal["ja-JP", "en-US"]
    role: Role

    @property
    def zone(self) -> str:
        """Their time zone: the team sits in Tokyo, its English half partly in London."""
        london = self.locale == "en-US" and self.role in {"agent", "account_manager"}
        return "Europe/London" if london and self.user_id[-1] in "02468" else "Asia/Tokyo"


def _people(text: str, start: int, locale: Literal["ja-JP", "en-US"], role: Role) -> list[Colleague]:
    lines = [person.strip() for person in text.replace("\n", "|").split("|") if person.strip()]
    found = []
    for number, line in enumerate(lines, start):
        name, _, handle = line.rpartition(" ")
        found.append(Colleague(f"U02BTN{number:03d}", name, handle, locale, role))
    return found


EMMA = Colleague("U02BTN300", "Emma Clarke", "emma", "en-US", "lead")
OPERATOR = Colleague("U02BTN400", "岡本 哲 (IT)", "okamoto.it", "ja-JP", "admin")
COLLEAGUES = (
    *_people(JAPANESE_AGENTS, 100, "ja-JP", "agent"),
    *_people(ENGLISH_AGENTS, 150, "en-US", "agent"),
    *_people(ACCOUNT_MANAGERS, 200, "ja-JP", "account_manager"),
    *_people(ENGLISH_ACCOUNT_MANAGERS, 250, "en-US", "account_manager"),
    EMMA,
    *_people(JAPANESE_LEADS, 310, "ja-JP", "lead"),
    *_people(ENGLISH_LEADS, 320, "en-US", "lead"),
    OPERATOR,
)
AOI = COLLEAGUES[0]
SATO = next(colleague for colleague in COLLEAGUES if colleague.handle == "sato.ken")

FEATURED = (
    Featured(
        AOI.user_id,
        {"ja": "サポート担当", "en": "Support agent"},
        {
            "ja": "お客様の声を受けて、20 秒で担当者へ渡します。「ショートカット」から始めてください。",
            "en": "Hands what a customer needs to its owner in 20 seconds. Begin with “Shortcuts”.",
        },
    ),
    Featured(
        SATO.user_id,
        {"ja": "アカウント担当", "en": "Account manager"},
        {
            "ja": "届いた依頼を DM で引き受け、結果をサポートへ返します。",
            "en": "Claims in a DM what arrives, and reports what became of it.",
        },
    ),
    Featured(
        EMMA.user_id,
        {"ja": "リーダー", "en": "Team lead"},
        {
            "ja": "だれが何を持ち、何が残っているかを英語で見ます。",
            "en": "Sees in English who works on what, whatever language it was filed in.",
        },
    ),
)


def of_role(*roles: Role) -> list[Colleague]:
    """Everyone with one of `roles`."""
    return [colleague for colleague in COLLEAGUES if colleague.role in roles]


def user_id(handle: str) -> str:
    """The user id of the colleague of that handle; StopIteration where there is none."""
    return next(colleague.user_id for colleague in COLLEAGUES if colleague.handle == handle)
