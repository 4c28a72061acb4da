"""The tokens: whether Slack takes them, and what they allow."""

from collections.abc import Iterable, Iterator
from typing import Final

from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.console.doctor.findings import Finding, Wording
from bot.console.doctor.inquiry import Inquiry
from bot.console.manifest import read_manifest
from bot.delivery.transitions import Refused
from bot.settings import Settings

WITHDRAWN: Final = frozenset({"account_inactive", "token_expired", "token_revoked"})
"""https://docs.slack.dev/reference/methods/auth.test: the token was good once."""


def about_token(say: Wording, answer: AsyncSlackResponse | Refused) -> Finding:
    """Say whether Slack takes the bot's token: the answer of `auth.test`."""
    match answer:
        case Refused(code) if code in WITHDRAWN:
            return say.wrong("token_withdrawn", error=code)
        case Refused(code):
            return say.wrong("token_unknown", error=code)
    return say.ok("token", name=answer.get("user"), team=answer.get("team"))


async def about_way_in(inquiry: Inquiry, given: Settings) -> Finding:
    """Say how Slack reaches us; the socket is asked for, never opened. Raises SlackSilent."""
    if given.app_token is None:
        return inquiry.say.ok("http", path="/slack/events", host=given.host, port=given.port)
    token = given.app_token.reveal()
    match await inquiry.ask("apps.connections.open", "POST", token=token):
        case Refused(code):
            return inquiry.say.wrong("socket_refused", error=code)
    return inquiry.say.ok("socket")


def about_scopes(say: Wording, answer: AsyncSlackResponse) -> Iterator[Finding]:
    """Compare the token's scopes, which any answer of Slack's names, with those of manifest.yml."""
    told = answer.headers.get("x-oauth-scopes")
    if told is None:
        yield say.unused("scopes_untold")
        return
    wanted = frozenset(read_manifest()["oauth_config"]["scopes"]["bot"])
    granted = {scope.strip() for scope in str(told).split(",")} - {""}
    if missing := sorted(wanted - granted):
        yield say.wrong("scopes_missing", scopes=", ".join(missing), lost=_lost(say, missing))
    else:
        yield say.ok("scopes")
    if surplus := sorted(granted - wanted):
        yield say.unused("scopes_surplus", scopes=", ".join(surplus))


def _lost(say: Wording, scopes: Iterable[str]) -> str:
    """Say what is not possible without these scopes; manifest.yml has the same words beside each."""
    return "; ".join(
        say.words.say("doctor.scope_lost", scope=scope, feature=feature_of(say, scope)) for scope in scopes
    )


def feature_of(say: Wording, scope: str) -> str:
    """Answer what a scope is for."""
    return say.words.say(f"doctor.scope.{scope.replace(':', '_').replace('.', '_')}")
