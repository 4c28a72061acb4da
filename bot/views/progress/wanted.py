"""What Jira is asked for: an issue to be created, or one to be looked up. Values, in no markup of Jira's."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.words import Words
from workflows.escalation.views import RequestView
from workflows.masking import mask
from workflows.notices import TRACKER, IssueWanted


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of a description: a text, and what the whole of it links to, if anything."""

    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class WantedIssue:
    """An issue to be created; `labels` are those that people see, the one by which it is found again comes besides."""

    project: str
    issue_type: str
    priority: str | None
    labels: tuple[str, ...]
    summary: str
    description: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class SoughtIssue:
    """An issue that is there already."""

    issue_key: str


def build(view: RequestView, wanted: IssueWanted, card: str | None, words: Words) -> WantedIssue:
    """Build the issue for a request; `card` is the address of its card in Slack, None where there is none yet.

    Whoever reads it in Jira need not know the customer's numbers and addresses: they are masked.
    """
    return WantedIssue(
        project=wanted.place.removeprefix(TRACKER),
        issue_type=wanted.issue_type,
        priority=wanted.priority,
        labels=tuple(wanted.labels),
        summary=wanted.summary,
        description=tuple(_described(view, wanted, card, words)),
    )


def _described(view: RequestView, wanted: IssueWanted, card: str | None, words: Words) -> Iterator[Line]:
    request = view.request
    kind = words.say("request.kind", request_type=words.of(request.request_type), urgency=words.of(request.urgency))
    yield Line(words.say("jira.wanted.request", key=request.key), card)
    yield Line(words.say("jira.wanted.kind", kind=kind, customer=view.account.name))
    for key, said in (("jira.wanted.words", request.customer_words), ("jira.wanted.details", request.details)):
        if said:
            yield Line(words.say(key, said=mask(said)))
    if request.conversation_url:
        yield Line(words.say("request.conversation"), request.conversation_url)
    yield Line(words.say("jira.wanted.by", who=view.name_of(wanted.by)))
