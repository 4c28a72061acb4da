"""When Baton looks after itself: what the scheduler begins, and how often."""

from datetime import timedelta
from functools import partial

from bot.delivery.people import PeopleMirror
from bot.delivery.settling import repeat_lost
from bot.delivery.sweeper import Sweeper
from bot.digests import Digests
from bot.moments import Moments
from bot.scheduler import Tick
from bot.watch import Watch
from storage.database import Database
from workflows.forgetting import forget_old

AT_ONCE = timedelta()


def ticks(
    database: Database, mirror: PeopleMirror, moments: Moments, digests: Digests, sweeper: Sweeper | None
) -> tuple[Tick, ...]:
    """Answer everything that is begun again and again."""
    jira = () if sweeper is None else (_reading_jira(sweeper),)
    return (
        Tick("whispers", timedelta(seconds=1), moments.press, AT_ONCE),
        Tick("timers", timedelta(seconds=5), moments.resume, AT_ONCE),
        Tick("jira_lines", timedelta(seconds=5), moments.tell_moves, AT_ONCE),
        Tick("digests", timedelta(seconds=5), digests.post_due, AT_ONCE),
        Tick("mornings", timedelta(minutes=10), digests.set_missing),
        Tick("lost", timedelta(seconds=5), partial(database.write, repeat_lost), AT_ONCE),
        Tick("gone", timedelta(seconds=15), moments.pass_on, timedelta(seconds=5)),
        Tick("people", timedelta(hours=1), mirror.refresh),
        *jira,
        Tick("watch", timedelta(minutes=1), Watch(database).look, timedelta(seconds=10)),
        Tick("forget", timedelta(days=1), partial(database.write, forget_old)),
    )


def _reading_jira(sweeper: Sweeper) -> Tick:
    """Answer when Jira is read; at first at once, for a form is to name its projects."""
    return Tick("jira", timedelta(seconds=5), sweeper.run, timedelta(seconds=2), is_wanted_first=True)
