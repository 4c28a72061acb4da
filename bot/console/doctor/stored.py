"""What the database says."""

from collections.abc import Iterator

from bot.console.doctor.findings import Finding, listed, ok, unused, wrong
from bot.words import Words
from workflows.escalation.wiring import Wiring


def about_database(words: Words, known: Wiring, dialect: str) -> Finding:
    """Say whose database it is; whoever has read it has brought it to the newest schema."""
    if known.team_id is None:
        return ok(words.say("doctor.database_of_nobody", dialect=dialect))
    return ok(words.say("doctor.database", dialect=dialect, team=known.team_id))


def about_accounts(words: Words, known: Wiring) -> Iterator[Finding]:
    """Say how many there are, and for which of them nobody stands."""
    if not known.accounts:
        yield unused(words.say("doctor.no_accounts"))
        return
    yield ok(words.plural("doctor.accounts", known.accounts))
    if known.orphans:
        yield wrong(words.plural("doctor.orphans", len(known.orphans), ids=listed(known.orphans)))


def about_letters(words: Words, dead: int) -> Finding:
    """Say how many messages Slack refused for good."""
    return wrong(words.plural("doctor.letters", dead)) if dead else ok(words.say("doctor.no_letters"))
