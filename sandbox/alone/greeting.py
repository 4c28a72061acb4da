"""Waiting for the app: by HTTP until its request url is verified, by Socket Mode until it is connected."""

import asyncio
from collections.abc import Callable

from sandbox.slack.parcels import Parcel, Reply
from sandbox.slack.server import SlackServer

Say = Callable[[str], None]
SILENT_SECONDS = 0.2
WRONG_SECONDS = 2.0
"""Until the next try: soon where nobody listens yet, later where somebody answers something else."""


class Unverified:
    """The door to a request url that is not verified: as at Slack, nothing goes there."""

    async def deliver(self, parcel: Parcel) -> Reply:  # noqa: ARG002 - a door's signature
        """Bring nothing."""
        return Reply(None, error="request_url_not_verified")

    async def close(self) -> None:
        """There is nothing to close."""


async def greet(slack: SlackServer, request_url: str | None, say: Say) -> None:
    """Say what is waited for, wait, and say that the app is there; from then on it is told what happens."""
    if request_url is None:
        say("Waiting for the app to connect by Socket Mode.")
        await slack.workspace.changes.wait(lambda: bool(slack.sockets.connections), None)
        say("The app is connected.")
        return
    say(f"Waiting for the app to answer at {request_url}.")
    await _verified(slack, request_url, say)
    slack.reach(request_url)
    slack.workspace.changes.announce()
    say(f"{request_url} is verified.")


async def _verified(slack: SlackServer, request_url: str, say: Say) -> None:
    """Ask for the challenge until it comes back, and say each new reason why it is refused."""
    told = ""
    while refused := await slack.http.verify(slack.workspace.app.verification_token):
        if refused.silent:
            await asyncio.sleep(SILENT_SECONDS)
            continue
        if refused.reason != told:
            say(f"{request_url} is refused: {refused.reason}. It is asked again until it answers.")
            told = refused.reason
        await asyncio.sleep(WRONG_SECONDS)
