"""The page's own words in both languages; what Baton says comes from Baton."""

from collections.abc import Mapping

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
    "clear": "選択を消す",
    "clock": "デモの時計",
    "clock_day": "+1 日",
    "clock_hour": "+1 時間",
    "close": "閉じる",
    "commands": "コマンド",
    "confirm": "はい",
    "deny": "いいえ",
    "dismiss": "消す",
    "edited": "（編集済み）",
    "empty": "まだメッセージはありません。",
    "files_stay": "ファイルはこのサンドボックスの中だけに残ります。",
    "home_empty": "ホームを読み込んでいます…",
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
    "remove_file": "{name} を外す",
    "reply_in_thread": "スレッドで返信",
    "reply_placeholder": "スレッドに返信",
    "replies": "{count} 件の返信",
    "say_placeholder": "{place} へのメッセージ（/ でコマンド）",
    "search": "検索",
    "send": "送信",
    "shortcuts": "ショートカット",
    "start_everyone": "ほかの人を選ぶ",
    "start_lead": "ここは Baton を試すための小さな Slack です。人を選ぶと、その人の窓が開きます。"
    "窓を並べれば、二人三人のやり取りになります。",
    "start_note": "この画面も中身も、すべてこのマシンの中だけで動いています。",
    "start_open": "この人の窓を開く",
    "start_title": "だれの席に座りますか？",
    "suggesting": "探しています…",
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
    "clear": "Clear the choice",
    "clock": "Demo clock",
    "clock_day": "+1 day",
    "clock_hour": "+1 hour",
    "close": "Close",
    "commands": "Commands",
    "confirm": "Yes",
    "deny": "No",
    "dismiss": "Dismiss",
    "edited": "(edited)",
    "empty": "No messages yet.",
    "files_stay": "Files stay inside this sandbox.",
    "home_empty": "Loading Home…",
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
    "remove_file": "Remove {name}",
    "reply_in_thread": "Reply in thread",
    "reply_placeholder": "Reply in this thread",
    "replies": "{count} replies",
    "say_placeholder": "Message {place} (/ for commands)",
    "search": "Search",
    "send": "Send",
    "shortcuts": "Shortcuts",
    "start_everyone": "Choose somebody else",
    "start_lead": "This is a small Slack to try Baton in. Choose a person and their window opens; "
    "put windows side by side, and two or three people work together.",
    "start_note": "Everything here runs on this machine alone.",
    "start_open": "Open this person's window",
    "start_title": "Whose seat would you like to take?",
    "suggesting": "Searching…",
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
LANGUAGES: Mapping[str, Mapping[str, str]] = {"ja": JA, "en": EN}


class Words:
    """One language's words by name."""

    def __init__(self, locale: str) -> None:
        """Speak `locale`: "ja" or "en"."""
        self.locale = locale
        self._words = LANGUAGES[locale]

    def __call__(self, name: str, **values: object) -> str:
        """The words called `name` with `values` filled in; KeyError where there are none."""
        if name == "replies" and values.get("count") == 1 and self.locale == "en":
            return "1 reply"
        return self._words[name].format(**values)

    def said(self, words: str) -> str:
        """What Slack itself says in English, in this language; an app's own words stay as they are."""
        return SAID_IN_JAPANESE.get(words, words) if self.locale == "ja" else words


def words_of(locale: str) -> Words:
    """The words of a language."""
    return Words(locale)
