"""The token, what it allows, and how Slack reaches Baton."""

from typing import Final

from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.console.doctor.findings import Finding, ok, unused, wrong
from bot.console.doctor.inquiry import Inquiry
from bot.console.manifest import read_manifest
from bot.delivery.transitions import Refused
from bot.settings import Settings
from bot.webhooks.calls import PATH
from bot.words import Words

WITHDRAWN: Final = frozenset({"account_inactive", "token_expired", "token_revoked"})
"""https://docs.slack.dev/reference/methods/auth.test: the token was good once."""


def about_token(words: Words, answer: AsyncSlackResponse | Refused) -> Finding:
    """Say whether Slack takes the bot's token: the answer of `auth.test`."""
    match answer:
        case Refused(code) if code in WITHDRAWN:
            return wrong(words.say("doctor.token_withdrawn", error=code))
        case Refused(code):
            return wrong(words.say("doctor.token_unknown", error=code))
    return ok(words.say("doctor.token", name=answer.get("user"), team=answer.get("team")))


def about_scopes(words: Words, answer: AsyncSlackResponse) -> Finding:
    """Say which scopes of manifest.yml the token lacks: any answer of Slack's names those that it has."""
    told = answer.headers.get("x-oauth-scopes")
    if told is None:
        return unused(words.say("doctor.scopes_untold"))
    wanted = frozenset(read_manifest()["oauth_config"]["scopes"]["bot"])
    missing = wanted - {scope.strip() for scope in str(told).split(",")}
    if missing:
        return wrong(words.say("doctor.scopes_missing", scopes=", ".join(sorted(missing))))
    return ok(words.say("doctor.scopes"))


def about_calls_webhook(words: Words, given: Settings) -> Finding:
    """Say how a phone system reaches us: with a secret only."""
    if given.webhook_secret is None:
        return unused(words.say("doctor.calls_webhook_unset"))
    return ok(words.say("doctor.calls_webhook_set", path=PATH, host=given.host, port=given.port))


async def about_door(inquiry: Inquiry, given: Settings) -> Finding:
    """Say how Slack reaches us; the socket is asked for, never opened. Raises SlackSilent."""
    words = inquiry.words
    if given.app_token is None:
        return ok(words.say("doctor.http", path="/slack/events", host=given.host, port=given.port))
    token = given.app_token.get_secret_value()
    match await inquiry.ask("apps.connections.open", "POST", token=token):
        case Refused(code):
            return wrong(words.say("doctor.socket_refused", error=code))
    return ok(words.say("doctor.socket"))
