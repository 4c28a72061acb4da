"""How the environment sets the team up, as the workflows take it."""

from datetime import timedelta

from bot.settings import Settings
from workflows.digest.wall import Wall
from workflows.escalation.routing import Desk
from workflows.people.policy import Roles
from workflows.progress.views import Tracker
from workflows.whisper.floor import Floor
from workflows.whisper.pace import Pace


def desk(settings: Settings) -> Desk:
    """Answer who leads and administers, and the channels of cards and of calls."""
    return Desk(Roles(settings.leads, settings.admins), settings.escalation_channel, settings.calls_channel)


def floor(settings: Settings) -> Floor:
    """Answer who leads, where calls are shown, and the pace of what happens around them."""
    within = (settings.whisper_resend, settings.whisper_warn, settings.whisper_expire, settings.long_call)
    pace = Pace(*(timedelta(seconds=seconds) for seconds in within))
    return Floor(Roles(settings.leads, settings.admins), settings.calls_channel, pace)


def wall(settings: Settings) -> Wall:
    """Answer who leads, the words and the zone of channels, and when a Jira issue counts as stuck."""
    roles = Roles(settings.leads, settings.admins)
    return Wall(roles, settings.locale, settings.zone.key, settings.jira_stuck_days)


def tracker(settings: Settings) -> Tracker | None:
    """Answer how Jira is set up, None where it is not; what can be chosen there is asked for later."""
    if settings.jira_url is None or settings.jira_token is None:
        return None
    priorities = {urgency.value: name for urgency, name in settings.jira_priorities.items()}
    return Tracker(settings.jira_url, settings.jira_project, settings.jira_issue_type, priorities, {}, (), ())
