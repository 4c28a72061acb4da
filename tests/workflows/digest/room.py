"""Where digests are read: a team's channels, and how a test has one composed and kept."""

from dataclasses import replace
from datetime import datetime

from storage.accounts import Account
from storage.digests import NewEdition
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import DigestKind, EmptyDay, Locale, Order, Section
from tests.workflows.escalation.team import AGENT, CHANNEL, COVER, MANAGER, Team, a_team
from workflows.digest.composing import Composing, compose
from workflows.digest.kept import to_content
from workflows.digest.snapshot import Form, Snapshot
from workflows.hours import local_date

TOKYO = "Asia/Tokyo"
LOUNGE, CIRCLE = "C_LOUNGE", "C_CIRCLE"
"""A channel that anyone may read, and one that only its members may."""
PRIVATE = "A-3"
"""The customer whose cards stand in the circle."""
FORM = Form(DigestKind.OPEN, Locale.JA, TOKYO, tuple(Section), Order.URGENCY, EmptyDay.SAY)
DIGEST = Composing(FORM, LOUNGE, 1)


def a_room(work: UnitOfWork) -> None:
    """Keep the team, a private circle, and a customer whose requests stand there."""
    a_team(work)
    work.accounts.save([Account(PRIVATE, "Secret Works", "あ", MANAGER, COVER, team_channel=CIRCLE)])
    work.channels.keep(CHANNEL, is_private=False)
    work.channels.keep(LOUNGE, is_private=False)
    work.channels.keep(CIRCLE, is_private=True)
    work.people.replace_channel(CIRCLE, [AGENT])


def composed(team: Team, request: Composing = DIGEST, at: datetime | None = None) -> Snapshot:
    """Answer what a digest says now."""
    return team.database.read_now(compose, request, at or team.now)


def posted(team: Team, request: Composing = DIGEST) -> Snapshot:
    """Compose a digest now and keep it as the last one; answer what it said."""
    return team.database.write_now(posted_now, team.now, request)


def posted_now(work: UnitOfWork, now: datetime, request: Composing = DIGEST) -> Snapshot:
    """The same in one unit of work."""
    said = compose(work, request, now)
    day = local_date(now, request.form.zone)
    work.editions.add(NewEdition(request.digest, request.place, day, None, now, to_content(said)))
    return said


def ordered(order: Order) -> Composing:
    """Answer the digest in another order."""
    return replace(DIGEST, form=replace(FORM, order=order))
