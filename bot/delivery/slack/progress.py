"""What the notices about progress in Jira look like: in Slack, and those to Jira itself, in values of no markup."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.delivery.outgoing import Renderer
from bot.delivery.slack.base import Messages
from bot.views.parts import Message
from bot.views.progress import made, moved, refused, wanted
from bot.views.progress.wanted import SoughtIssue, WantedIssue
from bot.views.texts import archived
from storage.outbox import Notice
from storage.unit_of_work import UnitOfWork
from workflows.escalation import reading as escalation
from workflows.notices import (
    CardChanged,
    IssueLinked,
    IssueMoved,
    IssueRefused,
    IssueWanted,
    JiraLockedOut,
    ProgressMade,
)
from workflows.people.reading import identity
from workflows.progress import reading


@dataclass(frozen=True, slots=True)
class ProgressMessages(Messages):
    """Renders notices inside one read; each raises Refused where its request does not exist."""

    @property
    def renderers(self) -> Mapping[type[Notice], Renderer]:
        """Answer which function renders which notice."""
        return {
            IssueWanted: self.wanted,
            IssueLinked: self.sought,
            IssueMoved: self.moved,
            ProgressMade: self.made,
            IssueRefused: self.refused,
            JiraLockedOut: self.locked_out,
        }

    def wanted(self, work: UnitOfWork, notice: IssueWanted) -> WantedIssue:
        """Render an issue for Jira to create."""
        view = escalation.request(work, notice.subject)
        return wanted.build(view, notice, _card(work, view.request.key, view.request.channel), self.channel_words)

    def sought(self, work: UnitOfWork, notice: IssueLinked) -> SoughtIssue:  # noqa: ARG002  as every renderer
        """Name the issue that is to be looked up."""
        return SoughtIssue(notice.issue_key)

    def moved(self, work: UnitOfWork, notice: IssueMoved) -> Message:
        """Render one line of a card's thread."""
        told = reading.told(work, notice.subject, notice.after, notice.upto, notice.linked)
        return moved.build(told, self.channel_words)

    def made(self, work: UnitOfWork, notice: ProgressMade) -> Message:
        """Render what is to be told to the customer, for whoever tells them."""
        view, standing = escalation.request(work, notice.subject), reading.standing(work, notice.subject)
        return made.build(view, standing, notice.why, self.words_of(work, notice.place), notice.place)

    def refused(self, work: UnitOfWork, notice: IssueRefused) -> Message:
        """Render why Jira did not take it, for whoever asked."""
        view = escalation.request(work, notice.subject)
        return refused.build(view, notice.error, notice.issue_key, self.words_of(work, notice.place))

    def locked_out(self, work: UnitOfWork, notice: JiraLockedOut) -> Message:
        """Render for an admin that Jira does not let us in."""
        return refused.build_locked_out(notice.error, self.words_of(work, notice.place))


def _card(work: UnitOfWork, key: str, channel: str | None) -> str | None:
    """Answer the address of a request's card, as Slack forms it; None where it is not posted.

    Slack alone promises what the address is (`chat.getPermalink`): but whoever waits for Jira must not wait for Slack.
    """
    workspace = identity(work).url
    post = None if channel is None else work.posts.get(CardChanged.topic, key, channel)
    return None if workspace is None or post is None else archived(workspace, post.channel, post.ts)
