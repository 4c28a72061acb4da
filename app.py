"""Baton: this file alone wires it together, and reads the one wall clock."""

from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

Authorize = Callable[[], Awaitable[AuthorizeResult]]


def bolt(client: AsyncWebClient, authorize: Authorize) -> AsyncApp:
    """Make Bolt without listeners: signatures are the guard's, and nothing is asked of Slack on the way in."""
    return AsyncApp(
        name="baton",
        client=client,
        authorize=authorize,
        signing_secret="",
        request_verification_enabled=False,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
    )
