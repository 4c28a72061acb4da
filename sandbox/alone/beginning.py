"""The workspace to begin with: three people, two channels, and the app in the first."""

from sandbox.page.screens import Featured
from sandbox.slack.workspace import Workspace

TEAM = "T0SANDBOX"
GENERAL = "C0GENERAL"
RANDOM = "C0RANDOM"
AIKO, BEN, CARLA = "U0AIKO", "U0BEN", "U0CARLA"

CAST = (
    Featured(
        AIKO,
        {"ja": "日本語のメンバー", "en": "A member who reads Japanese"},
        {"ja": "ロケールは ja-JP、タイムゾーンは東京です。", "en": "Locale ja-JP, time zone Tokyo."},
    ),
    Featured(
        BEN,
        {"ja": "ワークスペースの管理者", "en": "The workspace's admin"},
        {"ja": "ロケールは en-US、タイムゾーンはロンドンです。", "en": "Locale en-US, time zone London."},
    ),
    Featured(
        CARLA,
        {"ja": "メンバー", "en": "A member"},
        {"ja": "ロケールは en-US、タイムゾーンはニューヨークです。", "en": "Locale en-US, time zone New York."},
    ),
)


def settle_in(slack: Workspace) -> None:
    """Put the people and channels into an empty workspace."""
    slack.add_person(AIKO, name="aiko", real_name="田中 愛子", locale="ja-JP", tz="Asia/Tokyo")
    slack.add_person(BEN, name="ben", real_name="Ben Carter", tz="Europe/London", admin=True)
    slack.add_person(CARLA, name="carla", real_name="Carla Gomez", tz="America/New_York")
    everyone = [AIKO, BEN, CARLA]
    slack.add_channel(GENERAL, name="general", members=[*everyone, slack.bot_user_id])
    slack.add_channel(RANDOM, name="random", members=everyone)


def name_bot(slack: Workspace) -> None:
    """Let the bot bear the name that the manifest gives it now."""
    bot, name = slack.member(slack.bot_user_id), slack.app.bot_name
    if bot.real_name != name:
        slack.change_person(bot.id, name=name.lower(), real_name=name)
