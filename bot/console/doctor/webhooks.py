"""The doors of others: a phone system's webhook."""

from bot.console.doctor.findings import Finding, Wording
from bot.settings import Settings
from bot.webhooks.calls import PATH


def about_calls_webhook(say: Wording, given: Settings) -> Finding:
    """Say how a phone system reaches us: with a secret only."""
    if given.webhook_secret is None:
        return say.unused("calls_webhook_unset")
    return say.ok("calls_webhook_set", path=PATH, host=given.host, port=given.port)
