"""The page's own words in both languages; what Baton says comes from Baton."""

from collections.abc import Mapping

from sandbox.page import board_words, saw_words, typing_words

JA: Mapping[str, str] = {
    "add_file": "ファイルを選ぶ",
    "app": "アプリ",
    "apps": "アプリ",
    "apps_home": "ホーム",
    "attach": "ファイルを添付",
    "back": "戻る",
    "cancel": "キャンセル",
    "change_person": "人を切り替える",
    "channels": "チャンネル",
    "chart_area": "面グラフ",
    "chart_bar": "棒グラフ",
    "chart_line": "折れ線グラフ",
    "chart_numbers": "数値を見る",
    "chart_pie": "円グラフ",
    "clear": "選択を消す",
    "clock": "時計",
    "clock_day": "+1 日",
    "clock_hour": "+1 時間",
    "close": "閉じる",
    "confirm": "はい",
    "deny": "いいえ",
    "dismiss": "消す",
    "edited": "（編集済み）",
    "empty": "まだメッセージはありません。",
    "files_stay": "ファイルはこのサンドボックスの中だけに残ります。",
    "home_empty": "ホームを読み込んでいます…",
    "language": "言語",
    "members": "{count} 人",
    "message_actions": "メッセージの操作",
    "messages": "メッセージ",
    "more_actions": "その他の操作",
    "new": "新着",
    "no_matches": "見つかりません",
    "no_thread_command": "{command} はスレッドでは使えません。",
    "only_you": "あなただけに表示されています",
    "optional": "（任意）",
    "place_gone": "このチャンネルは表示できません。",
    "places": "会話の一覧",
    "remove": "{name} を外す",
    "reply_in_thread": "スレッドで返信",
    "reply_placeholder": "スレッドに返信",
    "replies": "{count} 件の返信",
    "say_placeholder": "{place} へのメッセージ（/ でコマンド）",
    "search": "検索",
    "self": "自分のメニュー",
    "send": "送信",
    "shortcuts": "ショートカット",
    "start_everyone": "ほかの人を選ぶ",
    "start_lead": "ここは {app} を試すための小さな Slack です。人を選ぶと、その人の窓が開きます。"
    "窓を並べれば、二人三人のやり取りになります。",
    "start_note": "この画面も中身も、すべてこのマシンの中だけで動いています。",
    "start_open": "この人の窓を開く",
    "start_telephone": "電話を鳴らす",
    "start_title": "だれの席に座りますか？",
    "status": "自分の状態",
    "status_active": "稼働中",
    "status_away": "離席中",
    "status_dnd": "おやすみモード（1 時間）",
    "status_huddle": "ハドルミーティング中",
    "suggesting": "探しています…",
    "switcher": "会話の切り替え",
    "switcher_find": "会話を探す",
    "table_back": "前へ",
    "table_on": "次へ",
    "table_rows": "{count} 行中 {first}–{last}",
    "telephone": "電話",
    "telephone_agent": "{name} さん（台本どおり）",
    "telephone_busy": "この人は通話中です。先に電話を切ってください。",
    "telephone_calls": "通話",
    "telephone_customer": "お客様",
    "telephone_hang_up": "切る",
    "telephone_lead": "台本の通話を流すと、話した言葉がそのまま Baton に届きます。",
    "telephone_length": "{length} ・ {lines} 発言 ・ {language}",
    "telephone_live": "通話中",
    "telephone_none": "まだ通話はありません。台本を選んで再生してください。",
    "telephone_over": "終了",
    "telephone_partial": "聞き取り中",
    "telephone_play": "再生 ×{speed}",
    "telephone_refused": "Baton が受け取りませんでした（{status}）。",
    "telephone_self": "{name} さん（自分）",
    "telephone_scripts": "台本",
    "telephone_silent": "Baton から応答がありません。",
    "telephone_transcript": "文字起こし",
    "telephone_whose": "だれの電話",
    "in_ja": "日本語",
    "in_en": "英語",
    "thread": "スレッド",
    "trouble": "うまく接続できませんでした。もう一度お試しください。",
    "unknown_command": "{command} は有効なコマンドではありません。",
    "unread": "未読 {count} 件",
    "you": "（自分）",
}
EN: Mapping[str, str] = {
    "add_file": "Choose files",
    "app": "App",
    "apps": "Apps",
    "apps_home": "Home",
    "attach": "Attach files",
    "back": "Back",
    "cancel": "Cancel",
    "change_person": "Change person",
    "channels": "Channels",
    "chart_area": "Area chart",
    "chart_bar": "Bar chart",
    "chart_line": "Line chart",
    "chart_numbers": "Show the numbers",
    "chart_pie": "Pie chart",
    "clear": "Clear the choice",
    "clock": "Clock",
    "clock_day": "+1 day",
    "clock_hour": "+1 hour",
    "close": "Close",
    "confirm": "Yes",
    "deny": "No",
    "dismiss": "Dismiss",
    "edited": "(edited)",
    "empty": "No messages yet.",
    "files_stay": "Files stay inside this sandbox.",
    "home_empty": "Loading Home…",
    "language": "Language",
    "members": "{count} members",
    "message_actions": "Message actions",
    "messages": "Messages",
    "more_actions": "More actions",
    "new": "New",
    "no_matches": "Nothing found",
    "no_thread_command": "{command} is not supported in threads. Sorry!",
    "only_you": "Only visible to you",
    "optional": "(optional)",
    "place_gone": "This channel cannot be shown.",
    "places": "List of conversations",
    "remove": "Remove {name}",
    "reply_in_thread": "Reply in thread",
    "reply_placeholder": "Reply in this thread",
    "replies": "{count} replies",
    "say_placeholder": "Message {place} (/ for commands)",
    "search": "Search",
    "self": "Your menu",
    "send": "Send",
    "shortcuts": "Shortcuts",
    "start_everyone": "Choose somebody else",
    "start_lead": "This is a small Slack to try {app} in. Choose a person and their window opens; "
    "put windows side by side, and two or three people work together.",
    "start_note": "Everything here runs on this machine alone.",
    "start_open": "Open this person's window",
    "start_telephone": "Play a phone call",
    "start_title": "Whose seat would you like to take?",
    "status": "Your status",
    "status_active": "Active",
    "status_away": "Away",
    "status_dnd": "Do not disturb (1 hour)",
    "status_huddle": "In a huddle",
    "suggesting": "Searching…",
    "switcher": "Switch conversation",
    "switcher_find": "Find a conversation",
    "table_back": "Previous",
    "table_on": "Next",
    "table_rows": "Rows {first}–{last} of {count}",
    "telephone": "Telephone",
    "telephone_agent": "{name} (as written)",
    "telephone_busy": "They are on the phone. Hang up first.",
    "telephone_calls": "Calls",
    "telephone_customer": "Customer",
    "telephone_hang_up": "Hang up",
    "telephone_lead": "Play a scripted call: Baton hears what is said, as it is said.",
    "telephone_length": "{length} · {lines} lines · {language}",
    "telephone_live": "Live",
    "telephone_none": "No calls yet. Choose a script and play it.",
    "telephone_over": "Ended",
    "telephone_partial": "still listening",
    "telephone_play": "Play ×{speed}",
    "telephone_refused": "Baton did not take this call ({status}).",
    "telephone_self": "{name} (you)",
    "telephone_scripts": "Scripts",
    "telephone_silent": "Baton does not answer.",
    "telephone_transcript": "Transcript",
    "telephone_whose": "Whose phone",
    "in_ja": "Japanese",
    "in_en": "English",
    "thread": "Thread",
    "trouble": "We had some trouble connecting. Please try again.",
    "unknown_command": "{command} is not a valid command.",
    "unread": "{count} unread",
    "you": "(you)",
}
SAID_IN_JAPANESE: Mapping[str, str] = {
    "Please complete this required field.": "この項目を入力してください。",
    "Please shorten this text.": "文字数を減らしてください。",
}
LANGUAGES: Mapping[str, Mapping[str, str]] = {
    "ja": {**JA, **board_words.JA, **saw_words.JA, **typing_words.JA},
    "en": {**EN, **board_words.EN, **saw_words.EN, **typing_words.EN},
}


class Words:
    """One language's words by name."""

    def __init__(self, locale: str) -> None:
        """Speak `locale`: "ja" or "en"."""
        self.locale = locale
        self._words = LANGUAGES[locale]

    def __call__(self, name: str, /, **values: object) -> str:
        """The words called `name` with `values` filled in; KeyError where there are none."""
        if name == "replies" and values.get("count") == 1 and self.locale == "en":
            return "1 reply"
        return self._words[name].format(**values)

    def question(self, name: str) -> dict[str, object]:
        """What is asked before something is done that cannot be undone, as Block Kit's confirm dialogs ask."""
        keys = {"title": f"{name}_title", "text": f"{name}_text", "confirm": name, "deny": "cancel"}
        return {"style": "danger", **{key: {"text": self(words)} for key, words in keys.items()}}

    def said(self, words: str) -> str:
        """What Slack itself says in English, in this language; an app's own words stay as they are."""
        return SAID_IN_JAPANESE.get(words, words) if self.locale == "ja" else words


def words_of(locale: str) -> Words:
    """The words of a language."""
    return Words(locale)
