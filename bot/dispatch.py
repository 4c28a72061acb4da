"""Bolt as Baton uses it: it finds the listener for what Slack sent, and asks Slack nothing on the way in."""

from collections.abc import Callable

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from workflows.people.service import Identity


def bolt(client: AsyncWebClient, whoami: Callable[[], Identity]) -> AsyncApp:
    """Make Bolt without listeners: it answers once they have, and leaves signatures to the guard.

    `whoami` says who Baton is in Slack, as far as known: by `bot_id` and `bot_user_id` Bolt drops our own events.
    """

    async def authorize() -> AuthorizeResult:
        known = whoami()
        return AuthorizeResult(
            enterprise_id=None,
            team_id=known.team_id,
            bot_id=known.bot_id,
            bot_user_id=known.bot_user_id,
            bot_token=client.token,
        )

    return AsyncApp(
        name="slack_bolt.baton",  # also the name of its logger, whose level Bolt sets
        client=client,
        authorize=authorize,
        signing_secret="",
        request_verification_enabled=False,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
