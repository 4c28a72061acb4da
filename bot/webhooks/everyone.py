"""Every door of others than Slack: one whose secret nobody has set does not exist."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.settings import Settings
from bot.webhooks import calls
from bot.webhooks.calls import CallsDoor
from storage.database import Database
from workflows.whisper.advising import OpenBook
from workflows.whisper.floor import Floor


def doors(settings: Settings, database: Database, floor: Floor, now: Callable[[], datetime]) -> Mapping[str, CallsDoor]:
    """Answer the doors by their path; `now` is what the work goes by."""
    secret = settings.webhook_secret
    if secret is None:
        return {}
    return {calls.PATH: CallsDoor(database, OpenBook(), floor, now, secret.get_secret_value().encode())}
