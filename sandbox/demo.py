"""The demo's own Slack, as it was left or freshly seeded, and its telephone; on a port that is free, with a page."""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from sandbox import seed, team
from sandbox.clock import MovableClock
from sandbox.page.routes import routes
from sandbox.slack.limits import Limits
from sandbox.slack.server import SlackServer
from sandbox.slack.workspace import Workspace
from sandbox.telephone.phone import Telephone
from sandbox.telephone.scripts import SCRIPTS

PORTS_TRIED = 100
CALLS_PATH = "/webhooks/calls"


@dataclass
class Demo:
    """What `python app.py demo` keeps in `folder`: a database, a Slack and how far its clock was moved ahead.

    `manifest` is the app that the workspace has installed; tokens and secret live for one run only. Channels speak
    Japanese, or what BATON_LOCALE asks for.
    """

    folder: Path
    manifest: dict[str, Any]
    bot_token: str = field(default_factory=lambda: f"xoxb-{secrets.token_hex(12)}")
    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16))
    webhook_secret: str = field(default_factory=lambda: secrets.token_hex(16))

    def __post_init__(self) -> None:
        """Find the clock as it was left."""
        self.clock = MovableClock(kept=self.folder / "demo-clock")

    @property
    def environment(self) -> dict[str, str | None]:
        """The variables by which Baton finds this Slack and its own database; they come before the machine's."""
        return {
            "SLACK_BOT_TOKEN": self.bot_token,
            "SLACK_SIGNING_SECRET": self.signing_secret,
            "SLACK_APP_TOKEN": None,
            "DATABASE_URL": f"sqlite:///{self.folder / 'demo.db'}",
            "BATON_LOCALE": os.environ.get("BATON_LOCALE", "ja"),
            "BATON_TIMEZONE": "Asia/Tokyo",
            "BATON_ESCALATION_CHANNEL": team.ESCALATIONS,
            "BATON_CALLS_CHANNEL": team.CALLS,
            "BATON_LEADS": team.LEADS,
            "BATON_ADMINS": team.ADMINS,
            "BATON_WEBHOOK_SECRET": self.webhook_secret,
        }

    def workspace(self, *, anew: bool) -> Workspace:
        """Answer the workspace as it was left, or an empty one to be seeded."""
        kept = self.folder / "demo-slack.db"
        if anew:
            kept.unlink(missing_ok=True)
        workspace = Workspace.new(
            team=team.TEAM,
            bot_token=self.bot_token,
            app_token="",
            signing_secret=self.signing_secret,
            manifest=self.manifest,
            path=kept,
        )
        if workspace.channels:
            team.open_calls(workspace)
        return workspace

    async def open(self, workspace: Workspace, request_url: str, port: int) -> SlackServer:
        """Serve `workspace` by the demo's clock on `port` or the next that is free; OSError where none of them is.

        The telephone tells its calls where `request_url` is.
        """
        workspace.now = lambda: self.clock().timestamp()
        telephone = Telephone(urljoin(request_url, CALLS_PATH), self.webhook_secret, self.clock, SCRIPTS)
        telephone.on_change = workspace.changes.announce
        for candidate in range(port, port + PORTS_TRIED):
            slack = SlackServer(
                workspace,
                request_url,
                port=candidate,
                limits=Limits(enabled=True),
                routes=routes(self.clock, seed.CAST, telephone),
                companions=[telephone],
                controlled=False,
            )
            try:
                await slack.start()
            except OSError:
                continue
            return slack
        raise OSError(f"no port from {port} to {port + PORTS_TRIED - 1} is free")

    @staticmethod
    def welcome(slack: SlackServer, wanted: int) -> list[str]:
        """Say where the page is, and that the port that was `wanted` is taken, if it is."""
        taken = [] if slack.port == wanted else [f"Port {wanted} is taken; this demo uses {slack.port}."]
        return [*taken, f"Baton and a Slack to try it in: open {slack.url} (Ctrl-C ends both)"]
