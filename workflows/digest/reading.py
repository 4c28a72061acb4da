"""What the screens about digests show, read in one transaction, and who may see it."""

from dataclasses import replace

from storage.digests import Digest, NewDigest
from storage.unit_of_work import UnitOfWork
from storage.vocabulary import DigestKind
from workflows.digest.timing import moments_of
from workflows.digest.views import DigestsView, DigestView, Editing, MorningView
from workflows.digest.wall import Wall
from workflows.people.reading import is_active, is_lead, leads_to_mention, names_of
from workflows.refusals import DeskRefused, Refusal


def check_sets_up(work: UnitOfWork, by: str, wall: Wall) -> None:
    """Raise DeskRefused unless `by` leads: they set up digests."""
    if not is_lead(work, wall.roles, by):
        raise DeskRefused(Refusal.LEADS_ONLY, people=leads_to_mention(work, wall.roles))


def check_known(work: UnitOfWork, by: str) -> None:
    """Raise DeskRefused for whom the mirror does not know, or who has left."""
    if not is_active(work.people.get(by)):
        raise DeskRefused(Refusal.NOT_KNOWN_YET)


def found(work: UnitOfWork, by: str, key: str, wall: Wall, *, lock: bool = False) -> Digest:
    """Answer the digest called `key` to a lead, held until the commit where `lock` says so; raises DeskRefused."""
    check_sets_up(work, by, wall)
    digest = work.digests.get(key, lock=lock)
    if digest is None:
        raise DeskRefused(Refusal.NO_SUCH_DIGEST)
    return digest


def listed(work: UnitOfWork, by: str, wall: Wall) -> DigestsView:
    """Answer every digest to a lead; raises DeskRefused."""
    check_sets_up(work, by, wall)
    return _all(work)


def of_home(work: UnitOfWork, by: str, wall: Wall) -> DigestsView | None:
    """Answer every digest for the Home of a lead; None for whoever does not lead."""
    return _all(work) if is_lead(work, wall.roles, by) else None


def _all(work: UnitOfWork) -> DigestsView:
    digests = work.digests.all()
    names = names_of(work, {digest.made_by for digest in digests})
    return DigestsView(tuple(_view(work, digest, names.get(digest.made_by, digest.made_by)) for digest in digests))


def _view(work: UnitOfWork, digest: Digest, made_by: str) -> DigestView:
    next_at = next(iter(moments_of(work, digest).values()), None)
    posted = None if digest.channel is None else work.editions.latest(digest.number, digest.channel)
    return DigestView(digest, next_at, None if posted is None else posted.as_of, made_by)


def to_edit(work: UnitOfWork, by: str, key: str, wall: Wall) -> Editing:
    """Answer how a digest is set up, to a lead; raises DeskRefused."""
    digest = found(work, by, key, wall)
    return Editing(digest.key, digest)


def to_make(work: UnitOfWork, ready: NewDigest, wall: Wall) -> Editing:
    """Answer a digest that is ready-made, to a lead; where it names no channel, that of the cards. DeskRefused."""
    check_sets_up(work, ready.made_by, wall)
    is_placed = ready.channel is not None or ready.kind is DigestKind.MORNING
    return Editing(None, ready if is_placed else replace(ready, channel=work.setup.chosen().escalation_channel))


def morning_of(work: UnitOfWork, person: str) -> MorningView:
    """Answer whether someone gets a morning digest."""
    is_set_up = any(each.kind is DigestKind.MORNING and each.paused_at is None for each in work.digests.all())
    return MorningView(is_set_up, is_off=person in work.digests.without_mornings())


def is_here(work: UnitOfWork, channel: str) -> bool:
    """Say whether Baton may be in a channel: before Slack has told of any channel of ours, it may be in each."""
    bot = work.workspace.identity().bot_user_id
    return bot is None or work.people.is_in_channel(channel, bot) or not work.people.is_in_any_channel(bot)
