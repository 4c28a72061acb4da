"""What people said to one another in #support-floor."""

from dataclasses import dataclass
from datetime import datetime

from sandbox import cast
from sandbox.slack.workspace import Workspace
from sandbox.stories import order


@dataclass(frozen=True, slots=True)
class Line:
    """Something that `handle` wrote some office hours before the demo began."""

    hours_ago: float
    handle: str
    text: str


LINES = (
    Line(29, "saito.fumiko", "今週は月末締めの問い合わせが増えます。困ったら早めに手を挙げてください。"),
    Line(28.6, "ishida.daisuke", "了解です。CSV 取り込みの件、同じ症状が二社から来ています。"),
    Line(20, "bokafor", "Anyone else seeing single sign-on loops for UK customers?"),
    Line(19.8, "pmenon", "Yes, two of them. Filed both, Laura is on it."),
    Line(11.5, "ueno.aya", "青空商事さんからお電話。請求書の件で折り返し希望です。 *できるだけ早く* とのこと。"),
    Line(11.2, "aoi.misaki", "ありがとうございます、私がかけ直します。"),
    Line(2.5, "emma", "Thank you for yesterday, everybody. Four critical ones, all owned within the hour."),
    Line(2.2, "kubo.kenta", "明日の電話当番、交代できる方いますか？ 14 時から 15 時です。"),
)


def chat(slack: Workspace, channel: str, now: datetime) -> None:
    """Let people have talked a little in `channel`."""
    by_handle = {colleague.handle: colleague.user_id for colleague in cast.COLLEAGUES}
    past = sorted(minute for minute in order.office_minutes(now) if minute < now)
    for line in LINES:
        at = past[-round(line.hours_ago * 60)].timestamp()
        slack.messages.post(slack.channel(channel), by_handle[line.handle], line.text, at=at)
