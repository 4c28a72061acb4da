"""Messages and blocks through the eyes of one person: names, language, zone."""

from collections.abc import Iterable
from datetime import UTC, datetime

from markupsafe import Markup

from sandbox.page import markdown, mrkdwn, rich_text
from sandbox.page.dates import Dates
from sandbox.page.words import words_of
from sandbox.slack.records import Member
from sandbox.slack.refusals import JsonObject
from sandbox.slack.workspace import Workspace

MARK = Markup('<span class="mention{}">{}{}</span>')


class Reader:
    """Turns Slack's texts into HTML for `viewer`, at the demo's `now`."""

    def __init__(self, workspace: Workspace, viewer: Member, now: datetime) -> None:
        """Take whose eyes these are."""
        self.workspace = workspace
        self.viewer = viewer
        self.locale = "ja" if viewer.locale.startswith("ja") else "en"
        self.dates = Dates(self.locale, viewer.tz, now)
        self.words = words_of(self.locale)

    def name(self, user: str) -> str:
        """The name of a member, or the id of somebody unknown."""
        member = self.workspace.members.get(user)
        return member.real_name if member else user

    def names(self, users: Iterable[str]) -> str:
        """Several people's names."""
        return ("、" if self.locale == "ja" else ", ").join(map(self.name, users))

    def typed(self, words: str) -> str:
        """The text of a message as its author would type it."""
        return mrkdwn.unescape(mrkdwn.unlinked(words, self.workspace.members))

    def text(self, part: JsonObject | None) -> Markup:
        """A text object, of either kind."""
        if not part:
            return Markup("")
        words = str(part.get("text", ""))
        return mrkdwn.render(words, self) if part.get("type") == "mrkdwn" else mrkdwn.named(words)

    def mrkdwn(self, words: str) -> Markup:
        """The text of a message without blocks."""
        return mrkdwn.render(words, self)

    def markdown(self, words: str) -> Markup:
        """The text of a markdown block."""
        return markdown.render(words)

    def rich(self, block: JsonObject) -> Markup:
        """A rich_text block."""
        return rich_text.render(block, self)

    def mention(self, kind: str, identity: str, label: str) -> Markup:
        """A mark for a person, a channel, a group or everyone."""
        if kind == "@":
            return MARK.format(" me" if identity == self.viewer.id else "", "@", self.name(identity))
        if kind == "#":
            channel = self.workspace.channels.get(identity)
            return MARK.format("", "#", channel.name if channel else label or identity)
        group = self.workspace.groups.get(identity)
        mine = identity in {"channel", "here", "everyone"} or (group and self.viewer.id in group.members)
        return MARK.format(" me" if mine else "", "@", group.handle if group else label.removeprefix("@") or identity)

    def moment(self, seconds: int, pattern: str, fallback: str) -> str:
        """A date token; its fallback where the instant is no date."""
        try:
            return self.dates.token(datetime.fromtimestamp(seconds, UTC), pattern)
        except (OverflowError, ValueError):
            return fallback

    def stamp(self, ts: str) -> datetime:
        """The instant of a message's `ts`."""
        return datetime.fromtimestamp(float(ts), UTC)
