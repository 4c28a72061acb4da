"""The demo's workspace: who is in it, and its channels."""

from sandbox import cast
from sandbox.slack.workspace import Workspace

TEAM = "T02BATON1"
ESCALATIONS = "C02ESCALAT"
CALLS = "C02CALLS01"
WEST = "C02TEAMWES"
GLOBAL = "C02TEAMGLO"
FLOOR = "C02FLOOR01"
LEADS = "S02LEADS01"
ADMINS = cast.OPERATOR.user_id


def settle_in(slack: Workspace) -> None:
    """Put the team and its channels into Slack."""
    for one in cast.COLLEAGUES:
        slack.add_person(
            one.user_id,
            name=one.name,
            real_name=one.name,
            email=f"{one.handle}@example.com",
            locale=one.locale,
            tz=one.zone,
            admin=one.role == "admin",
        )
    everyone = [one.user_id for one in cast.COLLEAGUES]
    slack.add_channel(ESCALATIONS, name="escalations", members=[*everyone, slack.bot_user_id])
    slack.add_channel(WEST, name="team-west", members=[*_seniors(), slack.bot_user_id], private=True)
    slack.add_channel(GLOBAL, name="team-global", members=[*_seniors(), slack.bot_user_id])
    slack.add_channel(FLOOR, name="support-floor", members=everyone)
    slack.add_group(LEADS, handle="support-leads", members=[one.user_id for one in cast.of_role("lead")])
    open_calls(slack)


def open_calls(slack: Workspace) -> None:
    """Add the channel of those who help during calls, also to a team that was there before it."""
    if CALLS not in slack.channels:
        slack.add_channel(CALLS, name="calls", members=[*_seniors(), slack.bot_user_id])


def _seniors() -> list[str]:
    return [one.user_id for one in cast.of_role("account_manager", "lead")]
