"""What the database says."""

from collections.abc import Iterator

from bot.console.doctor.findings import Finding, Wording, listed
from workflows.escalation.wiring import Wiring


def about_team(say: Wording, known: Wiring, dialect: str, revision: str) -> Finding:
    """Say whose database it is."""
    if known.team_id is None:
        return say.ok("database_of_nobody", dialect=dialect, revision=revision)
    return say.ok("database", dialect=dialect, revision=revision, team=known.team_id)


def about_accounts(say: Wording, known: Wiring) -> Iterator[Finding]:
    """Say how many there are, and for which of them nobody stands."""
    if not known.accounts:
        yield say.unused("no_accounts")
        return
    yield say.ok("accounts", count=known.accounts)
    if known.orphans:
        yield say.wrong("orphans", count=len(known.orphans), ids=listed(known.orphans))


def about_letters(say: Wording, dead: int) -> Finding:
    """Say how many messages Slack refused for good."""
    return say.wrong("letters", count=dead) if dead else say.ok("no_letters")
