"""One sandbox alone, from its start to its end: with an app of ours beside it, or waiting for anyone's."""

import os
import signal
from asyncio import Future
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sandbox.alone import beginning, control
from sandbox.alone.child import Child, told_to_stop
from sandbox.alone.credentials import Credentials
from sandbox.alone.environment import Access
from sandbox.alone.greeting import Say, Unverified, greet
from sandbox.alone.way import Way
from sandbox.clock import MovableClock
from sandbox.page.routes import routes
from sandbox.ports import start_on
from sandbox.slack.installation import Installation
from sandbox.slack.limits import Limits
from sandbox.slack.refusals import JsonObject
from sandbox.slack.server import SlackServer
from sandbox.slack.store import Store
from sandbox.slack.tasks import Tasks
from sandbox.slack.workspace import Workspace

HOOKS, FILES, SOCKETS = "https://hooks.slack.com", "https://files.slack.com", "wss://wss-primary.slack.com"


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for: an app by its `manifest`, reached at `request_url` or, where that is None, by Socket Mode.

    `keep` is the file of a workspace that outlives this run, `command` starts the app where we are to, `controlled`
    opens the door for tests.
    """

    manifest: JsonObject
    request_url: str | None
    port: int
    keep: Path | None = None
    controlled: bool = False
    command: tuple[str, ...] = ()


async def serve(order: Order, say: Say) -> int:
    """Serve until a signal, or until the app of `order` ends; answers the exit code. Wrong, OSError: it cannot be."""
    told, beside = told_to_stop(), Tasks()
    credentials = Credentials.kept_in(order.keep) if order.keep else Credentials()
    with _workspace(order, credentials) as workspace:
        slack = await _open(order, workspace)
        try:
            _welcome(order, slack, say)
            beside.start(greet(slack, order.request_url, say))
            access = Access(credentials, by_socket=order.request_url is None)
            if order.command:
                return await _with_child(order.command, access, slack, told)
            say("\n".join(f"export {name}={value}" for name, value in access.variables(slack.api_url).items()))
            await told
            return 0
        finally:
            await beside.stop()
            await slack.stop()


@contextmanager
def _workspace(order: Order, credentials: Credentials) -> Iterator[Workspace]:
    """The workspace as it was left, or with nobody but those who are there from the start."""
    app = Installation(
        beginning.TEAM,
        credentials.bot_token,
        credentials.app_token,
        credentials.signing_secret,
        order.manifest,
        app_id="A0SANDBOX",
        bot_id="B0SANDBOX",
        bot_user_id="U0SANDBOX",
    )
    workspace = Workspace(app, Store(order.keep))
    if not workspace.channels:
        beginning.settle_in(workspace)
    beginning.name_bot(workspace)
    try:
        yield workspace
    finally:
        workspace.close()


async def _open(order: Order, workspace: Workspace) -> SlackServer:
    """Serve `workspace` with its page; nothing goes to a request url that is not verified yet."""
    clock = MovableClock()
    workspace.now = lambda: clock().timestamp()

    def on(port: int) -> SlackServer:
        return SlackServer(
            workspace,
            order.request_url,
            port=port,
            limits=Limits(enabled=True),
            routes=[*routes(clock, beginning.CAST), *(control.ROUTES if order.controlled else [])],
            controlled=order.controlled,
        )

    slack = await start_on(on, order.port)
    if order.request_url is not None:
        slack.switchboard.door = Unverified()
    return slack


def _welcome(order: Order, slack: SlackServer, say: Say) -> None:
    if order.port not in {0, slack.port}:
        say(f"Port {order.port} is taken; this sandbox uses {slack.port}.")
    say(f"A Slack for {slack.workspace.app.bot_name}: open {slack.url} (Ctrl-C ends it)")


async def _with_child(
    command: tuple[str, ...], access: Access, slack: SlackServer, told: Future[signal.Signals]
) -> int:
    """Start the app with https://slack.com leading here, and stay until it ends."""
    way = Way(slack.port)
    await way.open()
    _bear_slacks_names(slack)
    try:
        with TemporaryDirectory(prefix="sandbox-") as folder:
            environment = access.of_child(os.environ, way, Path(folder) / "trusted.pem")
            child = await Child.start(command, environment)
            return await child.ended(told)
    finally:
        await way.close()


def _bear_slacks_names(slack: SlackServer) -> None:
    """Give addresses that the app reaches by the way, as all else: the SDK takes its proxy for loopback, too."""
    workspace = slack.workspace
    workspace.response_urls.base, workspace.uploads.base = HOOKS, FILES
    if workspace.socket_url:
        workspace.socket_url = lambda: f"{SOCKETS}/socket/{slack.sockets.ticket()}"
