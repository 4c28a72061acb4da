"""The emoji by which people react and that texts name; of any other the name stays."""

import re

QUICK = ("eyes", "white_check_mark", "+1", "pray", "tada", "heart")
CHARACTERS = {
    "+1": "👍", "-1": "👎", "100": "💯", "alarm_clock": "⏰", "arrow_right": "➡️", "bar_chart": "📊", "beers": "🍻",
    "bell": "🔔", "blue_heart": "💙", "blush": "😊", "books": "📚", "bow": "🙇", "bug": "🐛", "bulb": "💡",
    "calendar": "📅", "chart_with_upwards_trend": "📈", "clap": "👏", "clipboard": "📋", "coffee": "☕",
    "confetti_ball": "🎊", "cry": "😢", "dart": "🎯", "email": "📧", "exclamation": "❗", "eyes": "👀", "fire": "🔥",
    "gear": "⚙️", "gift": "🎁", "grin": "😁", "grinning": "😀", "hammer_and_wrench": "🛠️", "hand": "✋",
    "heart": "❤️", "heavy_check_mark": "✔️", "heavy_plus_sign": "➕", "hourglass_flowing_sand": "⏳",
    "information_source": "ℹ️", "joy": "😂", "key": "🔑", "large_blue_circle": "🔵", "large_green_circle": "🟢",
    "large_yellow_circle": "🟡", "link": "🔗", "lock": "🔒", "mag": "🔍", "mega": "📣", "memo": "📝", "muscle": "💪",
    "no_entry": "⛔", "ok_hand": "👌", "package": "📦", "party_popper": "🎉", "pencil": "📝", "phone": "☎️",
    "point_right": "👉", "pray": "🙏", "pushpin": "📌", "question": "❓", "raised_hands": "🙌", "red_circle": "🔴",
    "repeat": "🔁", "robot_face": "🤖", "rocket": "🚀", "rotating_light": "🚨", "slightly_smiling_face": "🙂",
    "smile": "😄", "smiley": "😃", "sob": "😭", "sos": "🆘", "sparkles": "✨", "speech_balloon": "💬", "star": "⭐",
    "stop_sign": "🛑", "sweat_smile": "😅", "tada": "🎉", "thinking_face": "🤔", "thumbsdown": "👎", "thumbsup": "👍",
    "ticket": "🎫", "telephone_receiver": "📞", "warning": "⚠️", "wave": "👋", "white_check_mark": "✅", "wrench": "🔧",
    "x": "❌", "zap": "⚡",
}  # fmt: skip
NAME = re.compile(r":([a-z0-9_+'-]+)(?:::skin-tone-[2-6])?:")


def character(name: str) -> str:
    """The emoji called `name`, whatever its skin; `:name:` where the page has none."""
    plain = name.partition("::")[0]
    return CHARACTERS.get(plain, f":{plain}:")


def shown(text: str) -> str:
    """`text` with the emoji that it names."""
    return NAME.sub(lambda found: CHARACTERS.get(found[1], found[0]), text)
