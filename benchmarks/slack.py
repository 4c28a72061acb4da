"""Serve a Slack for one round: `python -m benchmarks.slack PORT`; the sandbox's, with the benchmark's team in it."""

import asyncio
import sys
from pathlib import Path

import yaml

from benchmarks import team
from sandbox.slack.server import SlackServer
from sandbox.slack.workspace import Workspace
from storage.vocabulary import Locale

MANIFEST = Path(__file__).parent.parent / "manifest.yml"


def workspace() -> Workspace:
    """Answer a workspace in memory with everyone of the team in every channel."""
    place = Workspace.new(
        team=team.TEAM,
        bot_token=team.BOT_TOKEN,
        app_token="xapp-benchmark",  # noqa: S106  opens nothing
        signing_secret=team.SIGNING_SECRET,
        manifest=yaml.safe_load(MANIFEST.read_text(encoding="utf-8")),
    )
    for person in team.people():
        locale = "ja-JP" if person.locale is Locale.JA else "en-US"
        place.add_person(person.user_id, name=person.name, email=person.email, locale=locale)
    for channel in team.CHANNELS:
        everyone = [*team.AGENTS, *team.MANAGERS, place.bot_user_id]
        place.add_channel(channel, name=channel.lower(), members=everyone)
    return place


async def _serve(port: int) -> None:
    await SlackServer(workspace(), port=port).start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
