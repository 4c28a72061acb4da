"""What every message says of a single Jira issue."""

from bot.views.texts import Markup, escape, link
from bot.words import Words
from workflows.progress.views import Issue


def issue_link(issue: Issue, url: str | None) -> Markup:
    """Name a Jira issue by its key, as a link where `url` (with its slash) says where Jira is."""
    return escape(issue.issue_key) if url is None else link(f"{url}browse/{issue.issue_key}", issue.issue_key)


def status_of(issue: Issue, words: Words) -> str:
    """Answer where an issue stands, in Jira's own words; that it is gone, in ours."""
    return issue.status if issue.gone_at is None else words.say("moved.gone")
