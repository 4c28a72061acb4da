"""The demo's own Slack and Jira, as they were left or freshly seeded, and its telephone; on free ports, with a page."""

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sandbox import backlog, seed, team
from sandbox.clock import MovableClock
from sandbox.jira.server import JiraServer
from sandbox.jira.site import Site
from sandbox.page.routes import routes
from sandbox.ports import start_on
from sandbox.slack.limits import Limits
from sandbox.slack.server import Companion, SlackServer
from sandbox.slack.workspace import Workspace
from sandbox.telephone.phone import Telephone
from sandbox.telephone.scripts import SCRIPTS
from sandbox.tour import Tours

CALLS_PATH = "/webhooks/calls"
JIRA_PATH = "/webhooks/jira"
RETRY_SECONDS = (1.0, 5.0, 30.0)


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
    jira_token: str = field(default_factory=lambda: secrets.token_hex(12))
    jira_secret: str = field(default_factory=lambda: secrets.token_hex(16))

    def __post_init__(self) -> None:
        """Find the clock as it was left."""
        self.clock = MovableClock(kept=self.folder / "demo-clock")
        self.jira: JiraServer | None = None

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
            "JIRA_URL": None,
            "JIRA_USER": backlog.USER,
            "JIRA_TOKEN": self.jira_token,
            "JIRA_PROJECT": backlog.PROJECT,
            "JIRA_ISSUE_TYPE": "Task",
            "JIRA_WEBHOOK_SECRET": self.jira_secret,
        }

    def found(self, slack: SlackServer) -> dict[str, str]:
        """The settings that are known once everything is served: where Slack and Jira are."""
        jira = {"jira_url": f"{self.jira.url}/"} if self.jira else {}
        return {"slack_api_url": slack.api_url, **jira}

    def workspace(self, *, anew: bool) -> Workspace:
        """Answer the workspace as it was left, or an empty one to be seeded."""
        kept = self.folder / "demo-slack.db"
        if anew:
            kept.unlink(missing_ok=True)
            self._kept_jira.unlink(missing_ok=True)
            self._kept_tours.unlink(missing_ok=True)
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

        The telephone tells its calls, and Jira its changes, where `request_url` is.
        """
        workspace.now = lambda: self.clock().timestamp()
        telephone = Telephone(urljoin(request_url, CALLS_PATH), self.webhook_secret, self.clock, SCRIPTS)
        telephone.on_change = workspace.changes.announce
        site = Site(self.clock, self._kept_jira)
        backlog.settle(site, self.jira_token)
        site.on_change.append(workspace.changes.announce)
        guide = Tours(self.clock, telephone, site, self._kept_tours)
        companions: list[Companion] = [telephone]

        def on(candidate: int) -> SlackServer:
            return SlackServer(
                workspace,
                request_url,
                port=candidate,
                limits=Limits(enabled=True),
                routes=routes(self.clock, seed.CAST, telephone, site, guide),
                companions=companions,
                controlled=False,
            )

        slack = await start_on(on, port)
        self.jira = await self._open_jira(site, urljoin(request_url, JIRA_PATH), slack)
        companions.append(self.jira)
        return slack

    @property
    def _kept_jira(self) -> Path:
        return self.folder / "demo-jira.json"

    @property
    def _kept_tours(self) -> Path:
        return self.folder / "demo-tours.json"

    async def _open_jira(self, site: Site, webhook_url: str, slack: SlackServer) -> JiraServer:
        """Serve Jira beside Slack; who follows a link to one of its issues comes to the board."""

        async def browse(request: Request) -> Response:
            return RedirectResponse(f"{slack.url}/page/jira/browse/{request.path_params['key']}")

        def on(candidate: int) -> JiraServer:
            return JiraServer(
                site,
                webhook_url,
                secret=self.jira_secret,
                port=candidate,
                routes=[Route("/browse/{key}", browse)],
                retry_seconds=RETRY_SECONDS,
            )

        return await start_on(on, slack.port + 1)

    @staticmethod
    def welcome(slack: SlackServer, wanted: int) -> list[str]:
        """Say where the page is, and that the port that was `wanted` is taken, if it is."""
        taken = [] if slack.port == wanted else [f"Port {wanted} is taken; this demo uses {slack.port}."]
        return [*taken, f"Baton and a Slack to try it in: open {slack.url} (Ctrl-C ends both)"]
