"""Every door of others than Slack: one whose secret nobody has set does not exist."""

from collections.abc import Callable, Mapping
from datetime import datetime

from starlette.types import ASGIApp

from bot.settings import Settings
from bot.webhooks import calls, jira
from bot.webhooks.calls import CallsDoor
from bot.webhooks.jira import JiraDoor
from storage.database import Database
from workflows.whisper.advising import OpenBook
from workflows.whisper.floor import Floor


def doors(settings: Settings, database: Database, floor: Floor, now: Callable[[], datetime]) -> Mapping[str, ASGIApp]:
    """Answer the doors by their path; `now` is what the work goes by."""
    found: dict[str, ASGIApp] = {}
    if settings.webhook_secret is not None:
        secret = settings.webhook_secret.reveal().encode()
        found[calls.PATH] = CallsDoor(database, OpenBook(), floor, now, secret)
    if settings.jira_webhook_secret is not None:
        secret = settings.jira_webhook_secret.reveal().encode()
        found[jira.PATH] = JiraDoor(database, now, secret)
    return found
